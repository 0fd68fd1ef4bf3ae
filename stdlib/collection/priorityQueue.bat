"Priority queues: the element with the highest priority is at the front, which by default is the greatest one. Adding and
taking it out take as many steps as the logarithm of the size. It is a heap: element i comes no later than 2i + 1 and 2i + 2."

traits _AddSlots: (| priorityQueue = () |).

traits priorityQueue _AddSlots: (|
    {} = 'Comment: What priority queues share.'.
    parent* = traits collection.

    collectionName = 'priorityQueue'.

    copyRemoveAll = ( "An empty one in the same order." clone contents: globals list copyRemoveAll ).
    copy = ( "Another with the same elements." clone contents: contents copy ).
    copyOrderedBy: before = (
        "Another with the same elements, in which a block of two arguments says whether the first is to be out before the second.
         Example: ((3 & 1 & 2) asPriorityQueue copyOrderedBy: [| :a. :b | a < b ]) first  => 1"
        (copyRemoveAll sorter: before) addAll: contents ).
    size = ( "The number of elements." contents size ).

    element: a Precedes: b = ( "Has a the higher priority?" sorter element: a Precedes: b ).
    first = (
        "The element with the highest priority.
         Example: (3 & 9 & 4) asPriorityQueue first  => 9"
        contents first ).
    firstIfAbsent: block = ( "The same, or the block's value." contents firstIfAbsent: block ).
    add: x = (
        "Adds x. Answers the receiver.
         Example: ((3 & 4) asPriorityQueue add: 7) removeFirst  => 7"
        contents add: x.
        raise: contents size - 1.
        self ).
    addAll: c = ( "Adds all elements of c. Answers the receiver." c do: [| :each | add: each ]. self ).
    removeFirst = (
        "Takes out the element with the highest priority, and answers it; an error if there is none.
         Example: [| q | q: (3 & 9 & 4) asPriorityQueue. q removeFirst. q removeFirst ] value  => 4"
        removeFirstIfAbsent: [ complain: 'is empty' ] ).
    removeFirstIfAbsent: block = (
        "The same, or the block's value."
        | x. y |
        contents isEmpty ifTrue: [ ^ block value ].
        x: contents first.
        y: contents removeLast.
        contents isEmpty ifFalse: [ contents at: 0 Put: y. lower: 0 ].
        x ).
    remove: x IfAbsent: block = (
        "Takes out an element equal to x. Answers the receiver, or the block's value.
         Example: ((3 & 9 & 4) asPriorityQueue remove: 9 IfAbsent: nil) first  => 4"
        | i. y |
        i: (contents keyOf: x IfAbsent: [ ^ block value ]).
        y: contents removeLast.
        i < contents size ifTrue: [ contents at: i Put: y. lower: i. raise: i ].
        self ).
    removeAll = ( "Removes everything. Answers the receiver." contents removeAll. self ).
    includes: x = ( "Example: (3 & 4) asPriorityQueue includes: 4  => true" contents includes: x ).
    do: block = ( "Runs the block with each element, twice; the first one comes first, the others in no particular order."
        contents do: [| :each | block value: each With: each ].
        self ).
    orderedDo: block = (
        "Runs the block with each element, twice, those of higher priority first.
         Example: [| s <- '' | (3 & 9 & 4) asPriorityQueue orderedDo: [| :x | s: s, x printString ]. s ] value  => '943'"
        copy extractingDo: block.
        self ).
    extractingDo: block = (
        "Takes out one element after the other and runs the block with it, twice; also with those that the block adds.
         Example: [| q | q: (3 & 9) asPriorityQueue. q extractingDo: []. q size ] value  => 0"
        | x |
        [ contents isEmpty ] whileFalse: [ x: removeFirst. block value: x With: x ].
        self ).
    mapBy: block = ( "Replaces the elements by the block's values. Answers the receiver."
        | old |
        old: contents.
        contents: globals list copyRemoveAll.
        old do: [| :each | add: (block value: each With: each) ].
        self ).

    raise: i = ( "Moves the element at i forward to its place."
        | x. at. above |
        at: i.
        x: (contents at: at).
        [ at > 0 ] whileTrue: [
            above: (at - 1) / 2.
            (element: x Precedes: (contents at: above)) ifFalse: [ contents at: at Put: x. ^ self ].
            contents at: at Put: (contents at: above).
            at: above ].
        contents at: at Put: x.
        self ).
    lower: i = ( "Moves the element at i back to its place."
        | x. at. below. n |
        n: contents size.
        at: i.
        x: (contents at: at).
        [ below: (at * 2) + 1. below < n ] whileTrue: [
            ((below + 1) < n) && [ element: (contents at: below + 1) Precedes: (contents at: below) ] ifTrue: [ below: below + 1 ].
            (element: (contents at: below) Precedes: x) ifFalse: [ contents at: at Put: x. ^ self ].
            contents at: at Put: (contents at: below).
            at: below ].
        contents at: at Put: x.
        self ).

    = q = ( "Is it this very queue?" _Eq: q ).
    equalsCollection: c = ( "A queue is equal to itself only." false ).
    hash = ( "The identity hash." _IdentityHash ).
|).

globals _AddSlots: (|
    priorityQueue = (|
        {} = 'Comment: An empty queue with the greatest element in front, to be copied with copyRemoveAll or copyOrderedBy:.'.
        parent*   = traits priorityQueue.
        contents <- globals list.
        sorter   <- globals descendingOrder.
    |).
|).

traits collection _AddSlots: (|
    asPriorityQueue = ( "The elements with the greatest in front. Example: (3 & 9) asVector asPriorityQueue first  => 9"
        globals priorityQueue copyRemoveAll addAll: self ).
|).
