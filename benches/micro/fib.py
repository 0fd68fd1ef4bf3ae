# Calls and small integers: the thirtieth Fibonacci number, five times.
def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def run():
    total = 0
    for _ in range(5):
        total += fib(30)
    return total


print(run())
