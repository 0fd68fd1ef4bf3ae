"The same instructions when the selectors are redefined: their slow twins."

| calc = (| parent* = lobby.
    all: a With: b = ( | r. n <- 0 |
        r: a + b. r: a - b. r: a * b. r: a / b. r: a % b. r: a + 1. r: a - 1.
        r: a < b. r: a <= b. r: a > b. r: a >= b. r: a = b. r: a != b.
        a < b ifTrue: [ n: 1 ]. a <= b ifTrue: [ n: 2 ]. a > b ifTrue: [ n: 3 ]. a >= b ifTrue: [ n: 4 ].
        a = b ifTrue: [ n: 5 ]. a != b ifFalse: [ n: 6 ].
        a < 3 ifTrue: [ n: 1 ]. a <= 3 ifTrue: [ n: 2 ]. a > 3 ifTrue: [ n: 3 ]. a >= 3 ifTrue: [ n: 4 ].
        a = 3 ifTrue: [ n: 5 ]. a != 3 ifTrue: [ n: 6 ].
        1 to: 3 Do: [| :i | n: n + i ].
        n ) |) |

calc all: 7 With: 2.
traits integer _AddSlots: (|
    + n = ( _IntAdd: n ). - n = ( _IntSub: n ). * n = ( _IntMul: n ). / n = ( _IntDiv: n ). % n = ( _IntMod: n ).
    < n = ( _IntLT: n ). <= n = ( _IntLE: n ). > n = ( _IntGT: n ). >= n = ( _IntGE: n ).
    = n = ( _IntEQ: n ). != n = ( _IntNE: n ) |).
traits integer _AddSlots: (| to: n Do: b = ( b value: self ) |).
true _AddSlots: (| ifTrue: b = ( b value ). ifFalse: b = ( nil ) |).
