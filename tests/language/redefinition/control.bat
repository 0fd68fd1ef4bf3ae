"A control structure that is redefined is obeyed."
true _AddSlots: (| ifTrue: a False: b = ('redefined') |). ((3 < 4) ifTrue: [ 1 ] False: [ 2 ]) printLine. nil zork
    "prints: redefined"  "=> error: undefinedSelector"
(3 < 4) ifTrue: [ 1 ] False: [ 2 ]                     "=> 1"
