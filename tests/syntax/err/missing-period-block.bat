[| :n |
    n printLine
    (n + 1) printLine ] value: 3.
