# A dictionary of a million strings, built and read once.
def run():
    numbers = {}
    total = 0
    for i in range(1000000):
        numbers[str(i)] = i
    for i in range(1000000):
        total += numbers[str(i)]
    return total


print(run())
