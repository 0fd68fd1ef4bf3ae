"An error nobody handles undoes everything its turn did."
| box = (| v <- 1 |) |
box v: 2. nil zork                                     "=> error: undefinedSelector"
box v                                                  "=> 1"
lobby _AddSlots: (| newcomer = 3 |). nil zork          "=> error: undefinedSelector"
newcomer                                               "=> error: undefinedSelector"
box v: 3                                               "=> a slots object"
box v                                                  "=> 3"
