local r = 12345
local v = {}
for i = 1, 1000000 do r = (r * 1103515245 + 12345) % 2147483648; v[i] = r end
table.sort(v, function(a, b) return a < b end)
print(v[1] + v[500001] + v[1000000])
