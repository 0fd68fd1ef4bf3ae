"Collections: what follows for anything that can do: its elements. do: passes each element and its key; a block that wants
only the element ignores the key. Keys are indexes in sequences, the elements themselves in sets.

A descendant defines size, do:, copyRemoveAll, copy and, if it can grow, add:."

traits _AddSlots: (| collection = () |).

traits collection _AddSlots: (|
    {} = 'Comment: What collections share.'.
    parent* = traits clonable.

    collectionName = 'collection'.

    "Size and contents"

    size = (
        "The number of elements."
        | n <- 0 |
        do: [ n: n + 1 ].
        n ).
    isEmpty  = ( "Example: vector isEmpty  => true" size = 0 ).
    nonEmpty = ( "Example: vector nonEmpty  => false" size > 0 ).
    isCollection = ( "It is one." true ).
    includes: x = (
        "Is an element equal to x? x is asked, not the element.
         Example: (1 & 2) asVector includes: 2  => true"
        do: [| :each | x = each ifTrue: [ ^ true ] ].
        false ).
    includesAll: c = (
        "Example: (1 & 2 & 3) asVector includesAll: (3 & 1) asVector  => true"
        c do: [| :each | (includes: each) ifFalse: [ ^ false ] ].
        true ).
    occurrencesOf: x = (
        "How many elements are equal to x.
         Example: (1 & 2 & 1) asVector occurrencesOf: 1  => 2"
        | n <- 0 |
        do: [| :each | x = each ifTrue: [ n: n + 1 ] ].
        n ).
    occurrencesOfEachElement = (
        "A dictionary from each element to how often it occurs.
         Example: (1 & 2 & 1) asVector occurrencesOfEachElement  => a dictionary(1->2, 2->1)"
        | counts |
        counts: globals dictionary copyRemoveAll.
        do: [| :each | counts at: each Put: 1 + (counts at: each IfAbsent: 0) ].
        counts ).
    countHowMany: test = (
        "For how many elements is the test true?
         Example: (1 & 2 & 3) asVector countHowMany: [| :x | x odd ]  => 2"
        | n <- 0 |
        do: [| :v. :k | (test value: v With: k) ifTrue: [ n: n + 1 ] ].
        n ).
    anySatisfy: test = (
        "Is the test true of at least one element?
         Example: (1 & 2) asVector anySatisfy: [| :x | x > 1 ]  => true"
        do: [| :v. :k | (test value: v With: k) ifTrue: [ ^ true ] ].
        false ).
    allSatisfy: test = (
        "Is the test true of every element?
         Example: (1 & 2) asVector allSatisfy: [| :x | x > 1 ]  => false"
        do: [| :v. :k | (test value: v With: k) ifFalse: [ ^ false ] ].
        true ).
    noneSatisfy: test = (
        "Is the test true of no element?
         Example: (1 & 2) asVector noneSatisfy: [| :x | x > 2 ]  => true"
        (anySatisfy: test) not ).

    "Finding"

    first = (
        "The first element; an error if there is none.
         Example: (7 & 8) asVector first  => 7"
        firstIfAbsent: [ complain: 'is empty' ] ).
    firstIfAbsent: block = (
        "The first element, or the block's value if there is none.
         Example: vector firstIfAbsent: 0  => 0"
        do: [| :each | ^ each ].
        block value ).
    soleElement = ( "The only element. Example: (vector copySize: 1 FillingWith: 7) soleElement  => 7"
        size = 1 ifTrue: [ first ] False: [ complain: 'has not exactly one element' ] ).
    ifNone: none IfOne: one IfMany: many = (
        "The value of one of three blocks; the second gets the element.
         Example: vector ifNone: 0 IfOne: [| :x | x ] IfMany: 2  => 0"
        size = 0 ifTrue: [ ^ none value ].
        size = 1 ifTrue: [ ^ one value: first ].
        many value ).
    findFirst: test IfPresent: found IfAbsent: none = (
        "The value of `found`, given the first element for which the test is true and its key; or else of `none`.
         Example: (4 & 7 & 9) asVector findFirst: [| :x | x odd ] IfPresent: [| :x. :i | i ] IfAbsent: -1  => 1"
        do: [| :v. :k | (test value: v With: k) ifTrue: [ ^ found value: v With: k ] ].
        none value ).
    findFirst: test IfPresent: found = (
        "The same; the receiver if there is no such element."
        findFirst: test IfPresent: found IfAbsent: [ self ] ).
    keyOf: x = (
        "The key of the first element equal to x.
         Example: (4 & 7) asVector keyOf: 7  => 1"
        keyOf: x IfAbsent: [ absent: x ] ).
    keyOf: x IfAbsent: block = (
        "Example: (4 & 7) asVector keyOf: 8 IfAbsent: nil  => nil"
        do: [| :each. :k | x = each ifTrue: [ ^ k ] ].
        block value ).
    at: k = ( "The element at key k; an error if there is none." at: k IfAbsent: [ absent: k ] ).

    "Iterating"

    do: block = ( "Runs the block with each element and its key." subclassResponsibility ).
    do: block SeparatedBy: between = (
        "Runs the second block between elements.
         Example: [| s <- '' | (1 & 2) asVector do: [| :x | s: s, x printString ] SeparatedBy: [ s: s, '-' ]. s ] value  => '1-2'"
        | isFirst <- true |
        do: [| :v. :k |
            isFirst ifTrue: [ isFirst: false ] False: [ between value ].
            block value: v With: k ].
        self ).
    doFirst: f MiddleLast: m = (
        "doFirst:MiddleLast:IfEmpty: with nothing for the empty."
        doFirst: f MiddleLast: m IfEmpty: nil ).
    doFirst: f MiddleLast: m IfEmpty: empty = (
        "One block for the first element, one for the others; a third if there are none.
         Example: [| s <- '' | (1 & 2 & 3) asVector doFirst: [| :x | s: x printString ] MiddleLast: [| :x | s: s, '+', x printString ] IfEmpty: nil. s ] value  => '1+2+3'"
        | isFirst <- true |
        isEmpty ifTrue: [ ^ empty value ].
        do: [| :v. :k |
            isFirst
                ifTrue: [ isFirst: false. f value: v With: k ]
                 False: [ m value: v With: k ] ].
        self ).
    doFirst: f Middle: m Last: l = (
        "doFirst:Middle:Last:IfEmpty: with nothing for the empty."
        doFirst: f Middle: m Last: l IfEmpty: nil ).
    doFirst: f Middle: m Last: l IfEmpty: empty = (
        "Blocks for the first, the middle and the last element; a single one is the first."
        | i <- 0. n |
        n: size.
        n = 0 ifTrue: [ ^ empty value ].
        do: [| :v. :k |
            i = 0
                ifTrue: [ f value: v With: k ]
                 False: [ i = (n - 1) ifTrue: [ l value: v With: k ] False: [ m value: v With: k ] ].
            i: i + 1 ].
        self ).
    doFirstLast: e Middle: m = ( "One block for both ends." doFirst: e Middle: m Last: e ).
    doFirstLast: e Middle: m IfEmpty: empty = (
        "One block for both ends."
        doFirst: e Middle: m Last: e IfEmpty: empty ).
    doFirstMiddle: f Last: l = ( "One block for all but the last." doFirst: f Middle: f Last: l ).
    doFirstMiddle: f Last: l IfEmpty: empty = (
        "One block for all but the last."
        doFirst: f Middle: f Last: l IfEmpty: empty ).
    with: c Do: block = (
        "Runs the block with corresponding elements of both, and the receiver's key; stops with the shorter.
         Example: [| n <- 0 | (1 & 2) asVector with: (3 & 4) asVector Do: [| :a. :b | n: n + (a * b) ]. n ] value  => 11"
        asVector with: c asVector Do: block.
        self ).

    "Making another: of the receiver's kind, into a given collection, or in place"

    filterBy: test Into: c = (
        "Adds the elements for which the test is true to c, and answers c.
         Example: (1 & 2 & 3) asVector filterBy: [| :x | x odd ] Into: list copyRemoveAll  => a list(1, 3)"
        do: [| :v. :k | (test value: v With: k) ifTrue: [ c add: v WithKey: k ] ].
        c ).
    mapBy: block Into: c = (
        "Adds the block's value for each element to c, and answers c.
         Example: (1 & 2 & 3) asVector mapBy: [| :x | x * x ] Into: list copyRemoveAll  => a list(1, 4, 9)"
        do: [| :v. :k | c add: (block value: v With: k) WithKey: k ].
        c ).
    mapBy: block = (
        "Replaces each element by the block's value."
        mapBy: block Into: self ).
    copyMappedBy: block = (
        "A copy with each element replaced by the block's value.
         Example: (1 & 2 & 3) asVector copyMappedBy: [| :x | x * x ]  => a vector(1, 4, 9)"
        copy mapBy: block ).
    copyFilteredBy: test = (
        "A copy with only those elements for which the test is true.
         Example: (1 & 2 & 3) asList copyFilteredBy: [| :x | x odd ]  => a list(1, 3)"
        filterBy: test Into: copyRemoveAll ).
    gather: block = (
        "A list of all elements of the collections that the block answers.
         Example: (1 & 2) asVector gather: [| :x | (x & x) asVector ]  => a list(1, 1, 2, 2)"
        gather: block Into: globals list copyRemoveAll ).
    gather: block Into: c = ( "Adds them to c, and answers c."
        do: [| :v. :k | c addAll: (block value: v With: k) ].
        c ).
    copyContaining: c = (
        "A collection of the receiver's kind with the elements of c.
         Example: list copyContaining: 'abc'  => a list('a', 'b', 'c')"
        copyRemoveAll addAll: c ).
    copyAddAll: c = (
        "A copy with the elements of c added. Example: (1 & 2) asList copyAddAll: (3 & 4) asVector  => a list(1, 2, 3, 4)"
        copy addAll: c ).
    copyRemoveAll = ( "An empty collection of the receiver's kind." subclassResponsibility ).

    "Reducing"

    reduceWith: block = (
        "Combines the elements pairwise from the first on; needs at least two.
         Example: (1 & 2 & 3) asVector reduceWith: [| :a. :b | a + b ]  => 6"
        reduceWith: block IfSingleton: [ complain: 'has only one element' ] IfEmpty: [ complain: 'is empty' ] ).
    reduceWith: block IfSingleton: one = ( "The same, with a block for a single element."
        reduceWith: block IfSingleton: one IfEmpty: [ complain: 'is empty' ] ).
    reduceWith: block IfEmpty: empty = ( "The same; a single element is its own result.
         Example: vector reduceWith: [| :a. :b | a + b ] IfEmpty: 0  => 0"
        reduceWith: block IfSingleton: [| :x | x ] IfEmpty: empty ).
    reduceWith: block IfSingleton: one IfEmpty: empty = (
        "The same, with blocks for a single element and for none."
        | result. isFirst <- true |
        isEmpty ifTrue: [ ^ empty value ].
        size = 1 ifTrue: [ ^ one value: first ].
        do: [| :each |
            isFirst
                ifTrue: [ isFirst: false. result: each ]
                 False: [ result: (block value: result With: each) ] ].
        result ).
    inject: start Into: block = (
        "Combines a start value with each element in turn.
         Example: (1 & 2 & 3) asVector inject: 10 Into: [| :sum. :x | sum + x ]  => 16"
        | result |
        result: start.
        do: [| :each | result: (block value: result With: each) ].
        result ).
    sum = (
        "Example: (1 & 2 & 3) asVector sum  => 6"
        inject: 0 Into: [| :a. :b | a + b ] ).
    product = (
        "Example: (2 & 3 & 4) asVector product  => 24"
        inject: 1 Into: [| :a. :b | a * b ] ).
    max = (
        "Example: (3 & 9 & 4) asVector max  => 9"
        reduceWith: [| :a. :b | a max: b ] IfSingleton: [| :x | x ] ).
    min = (
        "Example: (3 & 9 & 4) asVector min  => 3"
        reduceWith: [| :a. :b | a min: b ] IfSingleton: [| :x | x ] ).
    mean = (
        "The sum divided by the number of elements, rounded if all are integers; an error if there are none.
         Example: (1 & 2 & 6) asVector mean  => 3"
        isEmpty ifTrue: [ ^ complain: 'is empty' ].
        sum /~ size ).
    median = (
        "The middle one in ascending order, or the mean of the two in the middle; an error if there are none.
         Example: (1 & 9 & 2) asVector median  => 2"
        | sorted |
        isEmpty ifTrue: [ ^ complain: 'is empty' ].
        sorted: asVector copySort.
        (sorted at: (size - 1) / 2) mean: (sorted at: size / 2) ).

    "Adding and removing"

    add: x WithKey: k = ( "Adds x; only keyed collections use the key." add: x ).
    addAll: c = (
        "Adds all elements of c. Answers the receiver.
         Example: list copyRemoveAll addAll: 'ab'  => a list('a', 'b')"
        c do: [| :v. :k | add: v WithKey: k ].
        self ).
    remove: x = ( "Removes one element equal to x; an error if there is none." remove: x IfAbsent: [ absent: x ] ).
    removeAllOccurences: x = (
        "Removes all elements equal to x. Answers the receiver.
         Example: (3 & 1 & 3) asTreeBag removeAllOccurences: 3  => a treeBag(1)"
        (occurrencesOf: x) timesRepeat: [ remove: x ].
        self ).
    removeAll: c = ( "Removes all elements of c." c do: [| :each | remove: each ]. self ).

    "As sets"

    union: c = (
        "A copy with the elements of c added.
         Example: (1 & 2) asSet union: (2 & 3) asSet  => a set(1, 2, 3)"
        copy addAll: c ).
    intersect: c = (
        "A copy with only those elements that c includes too.
         Example: (1 & 2) asSet intersect: (2 & 3) asSet  => a set(2)"
        filterBy: [| :x | c includes: x ] Into: copyRemoveAll ).
    difference: c = (
        "A copy without the elements that c includes.
         Example: (1 & 2) asSet difference: (2 & 3) asSet  => a set(1)"
        filterBy: [| :x | (c includes: x) not ] Into: copyRemoveAll ).

    "Joining"

    , c = (
        "The elements of both, as a collection of the receiver's kind.
         Example: (1 & 2) asList, (3 & 4) asVector  => a list(1, 2, 3, 4)"
        copy addAll: c ).
    joinUsing: separator = (
        "A string: the elements, which are strings, with a separator between them.
         Example: ('a' & 'b' & 'c') asVector joinUsing: ', '  => 'a, b, c'"
        | buffer |
        buffer: globals mutableString copyRemoveAll.
        do: [| :each | buffer append: each ] SeparatedBy: [ buffer append: separator ].
        buffer asString ).
    buildStringWith: block = (
        "Joins the strings that the block answers for each element.
         Example: (1 & 2) asVector buildStringWith: [| :x | x printString ]  => '12'"
        | buffer |
        buffer: globals mutableString copyRemoveAll.
        do: [| :v. :k | buffer append: (block value: v With: k) ].
        buffer asString ).

    "Sorting: a block of two arguments says which comes first; equal elements keep their order"

    sortedDo: block = (
        "Runs the block with the elements in ascending order.
         Example: [| s <- '' | (3 & 1 & 2) asVector sortedDo: [| :x | s: s, x printString ]. s ] value  => '123'"
        asVector copySort do: block.
        self ).
    reverseSortedDo: block = ( "The same in descending order." asVector copySort reverseDo: block. self ).
    sortedBy: before Do: block = (
        "The same in the order that a block gives."
        (asVector copySortBy: before) do: block.
        self ).
    copySort = (
        "A copy with the elements in ascending order.
         Example: (3 & 1 & 2) asList copySort  => a list(1, 2, 3)"
        copyRemoveAll addAll: asVector copySort ).
    copySortBy: before = (
        "A copy in the order that a block gives.
         Example: (3 & 1 & 2) asList copySortBy: [| :a. :b | a > b ]  => a list(3, 2, 1)"
        copyRemoveAll addAll: (asVector copySortBy: before) ).
    copySorted         = ( "Another name of copySort." copySort ).
    copySortedBy: before = ( "Another name of copySortBy:." copySortBy: before ).
    copyReverseSorted  = (
        "A copy in descending order. Example: (3 & 1 & 2) asVector copyReverseSorted  => a vector(3, 2, 1)"
        copySortBy: [| :a. :b | b < a ] ).

    "Converting"

    asVector = (
        "Example: (1 & 2) asList asVector  => a vector(1, 2)"
        | v. i <- 0 |
        v: (globals vector copySize: size).
        do: [| :each | v at: i Put: each. i: i + 1 ].
        v ).
    asList = (
        "Example: 'ab' asList  => a list('a', 'b')"
        globals list copyContaining: self ).
    asSequence = ( "Example: 'ab' asSequence  => a sequence('a', 'b')" globals sequence copyContaining: self ).
    asSet = (
        "Example: (1 & 2 & 1) asVector asSet  => a set(1, 2)"
        globals set copyRemoveAll addAll: self ).
    asDictionary = (
        "From each key to its element.
         Example: 'ab' asDictionary  => a dictionary(0->'a', 1->'b')"
        globals dictionary copyContaining: self ).
    asByteVector = (
        "The elements, which are integers from 0 to 255. Example: (1 & 2) asVector asByteVector  => a byteVector(1, 2)"
        globals byteVector copyContaining: self ).
    asString = (
        "The elements, which are characters or strings, joined.
         Example: ('a' & 'b') asVector asString  => 'ab'"
        joinUsing: '' ).
    appendToString: s = ( "The other half of a string's `,`." s, asString ).
    keys = (
        "A list of the keys.
         Example: 'abc' keys  => a list(0, 1, 2)"
        | result |
        result: globals list copyRemoveAll.
        do: [| :each. :k | result add: k ].
        result ).
    values = ( "A list of the elements." asList ).

    "Comparing: equal elements in the same order"

    = c = (
        "Example: (1 & 2) asVector = (1 & 2) asList  => true"
        c equalsCollection: self ).
    equalsCollection: c = (
        "The other half of =."
        | mine. other |
        (_Eq: c) ifTrue: [ ^ true ].
        size = c size ifFalse: [ ^ false ].
        mine: asVector. other: c asVector.
        0 upTo: mine size Do: [| :i | (other at: i) = (mine at: i) ifFalse: [ ^ false ] ].
        true ).
    hash = (
        "The same for equal collections."
        | h <- 17 |
        do: [| :each | h: ((h * 31) + each hash) bitAnd: 16rFFFFFFFFFFF ].
        h ).

    "Printing"

    printString = (
        "The name of the collection and its elements.
         Example: (1 & 'a') asVector printString  => 'a vector(1, \'a\')'"
        | name |
        name: (_Mirror) creatorPath.
        (name isNil not) && [ name includes: ' ' ] ifTrue: [ ^ name ].
        globals printing of: self Do: [ collectionName prependAOrAn, '(', elementsPrintString, ')' ] ).
    elementsPrintString = (
        "The elements' printStrings, separated by commas, up to a limit for all that is printed at once."
        | buffer. n <- 0 |
        buffer: globals mutableString copyRemoveAll.
        do: [| :v. :k |
            n > 0 ifTrue: [ buffer append: ', ' ].
            globals printing mayShowMore ifFalse: [ buffer append: '…'. ^ buffer asString ].
            buffer append: (printStringOf: v At: k).
            n: n + 1 ].
        buffer asString ).
    printStringOf: v At: k = ( "How one element is shown." globals printing show: v ).
|).
