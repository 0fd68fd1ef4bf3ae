-- Dictionaries with string keys: a hundred thousand, each made anew for putting and for reading.
local function run()
    local numbers, sum = {}, 0
    for i = 0, 99999 do numbers["key" .. i] = i end
    for i = 0, 99999 do sum = sum + numbers["key" .. i] end
    return sum
end

print(string.format("%.0f", run()))
