"A loop's condition that is no boolean is asked like any other object."
| yes = (| parent* = lobby. ifTrue: t False: f = (t value) |).
  three = (| parent* = lobby. n <- 0. ifTrue: t False: f = (n: n + 1. n < 3 ifTrue: t False: f) |) |
[| k <- 0 | three n: 0. [ three ] whileTrue: [ k: k + 1 ]. k ] value       "=> 2"
[| k <- 0 | [ k: k + 1. nil ] whileTrue: [ k: k + 1 ]. k ] value           "=> error: undefinedSelector"
[ 3 ] whileTrue: [ 4 ]                                                     "=> error: undefinedSelector"
