r = 12345
v = []
for _ in range(1000000):
    r = (r * 1103515245 + 12345) % 2147483648
    v.append(r)
s = [str(x) for x in v]
v.sort()
s.sort()
print(str(v[0] + v[500000] + v[999999]) + s[0] + s[500000] + s[999999])
