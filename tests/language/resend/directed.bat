"A directed resend looks in the parent of that name only."
| left = (| side = 'left' |). right = (| side = 'right' |) |
(| l* = left. r* = right. side = (l.side, '/', r.side) |) side         "=> 'left/right'"
(| l* = left. r* = right. side = (resend.side) |) side                 "=> error: ambiguousSelector"
(| l* = left. foo = (l.nosuch) |) foo                                  "=> error: undefinedSelector"
(| l* = left. foo = (m.side) |) foo                                    "=> error: missingParentSelector"
(| p* = (| a: x B: y = (x + y) |). a: x B: y = (p.a: x B: y) |) a: 3 B: 4   "=> 7"
(| p* <- left. go: other = (p: other. p.side) |) go: right              "=> 'right'"
