"Object literals in code are new objects each time, and see the activation around them."
| maker = (| parent* = lobby. make = ( (| v <- 0 |) ). of: n = ( (| v <- n. twice = n * 2 |) ) |) |
maker make _Eq: maker make                            "=> false"
maker make v: 5. maker make v                          "=> 0"
(maker of: 7) v                                        "=> 7"
(maker of: 7) twice                                    "=> 14"
(| parent* = lobby. go = (| t <- 3 | (| x = t + 1 |) x) |) go   "=> 4"

"A local's initial value is computed at each activation."
(| parent* = lobby. go = (| t <- vector copySize: 1 | t at: 0 Put: 1 + ((t at: 0) ifNil: 0). t at: 0). twice = (go. go) |) twice   "=> 1"

"Slots are initialised left to right, in the place where the literal stands."
(| parent* = lobby. n <- 0. next = (n: n + 1. n). go = (| o | o: (| a = next. b = next |). (o a * 10) + o b) |) go   "=> 12"
