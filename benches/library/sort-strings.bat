"A million strings sorted by a block."
| r <- 12345. v |
v: (vector copySize: 1000000).
v mapBy: [ r: ((r * 1103515245) + 12345) % 2147483648. r printString ].
v sortBy: [| :a. :b | a < b ].
((v at: 0), (v at: 500000), (v at: 999999)) printLine
