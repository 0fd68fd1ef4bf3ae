"Dictionaries with integer keys: a hundred thousand, put once and read five times."

| micro = (|
    parent* = traits clonable.

    run = ( | numbers. sum <- 0 |
        numbers: dictionary copyRemoveAll.
        0 upTo: 100000 Do: [| :i | numbers at: i * 7 Put: i ].
        0 upTo: 5 Do: [
            0 upTo: 100000 Do: [| :i | sum: sum + (numbers at: i * 7) ] ].
        sum ).
|) |

micro run printLine.
