-- Dictionaries with integer keys: a hundred thousand, put once and read five times.
local function run()
    local numbers, sum = {}, 0
    for i = 0, 99999 do numbers[i * 7] = i end
    for _ = 1, 5 do
        for i = 0, 99999 do sum = sum + numbers[i * 7] end
    end
    return sum
end

print(string.format("%.0f", run()))
