| a b c |
a: 3.
