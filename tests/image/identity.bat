"What was one object is one object, what were two are two, and a hash that was drawn is kept."

| a <- nil. b <- nil. hashes <- nil |.
a: (| parent* = traits clonable. other. name <- 'a' |).
b: a copy.
a other: b. b other: a.
(a other other == a) && [ (a == b) not ]  "=> true"
a other other == a                        "=> true"
a == b                                    "=> false"
b other name: 'changed'. nil              "=> nil"
a name                                    "=> 'changed'"

"A cycle through a vector and a list."
| ring <- nil |.
ring: (vector copySize: 2).
ring at: 0 Put: ring.
ring at: 1 Put: ((list copyRemoveAll add: ring) add: ring).
nil                                       "=> nil"
(ring at: 0) == ring                      "=> true"
(ring at: 1) first == (ring at: 1) last   "=> true"
(ring at: 1) first == ring                "=> true"

"Hashes: of an object, a large vector, a mirror's object, a block, a process."
| things <- nil |.
things: a & (vector copySize: 500) & (reflect: a) & [ 3 ] & [ 4 ] asProcess & a copy & (2 power: 90).
things: things asVector.
hashes: things copyMappedBy: [| :x | x _IdentityHash ].
hashes size                               "=> 7"
[| :bad <- 0 | nil ] value                "=> syntax error"
| same = ( | n <- 0 | things do: [| :x. :i | (x _IdentityHash = (hashes at: i)) ifTrue: [ n: n + 1 ] ]. n ) |. same "=> 7"
same                                      "=> 7"
a copy _IdentityHash = a _IdentityHash    "=> false"

"Drawing one after the restart does not repeat an old one."
(hashes includes: (| x |) _IdentityHash)  "=> false"

"A set that hashes by identity finds what it holds."
| members <- nil |.
members: (list copyRemoveAll add: a) asSet.
members includes: a                       "=> true"
members includes: a                       "=> true"
members includes: b                       "=> false"
