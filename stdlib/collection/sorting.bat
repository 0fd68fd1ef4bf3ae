"Sorting by merging: stable, n log n steps at most, fewer where parts are in order already. An order is a block of two
arguments that says whether the first comes before the second, or an object that answers element:Precedes:."

globals _AddSlots: (|
    ascendingOrder = (|
        {} = 'Comment: Sorts by `<`.'.
        parent* = lobby.
        element: a Precedes: b = ( "Does a come before b?" a < b ).
        value: a With: b = ( "Does a come before b?" a < b ).
        asOrderBlock = ( "It answers value:With: itself." self ).
    |).
    descendingOrder = (|
        {} = 'Comment: Sorts by `>`.'.
        parent* = lobby.
        element: a Precedes: b = ( "Does a come before b?" b < a ).
        value: a With: b = ( "Does a come before b?" b < a ).
        asOrderBlock = ( "It answers value:With: itself." self ).
    |).

    mergeSort = (|
        {} = 'Comment: Sorting by merging: short runs by insertion, then pairs of runs merged to and fro. Indexes are compared by = and by the machine only, so that < may be redefined for integers too.'.
        parent* = lobby.
        runSize = 8.

        sorted: v By: order = (
            "The elements of the vector v in order, in another vector; v stays as it is.
             Example: mergeSort sorted: (3 & 1 & 2) asVector By: descendingOrder  => a vector(3, 2, 1)"
            order == globals ascendingOrder ifTrue: [
                ^ v _VectorSortedIfFail: [ sort: v copy By: order asOrderBlock ] ].
            sort: v copy By: order asOrderBlock ).

        sort: v By: before = (
            "The elements of the vector v in the order of a block: in v itself or in another vector."
            | n. from. to. width. start. swap |
            n: v size.
            (isSorted: v By: before) ifTrue: [ ^ v ].
            start: 0.
            [ start = n ] whileFalse: [
                start: (insert: v From: start To: (after: start By: runSize Below: n) By: before) ].
            from: v.
            to: (globals vector copySize: n).
            width: runSize.
            [ width _IntLT: n ] whileTrue: [
                start: 0.
                [ start = n ] whileFalse: [| middle. end |
                    middle: (after: start By: width Below: n).
                    end: (after: middle By: width Below: n).
                    merge: from Into: to From: start Middle: middle To: end By: before.
                    start: end ].
                swap: from. from: to. to: swap.
                width: width * 2 ].
            from ).

        after: i By: step Below: end = (
            "The index `step` further on, or the end."
            (end - i _IntLT: step) ifTrue: [ end ] False: [ i + step ] ).

        isSorted: v By: before = (
            "Is no element to come before the one that it follows?"
            | i <- 1. x. y. n |
            n: v size.
            n = 0 ifTrue: [ ^ true ].
            x: (v at: 0).
            [ i = n ] whileFalse: [
                y: (v at: i).
                (before value: y With: x) ifTrue: [ ^ false ] False: [ x: y ].
                i: i + 1 ].
            true ).

        insert: v From: start To: end By: before = (
            "Sorts a short stretch by insertion, and answers its end."
            | i. j. x. y |
            i: start + 1.
            [ i = end ] whileFalse: [
                x: (v at: i).
                j: i.
                [ (j = start) ifTrue: [ false ] False: [ y: (v at: j - 1). before value: x With: y ] ] whileTrue: [
                    v at: j Put: y.
                    j: j - 1 ].
                v at: j Put: x.
                i: i + 1 ].
            end ).

        merge: from Into: to From: start Middle: middle To: end By: before = (
            "Merges two sorted stretches that follow each other."
            | a. b. i. x. y |
            a: start. b: middle. i: start.
            b = end ifTrue: [ ^ to copyRangeDstPos: i SrcArray: from SrcPos: a Len: end - a ].
            x: (from at: middle - 1). y: (from at: b).
            (before value: y With: x) ifFalse: [ ^ to copyRangeDstPos: i SrcArray: from SrcPos: a Len: end - a ].
            x: (from at: a).
            [ (before value: y With: x)
                ifTrue: [
                    to at: i Put: y.
                    b: b + 1.
                    b = end ifTrue: [ ^ to copyRangeDstPos: i + 1 SrcArray: from SrcPos: a Len: middle - a ].
                    y: (from at: b) ]
                 False: [
                    to at: i Put: x.
                    a: a + 1.
                    a = middle ifTrue: [ ^ to copyRangeDstPos: i + 1 SrcArray: from SrcPos: b Len: end - b ].
                    x: (from at: a) ].
                i: i + 1 ] loop ).
    |).
|).

defaultBehavior _AddSlots: (|
    asOrderBlock = (
        "A block of two arguments for an object that answers element:Precedes:; blocks are their own.
         Example: ascendingOrder asOrderBlock value: 1 With: 2  => true"
        [| :a. :b | element: a Precedes: b ] ).
|).

traits block _AddSlots: (|
    asOrderBlock = ( "The receiver. Example: [| :a. :b | a < b ] asOrderBlock value: 1 With: 2  => true" self ).
|).
