x: a | b.
