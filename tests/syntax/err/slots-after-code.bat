'a' printLine
| a = 3. b <- (| c = ( 4 ) |) |
a printLine.
x: (3 + 4)
| d |
[ a
  | e | e ]
