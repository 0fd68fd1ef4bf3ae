-- Floats: a million terms of the harmonic series, ten times; the result is the sum in millionths.
local function harmonic(n)
    local sum, x = 0.0, 1.0
    for _ = 1, n do
        sum = sum + 1.0 / x
        x = x + 1.0
    end
    return sum
end

local sum = 0.0
for _ = 1, 10 do sum = sum + harmonic(1000000) end
print(string.format("%.0f", math.floor(sum * 1000000.0)))
