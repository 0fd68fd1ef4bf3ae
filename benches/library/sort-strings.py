from functools import cmp_to_key
r = 12345
v = []
for _ in range(1000000):
    r = (r * 1103515245 + 12345) % 2147483648
    v.append(str(r))
v.sort(key=cmp_to_key(lambda a, b: -1 if a < b else 1 if b < a else 0))
print(v[0] + v[500000] + v[999999])
