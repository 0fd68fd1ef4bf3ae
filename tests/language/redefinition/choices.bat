"The library's other choices are defined by ifTrue:False:; who redefines that has redefined them too."
true _AddSlots: (| ifTrue: a False: b = ('mine') |). ((3 < 4) ifTrue: [ 1 ]) printLine. ((3 < 4) and: [ false ]) printLine. nil zork
    "prints: mine / mine"  "=> error: undefinedSelector"
(3 < 4) ifTrue: [ 1 ]                                  "=> 1"
(3 < 4) and: [ false ]                                 "=> false"

"A choice runs a block by sending it value; who redefines that for all blocks is obeyed, in running code too."
traits block _AddSlots: (| value = ( 6 ) |). ((3 < 4) ifTrue: [ 1 ]) printLine. ((4 < 3) ifTrue: [ 1 ] False: [ 2 ]) printLine. nil zork
    "prints: 6 / 6"  "=> error: undefinedSelector"
traits block _AddSlots: (| value: x With: y = ( 'one' print ) |). 1 to: 2 Do: [| :i | i print ]. nil zork
    "prints: oneone"  "=> error: undefinedSelector"
(3 < 4) ifTrue: [ 1 ]                                  "=> 1"
