(| m: x = ( return x + 1 ) |).
return 3.
