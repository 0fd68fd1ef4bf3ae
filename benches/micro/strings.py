# Text: a hundred thousand numbers printed and joined, three times; the result is the text's size.
def text():
    pieces = [None] * 100000
    for i in range(100000):
        pieces[i] = "number " + str(i)
    return ", ".join(pieces)


def run():
    total = 0
    for _ in range(3):
        total += len(text())
    return total


print(run())
