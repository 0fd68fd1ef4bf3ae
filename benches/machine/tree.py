# Memory: one binary tree of depth 16, 131,071 nodes, alive to the end. Look at the peak.
class Node:
    __slots__ = ("left", "right")

    def __init__(self, depth):
        if depth > 0:
            self.left = Node(depth - 1)
            self.right = Node(depth - 1)
        else:
            self.left = None
            self.right = None

    def count(self):
        if self.left is None:
            return 1
        return 1 + self.left.count() + self.right.count()


tree = Node(16)
print(tree.count())
