(|
  x        = 3.
  aLongOne = 4.
  between.
  y       <- 5.
  alone    = 1   .
  odd    =  2.

  isSmall  = ( "Is it?"     self < 3 ).
  isMiddle = ( "Is it so?"  self < 9 ).

  first: a  = ( a ).
  second: a = ( a + 1 ).
|).
x foo                        ifTrue: [ 1 ].
x fooBar                     ifTrue: [ 2 ].

"alone"



x    foo  ifTrue:  [ 3 ].

3+4.                          "=> 7"
'abc'    size.                "=> 3"
[ 1 / 0 ] onError: [| :e | e kind ].   "=> 'divisionByZeroError'"  "and more"
3. "one blank"
