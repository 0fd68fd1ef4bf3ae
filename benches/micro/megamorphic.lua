-- Five million sends from one place to objects of eight kinds.
local function kind(n)
    local class = {}
    class.__index = class
    function class:heft() return self.weight + n end
    return setmetatable({weight = n}, class)
end

local function run()
    local all = {}
    for n = 1, 8 do all[n] = kind(n) end
    local sum = 0
    for i = 0, 4999999 do sum = sum + all[i % 8 + 1]:heft() end
    return sum
end

print(run())
