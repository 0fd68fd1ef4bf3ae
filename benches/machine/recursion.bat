"How deep calls may nest:  batos run recursion.bat DEPTH  (a million unless told)."

| diver = (|
    parent* = traits clonable.
    dive: depth = ( depth = 0 ifTrue: [ 0 ] False: [ 1 + (dive: depth - 1) ] ).
|) |

(system arguments isEmpty
    ifTrue: [ diver dive: 1000000 ]
    False: [ diver dive: (system arguments at: 0) asInteger ]) printLine.
