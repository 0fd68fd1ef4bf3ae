"Vectors: the primes below a million."

| micro = (|
    parent* = traits clonable.

    run = ( | size = 1000000. flags. count <- 0. multiple |
        flags: (vector copySize: size FillingWith: true).
        2 upTo: size Do: [| :i |
            (flags at: i) ifTrue: [
                count: count + 1.
                multiple: i + i.
                [ multiple < size ] whileTrue: [
                    flags at: multiple Put: false.
                    multiple: multiple + i ] ] ].
        count ).
|) |

micro run printLine.
