-- Memory: one binary tree of depth 16, 131,071 nodes, alive to the end. Look at the peak.
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

local tree = Node.new(16)
print(tree:count())
