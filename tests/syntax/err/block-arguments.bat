[:x | x + 1] value: 3.
