"What sets and dictionaries share: a hash table that keeps the order in which keys came.

    index     0  nil  2  nil  1 ...      2 ** k places, found by hash; each holds the number of an entry
    hashes    h0  h1  h2                 entry 0, 1, 2, … in order of arrival
    keyVector k0  k1  k2                 a removed entry has the hash -1, which no key has

A key must answer `hash`, and `=` for any key whose hash is the same. The very same key is always found again.
The _Table… primitives do all of it for keys whose hash and equality the machine knows, and fail for others."

traits _AddSlots: (| hashed = () |).

traits hashed _AddSlots: (|
    {} = 'Comment: What sets and dictionaries share.'.
    parent* = traits collection.

    size = ( "The number of elements." count ).
    includesKey: k = (
        "Is there an element at key k?"
        _TableIncludes: k IfFail: [ (entryOf: k Hash: k hash) >= 0 ] ).

    copyRemoveAll = ( "An empty one." clone initialize ).
    initialize = (
        "Makes it empty. Answers the receiver."
        index: globals vector. hashes: globals vector. keyVector: globals vector. valueVector: globals vector.
        used: 0. count: 0 ).
    copy = (
        "Another with the same elements."
        (((clone index: index copy) hashes: hashes copy) keyVector: keyVector copy) valueVector: valueVector copy ).
    removeAll = ( "Removes everything. Answers the receiver." initialize ).

    entryOf: k Hash: h = (
        "The number of the entry of key k, or -1."
        index _HashFind: k Hash: h Hashes: hashes Keys: keyVector IfFail: [ slowEntryOf: k Hash: h ] ).
    slowEntryOf: k Hash: h = (
        "The same with sends, for keys whose equality the machine cannot decide. It walks the index as _HashFind: does."
        | place. mask. entry. wanted. perturb |
        index isEmpty ifTrue: [ ^ -1 ].
        mask: index size - 1.
        wanted: (h bitAnd: globals maxSmallInt).
        perturb: wanted.
        place: (wanted bitAnd: mask).
        [ entry: (index at: place). entry isNil ] whileFalse: [
            ((hashes at: entry) = wanted) && [ (k == (keyVector at: entry)) || [ k = (keyVector at: entry) ] ] ifTrue: [
                ^ entry ].
            perturb: perturb >> 5.
            place: (((place * 5) + 1 + perturb) bitAnd: mask) ].
        -1 ).
    addKey: k Hash: h Value: v = (
        "A new entry for a key that is not there."
        used = keyVector size ifTrue: [ grow ].
        hashes at: used Put: (h bitAnd: globals maxSmallInt).
        keyVector at: used Put: k.
        storesValues ifTrue: [ valueVector at: used Put: v ].
        index _HashInsert: used Hash: h.
        used: used + 1.
        count: count + 1 ).
    removeEntry: e = (
        "Takes an entry out; its place in the index stays."
        hashes at: e Put: -1.
        keyVector at: e Put: nil.
        storesValues ifTrue: [ valueVector at: e Put: nil ].
        count: count - 1 ).
    grow = (
        "Makes room for as many entries again, leaving removed ones behind."
        | capacity |
        count < used ifTrue: [ closeRanks ].
        capacity: (count * 2 max: 8).
        hashes: (hashes copySize: capacity).
        keyVector: (keyVector copySize: capacity).
        storesValues ifTrue: [ valueVector: (valueVector copySize: capacity) ].
        index: ((globals vector copySize: (powerOfTwoAbove: (capacity * 3) / 2)) _HashFill: hashes UpTo: used) ).
    closeRanks = (
        "Leaves removed entries behind. The index is then to be made anew."
        | h. k. v. n <- 0 |
        h: (globals vector copySize: count).
        k: (globals vector copySize: count).
        v: (storesValues ifTrue: [ globals vector copySize: count ] False: [ globals vector ]).
        0 upTo: used Do: [| :e |
            (hashes at: e) < 0 ifFalse: [
                h at: n Put: (hashes at: e).
                k at: n Put: (keyVector at: e).
                storesValues ifTrue: [ v at: n Put: (valueVector at: e) ].
                n: n + 1 ] ].
        hashes: h. keyVector: k. valueVector: v.
        used: n ).
    powerOfTwoAbove: n = ( "The smallest power of two that is greater than n."
        | p <- 8 |
        [ p > n ] whileFalse: [ p: p * 2 ].
        p ).

    keys = (
        "A list of the keys, in the order in which they came."
        | result |
        result: (globals list copyCapacity: count).
        0 upTo: used Do: [| :e | (hashes at: e) < 0 ifFalse: [ result add: (keyVector at: e) ] ].
        result ).
    removeKey: k = (
        "Removes the element at key k; an error if there is none. Answers the receiver."
        removeKey: k IfAbsent: [ absent: k ] ).
    removeKey: k IfAbsent: block = (
        "The same, or the block's value."
        | e |
        e: (entryOf: k Hash: k hash).
        e < 0 ifTrue: [ ^ block value: k ].
        removeEntry: e.
        self ).
    removeFirst = (
        "Removes the element that has been there longest, and answers it."
        removeFirstIfAbsent: [ complain: 'is empty' ] ).
    removeFirstIfAbsent: block = ( "The same, or the block's value."
        do: [| :v. :k | removeKey: k. ^ v ].
        block value ).
    < c = ( "An error: sets and dictionaries have no order." complain: 'has no order' ).
|).
