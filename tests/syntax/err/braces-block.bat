x > 3 ifTrue: { y printLine }.
