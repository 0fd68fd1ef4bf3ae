"Vectors: a fixed number of elements of any kind, at 0, 1, … size - 1. `(1 & 2 & 3) asVector` writes one down;
`vector copySize: n` makes one of n nils."

traits vector _AddSlots: (|
    {} = 'Comment: What vectors share.'.
    parent* = traits indexable.

    collectionName = 'vector'.

    size = (
        "The number of elements.
         Example: (7 & 8) asVector size  => 2"
        _Size ).
    at: i = (
        "The element at index i; an error if there is none.
         Example: (7 & 8) asVector at: 1  => 8"
        _At: i IfFail: [ absentIndex: i ] ).
    at: i Put: x = (
        "Replaces the element at index i. Answers the receiver.
         Example: (7 & 8) asVector at: 1 Put: 9  => a vector(7, 9)"
        _At: i Put: x IfFail: [ absentIndex: i ] ).
    at: i IfAbsent: block = (
        "The element at index i, or the block's value if there is none.
         Example: (7 & 8) asVector at: 5 IfAbsent: 0  => 0"
        _At: i IfFail: [ block value: i ] ).
    do: block = (
        "Runs the block with each element and its index. Answers the receiver."
        | i <- 0. n |
        n: size.
        [ i < n ] whileTrue: [ block value: (at: i) With: i. i: i + 1 ].
        self ).

    copySize: n = (
        "A copy cut or extended to n elements; new ones are nil.
         Example: vector copySize: 2  => a vector(nil, nil)"
        _Clone: n Filler: nil ).
    copySize: n FillingWith: x = (
        "A copy cut or extended to n elements; new ones are x.
         Example: vector copySize: 2 FillingWith: 7  => a vector(7, 7)"
        _Clone: n Filler: x ).
    copyFrom: start UpTo: end = (
        "The elements from an index up to, but not including, another."
        _VectorFrom: start UpTo: end IfFail: [ resend.copyFrom: start UpTo: end ] ).
    copyRemoveAll = ( "An empty vector." _Clone: 0 Filler: nil ).
    asVector = ( "The receiver." self ).
    copyRangeDstPos: to SrcArray: source SrcPos: from Len: n = (
        "Copies n elements of another vector, or of the receiver, to index `to`. Answers the receiver.
         Example: (vector copySize: 3) copyRangeDstPos: 1 SrcArray: (7 & 8) asVector SrcPos: 0 Len: 2  => a vector(nil, 7, 8)"
        _CopyRangeDstPos: to Src: source SrcPos: from Length: n ).
    joinUsing: separator = (
        "A string: the elements, which are strings, with a separator between them.
         Example: ('a' & 'b' & 'c') asVector joinUsing: '-'  => 'a-b-c'"
        _StringsJoinUsing: separator IfFail: [ resend.joinUsing: separator ] ).
    sortBy: before = (
        "Puts the elements in the order that a block gives; see indexable."
        copyRangeDstPos: 0 SrcArray: (globals mergeSort sorted: self By: before) SrcPos: 0 Len: size ).
    flatVector = ( "The receiver." self ).
|).
