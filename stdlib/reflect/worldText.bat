"What the text of a world is written with, see docs/image.md: `(elements & 1 & x) asVector`, an element to a line, so that a changed
element is a changed line. Unlike `1 & x`, it sends the elements nothing."

traits _AddSlots: (| elements = (| parent* = traits clonable |) |).

traits elements _AddSlots: (|
    {} = 'Comment: What lines of elements share.'.

    & x = (
        "These elements and x. The first one begins anew; from then on it is the receiver that grows.
         Example: (elements & 1 & nil) asVector  => a vector(1, nil)"
        isEmpty ifTrue: [ ^ (clone items: globals list copyRemoveAll) append: x ].
        append: x ).
    append: x = ( "x at the end. Answers the receiver." items add: x. self ).
    isEmpty = ( "Are there no elements? Example: elements isEmpty  => true" items size = 0 ).
    asVector = ( "A vector of them. Example: (elements & 'a') asVector  => a vector('a')" items asVector ).
    asList = ( "A list of them. Example: (elements & 1 & 2) asList  => a list(1, 2)" items copy ).
    asSet = (
        "A set of them. Example: (elements & 1 & 2 & 1) asSet  => a set(1, 2)"
        globals set copyRemoveAll addAll: items ).
    asDictionary = (
        "A dictionary: they are a key, its value, the next key and so on.
         Example: (elements & 'a' & 1 & 'b' & 2) asDictionary  => a dictionary('a'->1, 'b'->2)"
        | result |
        result: globals dictionary copyRemoveAll.
        0 to: items size - 2 By: 2 Do: [| :i | result at: (items at: i) Put: (items at: i + 1) ].
        result ).

    "Keys that are not yet what they will be, so that they cannot be asked for their hashes: `rehash` must follow"

    asSetToRehash = (
        "The same as asSet, once it has been sent rehash.
         Example: (elements & 1) asSetToRehash rehash includes: 1  => true"
        fill: globals set copyRemoveAll Keys: asVector Values: globals vector ).
    asDictionaryToRehash = (
        "The same as asDictionary, once it has been sent rehash.
         Example: (elements & 'a' & 1) asDictionaryToRehash rehash at: 'a'  => 1"
        | k. v. n |
        n: items size / 2.
        k: (globals vector copySize: n).
        v: (globals vector copySize: n).
        0 upTo: n Do: [| :i | k at: i Put: (items at: i * 2). v at: i Put: (items at: (i * 2) + 1) ].
        fill: globals dictionary copyRemoveAll Keys: k Values: v ).
    fill: table Keys: k Values: v = ( "Gives a set or dictionary these entries, which it cannot find yet. Answers it."
        (((table keyVector: k) valueVector: v) used: k size) count: k size ).
    statePrintString = ( "How many." items size printString ).
|).

globals _AddSlots: (|
    elements = (|
        {} = 'Comment: No elements, to begin with.'.
        parent* = traits elements.
        items  <- globals list copyRemoveAll.
    |).
    parts = globals dictionary copyRemoveAll.
|).

traits hashed _AddSlots: (|
    rehash = (
        "Finds the place of every key anew, after what their hashes follow from has changed. A key that fails to answer `hash` has a
         place too, though nobody can ask for it. Answers the receiver.
         Example: [| d. k | k: (1 & 2) asList. d: (dictionary copyRemoveAll at: k Put: 'x'). k add: 3. d rehash at: k ] value  => 'x'"
        | h |
        h: (globals vector copySize: keyVector size).
        0 upTo: used Do: [| :e |
            "A removed entry stays one."
            h at: e Put: ((e < hashes size) && [ (hashes at: e) < 0 ]
                ifTrue: [ -1 ]
                 False: [ [ (keyVector at: e) hash bitAnd: globals maxSmallInt ] onError: 0 ]) ].
        hashes: h.
        index: (used = 0
            ifTrue: [ globals vector ]
             False: [ (globals vector copySize: (powerOfTwoAbove: (keyVector size * 3) / 2)) _HashFill: h UpTo: used ]).
        used = 0 ifTrue: [ keyVector: globals vector. hashes: globals vector. valueVector: globals vector ].
        self ).
|).
