"Intervals: numbers from one to another in equal steps, as a collection that stores only its ends."

traits _AddSlots: (| interval = () |).

traits interval _AddSlots: (|
    {} = 'Comment: What intervals share.'.
    parent* = traits indexable.

    collectionName = 'interval'.

    copyFrom: f To: t By: s = (
        "A new interval.
         Example: interval copyFrom: 1 To: 9 By: 4  => an interval(1, 5, 9)"
        s = 0 ifTrue: [ ^ error: 'step is zero' ].
        ((clone from: f) to: t) by: s ).
    size = (
        "Example: (1 to: 10) size  => 10"
        | n |
        n: (to - from) /- by.
        n < 0 ifTrue: [ 0 ] False: [ n + 1 ] ).
    at: i = ( "Example: (5 to: 10) at: 2  => 7"
        ((0 <= i) && [ i < size ]) ifTrue: [ from + (i * by) ] False: [ absentIndex: i ] ).
    at: i Put: x = ( "An error: intervals do not change." error: 'cannot modify an interval' ).
    do: block = (
        "Runs the block with each number and its index."
        | i <- 0. x. n |
        n: size. x: from.
        [ i < n ] whileTrue: [ block value: x With: i. x: x + by. i: i + 1 ].
        self ).
    includes: x = ( "Example: (1 to: 9 By: 2) includes: 4  => false"
        x isNumber && [ (((x - from) % by) = 0) && [ (x between: (from min: to) And: (from max: to)) ] ] ).
    copy = ( "The receiver: intervals do not change." self ).
    copyRemoveAll = ( "An empty list, since intervals cannot be filled." globals list copyRemoveAll ).
    copyContaining: c = ( "A list." globals list copyContaining: c ).
    copyMappedBy: block = (
        "A list of the block's values. Example: (1 to: 3) copyMappedBy: [| :x | x * x ]  => a list(1, 4, 9)"
        mapBy: block Into: copyRemoveAll ).
    copyFilteredBy: test = ( "A list. Example: (1 to: 5) copyFilteredBy: [| :x | x odd ]  => a list(1, 3, 5)"
        filterBy: test Into: copyRemoveAll ).
    copySort = ( "A list." asList copySort ).
    copySortBy: before = ( "A list." asList copySortBy: before ).
    copyReversed = ( "A list." asList reverse ).
    , c = ( "A list of both. Example: (1 to: 2), (5 to: 6)  => a list(1, 2, 5, 6)" asList, c ).
    sum = ( "Example: (1 to: 100) sum  => 5050" size = 0 ifTrue: [ 0 ] False: [ (size * (first + last)) / 2 ] ).
|).

globals _AddSlots: (|
    interval = (|
        {} = 'Comment: The interval from 0 to 0, to be copied.'.
        parent* = traits interval.
        from   <- 0.
        to     <- 0.
        by     <- 1.
    |).
|).
