local b = {}
for i = 0, 999999 do b[#b + 1] = "piece-" .. tostring(1000 + i % 9000) end
print(#table.concat(b))
