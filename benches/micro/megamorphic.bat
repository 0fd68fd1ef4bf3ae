"Five million sends from one place to objects of eight kinds."

| aKind = (| parent* = traits clonable. weight <- 1. heft = ( weight + 1 ) |) |
| bKind = (| parent* = traits clonable. weight <- 2. heft = ( weight + 2 ) |) |
| cKind = (| parent* = traits clonable. weight <- 3. heft = ( weight + 3 ) |) |
| dKind = (| parent* = traits clonable. weight <- 4. heft = ( weight + 4 ) |) |
| eKind = (| parent* = traits clonable. weight <- 5. heft = ( weight + 5 ) |) |
| fKind = (| parent* = traits clonable. weight <- 6. heft = ( weight + 6 ) |) |
| gKind = (| parent* = traits clonable. weight <- 7. heft = ( weight + 7 ) |) |
| hKind = (| parent* = traits clonable. weight <- 8. heft = ( weight + 8 ) |) |

| micro = (|
    parent* = traits clonable.

    kinds = ( | all |
        all: (vector copySize: 8).
        all at: 0 Put: aKind copy.
        all at: 1 Put: bKind copy.
        all at: 2 Put: cKind copy.
        all at: 3 Put: dKind copy.
        all at: 4 Put: eKind copy.
        all at: 5 Put: fKind copy.
        all at: 6 Put: gKind copy.
        all at: 7 Put: hKind copy.
        all ).

    run = ( | all. sum <- 0 |
        all: kinds.
        0 upTo: 5000000 Do: [| :i | sum: sum + (all at: i % 8) heft ].
        sum ).
|) |

micro run printLine.
