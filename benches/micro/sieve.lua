-- Vectors: the primes below a million.
local function run()
    local size, flags, count = 1000000, {}, 0
    for i = 1, size do flags[i] = true end
    for i = 2, size - 1 do
        if flags[i] then
            count = count + 1
            local multiple = i + i
            while multiple < size do
                flags[multiple] = false
                multiple = multiple + i
            end
        end
    end
    return count
end

print(run())
