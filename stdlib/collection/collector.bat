"Collectors: `1 & 2 & 3` writes a few objects down; asVector, asList, asSet or asString makes a collection of them."

traits _AddSlots: (| collector = () |).

traits collector _AddSlots: (|
    {} = 'Comment: What collectors share.'.
    parent* = traits collection.

    collectionName = 'collector'.

    & x = (
        "A collector with x after the others, whatever x understands. The receiver stays as it is.
         Example: (1 & 2 & 3) asVector  => a vector(1, 2, 3)
         Example: (1 & (| x = 3 |)) size  => 2"
        (x _Understands: 'appendToCollector:') ifTrue: [ x appendToCollector: self ] False: [ append: x ] ).
    append: x = (
        "A collector with x itself after the others."
        ((globals collector clone element: x) size: size + 1) previous: self ).
    appendToCollector: c = (
        "The elements of c, then the receiver's.
         Example: ((1 & 2) & (3 & 4)) asVector  => a vector(1, 2, 3, 4)"
        | result |
        result: c.
        do: [| :each | result: (result append: each) ].
        result ).
    copyFirst: x = ( "A collector with one element." (globals collector clone element: x) size: 1 ).
    copyMappedBy: block = (
        "A list of the block's values. Example: (1 & 2) copyMappedBy: [| :x | x * 2 ]  => a list(2, 4)"
        mapBy: block Into: copyRemoveAll ).
    copyRemoveAll = ( "There is no empty collector: an empty list." globals list copyRemoveAll ).

    do: block = (
        "Runs the block with each element and its index."
        asVector do: block.
        self ).
    reverseDo: block = (
        "From the last element to the first."
        | each |
        each: self.
        [ each isNil ] whileFalse: [ block value: each element With: each size - 1. each: each previous ].
        self ).
    asVector = (
        "A vector of the elements.
         Example: (1 & 'a') asVector  => a vector(1, 'a')"
        | v |
        v: (globals vector copySize: size).
        reverseDo: [| :x. :i | v at: i Put: x ].
        v ).
    asList = (
        "Example: (1 & 2) asList  => a list(1, 2)"
        globals list copyContaining: asVector ).
    asString = (
        "The elements, which are strings, joined.
         Example: ('ab' & 'c') asString  => 'abc'"
        asVector joinUsing: '' ).
    flatString = ( "The elements, which are strings, joined. Example: ('ab' & 'c') flatString  => 'abc'" asString ).
    flatVector = (
        "The elements of the elements.
         Example: ((1 & 2) asVector & (3 & 4) asList) flatVector  => a vector(1, 2, 3, 4)"
        (gather: [| :each | each ]) asVector ).
    flatList = ( "The elements of the elements." gather: [| :each | each ] ).
    flatSet = ( "The elements of the elements, as a set." flatList asSet ).
|).

globals _AddSlots: (|
    collector = (|
        {} = 'Comment: One element, and the collector of those before it.'.
        parent*  = traits collector.
        element.
        previous.
        size    <- 0.
    |).
|).

defaultBehavior _AddSlots: (|
    & x = (
        "A collector with the receiver and x.
         Example: ('a' & 'b') asVector  => a vector('a', 'b')"
        (globals collector copyFirst: self) & x ).
    appendToCollector: c = ( "Double dispatch of `&`." c append: self ).
|).
