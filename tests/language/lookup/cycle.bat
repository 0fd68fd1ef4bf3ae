"Parents may lead back to where they came from."
| c1 = (| parent* <- nil. x = 3 |). c2 = (| parent* <- nil |) |.
c1 parent: c2. c2 parent: c1. c2 x                     "=> 3"
c2 nosuch                                              "=> error: undefinedSelector"
| selfish = (| parent* <- nil. x = 4 |) |.
selfish parent: selfish. selfish x                     "=> 4"
selfish nosuch                                         "=> error: undefinedSelector"
