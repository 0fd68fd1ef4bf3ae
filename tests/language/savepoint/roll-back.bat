"A trial that assigns a local of the turn around it, undone."
(| parent* = lobby. go = (| n <- 1. b |
    b: [ n: n + 1 ].
    _OpenSavepoint. b value. b value. _RollBack.
    n) |) go                                           "=> 1"
(| parent* = lobby. go = (| n <- 1. b |
    b: [ n: n + 1 ].
    _OpenSavepoint. b value. b value. _KeepSavepoint.
    n) |) go                                           "=> 3"

"Roll-back of a definition that a hot send has cached."
| hot = (| v = 1 |). user = (| parent* = lobby. go = (hot v) |) |
[| s <- '' |
  s: s, user go printString.
  _OpenSavepoint. hot _AddSlots: (| v = 2 |). s: s, user go printString. s: s, user go printString. _RollBack.
  s: s, user go printString. s ] value                 "=> '1221'"

"A hash drawn in a trial is drawn again afterwards."
(| parent* = lobby. go = (| o. h. k |
    o: (| x = 1 |).
    _OpenSavepoint. h: o _IdentityHash. _RollBack.
    k: o _IdentityHash. h = k) |) go                   "=> true"

"New slots, new elements, new parents."
| thing = (| a <- 1. p* <- nil |). shelf <- nil |.
shelf: (vector copySize: 3 FillingWith: 0).
_OpenSavepoint. thing a: 2. thing p: lobby. thing _AddSlots: (| b = 3 |). shelf at: 1 Put: 7. _RollBack.
(thing a printString, shelf printString)               "=> '1a vector(0, 0, 0)'"
thing b                                                "=> error: undefinedSelector"
