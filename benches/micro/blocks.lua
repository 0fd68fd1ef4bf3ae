-- Blocks: five million calls of a closure that changes a local of the function around it.
local function times(n, block)
    for i = 0, n - 1 do block(i) end
end

local function run()
    local sum = 0
    times(5000000, function (i) sum = sum + i end)
    return sum
end

print(string.format("%.0f", run()))
