"A comment at the top,
 of two lines."


   "another, too far in,
      whose second line stood further in"
3+4. "behind"
3 + "before an argument" 4 "before the period" .
( "first in parentheses" 3 "last in parentheses" ).
5 max: "before its argument" 6 "behind an argument"
   min: 7.
(| "about x" x "between" = "before the value" 3. "behind x"
    "alone" y <- 4 "last" |).
traits thing _AddSlots: (| "behind the bar"
  a = ("one line" 1).
  b = ("over two
        lines" 2).
c = ( "kept beside its name"
     3 ).

    "a heading"



    d = (
        | x "a local" <- 3. "the other" y |
        "before a statement"
        x: 4. "behind a statement"
        ^ "before the answer" x
        "at the end" )
 "before the end"
|).
[| "before the argument" :x "behind it" | "the body" x ] value: 3.
[ "nothing but this" ].
{ 'Comment: an annotation' "between" ("in it" 3) }.
resend.foo "after a resend" bar.
"one" "two" 3 "three" "four".   "five"  "six"
x foo: 1 "one"
  Bar: 2 "two"
  Baz: 3 "three".
'a', "first"
'b', "second"
'c' "third".
"at the end"
