# Floats: a million terms of the harmonic series, ten times; the result is the sum in millionths.
def harmonic(n):
    total = 0.0
    x = 1.0
    for _ in range(n):
        total += 1.0 / x
        x += 1.0
    return total


def run():
    total = 0.0
    for _ in range(10):
        total += harmonic(1000000)
    return int(total * 1000000.0)


print(run())
