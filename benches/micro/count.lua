-- A counting loop of ten million turns.
local function run()
    local sum = 0
    for i = 1, 10000000 do sum = sum + i end
    return sum
end

print(string.format("%.0f", run()))
