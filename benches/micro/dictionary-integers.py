# Dictionaries with integer keys: a hundred thousand, put once and read five times.
def run():
    numbers = {}
    total = 0
    for i in range(100000):
        numbers[i * 7] = i
    for _ in range(5):
        for i in range(100000):
            total += numbers[i * 7]
    return total


print(run())
