x at: .
x + .
x at: 3 Put:
