"Lists: sequences that grow. Adding and removing at either end and access by index take constant time."

traits _AddSlots: (| list = () |).

traits list _AddSlots: (|
    {} = 'Comment: What lists share.'.
    parent* = traits indexable.

    collectionName = 'list'.

    "Making"

    copyRemoveAll = (
        "An empty list.
         Example: list copyRemoveAll  => a list()"
        ((clone contents: globals vector) start: 0) size: 0 ).
    copy = (
        "Another list with the same elements."
        (clone contents: (contents copyFrom: start UpTo: start + size)) start: 0 ).
    copySize: n FillingWith: x = (
        "A copy cut or extended to n elements.
         Example: list copySize: 2 FillingWith: 7  => a list(7, 7)"
        | c |
        c: (contents copyFrom: start UpTo: start + (size min: n)).
        ((clone contents: (c copySize: n FillingWith: x)) start: 0) size: n ).
    copySize: n = ( "The same with nil." copySize: n FillingWith: nil ).
    copyCapacity: n = ( "An empty list with room for n elements."
        copyRemoveAll contents: (globals vector copySize: n) ).

    "Elements"

    at: i = (
        "The element at index i, from 0 on; an error if there is none.
         Example: (7 & 8) asList at: 1  => 8"
        ((0 <= i) && [ i < size ]) ifTrue: [ contents at: start + i ] False: [ absentIndex: i ] ).
    at: i IfAbsent: block = (
        "The element at index i, or the block's value."
        ((0 <= i) && [ i < size ]) ifTrue: [ contents at: start + i ] False: [ block value: i ] ).
    at: i Put: x = (
        "Replaces the element at index i. Answers the receiver.
         Example: (7 & 8) asList at: 1 Put: 9  => a list(7, 9)"
        ((0 <= i) && [ i < size ]) ifTrue: [ contents at: start + i Put: x. self ] False: [ absentIndex: i ] ).
    do: block = (
        "Runs the block with each element and its index; elements added meanwhile are included. Answers the receiver."
        | i <- 0 |
        [ i < size ] whileTrue: [ block value: (contents at: start + i) With: i. i: i + 1 ].
        self ).

    "Adding: all answer the receiver"

    add: x = (
        "At the end.
         Example: (1 & 2) asList add: 3  => a list(1, 2, 3)"
        | end |
        end: start + size.
        end < contents size ifFalse: [ makeRoom. end: start + size ].
        contents at: end Put: x.
        size: size + 1 ).
    addLast: x = ( "At the end." add: x ).
    addFirst: x = (
        "At the beginning.
         Example: (1 & 2) asList addFirst: 3  => a list(3, 1, 2)"
        start = 0 ifTrue: [ makeRoomAtStart ].
        start: start - 1.
        contents at: start Put: x.
        size: size + 1 ).
    add: x WithKey: k = ( "At the end; lists find their own keys." add: x ).
    addAll: c = (
        "All elements of c at the end.
         Example: (1 & 2) asList addAll: (3 & 4) asVector  => a list(1, 2, 3, 4)"
        c == self ifTrue: [ ^ addAll: c copy ].
        c do: [| :each | add: each ].
        self ).
    addAllLast: c = ( "All elements of c at the end." addAll: c ).
    addAllFirst: c = (
        "All elements of c before the first, in their order. Example: (3 & 4) asList addAllFirst: (1 & 2) asVector  => a list(1, 2, 3, 4)"
        c asVector copy reverseDo: [| :each | addFirst: each ].
        self ).
    insert: x At: i = (
        "Before the element at index i, or at the end.
         Example: (1 & 3) asList insert: 2 At: 1  => a list(1, 2, 3)"
        | j |
        ((0 <= i) && [ i <= size ]) ifFalse: [ ^ absent: i ].
        add: x.
        j: size - 1.
        [ j > i ] whileTrue: [ at: j Put: (at: j - 1). j: j - 1 ].
        at: i Put: x ).

    "Removing"

    removeFirst = (
        "Removes the first element and answers it; an error if there is none.
         Example: (1 & 2) asList removeFirst  => 1"
        removeFirstIfAbsent: [ complain: 'is empty' ] ).
    removeFirstIfAbsent: block = (
        "The same, or the block's value."
        | x |
        size = 0 ifTrue: [ ^ block value ].
        x: (contents at: start).
        contents at: start Put: nil.
        start: start + 1.
        size: size - 1.
        x ).
    removeLast = (
        "Removes the last element and answers it; an error if there is none.
         Example: (1 & 2) asList removeLast  => 2"
        removeLastIfAbsent: [ complain: 'is empty' ] ).
    removeLastIfAbsent: block = (
        "The same, or the block's value."
        | x. end |
        size = 0 ifTrue: [ ^ block value ].
        end: (start + size) - 1.
        x: (contents at: end).
        contents at: end Put: nil.
        size: size - 1.
        x ).
    removeKey: i = (
        "Removes the element at index i. Answers the receiver.
         Example: (1 & 2 & 3) asList removeKey: 1  => a list(1, 3)"
        removeKey: i IfAbsent: [ absent: i ] ).
    removeKey: i IfAbsent: block = (
        "The same, or the block's value."
        ((0 <= i) && [ i < size ]) ifFalse: [ ^ block value: i ].
        contents copyRangeDstPos: start + i SrcArray: contents SrcPos: start + i + 1 Len: size - i - 1.
        removeLast.
        self ).
    remove: x IfAbsent: block = (
        "Removes the first element equal to x. Answers the receiver.
         Example: (1 & 2 & 1) asList remove: 1 IfAbsent: nil  => a list(2, 1)"
        removeKey: (keyOf: x IfAbsent: [ ^ block value ]) ).
    removeAllOccurences: x = (
        "Removes all elements equal to x. Answers the receiver.
         Example: (1 & 2 & 1) asList removeAllOccurences: 1  => a list(2)"
        filterBy: [| :each | (x = each) not ] ).
    removeAll = (
        "Removes all elements. Answers the receiver."
        contents: globals vector.
        start: 0.
        size: 0 ).
    filterBy: test = (
        "Keeps only the elements for which the test is true. Answers the receiver.
         Example: (1 & 2 & 3) asList filterBy: [| :x | x odd ]  => a list(1, 3)"
        | kept |
        kept: (filterBy: test Into: copyRemoveAll).
        contents: kept contents.
        start: 0.
        size: kept size ).

    "Kind"

    copyContaining: c = ( "A list with the elements of c." (copyCapacity: c size) addAll: c ).
    copyFilteredBy: test = (
        "A copy with only those elements for which the test is true."
        filterBy: test Into: copyRemoveAll ).
    copyMappedBy: block = (
        "A copy with each element replaced by the block's value."
        mapBy: block Into: (copyCapacity: size) ).
    , c = ( "The elements of both." copy addAll: c ).
    copyAddLast: x = ( "A copy with x at the end." copy add: x ).
    copyAddFirst: x = ( "A copy with x at the beginning." copy addFirst: x ).
    joinUsing: separator = (
        "The elements, which are strings, with a separator between them."
        asVector joinUsing: separator ).
    asVector = ( "A vector with the same elements." contents copyFrom: start UpTo: start + size ).
    asList = ( "The receiver." self ).
    reverse = ( "Turns the order round, in place. Example: (1 & 2 & 3) asList reverse  => a list(3, 2, 1)"
        resend.reverse ).
    sortBy: before = (
        "Puts the elements in the order that a block gives; equal ones keep their order. Answers the receiver.
         Example: (3 & 1 & 2) asList sortBy: [| :a. :b | a > b ]  => a list(3, 2, 1)"
        contents: (globals mergeSort sorted: asVector By: before).
        start: 0.
        size: contents size ).

    "Room"

    makeRoom = (
        "Makes room for an element at the end: moves down if half is unused at the start, else doubles."
        | new |
        start > size
            ifTrue: [ new: contents. ]
             False: [ new: (globals vector copySize: (size * 2 max: 8)) ].
        new copyRangeDstPos: 0 SrcArray: contents SrcPos: start Len: size.
        new == contents ifTrue: [ size upTo: start + size Do: [| :i | new at: i Put: nil ] ].
        contents: new.
        start: 0 ).
    makeRoomAtStart = (
        "Makes room for as many elements again before the first."
        | new. room |
        room: (size max: 4).
        new: (globals vector copySize: room + size + (size max: 4)).
        new copyRangeDstPos: room SrcArray: contents SrcPos: start Len: size.
        contents: new.
        start: room ).
|).

traits _AddSlots: (|
    sequence = (| parent* = traits list. collectionName = 'sequence' |).
|).

globals _AddSlots: (|
    list = (|
        {} = 'Comment: An empty list, to be copied with copyRemoveAll.'.
        parent*   = traits list.
        contents <- globals vector.
        start    <- 0.
        size     <- 0.
    |).
    sequence = (|
        {} = 'Comment: Another name for lists, as in Self.'.
        parent*   = traits sequence.
        contents <- globals vector.
        start    <- 0.
        size     <- 0.
    |).
|).
