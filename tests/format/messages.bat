x:3.
x   foo
  bar.
3+4+5.
4 -3.
4-3.
- 3.
foo-3.
'a','b' , 'c'.
(3+4)*(5   -   6).
vector copySize:3 FillingWith:[ 3 ].
x at:   1
Put: 2.
x at: 1 Put: (y at: 2
   IfAbsent: [ 3 ]).
[x]whileTrue:[y].
[x:x+1. x<10]whileTrue.
(x < 3) && [ y > 4 ] ifTrue: [ 'both of them are as they should be' printLine ] False: [ 'one of them is not' printLine ].
x ifTrue: [
'one' printLine ] False: [ 'two' printLine ].
x
  ifTrue: ['one' printLine]
  False: ['two' printLine].
aCollection do: [| :each. :index | each printString print. ' at ' print. index printString printLine. each foo ].
aCollection inject: vector copyRemoveAll Into: [| :sum. :each | sum add: each doubled ].
text append: 'this is a long text, ', name, ' and it goes on and on, ', other, ' until no line holds it any more, ', last.
(aLongReceiverWithAName anotherMessage: withAnArgument) yetAnotherMessage: (withAnArgument inParentheses: andMore) Last: 3.
aLongReceiverWithAName fooooooooooooo: withAnArgument Baaaaaaaaaaaaaaaar: anotherArgument Baaaaaaaaaaaaaaaaaaz: aThird.
answer: (aLongConditionThatIsTrue ifTrue: [ 'the first of the two possible values' ] False: [ 'the second of the values' ]).
anObject aMessage: 'an argument that takes some room' Another: [| :x | x isLonger: thanWhatIsLeft. of: theLine ].
resend.at:3   Put:4.
parent.+   4.
[|:x. y<-3| ^x].
[ ^   3 ].
[].
[|x|].
( x ).
(x.).
{'Comment: an object' (|x=3|)}.
'a string
of two lines'   size.
x foo: 'a string
of two lines' Bar: [ 3. 4 ].
16rFF + -4 + 1.5e-3
