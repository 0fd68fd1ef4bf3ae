-- Text: a hundred thousand numbers printed and joined, three times; the result is the text's size.
local function text()
    local pieces = {}
    for i = 1, 100000 do pieces[i] = "number " .. (i - 1) end
    return table.concat(pieces, ", ")
end

local sum = 0
for _ = 1, 3 do sum = sum + #text() end
print(sum)
