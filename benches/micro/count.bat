"A counting loop of ten million turns."

| micro = (|
    parent* = traits clonable.

    run = ( | sum <- 0 |
        1 to: 10000000 Do: [| :i | sum: sum + i ].
        sum ).
|) |

micro run printLine.
