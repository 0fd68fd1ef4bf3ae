"Mirrors: looking at an object from outside.

 Sending an object a message asks it to do something. To ask what it *is*, hold a mirror up to it: the object has no say in
 the answer and does not notice."

| point2 = (|
    parent* = traits clonable.
    x <- 3.
    y <- 4.
    dimensions = 2.
    sum = ( x + y ).
|) |

"A mirror is a collection of slots. Something that can be assigned has two: `x`, and `x:` which assigns it."
(reflect: point2) names.             "=> a vector('dimensions', 'parent', 'sum', 'x', 'x:', 'y', 'y:')"
(reflect: point2) includesKey: 'z'.                     "=> false"

"Each slot can be asked what it is."
((reflect: point2) at: 'x') isAssignable.               "=> true"
((reflect: point2) at: 'dimensions') isAssignable.      "=> false"
((reflect: point2) at: 'parent') isParent.              "=> true"
((reflect: point2) at: 'sum') isMethod.                 "=> true"

"What a slot holds is answered as another mirror, since looking at a method must not run it."
((reflect: point2) contentsAt: 'x') reflectee.          "=> 3"
((reflect: point2) contentsAt: 'sum') source.           "=> '( x + y )'"
point2 sum.                                             "=> 7"

"Everything can be looked at, numbers included. Where would 3 find a message?"
(reflect: 3) kind.                                      "=> 'smallInt'"
(reflect: 3) understands: 'factorial'.                  "=> true"
((reflect: 3) lookup: 'factorial') size.                "=> 1"
(((reflect: 3) lookup: 'factorial') at: 0) reflectee.   "=> traits integer"

"A mirror also changes slots. Running code sees it at once."
(reflect: point2) addSlotsFrom: 'scaledBy: n = ( (copy x: x * n) y: y * n )'.
(point2 scaledBy: 10) sum.                              "=> 70"
(reflect: point2) removeKey: 'scaledBy:'.
[ point2 scaledBy: 10 ] onError: [| :e | e kind ].      "=> 'undefinedSelector'"
