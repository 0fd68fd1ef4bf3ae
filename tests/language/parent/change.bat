"Changing a parent's slots is seen through all its children."
| shared = (| v = 1 |). child = (| p* = shared |) |
child v                                                "=> 1"
shared _AddSlots: (| v = 2 |). child v                 "=> 2"
child _AddSlots: (| v = 3 |). child v                  "=> 3"
shared v                                               "=> 2"
child _RemoveSlot: 'v'. child v                        "=> 2"
shared _RemoveSlot: 'v'. child v                       "=> error: undefinedSelector"

"A new parent in between is seen by a cached send."
| grand = (| w = 'grand' |). mid = (| p* = grand |). leaf = (| p* = mid |) |
[| s <- '' | 3 do: [| :i | i = 2 ifTrue: [ mid _AddSlots: (| w = 'mid' |) ]. s: s, leaf w, ' ' ]. s ] value   "=> 'grand grand mid '"

"Data in a parent is shared."
| bank = (| money <- 10 |) |
((| p* = bank |) money: 7) money                       "=> 7"
bank money                                             "=> 7"
