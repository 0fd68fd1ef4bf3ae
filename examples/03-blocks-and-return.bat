"Blocks: code as an object, and the way back out of it."

"A block runs when it is sent value. Its arguments stand between bars, each with a colon."
[ 3 + 4 ] value.                                        "=> 7"
[| :a. :b | a * b ] value: 6 With: 7.                   "=> 42"

"Control structures are messages that take blocks. Nothing here is built into the language."
3 < 4 ifTrue: [ 'less' ] False: [ 'not less' ].         "=> 'less'"
(1 to: 5) asVector.                                     "=> a vector(1, 2, 3, 4, 5)"
((3 & 4 & 5) asVector copyMappedBy: [| :n | n * n ]).   "=> a vector(9, 16, 25)"

"So anyone can write another one. A message without a receiver goes to self; here that is the lobby."
| unless: condition Do: block = ( condition ifTrue: [ nil ] False: [ block value ] ) |
unless: 3 > 4 Do: [ 'fine' ].                           "=> 'fine'"

"A block sees the variables around it, and keeps them: also after the method that made it has returned."
| newCounter = (| n <- 0 | [ n: n + 1. n ] ) |
[| c | c: newCounter. c value. c value. c value ] value. "=> 3"

"Each one has its own n."
[| a. b | a: newCounter. b: newCounter. a value. a value. b value ] value. "=> 1"

"The value of a block is that of its last expression. `^` is different: it returns from the method in which the block is
 written, however deep in other methods it is running by then."
| firstOver: limit In: c = (
    c do: [| :each | each > limit ifTrue: [ ^ each ] ].
    nil ) |
firstOver: 4 In: (1 & 5 & 9) asVector.                  "=> 5"
firstOver: 10 In: (1 & 5 & 9) asVector.                 "=> nil"

"When that method has already returned there is nowhere to go back to."
| escaping = ( [ ^ 4 ] ) |
[ escaping value ] onError: [| :e | e kind ].           "=> 'cannotReturn'"

"An error runs the nearest handler, which decides how it goes on."
[ 1 / 0 ] onError: [| :e | e kind ].                    "=> 'divisionByZeroError'"
[ (nil zork) + 1 ] onError: [| :e | e resume: 6 ].      "=> 7"

"What must happen whichever way a block is left stands behind ensure:."
[ [ 3 error: 'no' ] ensure: [ 'cleaned' printLine ] ] onError: [| :e | e text ].  "prints: cleaned / "  "=> 'no'"
