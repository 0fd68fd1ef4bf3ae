# Allocation: twenty binary trees of depth 14, built, counted and dropped.
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


def run():
    total = 0
    for _ in range(20):
        total += Node(14).count()
    return total


print(run())
