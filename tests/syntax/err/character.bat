x: $a.
