"Own slots first, then the set of slots found through all parents."
| animal = (| legs = 4. sound = 'none' |) |
(| p* = animal |) legs                                 "=> 4"
(| p* = animal. legs = 3 |) legs                       "=> 3"
(| p* = (| p* = animal |) |) legs                      "=> 4"
(| p* = animal. q* = animal |) legs                    "=> 4"
(| p* = animal. q* = (| legs = 2 |) |) legs            "=> error: ambiguousSelector"
(| p* = nil |) legs                                    "=> error: undefinedSelector"
