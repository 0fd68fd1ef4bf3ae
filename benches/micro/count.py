# A counting loop of ten million turns.
def run():
    total = 0
    for i in range(1, 10000001):
        total += i
    return total


print(run())
