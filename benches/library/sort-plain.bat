"A million integers and as many strings in ascending order, without a block."
| r <- 12345. v. s |
v: (vector copySize: 1000000).
v mapBy: [ r: ((r * 1103515245) + 12345) % 2147483648. r ].
s: (v copyMappedBy: [| :x | x printString ]).
v sort. s sort.
(((v at: 0) + (v at: 500000) + (v at: 999999)) printString, (s at: 0), (s at: 500000), (s at: 999999)) printLine
