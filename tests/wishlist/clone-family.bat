"A method given to a prototype is found by its clones too, old and new. Today a clone has only what it was cloned with."
| point3 = (| parent* = traits clonable. x <- 1 |). made = point3 copy |
point3 addSlotsToFamily: (| double = ( x + x ) |).
made double                                                         "=> 2"
