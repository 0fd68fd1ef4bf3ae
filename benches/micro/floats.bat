"Floats: a million terms of the harmonic series, ten times; the result is the sum in millionths."

| micro = (|
    parent* = traits clonable.

    harmonic: n = ( | sum <- 0.0. x <- 1.0 |
        0 upTo: n Do: [
            sum: sum + (1.0 / x).
            x: x + 1.0 ].
        sum ).

    run = ( | sum <- 0.0 |
        0 upTo: 10 Do: [ sum: sum + (harmonic: 1000000) ].
        (sum * 1000000.0) truncate asInteger ).
|) |

micro run printLine.
