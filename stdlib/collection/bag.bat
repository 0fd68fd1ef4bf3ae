"Bags: how often each element is in. Elements come out grouped, in the order in which they first came in."

traits _AddSlots: (| bag = () |).

traits bag _AddSlots: (|
    {} = 'Comment: What bags share.'.
    parent* = traits collection.

    collectionName = 'bag'.

    copyRemoveAll = (
        "An empty bag. Example: bag copyRemoveAll  => a bag()"
        (clone counts: globals dictionary copyRemoveAll) size: 0 ).
    copy = (
        "Another with the same elements. Example: (1 & 1) asBag copy  => a bag(1, 1)"
        (clone counts: counts copy) size: size ).

    add: x = (
        "One more x. Answers the receiver.
         Example: (1 & 2) asBag add: 1  => a bag(1, 1, 2)"
        add: x Occurrences: 1 ).
    add: x Occurrences: n = (
        "n more of x. Answers the receiver.
         Example: (bag copyRemoveAll add: 'a' Occurrences: 2) occurrencesOf: 'a'  => 2"
        n < 0 ifTrue: [ ^ error: 'add:Occurrences: needs a number that is not negative' ].
        n = 0 ifTrue: [ ^ self ].
        counts at: x Put: n + (counts at: x IfAbsent: 0).
        size: size + n ).
    addAll: c = ( "All elements of c. Answers the receiver." c do: [| :each | add: each ]. self ).
    remove: x IfAbsent: block = (
        "One x less. Answers the receiver, or the block's value if there is none.
         Example: (1 & 1 & 2) asBag remove: 1 IfAbsent: nil  => a bag(1, 2)"
        | n |
        n: (counts at: x IfAbsent: [ ^ block value: x ]).
        n = 1 ifTrue: [ counts removeKey: x ] False: [ counts at: x Put: n - 1 ].
        size: size - 1 ).
    removeAllOccurences: x = (
        "No x any more. Answers the receiver.
         Example: (1 & 1 & 2) asBag removeAllOccurences: 1  => a bag(2)"
        | n |
        n: (counts at: x IfAbsent: [ ^ self ]).
        counts removeKey: x.
        size: size - n ).
    removeFirst = (
        "Removes one of the element that came in first, and answers it; an error if there is none. Example: (1 & 2) asBag removeFirst  => 1"
        | x |
        x: first.
        remove: x.
        x ).
    removeAll = (
        "Removes everything. Answers the receiver. Example: (1 & 2) asBag removeAll  => a bag()"
        counts removeAll.
        size: 0 ).

    includes: x = ( "Example: (1 & 2) asBag includes: 2  => true" counts includesKey: x ).
    occurrencesOf: x = ( "How often x is in. Example: (1 & 1) asBag occurrencesOf: 1  => 2" counts at: x IfAbsent: 0 ).
    occurrencesOfEachElement = ( "A dictionary from each element to how often it is in." counts copy ).
    sortedByOccurrences = (
        "A vector of the elements, once each, those that are in most often first.
         Example: (1 & 2 & 2) asBag sortedByOccurrences  => a vector(2, 1)"
        counts keys asVector copySortBy: [| :a. :b | (counts at: a) > (counts at: b) ] ).
    do: block = (
        "Runs the block with each element, twice, as often as it is in.
         Example: [| s <- '' | ('a' & 'b' & 'a') asBag do: [| :x | s: s, x ]. s ] value  => 'aab'"
        counts do: [| :n. :x | n timesRepeat: [ block value: x With: x ] ].
        self ).
    mapBy: block = ( "Replaces the elements by the block's values. Answers the receiver."
        | new |
        new: (mapBy: block Into: copyRemoveAll).
        removeAll.
        addAll: new ).
    asBag = ( "The receiver." self ).
    asSet = ( "Each element once. Example: (1 & 1 & 2) asBag asSet  => a set(1, 2)" counts keys asSet ).

    = b = (
        "The same elements equally often?
         Example: (1 & 2 & 1) asBag = (2 & 1 & 1) asBag  => true"
        b equalsBag: self ).
    equalsBag: b = ( "The other half of =." counts = b occurrencesOfEachElement ).
    equalsCollection: c = ( "A bag is equal to bags only." false ).
    hash = ( "The same for equal bags." counts hash ).
    < c = ( "An error: bags have no order." complain: 'has no order' ).
|).

globals _AddSlots: (|
    bag = (|
        {} = 'Comment: An empty bag, to be copied with copyRemoveAll.'.
        parent* = traits bag.
        counts <- globals dictionary.
        size   <- 0.
    |).
|).

traits collection _AddSlots: (|
    asBag = ( "Example: (1 & 2 & 1) asVector asBag  => a bag(1, 1, 2)" globals bag copyRemoveAll addAll: self ).
|).

defaultBehavior _AddSlots: (| equalsBag: b = ( false ) |).
