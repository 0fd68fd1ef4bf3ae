"Fresh literals: a million objects from one literal, each with a constant of its own."

| maker = (|
    parent* = traits clonable.

    make: n = ( (| value = n. double = ( value + value ) |) ).

    run = ( | sum <- 0 |
        0 upTo: 1000000 Do: [| :i | sum: sum + (make: i) double ].
        sum ).
|) |

maker run printLine.
