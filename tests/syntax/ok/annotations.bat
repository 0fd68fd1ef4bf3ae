(| {'Category: a' x = 3. y = 4} z = 5 |).
(| {'Category: a' {'Category: b' x = 3 } w } . {'c' v <- 1. } |).
(| {} = 'Comment: obj' xq = 3 |). (| {} = 'Comment: obj'. |). (| {} = 'a\x7fb'. {'c' - b = ( b )} |).
{'Comment: outside' (| xs = 3 |)}. {'Comment: block' [ 3 ]} value. {'Comment: expr' (3 + 4)}.
(| x = {'Comment: inner' (| y |)}. z = {'a' ()} foo. w |).
(| m = (| {} = 'on a method'. {'on a local' t <- 0} | t ) |).
