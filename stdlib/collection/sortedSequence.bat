"Sorted sequences: elements that stand in order whenever they come in. Adding moves those that come after; equal elements
stand in the order in which they came. For many additions and removals a treeBag is quicker."

traits _AddSlots: (| sortedSequence = () |).

traits sortedSequence _AddSlots: (|
    {} = 'Comment: What sorted sequences share.'.
    parent* = traits indexable.

    collectionName = 'sortedSequence'.

    copyRemoveAll = ( "An empty one in the same order." clone contents: globals list copyRemoveAll ).
    copy = ( "Another with the same elements." clone contents: contents copy ).
    copyOrderedBy: before = (
        "Another with the same elements in another order.
         Example: (3 & 1 & 2) asSortedSequence copyOrderedBy: [| :a. :b | a > b ]  => a sortedSequence(3, 2, 1)"
        (clone order: before) contents: (contents copy sortBy: before) ).
    copyContaining: c = ( "One in the same order with the elements of c." copyRemoveAll addAll: c ).
    copyFilteredBy: test = (
        "A copy with only those elements for which the test is true."
        filterBy: test Into: copyRemoveAll ).
    copyMappedBy: block = (
        "A copy with the block's values, in order. Example: (1 & 2) asSortedSequence copyMappedBy: [| :x | 0 - x ]  => a sortedSequence(-2, -1)"
        mapBy: block Into: copyRemoveAll ).
    copyFrom: start UpTo: end = (
        "The elements from an index up to another."
        clone contents: (contents copyFrom: start UpTo: end) ).

    size = ( "The number of elements. Example: (3 & 1) asSortedSequence size  => 2" contents size ).
    at: i = ( "The element at index i. Example: (3 & 1) asSortedSequence at: 0  => 1" at: i IfAbsent: [ absent: i ] ).
    at: i IfAbsent: block = ( "The same, or the block's value." contents at: i IfAbsent: block ).
    at: i Put: x = ( "An error: elements find their own places." complain: 'keeps its own order: use add:' ).
    do: block = ( "Runs the block with each element and its index." contents do: block. self ).

    add: x = (
        "Adds x behind all that it is not to come before. Answers the receiver.
         Example: (3 & 1) asSortedSequence add: 2  => a sortedSequence(1, 2, 3)"
        contents insert: x At: (placeFor: x).
        self ).
    add: x WithKey: k = ( "Adds x; elements find their own places." add: x ).
    addAll: c = (
        "Adds all elements of c. Answers the receiver.
         Example: sortedSequence copyRemoveAll addAll: (3 & 1 & 2) asVector  => a sortedSequence(1, 2, 3)"
        contents: ((contents copy addAll: c) sortBy: order) ).
    placeFor: x = (
        "Where x would be added.
         Example: (1 & 3) asSortedSequence placeFor: 2  => 1"
        | low <- 0. high. middle |
        high: contents size.
        [ low < high ] whileTrue: [
            middle: (low + high) / 2.
            (order element: x Precedes: (contents at: middle)) ifTrue: [ high: middle ] False: [ low: middle + 1 ] ].
        low ).
    includes: x = (
        "Example: (1 & 3) asSortedSequence includes: 3  => true"
        (keyOf: x IfAbsent: -1) >= 0 ).
    keyOf: x IfAbsent: block = (
        "The index of the first element equal to x, or the block's value. Only elements beside x in the order are asked.
         Example: (1 & 3) asSortedSequence keyOf: 3 IfAbsent: nil  => 1"
        | i. found |
        i: (placeFor: x) - 1.
        found: -1.
        [ (i >= 0) && [ (order element: (contents at: i) Precedes: x) not ] ] whileTrue: [
            x = (contents at: i) ifTrue: [ found: i ].
            i: i - 1 ].
        found < 0 ifTrue: [ block value ] False: [ found ] ).
    remove: x IfAbsent: block = (
        "Removes the first element equal to x. Answers the receiver, or the block's value.
         Example: (1 & 3 & 2) asSortedSequence remove: 3 IfAbsent: nil  => a sortedSequence(1, 2)"
        contents removeKey: (keyOf: x IfAbsent: [ ^ block value ]).
        self ).
    removeKey: i IfAbsent: block = ( "Removes the element at index i. Answers the receiver, or the block's value."
        (includesKey: i) ifFalse: [ ^ block value: i ].
        contents removeKey: i.
        self ).
    removeKey: i = ( "The same; an error if there is none." removeKey: i IfAbsent: [ absent: i ] ).
    removeFirst = (
        "Removes the first element and answers it. Example: (3 & 1) asSortedSequence removeFirst  => 1"
        contents removeFirst ).
    removeLast  = (
        "Removes the last element and answers it. Example: (3 & 1) asSortedSequence removeLast  => 3"
        contents removeLast ).
    removeAll = ( "Removes everything. Answers the receiver." contents removeAll. self ).
    max = ( "The last element." last ).
    min = ( "The first element." first ).
    mapBy: block = ( "Replaces the elements by the block's values, which find their own places. Answers the receiver."
        contents: ((contents copy mapBy: block) sortBy: order) ).
    sortBy: before = (
        "Takes on another order. Answers the receiver."
        contents: (contents copy sortBy: before).
        order: before ).
    reverse = ( "An error: elements find their own places." complain: 'keeps its own order: use copyReversed' ).
    copyReversed = (
        "A list in the opposite order. Example: (3 & 1) asSortedSequence copyReversed  => a list(3, 1)"
        contents copyReversed ).
    , c = (
        "The elements of both, in order. Example: (3 & 1) asSortedSequence, (2 & 0) asVector  => a sortedSequence(0, 1, 2, 3)"
        copy addAll: c ).
    asVector = ( "A vector of the elements in order." contents asVector ).
    asList = ( "A list of the elements in order." contents copy ).
|).

globals _AddSlots: (|
    sortedSequence = (|
        {} = 'Comment: An empty sequence in ascending order, to be copied with copyRemoveAll or copyOrderedBy:.'.
        parent*   = traits sortedSequence.
        contents <- globals list.
        order    <- globals ascendingOrder.
    |).
|).

traits collection _AddSlots: (|
    asSortedSequence = (
        "The elements in ascending order. Example: 'cab' asSortedSequence  => a sortedSequence('a', 'b', 'c')"
        globals sortedSequence copyRemoveAll addAll: self ).
|).
