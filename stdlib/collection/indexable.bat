"Indexable collections: elements at 0, 1, … size - 1. What follows from at:, at:Put: and size."

traits _AddSlots: (| indexable = () |).

traits indexable _AddSlots: (|
    {} = 'Comment: What vectors, strings, lists and byte vectors share.'.
    parent* = traits collection.

    "Reading"

    do: block = (
        "Runs the block with each element and its index. Answers the receiver."
        | i <- 0. n |
        n: size.
        [ i < n ] whileTrue: [ block value: (at: i) With: i. i: i + 1 ].
        self ).
    reverseDo: block = (
        "The same from the last to the first.
         Example: [| s <- '' | 'abc' reverseDo: [| :c | s: s, c ]. s ] value  => 'cba'"
        | i |
        i: size - 1.
        [ i >= 0 ] whileTrue: [ block value: (at: i) With: i. i: i - 1 ].
        self ).
    with: c Do: block = (
        "Runs the block with corresponding elements of both and the index; stops with the shorter."
        | i <- 0. n. other |
        other: c asVector.
        n: (size min: other size).
        [ i < n ] whileTrue: [ block value: (at: i) With: (other at: i) With: i. i: i + 1 ].
        self ).
    loopFrom: start Do: block = (
        "Runs the block with the elements from an index on and round to it.
         Example: [| s <- '' | 'abcd' loopFrom: 2 Do: [| :c | s: s, c ]. s ] value  => 'cdab'"
        start upTo: size Do: [| :i | block value: (at: i) With: i ].
        0 upTo: start Do: [| :i | block value: (at: i) With: i ].
        self ).
    at: i IfAbsent: block = (
        "The element, or the block's value if the index is out of bounds."
        ((0 <= i) && [ i < size ]) ifTrue: [ at: i ] False: [ block value: i ] ).
    includesKey: i = ( "Is i an index? Example: 'abc' includesKey: 3  => false" (0 <= i) && [ i < size ] ).
    first = (
        "Example: 'abc' first  => 'a'"
        at: 0 IfAbsent: [ complain: 'is empty' ] ).
    firstIfAbsent: block = ( "The first element, or the block's value." at: 0 IfAbsent: [ block value ] ).
    last = (
        "Example: 'abc' last  => 'c'"
        at: size - 1 IfAbsent: [ complain: 'is empty' ] ).
    lastIfAbsent: block = ( "The last element, or the block's value." at: size - 1 IfAbsent: [ block value ] ).
    firstKey = ( "The first index. Example: 'abc' firstKey  => 0" 0 ).
    lastKey  = ( "The last index. Example: 'abc' lastKey  => 2" size - 1 ).
    keyAt: x = ( "The index of an element equal to x." keyOf: x ).
    keyAt: x IfAbsent: block = ( "The same, or the block's value." keyOf: x IfAbsent: block ).

    "Copying parts"

    copyFrom: start UpTo: end = (
        "The elements from an index up to, but not including, another.
         Example: (1 & 2 & 3 & 4) asVector copyFrom: 1 UpTo: 3  => a vector(2, 3)"
        | result |
        ((0 <= start) && [ start <= end ]) && [ end <= size ] ifFalse: [
            ^ complain: 'cannot be cut from ', start printString, ' up to ', end printString ].
        result: (copyRemoveAll copySize: end - start).
        start upTo: end Do: [| :i | result at: i - start Put: (at: i) ].
        result ).
    copyFrom: start = (
        "The elements from an index on. Example: 'abcd' copyFrom: 2  => 'cd'"
        copyFrom: start UpTo: size ).
    copyFrom: start Size: n = (
        "n elements from an index on. Example: 'abcd' copyFrom: 1 Size: 2  => 'bc'"
        copyFrom: start UpTo: start + n ).
    copyAtMost: n = (
        "The first n elements, or all. Example: 'abcd' copyAtMost: 9  => 'abcd'"
        copyFrom: 0 UpTo: (n min: size) ).
    copyWithoutFirst = ( "Example: 'abc' copyWithoutFirst  => 'bc'" copyFrom: 1 UpTo: size ).
    copyWithoutLast  = ( "Example: 'abc' copyWithoutLast  => 'ab'" copyFrom: 0 UpTo: size - 1 ).
    copyReversed = (
        "Example: (1 & 2 & 3) asVector copyReversed  => a vector(3, 2, 1)"
        copy reverse ).
    reversed = ( "Another name of copyReversed." copyReversed ).
    copyAddLast: x = ( "A copy with x after the last. Example: (1 & 2) asVector copyAddLast: 3  => a vector(1, 2, 3)"
        | result |
        result: (copySize: size + 1).
        result at: size Put: x.
        result ).
    copyAddFirst: x = (
        "A copy with x before the first. Example: (1 & 2) asVector copyAddFirst: 3  => a vector(3, 1, 2)"
        | result |
        result: (copySize: size + 1).
        do: [| :each. :i | result at: i + 1 Put: each ].
        result at: 0 Put: x.
        result ).
    filterBy: test = (
        "The elements for which the test is true, of the receiver's kind."
        copyFilteredBy: test ).
    copyFilteredBy: test = (
        "A copy with only those elements for which the test is true.
         Example: (1 & 2 & 3) asVector copyFilteredBy: [| :x | x odd ]  => a vector(1, 3)"
        copyContaining: (filterBy: test Into: globals list copyRemoveAll) ).
    copyContaining: c = (
        "A collection of the receiver's kind with the elements of c.
         Example: vector copyContaining: 'ab'  => a vector('a', 'b')"
        | result. i <- 0 |
        result: (copyRemoveAll copySize: c size).
        c do: [| :each | result at: i Put: each. i: i + 1 ].
        result ).
    , c = (
        "The elements of both, of the receiver's kind.
         Example: (1 & 2) asVector, (3 & 4) asList  => a vector(1, 2, 3, 4)"
        | result. i |
        i: size.
        result: (copySize: i + c size).
        c do: [| :each | result at: i Put: each. i: i + 1 ].
        result ).
    splitOn: separator = (
        "The parts between elements equal to the separator, as a list of lists.
         Example: (1 & 0 & 2) asVector splitOn: 0  => a list(a list(1), a list(2))"
        | parts. part |
        parts: globals list copyRemoveAll.
        part: globals list copyRemoveAll.
        do: [| :each |
            separator = each
                ifTrue: [ parts add: part. part: globals list copyRemoveAll ]
                 False: [ part add: each ] ].
        parts add: part.
        parts ).

    "Changing elements"

    at: i Put: x IfAbsent: block = (
        "Replaces the element, or runs the block if the index is out of bounds."
        (includesKey: i) ifTrue: [ at: i Put: x ] False: [ block value: i ] ).
    add: x WithKey: i = ( "Replaces the element at i." at: i Put: x ).
    mapBy: block = (
        "Replaces each element by the block's value. Answers the receiver."
        | i <- 0. n |
        n: size.
        [ i < n ] whileTrue: [ at: i Put: (block value: (at: i) With: i). i: i + 1 ].
        self ).
    fillWith: x = (
        "Makes every element x. Answers the receiver.
         Example: (vector copySize: 2) fillWith: 7  => a vector(7, 7)"
        0 upTo: size Do: [| :i | at: i Put: x ].
        self ).
    fillFrom: c = (
        "Replaces elements by those of c, as far as they go."
        with: c Do: [| :old. :new. :i | at: i Put: new ] ).
    first: x = ( "Replaces the first element." at: 0 Put: x ).
    last: x = ( "Replaces the last element." at: size - 1 Put: x ).
    swap: i With: j = (
        "Exchanges two elements.
         Example: (1 & 2 & 3) asVector swap: 0 With: 2  => a vector(3, 2, 1)"
        | x |
        x: (at: i).
        at: i Put: (at: j).
        at: j Put: x ).
    reverse = (
        "Turns the order round, in place. Answers the receiver."
        | i <- 0. j |
        j: size - 1.
        [ i < j ] whileTrue: [ swap: i With: j. i: i + 1. j: j - 1 ].
        self ).
    replaceFrom: start UpTo: end With: c = (
        "A copy with the elements from start up to end replaced by those of c.
         Example: (1 & 2 & 3) asVector replaceFrom: 1 UpTo: 2 With: (8 & 9) asVector  => a vector(1, 8, 9, 3)"
        (copyFrom: 0 UpTo: start), c, (copyFrom: end UpTo: size) ).

    "Comparing: the first elements that differ decide"

    < c = (
        "Example: (1 & 2) asVector < (1 & 3) asVector  => true"
        with: c Do: [| :a. :b | a < b ifTrue: [ ^ true ]. b < a ifTrue: [ ^ false ] ].
        size < c size ).
    > c  = ( "Example: (1 & 3) asVector > (1 & 2) asVector  => true" c < self ).
    <= c = ( "Example: (1 & 2) asVector <= (1 & 2) asVector  => true" (c < self) not ).
    >= c = ( "Example: vector >= (1 & 2) asVector  => false" (self < c) not ).
    compare: c IfLess: less Equal: equal Greater: greater = (
        "The value of one of three blocks.
         Example: (1 & 2) asVector compare: (1 & 3) asVector IfLess: -1 Equal: 0 Greater: 1  => -1"
        self < c ifTrue: [ ^ less value ].
        self = c ifTrue: [ ^ equal value ].
        greater value ).
    compare: c IfLess: less Equal: equal Greater: greater Incomparable: neither = (
        "The same; the last block if c is no collection or elements cannot be compared.
         Example: vector compare: 3 IfLess: -1 Equal: 0 Greater: 1 Incomparable: nil  => nil"
        c isCollection ifFalse: [ ^ neither value ].
        [ compare: c IfLess: [ ^ less value ] Equal: [ ^ equal value ] Greater: [ ^ greater value ] ]
            on: 'undefinedSelector'
            Do: [].
        neither value ).

    "Sorting in place: see also copySort, copySortBy:"

    sort = (
        "Puts the elements in ascending order; equal ones keep their order. Answers the receiver.
         Example: (3 & 1 & 2) asVector sort  => a vector(1, 2, 3)"
        sortBy: globals ascendingOrder ).
    sortBy: before = (
        "The same in the order that a block of two arguments gives: is the first to come before the second? If its answers
         contradict each other the order is some order, and nothing is lost. If it fails, nothing is changed.
         Example: (3 & 1 & 2) asVector sortBy: [| :a. :b | a > b ]  => a vector(3, 2, 1)"
        | sorted |
        sorted: (globals mergeSort sorted: asVector By: before).
        sorted do: [| :each. :i | at: i Put: each ].
        self ).
    copySort = ( "A copy in ascending order. Example: (3 & 1 & 2) asVector copySort  => a vector(1, 2, 3)" copy sort ).
    copySortBy: before = ( "A copy in the order that a block gives." copy sortBy: before ).
    isSorted = (
        "Is no element less than the one before it?
         Example: (1 & 2 & 2) asVector isSorted  => true"
        1 upTo: size Do: [| :i | (at: i) < (at: i - 1) ifTrue: [ ^ false ] ].
        true ).
    binarySearch: x IfPresent: found IfAbsent: none = (
        "Looks for x in a sorted collection; gives the block its index, or the index where it would belong.
         Example: (1 & 3 & 5) asVector binarySearch: 3 IfPresent: [| :i | i ] IfAbsent: -1  => 1"
        | low <- 0. high. middle. y |
        high: size.
        [ low < high ] whileTrue: [
            middle: (low + high) / 2.
            y: (at: middle).
            y = x ifTrue: [ ^ found value: middle ].
            y < x ifTrue: [ low: middle + 1 ] False: [ high: middle ] ].
        none value: low ).
|).
