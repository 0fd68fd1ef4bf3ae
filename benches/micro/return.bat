"A million returns out of a block that runs inside a loop: ^ leaves find:In:, do: and the block at once.
 Lua and Python have no such blocks; their twins return from a loop."

| micro = (|
    parent* = traits clonable.

    find: wanted In: numbers = (
        numbers do: [| :n | n = wanted ifTrue: [ ^ n ] ].
        0 ).

    run = ( | numbers. sum <- 0 |
        numbers: (vector copySize: 4).
        0 upTo: 4 Do: [| :i | numbers at: i Put: i ].
        0 upTo: 1000000 Do: [| :i | sum: sum + (find: i % 4 In: numbers) ].
        sum ).
|) |

micro run printLine.
