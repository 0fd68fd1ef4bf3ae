"Dictionaries with string keys: a hundred thousand, each made anew for putting and for reading."

| micro = (|
    parent* = traits clonable.

    run = ( | numbers. sum <- 0 |
        numbers: dictionary copyRemoveAll.
        0 upTo: 100000 Do: [| :i | numbers at: 'key', i printString Put: i ].
        0 upTo: 100000 Do: [| :i | sum: sum + (numbers at: 'key', i printString) ].
        sum ).
|) |

micro run printLine.
