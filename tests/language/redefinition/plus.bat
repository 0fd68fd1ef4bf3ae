"+ redefined inside a running loop is obeyed at once; when the turn is undone it is what it was."
[| s <- 0. i <- 0 |
  [ i < 6 ] whileTrue: [
      i = 3 ifTrue: [ traits integer _AddSlots: (| + n = (100) |) ].
      s: 3 + 4.
      i: i - -1 ].
  traits integer _RemoveSlot: '+'.
  s ] value. nil zork                                   "=> error: undefinedSelector"
3 + 4                                                  "=> 7"

"For one value of a kind that all share it cannot be redefined."
3 _AddSlots: (| + n = (100) |)                         "=> error: badTypeError"
