"A dictionary of a million integers, built and read once."

| million = (|
    parent* = traits clonable.

    run = ( | numbers. sum <- 0 |
        numbers: dictionary copyRemoveAll.
        0 upTo: 1000000 Do: [| :i | numbers at: i * 7 Put: i ].
        0 upTo: 1000000 Do: [| :i | sum: sum + (numbers at: i * 7) ].
        sum ).
|) |

million run printLine.
