# The words of a file, counted in a dictionary; the argument is the file's name.
import sys

counts = {}
words = 0
with open(sys.argv[1], encoding="utf-8") as lines:
    for line in lines:
        for word in line.split():
            words += 1
            counts[word] = counts.get(word, 0) + 1
print(words, len(counts), max(counts.values()))
