# Blocks: five million calls of a closure that changes a local of the function around it.
def times(n, block):
    for i in range(n):
        block(i)


def run():
    total = 0

    def add(i):
        nonlocal total
        total += i

    times(5000000, add)
    return total


print(run())
