"The library's other choices are defined by ifTrue:False:; who redefines that has redefined them too."
true _AddSlots: (| ifTrue: a False: b = ('mine') |). ((3 < 4) ifTrue: [ 1 ]) printLine. ((3 < 4) and: [ false ]) printLine. nil zork
    "prints: mine / mine"  "=> error: undefinedSelector"
(3 < 4) ifTrue: [ 1 ]                                  "=> 1"
(3 < 4) and: [ false ]                                 "=> false"
