(| m: x = ( ^ x. x foo ) |).
