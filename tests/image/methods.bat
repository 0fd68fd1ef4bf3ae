"Methods keep their text, their place among the slots and what is written around them, and are the objects they were."

| shape = (|
    {} = 'Comment: A shape.'.
    parent* = traits clonable.
    {'Category: measures' {'Comment: how far around' around: n = ( | sum <- 0 | n do: [| :x | sum: sum + x ]. sum ) } }.
    + other = ( other + 1 ).
    sides <- 3.
|) |.
nil                                                        "=> nil"
(reflect: shape) comment                                   "=> 'A shape.'"
((reflect: shape) at: 'around:') comment                   "=> 'how far around'"
((reflect: shape) at: 'around:') categories                "=> a list('measures')"
((reflect: shape) contentsAt: 'around:') source size > 30   "=> true"
((reflect: shape) contentsAt: '+') source                  "=> '( other + 1 )'"
shape around: (1 & 2 & 3) asVector                         "=> 6"
shape + 2                                                  "=> 3"

"Identity and hash of a method, and of a mirror on it."
| method <- nil. drawn <- 0 |.
method: ((reflect: shape) at: '+') value.
drawn: method _IdentityHash.
method == ((reflect: shape) at: '+') value                 "=> true"
method == ((reflect: shape) at: '+') value                 "=> true"
method _IdentityHash = drawn                               "=> true"
((reflect: shape) at: '+') value _IdentityHash = drawn     "=> true"
(reflect: method) hash = (reflect: ((reflect: shape) at: '+') value) hash "=> true"
((list copyRemoveAll add: (reflect: method)) asSet) includes: (reflect: method) "=> true"

"Drawn in a later turn than that in which the method was made, and read before it is met in its slot."
| other <- 0 |.
other: ((reflect: shape) at: 'around:') value _IdentityHash. nil "=> nil"
((reflect: shape) at: 'around:') value _IdentityHash = other "=> true"
((reflect: shape) at: 'around:') value _IdentityHash = other "=> true"

"One method in two places is one."
| twin = () |. twin _AddSlots: (| parent* = lobby |).
twin addSlots: shape.
((reflect: twin) at: '+') value == ((reflect: shape) at: '+') value "=> true"
((reflect: twin) at: '+') value == ((reflect: shape) at: '+') value "=> true"
