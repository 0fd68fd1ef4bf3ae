b = []
for i in range(1000000):
    b.append("piece-" + str(1000 + i % 9000))
print(len("".join(b)))
