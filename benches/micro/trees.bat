"Allocation: twenty binary trees of depth 14, built, counted and dropped."

| treeNode = (|
    parent* = traits clonable.
    left.
    right.

    copyDepth: depth = ( | node |
        node: copy.
        depth > 0 ifTrue: [
            node left: (copyDepth: depth - 1).
            node right: (copyDepth: depth - 1) ].
        node ).

    count = ( left isNil ifTrue: [ 1 ] False: [ 1 + left count + right count ] ).
|) |

| micro = (|
    parent* = traits clonable.

    run = ( | sum <- 0 |
        0 upTo: 20 Do: [ sum: sum + (treeNode copyDepth: 14) count ].
        sum ).
|) |

micro run printLine.
