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
        | place |
        place: (placeAbove: contents size For: x).
        contents add: x.
        put: x From: contents size - 1 ForwardTo: place ).
    addAll: c = ( "Adds all elements of c. Answers the receiver." c do: [| :each | add: each ]. self ).
    removeFirst = (
        "Takes out the element with the highest priority, and answers it; an error if there is none.
         Example: [| q | q: (3 & 9 & 4) asPriorityQueue. q removeFirst. q removeFirst ] value  => 4"
        removeFirstIfAbsent: [ complain: 'is empty' ] ).
    removeFirstIfAbsent: block = (
        "The same, or the block's value."
        | x. place |
        contents isEmpty ifTrue: [ ^ block value ].
        x: contents first.
        place: (placeBelow: 0 For: contents last UpTo: contents size - 1).
        contents size = 1
            ifTrue: [ contents removeLast ]
             False: [ put: contents removeLast From: 0 BackTo: place ].
        x ).
    remove: x IfAbsent: block = (
        "Takes out an element equal to x. Answers the receiver, or the block's value.
         Example: ((3 & 9 & 4) asPriorityQueue remove: 9 IfAbsent: nil) first  => 4"
        | i. y. n. back. forward |
        i: (contents keyOf: x IfAbsent: [ ^ block value ]).
        n: contents size - 1.
        i = n ifTrue: [ contents removeLast. ^ self ].
        y: contents last.
        back: (placeBelow: i For: y UpTo: n).
        forward: (placeAbove: i For: y).
        contents removeLast.
        back = i ifTrue: [ put: y From: i ForwardTo: forward ] False: [ put: y From: i BackTo: back ] ).
    removeAll = ( "Removes everything. Answers the receiver." contents removeAll. self ).
    includes: x = ( "Example: (3 & 4) asPriorityQueue includes: 4  => true" contents includes: x ).
    do: block = (
        "Runs the block with each element, twice; the first one comes first, the others in no particular order."
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
        contents: ((contents copyMappedBy: [| :each | block value: each With: each ])
            inject: copyRemoveAll
              Into: [| :q. :x | q add: x ]) contents ).

    "Where an element belongs is found first and changes nothing, so that an order that fails leaves the queue as it was"

    placeAbove: i For: x = ( "Where x belongs on the way from i forward."
        | at. above |
        at: i.
        [ at > 0 ] whileTrue: [
            above: (at - 1) / 2.
            (element: x Precedes: (contents at: above)) ifFalse: [ ^ at ].
            at: above ].
        at ).
    placeBelow: i For: x UpTo: n = ( "Where x belongs on the way from i back, among the first n elements."
        | at. below |
        at: i.
        [ below: (at * 2) + 1. below < n ] whileTrue: [
            ((below + 1) < n) && [ element: (contents at: below + 1) Precedes: (contents at: below) ] ifTrue: [
                below: below + 1 ].
            (element: (contents at: below) Precedes: x) ifFalse: [ ^ at ].
            at: below ].
        at ).
    put: x From: i ForwardTo: place = ( "Puts x at a place; those between move back towards i, over what is there."
        | at. above |
        at: i.
        [ at = place ] whileFalse: [
            above: (at - 1) / 2.
            contents at: at Put: (contents at: above).
            at: above ].
        contents at: at Put: x.
        self ).
    put: x From: i BackTo: place = ( "Puts x at a place; those between move forward towards i, over what is there."
        | at. moved. next |
        at: place. moved: x.
        [ at = i ] whileFalse: [
            next: (contents at: at).
            contents at: at Put: moved.
            moved: next.
            at: (at - 1) / 2 ].
        contents at: i Put: moved.
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
