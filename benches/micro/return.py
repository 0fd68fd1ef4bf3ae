# A million returns out of a loop: BAT's twin returns out of a block.
def find(wanted, numbers):
    for n in numbers:
        if n == wanted:
            return n
    return 0


def run():
    numbers = [0, 1, 2, 3]
    total = 0
    for i in range(1000000):
        total += find(i % 4, numbers)
    return total


print(run())
