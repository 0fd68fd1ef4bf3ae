"What people are told: the receiver by name, and what was to be done."
3 + 'x'                                     "=> error: 3 + 'x' has no meaning: 'x' does not understand 'addSmallInteger:'"
2.5 * nil                                   "=> error: 2.5 * nil has no meaning: nil does not understand 'multiplyFloat:'"
3 < 'a'                                     "=> error: 3 < 'a' has no meaning: 'a' does not understand 'reverseLessThanSmallInteger:'"
[| x | x: (2 ** 100). x >= nil ] value      "=> error: 1267650600228229401496703205376 >= nil has no meaning: nil does not understand 'reverseGreaterThanOrEqualSmallInteger:'"
nil addSmallInteger: 3                      "=> error: 3 + nil has no meaning: nil does not understand 'addSmallInteger:'"
list first                                  "=> error: a list() is empty"
'abc' asInteger                             "=> error: 'abc' is not an integer"
'a', 3                                      "=> error: 3 is not a string, so it cannot be appended to one: send it asString or printString"
[ 3 zork ] fork join                        "=> error: the process failed: 3 does not understand 'zork'"
vector _At: 3                               "=> error: the index is out of bounds (_At: sent to a vector())"
3 _BlockValue                               "=> error: the receiver or an argument is of the wrong kind (_BlockValue sent to 3)"

"Every reason a primitive gives has words."
| reasons = ('badTypeError' & 'badIndexError' & 'badSizeError' & 'overflowError' & 'divisionByZeroError' & 'slotNameError' &
    'syntaxError' & 'outOfMemoryError' & 'outOfFuelError' & 'primitiveNotDefinedError' & 'argumentCountError' &
    'processStateError' & 'outsideError') asVector |
(reasons filterBy: [| :kind | (errors primitive copyReceiver: 3 Primitive: 'x' Kind: kind) reason = kind ]) size   "=> 0"
