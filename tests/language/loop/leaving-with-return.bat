"A block of a choice whose receiver is no boolean returns from the method, as it does when it is a boolean's."
| maybe = (| parent* = lobby. ifTrue: a False: b = ( a value ). ifTrue: a = ( a value ) |).
  o = (| parent* = lobby.
    go: c = ( c ifTrue: [ ^ 1 ] False: [ ^ 2 ]. 3 ).
    two: c With: d = ( | t <- 5. u <- 6 | t: d. c ifTrue: [ u: t. ^ u + t ]. u ).
    loop: c = ( 1 to: c Do: [| :i | i = 2 ifTrue: [ ^ i ] ]. 'none' ) |) |
o go: maybe                                            "=> 1"
o go: maybe                                            "=> 1"
o go: false                                            "=> 2"
o two: maybe With: 4                                   "=> 8"
o two: false With: 4                                   "=> 6"
o loop: 2.5                                            "=> 2"
o loop: 1.5                                            "=> 'none'"
