# Dictionaries with string keys: a hundred thousand, each made anew for putting and for reading.
def run():
    numbers = {}
    total = 0
    for i in range(100000):
        numbers["key" + str(i)] = i
    for i in range(100000):
        total += numbers["key" + str(i)]
    return total


print(run())
