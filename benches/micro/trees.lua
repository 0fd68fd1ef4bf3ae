-- Allocation: twenty binary trees of depth 14, built, counted and dropped.
local Node = {}
Node.__index = Node

function Node.new(depth)
    local node = setmetatable({left = nil, right = nil}, Node)
    if depth > 0 then
        node.left = Node.new(depth - 1)
        node.right = Node.new(depth - 1)
    end
    return node
end

function Node:count()
    if self.left == nil then return 1 end
    return 1 + self.left:count() + self.right:count()
end

local sum = 0
for _ = 1, 20 do sum = sum + Node.new(14):count() end
print(sum)
