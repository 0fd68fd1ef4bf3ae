"A dictionary of a million strings, built and read once."

| million = (|
    parent* = traits clonable.

    run = ( | numbers. sum <- 0 |
        numbers: dictionary copyRemoveAll.
        0 upTo: 1000000 Do: [| :i | numbers at: i printString Put: i ].
        0 upTo: 1000000 Do: [| :i | sum: sum + (numbers at: i printString) ].
        sum ).
|) |

million run printLine.
