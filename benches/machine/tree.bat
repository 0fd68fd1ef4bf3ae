"Memory: one binary tree of depth 16, 131,071 nodes, alive to the end. Look at the peak."

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

| tree = treeNode copyDepth: 16 |

tree count printLine.
