"What blocks see of the activation around them, also when it has returned."

"A variable is shared by the method and all its blocks."
(| go = (| a <- 1 | [ a: a + 1 ] value. [ [ a: a * 10 ] value ] value. a) |) go    "=> 20"

"A block may be stored and run after its method has returned."
| counter = (| parent* = lobby. make = (| n <- 0 | [ n: n + 1. n ]) |) |
(| parent* = lobby. go = (| c | c: counter make. c value. c value. c value) |) go  "=> 3"

"Two activations have their own variables."
(| parent* = lobby. go = (| c. d | c: counter make. d: counter make. c value. c value. d value) |) go   "=> 1"

"Arguments are captured too, and are read-only."
(| parent* = lobby. adder: n = ([| :x | x + n ]). go = ((adder: 3) value: 4) |) go  "=> 7"
(| parent* = lobby. adder: n = ([ n: 4 ]). go = ((adder: 3) value) |) go            "=> error: undefinedSelector"

"A block sees self."
(| parent* = lobby. x = 7. b = ([ x ]) |) b value                                 "=> 7"
(| parent* = lobby. x = 7. b = ([ self ]) |) b value x                            "=> 7"
