(| double (x + x). at: i (i) |).
