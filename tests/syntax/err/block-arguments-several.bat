[:x :y | x + y] value: 3 With: 4.
