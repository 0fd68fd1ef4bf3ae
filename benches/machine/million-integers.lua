-- A dictionary of a million integers, built and read once.
local numbers, sum = {}, 0
for i = 0, 999999 do numbers[i * 7] = i end
for i = 0, 999999 do sum = sum + numbers[i * 7] end
print(string.format("%.0f", sum))
