"A parent slot among a method's locals is searched after self."
| a1 = (| x = 'a1x'. y <- 1. me = (self). + n = ('plus ', n printString). at: i = (i + 1) |) |   "=> lobby"
(| x = 'rcvr'. t = (| loc* = a1 | x) |) t                           "=> 'rcvr'"
(| t = (| loc* = a1 | x) |) t                                       "=> 'a1x'"

"A local's parent is searched too, but is no self."
| pointLike = (| px = 7 |) |
(| go = (| loc* = pointLike | px) |) go                             "=> 7"
(| name = 'mine'. go = (| loc* = a1 | me name) |) go                "=> 'mine'"

"Every implicit send looks there: keyword, binary, assignment, and those in initialisers."
(| go = (| loc* = a1 | at: 4) |) go                                 "=> 5"
(| go = (| loc* = a1 | + 3) |) go                                   "=> 'plus 3'"
(| go = (| loc* = a1 | y: 5. y) |) go                               "=> 5"
a1 y                                                                "=> 5"
(| go = (| loc* = a1. z = x size | z) |) go                         "=> 3"
(| go = (| loc* = a1. z = (| w = x |) | z w) |) go                  "=> 'a1x'"

"A message with a receiver does not, self's neither."
(| go = (| loc* = a1 | self x) |) go                                "=> error: undefinedSelector"

"Blocks see the parents around them; the innermost scope's go first, and what a scope finds twice is ambiguous."
(| go = (| loc* = a1 | [ x ]) |) go value                           "=> 'a1x'"
(| go = (| loc* = a1 | (1 & 2) asVector do: [| :e | y: y + e ]. y) |) go   "=> 8"
[| loc* = a1 | x ] value                                            "=> 'a1x'"
(| go = (| loc* = a1 | [| p* = (| x = 'inner' |) | x, y printString ] value) |) go  "=> 'inner8'"
(| go = (| p* = (| x = 1 |). q* = (| x = 2 |) | x) |) go            "=> error: ambiguousSelector"
(| go = (| p* = (| r* = a1. x = 1 |). q* = a1 | x) |) go            "=> 1"
(| go = (| loc* = a1 | (1 = 1) ifTrue: [ x ] False: [ y ]) |) go       "=> 'a1x'"
(| go: n = (| loc* = a1. sum <- 0 | 1 to: n Do: [| :i | sum: sum + x size ]. sum) |) go: 4   "=> 12"

"It may be assigned, and hold nil."
(| go = (| loc* <- nil | loc: (| x = 'new' |). x) |) go             "=> 'new'"
(| go = (| loc* <- a1 | [| :o | loc: o ] value: (| x = 'other' |). [ x ] value) |) go   "=> 'other'"
(| go = (| loc* <- nil | frobnicate) |) go                          "=> error: undefinedSelector"

"A method found there resends from where it was found."
| base = (| hello = 'base' |). above = (| p* = base. hello = (resend.hello, ' above') |) |
(| go = (| loc* = above | hello) |) go                              "=> 'base above'"

"A parent's star may be glued to the bar that ends its slot list, at the top level too."
| p*| 3                                                             "=> 3"
(| q*|) q                                                           "=> nil"
