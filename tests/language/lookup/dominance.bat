"When several slots match, one whose holder delegates to another match's holder wins over it."
| base = (| name = 'base' |).
  middle = (| p* = base. name = 'middle' |).
  other = (| name = 'other' |) |
(| p* = middle. q* = base |) name                      "=> 'middle'"
(| q* = base. p* = middle |) name                      "=> 'middle'"
(| p* = (| p* = middle |). q* = base |) name           "=> 'middle'"
(| p* = middle. q* = other |) name                     "=> error: ambiguousSelector"

"Holders that delegate to each other do not order anything."
| c1 = (| p* <- nil. name = 'c1' |). c2 = (| p* <- nil. name = 'c2' |) |.
c1 p: c2. c2 p: c1.
(| p* = c1. q* = c2 |) name                            "=> error: ambiguousSelector"

"It holds for resend too."
| traitsLike = (| go = 'traits' |).
  mindLike = (| parent* = traitsLike. go = 'mind' |) |
(| parent* = traitsLike. mind* = mindLike. go = (resend.go, '!') |) go   "=> 'mind!'"
