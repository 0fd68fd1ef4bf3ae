"Text: a hundred thousand numbers printed and joined, three times; the result is the text's size."

| micro = (|
    parent* = traits clonable.

    text = ( | pieces |
        pieces: (vector copySize: 100000).
        0 upTo: 100000 Do: [| :i | pieces at: i Put: 'number ', i printString ].
        pieces joinUsing: ', ' ).

    run = ( | sum <- 0 |
        0 upTo: 3 Do: [ sum: sum + text size ].
        sum ).
|) |

micro run printLine.
