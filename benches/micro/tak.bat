"Calls with three arguments: Takeuchi's function, two hundred times."

| micro = (|
    parent* = traits clonable.

    tak: x With: y With: z = (
        y < x
            ifTrue: [
                tak: (tak: x - 1 With: y With: z)
                With: (tak: y - 1 With: z With: x)
                With: (tak: z - 1 With: x With: y) ]
            False: [ z ] ).

    run = ( | sum <- 0 |
        0 upTo: 200 Do: [ sum: sum + (tak: 18 With: 12 With: 6) ].
        sum ).
|) |

micro run printLine.
