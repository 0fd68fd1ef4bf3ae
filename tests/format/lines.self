3 foo
 4   bar. 5 baz
'Sccs: a string' print

x: 3 + \
    4
(| x = (
  3
    foo ). y
   = 4. |)
aVeryLongReceiverWithoutABracketInIt foo: anArgument Bar: anotherArgument Baz: aThirdArgument Quux: theLastOfThem x
aVeryLongReceiverWithABracketInIt foo: anArgument Bar: anotherArgument Baz: [ aThirdArgument foo. theLastOfThem bar ]
 bootstrap addSlotsTo: bootstrap stub -> 'globals' -> () From: ( | {} = 'Comment: x'.
         {'Category: system\x7fModuleInfo: Module: x'
        
         a = ( |
            {} = 'ModuleInfo: y'.
           | ) .
         b* = bootstrap stub -> 'traits'
          }
        | )
x //   y. #   foo
-- 3
