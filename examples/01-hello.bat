"Hello: messages to objects, and nothing else.

 `batos examples/01-hello.bat` runs this file, `batos < examples/01-hello.bat` shows what each expression gives. A comment that
 begins with => says the same, one that begins with prints: what is written; the tests hold the file to them."

"An object, then a message. `printLine` writes its receiver."
'Hello, world' printLine.                               "prints: Hello, world / "

"Unary messages go first, then operators, then messages with keywords."
3 + 4.                                                  "=> 7"
5 factorial.                                            "=> 120"
3 max: 4 + 5.                                           "=> 9"

"A chain of one operator goes from left to right. Two different operators need parentheses, so nobody has to remember
 which goes first."
2 * 3 * 7.                                              "=> 42"
(2 + 3) * 7.                                            "=> 35"

"Integers have any size, and strings are Unicode text."
2 ** 100.                                               "=> 1267650600228229401496703205376"
'größer' size.                                          "=> 6"
'bat', ' os'.                                           "=> 'bat os'"

"Collections are objects like any other: `&` gathers elements, a message says into what."
(3 & 1 & 2) asVector sort.                              "=> a vector(1, 2, 3)"

"A message nobody understands is an error, and the error says what is near. (Unhandled it would end the program; `onError:`
 runs a block instead, and gives it the error.)"
[ 5 factoral ] onError: [| :e | e text ].  "=> '5 does not understand \'factoral\'; did you mean \'factorial\'?'"
