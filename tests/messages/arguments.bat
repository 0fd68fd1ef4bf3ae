"An argument of the wrong kind: what was given, and what is understood."
lobby addSlots: 3
lobby addSlots: nil
lobby removeSlot: 'nosuch'
lobby removeSlot: 3
(1 & 2) asVector at: 'x'
(1 & 2) asVector at: 1.5
'abc' at: nil
'abc' , 3
list addAll: 3
3 to: 'x' Do: [| :i | i ]
3 timesRepeat: 4
5 max: nil
7 % 'x'
2 power: 'x'
10 printStringBase: 99
'abc' copyFrom: 'a' UpTo: 2
3 perform: 4
3 perform: 'max:' WithArguments: 7
vector copySize: -1
vector copySize: 'x'
'x' asInteger
'12,5' asFloat
'zz' asIntegerBase: 99
3 ifTrue: [ 4 ]
nil ifTrue: [ 4 ] False: [ 5 ]
[ 3 ] whileTrue: [ 4 ]
[ nil ] whileFalse: [ 4 ]
