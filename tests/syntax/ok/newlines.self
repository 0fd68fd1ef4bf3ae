'a' printLine
'b' printLine. 'c' printLine
(3 max:
   7)
printLine
3 + \
 4
"a comment
over two lines" 'after' printLine
'multi
line' printLine.
bootstrap addSlotsTo: bootstrap stub -> 'globals' -> () From: ( | {
         'Category: a\x7fComment: b'
         x = ( |
            | 3 foo; bar).
        } | )
| y <- 3.
  z |
| w | w: 3
$a
#b
