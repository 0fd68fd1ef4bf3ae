"Dynamic inheritance: a million assignments of a parent, each followed by a send that the new parent answers."

| closedDoor = (| step = 1 |).
  openDoor = (| step = 2 |) |

| door = (|
    parent* = traits clonable.
    state* <- nil.

    run = ( | sum <- 0 |
        0 upTo: 1000000 Do: [| :i |
            (i % 2) = 0 ifTrue: [ state: closedDoor ] False: [ state: openDoor ].
            sum: sum + step ].
        sum ).
|) |

door run printLine.
