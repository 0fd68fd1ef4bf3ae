"Blocks: five million evaluations of a block that changes a local of the method around it."

| micro = (|
    parent* = traits clonable.

    times: n Do: block = (
        0 upTo: n Do: [| :i | block value: i ].
        self ).

    run = ( | sum <- 0 |
        times: 5000000 Do: [| :i | sum: sum + i ].
        sum ).
|) |

micro run printLine.
