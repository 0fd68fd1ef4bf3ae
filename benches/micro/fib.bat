"Calls and small integers: the thirtieth Fibonacci number, five times."

| micro = (|
    parent* = traits clonable.

    fib: n = ( n < 2 ifTrue: [ n ] False: [ (fib: n - 1) + (fib: n - 2) ] ).

    run = ( | sum <- 0 |
        0 upTo: 5 Do: [ sum: sum + (fib: 30) ].
        sum ).
|) |

micro run printLine.
