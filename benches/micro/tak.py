# Calls with three arguments: Takeuchi's function, two hundred times.
def tak(x, y, z):
    if y < x:
        return tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y))
    return z


def run():
    total = 0
    for _ in range(200):
        total += tak(18, 12, 6)
    return total


print(run())
