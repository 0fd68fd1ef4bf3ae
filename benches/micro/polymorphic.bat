"Five million sends from one place to objects of four kinds."

| aKind = (| parent* = traits clonable. weight <- 1. heft = ( weight + 1 ) |) |
| bKind = (| parent* = traits clonable. weight <- 2. heft = ( weight + 2 ) |) |
| cKind = (| parent* = traits clonable. weight <- 3. heft = ( weight + 3 ) |) |
| dKind = (| parent* = traits clonable. weight <- 4. heft = ( weight + 4 ) |) |

| micro = (|
    parent* = traits clonable.

    kinds = ( | all |
        all: (vector copySize: 4).
        all at: 0 Put: aKind copy.
        all at: 1 Put: bKind copy.
        all at: 2 Put: cKind copy.
        all at: 3 Put: dKind copy.
        all ).

    run = ( | all. sum <- 0 |
        all: kinds.
        0 upTo: 5000000 Do: [| :i | sum: sum + (all at: i % 4) heft ].
        sum ).
|) |

micro run printLine.
