"Blocks and non-local return."

[| :x. :y | x + y] value: 3 With: 4                                  "=> 7"
[| :x. :y. :z | x + y + z] value: 3 With: 4 With: 5                  "=> 12"
[| :x. t <- 2 | t: t * x. t] value: 10                               "=> 20"
[:x | x + 1] value: 3                                                "=> syntax error"
[| :x :y | x + y] value: 3 With: 4                                   "=> syntax error"
[| :x | | t | t: x. t] value: 3                                      "=> syntax error"
[| :x | x] value                                                     "=> error: block expects more arguments"
[3] value: 4                                                         "=> 3"
[| :x | x] value: 4 With: 5                                          "=> 4"
[| :x | ] value: 3                                                   "=> syntax error"
[self] value == lobby                                                "=> true"
(reflect: [|:a| 3]) do: [|:s| s key printLine]. ''                   "prints: parent / value:"  "=> ''"
[| :x | x: 3] value: 1                                               "=> error: undefinedSelector"
(| foo = ([^ 3] value. 4) |) foo                                     "=> 3"
(| foo = ([^ 3. 4] value. 5) |) foo                                  "=> syntax error"
(| foo = (^ 3. 4) |) foo                                             "=> syntax error"
(| foo = ([ [ ^ 1 ] value. 2 ] value. 3) |) foo                      "=> 1"
[^ 3] value                                                          "=> 3"
(| parent* = lobby. foo = (| r | r: [| :x | x > 2 ifTrue: [^ x]. x]. 1 to: 5 Do: r. 'none') |) foo
    "=> 3"
(| go = (| a <- 1 | [a: a + 1] value. [[a: a * 10] value] value. a) |) go
    "=> 20"
(| go = (| b | b: [| t <- 0 | t: t + 1. t]. b value. b value) |) go  "=> 1"
(| mk = ([4]) |) mk value                                            "=> 4"
(| mk = ([^ 4]) |) mk value                                          "=> error: cannotReturn"
(| mk = (| x <- 3 | [x]) |) mk value                                 "=> 3"
(| p* = lobby. keepit <- nil. go = (mk. 'mk returned'). mk = (keepit: [^ 7]. use. 'not here'). use = (keepit value. 'nor here') |) go
    "=> 'mk returned'"
(| p* = lobby. go = (| l | l: list copyRemoveAll. 1 to: 3 Do: [| :i | l add: [i]]. l first value) |) go
    "=> 1"
(| p* = lobby. go = ([^ 1] onReturn: [| :v | 'unwound' printLine]. 2) |) go
    "prints: unwound"  "=> 1"
(| p* = lobby. go = ([ | :exit | 1 to: 10 Do: [| :i | i = 4 ifTrue: [exit value: i]]. 'fell' ] exitValue) |) go
    "=> 4"
[ 'x' printLine ] fork                                               "prints: x"
(| r: n = (n = 0 ifTrue: 0 False: [1 + (r: n - 1)]) |) r: 5000       "=> 5000"
(| r: n = (n = 0 ifTrue: 0 False: [1 + (r: n - 1)]) |) r: 10000      "=> 10000"
