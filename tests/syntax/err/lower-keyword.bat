dictionary at: 1 put: 2.
x > 3 ifTrue: [ 1 ] ifFalse: [ 2 ].
