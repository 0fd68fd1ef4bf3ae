(| m = (
    x foo
    ^ x ) |).
