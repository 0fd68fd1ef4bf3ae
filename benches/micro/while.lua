-- A while loop of ten million turns.
local function run()
    local i, odd = 0, 0
    while i < 10000000 do
        odd = odd + i % 2
        i = i + 1
    end
    return odd
end

print(run())
