"Assignment answers the receiver; constants cannot be assigned."
((| x |) x: 5) x                                       "=> 5"
(| x |) x                                              "=> nil"
(| x = 3 |) x: 4                                       "=> error: undefinedSelector"
(| x <- 1. y <- 2. go = ((x: 10) y: 20. x + y) |) go   "=> 30"
(| go: a = (a: 3. a) |) go: 1                          "=> error: undefinedSelector"

"A clone's data is its own."
| proto = (| n <- 1 |). other <- nil |.
other: proto _Clone. other n: 2. proto n               "=> 1"
other n                                                "=> 2"
