# Vectors: the primes below a million.
def run():
    size = 1000000
    flags = [True] * size
    count = 0
    for i in range(2, size):
        if flags[i]:
            count += 1
            multiple = i + i
            while multiple < size:
                flags[multiple] = False
                multiple += i
    return count


print(run())
