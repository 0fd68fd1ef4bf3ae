# A while loop of ten million turns.
def run():
    i = 0
    odd = 0
    while i < 10000000:
        odd += i % 2
        i += 1
    return odd


print(run())
