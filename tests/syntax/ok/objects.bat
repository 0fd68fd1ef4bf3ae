(). (| |). ( | | ). (| x |). (| x. |). (| x <- 3. y = 4. z |).
(| parent* = traits clonable. p* <- nil. q*. r*= 3. s*<- 4. t*|).
(| value = 3 + 4. method = (3 + 4). also = (| x <- 0 | x ). object = (| x |). empty = (). expr = (3 + 4) foo |).
(| + b = ( b ). = other = ( other ). <-> x = ( x ). - n = ( n ). <- n = ( n ). || n = ( n ) |).
(| at: i = ( i ). at: i Put: v = ( v ). to: = (| :x | x ). to: By: = (| :x. :y | x + y ). * = (| :x | x ) |).
(| m = ( ^ 3 ). n = ( a. b. ^ c ). o = ( a. b. ). p = ( ^ c. ) |).
(| b = [ 3 ]. c <- [| :x | x ]. d = [ 3 ] value |).
(| loc = (| p* = a1. t = 3. u | x ) |).
(| x = true || false. y = a | ).
(3 + 4) foo: (3). ((3)). (| | 3).
