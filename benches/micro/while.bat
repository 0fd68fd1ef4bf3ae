"A while loop of ten million turns."

| micro = (|
    parent* = traits clonable.

    run = ( | i <- 0. odd <- 0 |
        [ i < 10000000 ] whileTrue: [
            odd: odd + (i % 2).
            i: i + 1 ].
        odd ).
|) |

micro run printLine.
