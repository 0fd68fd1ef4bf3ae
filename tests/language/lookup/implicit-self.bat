"A send without receiver looks in the activation, outwards, then in self."
(| x = 'self'. go = (| x = 'local' | x) |) go                    "=> 'local'"
(| x = 'self'. go = (| x = 'local' | self x) |) go               "=> 'self'"
(| go = (| x <- 1 | [| x <- 2 | x ] value) |) go                 "=> 2"
(| go = (| x <- 1 | [| y <- 2 | x + y ] value) |) go             "=> 3"
(| go: x = ([| :x | x ] value: 5) |) go: 4                       "=> 5"
(| parent* = lobby. go = (| t | (t: 3) == self) |) go            "=> true"

