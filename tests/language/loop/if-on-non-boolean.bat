"ifTrue: to something that is no boolean is an ordinary send; its blocks are real, may escape and run later."
| odd = (| parent* = lobby. kept <- nil. ifTrue: t False: f = (kept: t. f value) |) |
odd ifTrue: [ 'yes' ] False: [ 'no' ]                                      "=> 'no'"
(| parent* = lobby. go = (| n <- 0 |
    odd ifTrue: [ n: n + 1. n ] False: [ n: 10 ].
    odd kept value. odd kept value) |) go                                  "=> 12"

"The same site, with a boolean before and after."
(| parent* = lobby. pick: c = (| n <- 0 | c ifTrue: [ n: 1 ] False: [ n: 2 ]. n).
   go = ((pick: true) printString, (pick: odd) printString, (pick: false) printString) |) go   "=> '122'"

"and: and or: too."
| sure = (| parent* = lobby. and: b = ('and ', b value). or: b = ('or ', b value) |) |
sure and: [ 'x' ]                                                          "=> 'and x'"
sure or: [ 'x' ]                                                           "=> 'or x'"
