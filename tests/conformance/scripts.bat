"Scripts: newlines are blanks, expressions end with a period."

'a' printLine.
'b' printLine  "prints: a / b"

'x' printLine. 'y' printLine.
'z' printLine.  "prints: x / y / z"

3 max:
  7.
'after' printLine  "prints: after"

((3 max:
  7) printLine).
'after' printLine  "prints: 7 / after"

(3 max: 7)
  printLine  "prints: 7"

(3 + \
 4) printLine  "prints: 7"

'multi
line' printLine.  "prints: multi / line"

'esc\
aped' printLine.  "prints: escaped"

"a comment
over two lines" 'after comment' printLine.  "prints: after comment"

"escaped \" quote" 'after' printLine.  "prints: after"
37r1
'next' printLine  "=> syntax error"

nosuch.
'next' printLine  "=> error: undefinedSelector"

3 + 4 * 5
'next' printLine  "=> syntax error"

^ 'returned' printLine                 "prints: returned"
| xTop | xTop: 3. xTop printLine       "prints: 3"
[| :x | x printLine] value: 5          "prints: 5"
