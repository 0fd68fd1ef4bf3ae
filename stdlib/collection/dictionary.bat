"Dictionaries: a value for each key. do: passes value and key, in the order in which the keys first came in."

traits _AddSlots: (| dictionary = () |).

traits dictionary _AddSlots: (|
    {} = 'Comment: What dictionaries share.'.
    parent* = traits hashed.

    collectionName = 'dictionary'.
    storesValues   = true.

    at: k = (
        "The value at key k; an error if there is none.
         Example: (dictionary copyRemoveAll at: 'a' Put: 3) at: 'a'  => 3"
        _TableAt: k IfFail: [| e |
            e: (entryOf: k Hash: k hash).
            e < 0 ifTrue: [ absent: k ] False: [ valueVector at: e ] ] ).
    at: k IfAbsent: block = (
        "The value at key k, or the block's value, which is given k.
         Example: dictionary at: 'a' IfAbsent: 0  => 0"
        _TableAt: k IfAbsent: block IfFail: [| e |
            e: (entryOf: k Hash: k hash).
            e < 0 ifTrue: [ block value: k ] False: [ valueVector at: e ] ] ).
    at: k Put: v = (
        "Makes v the value at key k. Answers the receiver.
         Example: dictionary copyRemoveAll at: 'a' Put: 3  => a dictionary('a'->3)"
        _TableAt: k Put: v IfFail: [| h. e |
            h: k hash.
            e: (entryOf: k Hash: h).
            e < 0 ifTrue: [ addKey: k Hash: h Value: v ] False: [ valueVector at: e Put: v ].
            self ] ).
    at: k IfAbsentPut: block = (
        "The value at key k; if there is none, the block's value, which is put there.
         Example: dictionary copyRemoveAll at: 'a' IfAbsentPut: [ 3 ]  => 3"
        | h. e. v |
        h: k hash.
        e: (entryOf: k Hash: h).
        e < 0 ifFalse: [ ^ valueVector at: e ].
        v: (block value: k).
        at: k Put: v.
        v ).
    if: k IsPresentDo: present IfAbsentDo: absent = (
        "The value of one of two blocks: the first gets the value, the second the key.
         Example: dictionary if: 'a' IsPresentDo: [| :v | v ] IfAbsentDo: 'none'  => 'none'"
        | e |
        e: (entryOf: k Hash: k hash).
        e < 0 ifTrue: [ absent value: k ] False: [ present value: (valueVector at: e) With: k ] ).
    add: x = ( "Files x under its own key." at: x key Put: x ).
    add: x WithKey: k = ( "Makes x the value at key k." at: k Put: x ).
    remove: v IfAbsent: block = ( "Removes one entry whose value is equal to v. Answers the receiver."
        removeKey: (keyOf: v IfAbsent: [ ^ block value ]) ).
    do: block = (
        "Runs the block with each value and its key; not with what is added meanwhile, nor with what is removed before its turn.
         Example: [| s <- '' | (dictionary copyRemoveAll at: 'a' Put: 3) do: [| :v. :k | s: s, k, v printString ]. s ] value  => 'a3'"
        | e <- 0. n. h. k. v. key |
        n: used. h: hashes. k: keyVector. v: valueVector.
        [ e < n ] whileTrue: [
            (h at: e) < 0 ifFalse: [
                key: (k at: e).
                "When the table has grown, these vectors are what it was."
                h == hashes
                    ifTrue: [ block value: (v at: e) With: key ]
                     False: [ (includesKey: key) ifTrue: [ block value: (at: key) With: key ] ] ].
            e: e + 1 ].
        self ).
    mapBy: block = (
        "Replaces each value by the block's value. Answers the receiver."
        do: [| :v. :k | at: k Put: (block value: v With: k) ].
        self ).
    sortedDo: block = ( "Runs the block with values and keys, in the order of the keys."
        keys asVector copySort do: [| :k | block value: (at: k) With: k ].
        self ).
    reverseSortedDo: block = ( "The same from the last key to the first."
        keys asVector copySort reverseDo: [| :k | block value: (at: k) With: k ].
        self ).
    sortedBy: before Do: block = ( "The same in the order of the keys that a block gives."
        (keys asVector copySortBy: before) do: [| :k | block value: (at: k) With: k ].
        self ).
    copySort = (
        "A copy with the keys in ascending order.
         Example: ((dictionary copyRemoveAll at: 'b' Put: 1) at: 'a' Put: 2) copySort  => a dictionary('a'->2, 'b'->1)"
        copySortBy: globals ascendingOrder ).
    copySortBy: before = (
        "A copy with the keys in the order that a block gives."
        | result |
        result: copyRemoveAll.
        sortedBy: before Do: [| :v. :k | result at: k Put: v ].
        result ).
    copyReverseSorted = ( "A copy with the keys in descending order." copySortBy: globals descendingOrder ).
    at: k Put: v IfAbsent: block = (
        "Replaces the value at key k, or runs the block if there is none.
         Example: dictionary copyRemoveAll at: 'a' Put: 3 IfAbsent: 4  => 4"
        (includesKey: k) ifTrue: [ at: k Put: v ] False: [ block value: k ] ).
    copyContaining: c = ( "A dictionary from the keys of c to its elements." copyRemoveAll addAll: c ).
    asDictionary = ( "The receiver." self ).

    = d = (
        "The same keys with equal values?"
        d equalsDictionary: self ).
    equalsDictionary: d = ( "The other half of =."
        size = d size ifFalse: [ ^ false ].
        do: [| :v. :k | (d at: k IfAbsent: [ ^ false ]) = v ifFalse: [ ^ false ] ].
        true ).
    equalsCollection: c = ( "A dictionary is equal to dictionaries only." false ).
    hash = ( "The same for equal dictionaries."
        | h <- 11 |
        do: [| :v. :k | h: h ^^ (k hash + v hash) ].
        h ).
    printStringOf: v At: k = ( "Key and value."
        (globals printing show: k), '->', (globals printing show: v) ).
|).

globals _AddSlots: (|
    dictionary = (|
        {} = 'Comment: An empty dictionary, to be copied with copyRemoveAll.'.
        parent*      = traits dictionary.
        index       <- globals vector.
        hashes      <- globals vector.
        keyVector   <- globals vector.
        valueVector <- globals vector.
        used        <- 0.
        count       <- 0.
    |).
|).
