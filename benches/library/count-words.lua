-- The words of a file, counted in a table; the argument is the file's name.
local counts, words, different, most = {}, 0, 0, 0
for line in io.lines(arg[1]) do
    for word in line:gmatch("%S+") do
        words = words + 1
        counts[word] = (counts[word] or 0) + 1
    end
end
for _, n in pairs(counts) do
    different = different + 1
    if n > most then most = n end
end
print(words .. " " .. different .. " " .. most)
