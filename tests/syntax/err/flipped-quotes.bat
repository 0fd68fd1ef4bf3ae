a: 'first.
b: 3.
c: 4.
d: 'last'.
