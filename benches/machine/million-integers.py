# A dictionary of a million integers, built and read once.
def run():
    numbers = {}
    total = 0
    for i in range(1000000):
        numbers[i * 7] = i
    for i in range(1000000):
        total += numbers[i * 7]
    return total


print(run())
