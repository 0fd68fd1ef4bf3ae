-- A million returns out of a loop: BAT's twin returns out of a block.
local function find(wanted, numbers)
    for _, n in ipairs(numbers) do
        if n == wanted then return n end
    end
    return 0
end

local function run()
    local numbers = {0, 1, 2, 3}
    local sum = 0
    for i = 0, 999999 do sum = sum + find(i % 4, numbers) end
    return sum
end

print(run())
