|a=3.b<-4.c.d*=lobby|
| account = (|
      parent*  = traits clonable.
      balance <- 0.
      deposit: amount = ( balance: balance + amount ).
  |) |
|
one = 1. two = 2.
three=(| x=1.
   y=2 |)
|.
(| |).
().
(|   |).
(| x |).
(|x=3.y=(|z|).|).
(| {} = 'Comment: the object'. {'Category: a' x. y=3}. { 'Category: b' { 'Comment: inner' z } } w |).
(| = other = (self _Eq: other). - n = ( 3 ). at: i Put: v = (i+v). put: At: = (| :v. :i | i + v ). p* <- q. method=(3). value = 3 + (4) |).
(|parent* = traits clonable. aNameThatIsLong <- 'a value that is long'. another <- 'another value'. yetAnother = 3|).
(| aMethod: withAnArgument And: another = ( | a. local | a: withAnArgument. local: another. a thatIsLong: local ). b |).
(| locals = (| thisIsLong <- 'aaaaaaaaaaaaaaaaaaaaaaaa'. thatIsLongToo <- 'bbbbbbbbbbbbbbbbbbbbbbbbbbbb'. soIsThis <- 3 + 4 | thisIsLong, thatIsLongToo ) |).
(| m = (
    | a. b.
      c |

    a: 3.


    b: 4. c: 5.
    a + b

    ) |)
