"Random numbers from a seed: two generators of Lehmer's kind with different moduli, their difference taken (L'Ecuyer 1988,
period about 2 ** 61). The same seed gives the same numbers for ever."

traits _AddSlots: (| random = () |).

traits random _AddSlots: (|
    {} = 'Comment: What random number generators share.'.
    parent* = traits clonable.

    copy = (
        "A generator seeded by the clock."
        copySeed: _RandomSeed ).
    copySeed: n = (
        "A generator that begins at seed n.
         Example: ((random copySeed: 7) integer: 1000) = ((random copySeed: 7) integer: 1000)  => true"
        clone seed: n ).
    seed: n = (
        "Begins again at seed n."
        first:  (n %+ 2147483562) + 1.
        second: ((n / 2147483562) %+ 2147483398) + 1.
        4 timesRepeat: [ next ].
        self ).

    next = (
        "The next integer from 1 to 2147483562."
        | n |
        first:  (first  * 40014) % 2147483563.
        second: (second * 40692) % 2147483399.
        n: first - second.
        n < 1 ifTrue: [ n + 2147483562 ] False: [ n ] ).
    integer: n = (
        "A random integer from 0 up to, but not including, n.
         Example: (random copySeed: 1) integer: 1  => 0"
        | high |
        n <= 0 ifTrue: [ ^ error: 'integer: needs a number greater than zero' ].
        n <= 1048576 ifTrue: [ ^ (next - 1) % n ].
        high: 1.
        [ high < n ] whileTrue: [ high: (high * 2147483562) + (next - 1) ].
        high % n ).
    integerBetween: low And: high = (
        "A random integer from low to high, both included.
         Example: (random copySeed: 1) integerBetween: 5 And: 5  => 5"
        low + (integer: (high - low) + 1) ).
    float = (
        "A random float from 0.0 up to, but not including, 1.0."
        (next - 1) asFloat / 2147483562.0 ).
    boolean = ( "true or false." (integer: 2) = 1 ).
    elementOf: aCollection = (
        "One of the elements of an indexable collection."
        aCollection at: (integer: aCollection size) ).
    shuffle: aCollection = (
        "A copy of an indexable collection with its elements in random order."
        | result. j. t |
        result: aCollection copy.
        result size - 1 downTo: 1 Do: [| :i |
            j: (integer: i + 1).
            t: (result at: i). result at: i Put: (result at: j). result at: j Put: t ].
        result ).
|).

globals _AddSlots: (|
    random = (|
        {} = 'Comment: A generator with a fixed seed; `random copy` gives one seeded by the clock.'.
        parent* = traits random.
        first  <- 12345.
        second <- 67890.
    |).
|).
