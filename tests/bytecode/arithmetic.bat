"Arithmetic, comparison, choices and loops, compiled in place."

| calc = (| parent* = lobby.
    all: a With: b = ( | r. n <- 0. f |
        r: a + b. r: a - b. r: a * b. r: a / b. r: a % b. r: a + 1. r: a - 1.
        r: a < b. r: a <= b. r: a > b. r: a >= b. r: a = b. r: a != b.
        a < b ifTrue: [ n: 1 ]. a <= b ifTrue: [ n: 2 ]. a > b ifTrue: [ n: 3 ]. a >= b ifTrue: [ n: 4 ].
        a = b ifTrue: [ n: 5 ]. a != b ifFalse: [ n: 6 ].
        a < 3 ifTrue: [ n: 1 ]. a <= 3 ifTrue: [ n: 2 ]. a > 3 ifTrue: [ n: 3 ]. a >= 3 ifTrue: [ n: 4 ].
        a = 3 ifTrue: [ n: 5 ]. a != 3 ifTrue: [ n: 6 ].
        (a < b) && [ b < a ] ifTrue: [ n: 7 ] False: [ n: 8 ].
        [ n < 20 ] whileTrue: [ n: n + 1. f: 0.5 ].
        1 to: 3 Do: [| :i | n: n + i ]. 3 downTo: 1 Do: [| :i | n: n + i ].
        n ) |) |

calc all: 7 With: 2.
