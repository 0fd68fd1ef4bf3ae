# Five million sends from one place to objects of eight kinds.
def kind(n):
    class Kind:
        def __init__(self):
            self.weight = n

        def heft(self):
            return self.weight + n

    return Kind()


def run():
    kinds = [kind(n) for n in range(1, 9)]
    total = 0
    for i in range(5000000):
        total += kinds[i % 8].heft()
    return total


print(run())
