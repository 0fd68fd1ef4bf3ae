"Sets: each element once. Elements come out in the order in which they first came in."

traits _AddSlots: (| set = () |).

traits set _AddSlots: (|
    {} = 'Comment: What sets share.'.
    parent* = traits hashed.

    collectionName = 'set'.
    storesValues   = false.

    add: x = (
        "Adds x, unless an equal element is there. Answers the receiver.
         Example: (1 & 2) asSet add: 2  => a set(1, 2)"
        _TableAdd: x IfFail: [| h |
            h: x hash.
            (entryOf: x Hash: h) < 0 ifTrue: [ addKey: x Hash: h Value: nil ].
            self ] ).
    addAll: c = ( "Adds all elements of c." c do: [| :each | add: each ]. self ).
    remove: x IfAbsent: block = (
        "Removes the element equal to x. Answers the receiver.
         Example: (1 & 2) asSet remove: 1 IfAbsent: nil  => a set(2)"
        removeKey: x IfAbsent: [ ^ block value ] ).
    includes: x = (
        "Example: (1 & 2) asSet includes: 2  => true"
        _TableIncludes: x IfFail: [ (entryOf: x Hash: x hash) >= 0 ] ).
    occurrencesOf: x = ( "0 or 1." (includes: x) ifTrue: 1 False: 0 ).
    at: x IfAbsent: block = (
        "The element equal to x."
        | e |
        e: (entryOf: x Hash: x hash).
        e < 0 ifTrue: [ block value: x ] False: [ keyVector at: e ] ).
    do: block = (
        "Runs the block with each element, twice; not with what is added meanwhile, nor with what is removed before its turn.
         Example: [| s | s: (1 & 2 & 3) asSet. s do: [| :x | s remove: x. s add: x * 10 ]. s ] value  => a set(10, 20, 30)"
        | e <- 0. n. h. k. x |
        n: used. h: hashes. k: keyVector.
        [ e < n ] whileTrue: [
            (h at: e) < 0 ifFalse: [
                x: (k at: e).
                "When the table has grown, these vectors are what it was."
                (h == hashes) || [ includes: x ] ifTrue: [ block value: x With: x ] ].
            e: e + 1 ].
        self ).
    if: x IsPresentDo: present IfAbsentAddAndDo: absent = (
        "The value of one of two blocks; x is added if it was not there."
        (includes: x) ifTrue: [ ^ present value: x ].
        add: x.
        absent value: x ).
    mapBy: block = ( "Replaces the elements by the block's values."
        | new |
        new: (mapBy: block Into: copyRemoveAll).
        removeAll.
        addAll: new ).
    asSet = ( "The receiver." self ).

    = s = (
        "The same elements, in whatever order?
         Example: (1 & 2) asSet = (2 & 1) asSet  => true"
        s equalsSet: self ).
    equalsSet: s = ( "The other half of =." (size = s size) && [ s allSatisfy: [| :x | includes: x ] ] ).
    equalsCollection: c = ( "A set is equal to sets only." false ).
    hash = ( "The same for equal sets." inject: 7 Into: [| :h. :x | h ^^ x hash ] ).
|).

globals _AddSlots: (|
    set = (|
        {} = 'Comment: An empty set, to be copied with copyRemoveAll.'.
        parent*      = traits set.
        index       <- globals vector.
        hashes      <- globals vector.
        keyVector   <- globals vector.
        valueVector <- globals vector.
        used        <- 0.
        count       <- 0.
    |).
|).
