local r = 12345
local v, s = {}, {}
for i = 1, 1000000 do r = (r * 1103515245 + 12345) % 2147483648; v[i] = r; s[i] = tostring(r) end
table.sort(v)
table.sort(s)
print(v[1] + v[500001] + v[1000000] .. s[1] .. s[500001] .. s[1000000])
