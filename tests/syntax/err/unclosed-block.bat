x > 3 ifTrue: [ y foo: (3 + 4).
