-- A dictionary of a million strings, built and read once.
local numbers, sum = {}, 0
for i = 0, 999999 do numbers[tostring(i)] = i end
for i = 0, 999999 do sum = sum + numbers[tostring(i)] end
print(string.format("%.0f", sum))
