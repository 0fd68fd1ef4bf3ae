"A slot list of a program adds its slots from left to right: each sees those before it, itself not yet."
| a = 1. b = a + 1. c <- b + 1. d = (a + c). e = 'x'. f = (| g = b |) |
a + b + c + d                                                       "=> 10"
f g                                                                 "=> 2"
| early = late. late = 3 |                                          "=> error: undefinedSelector"
early                                                               "=> error: undefinedSelector"

"An old slot is there until the new one takes its place."
| n = 5 |                                                           "=> lobby"
| m = 1. n = n + m. o = n |                                         "=> lobby"
(n * 10) + o                                                        "=> 66"

"So with braces around, and with an annotation for the whole."
| { 'Category: numbers' p = 1. q = p + 1 } r = q + 1 |              "=> lobby"
p + q + r                                                           "=> 6"
(reflect: lobby) annotationAt: 'q'                                  "=> 'Category: numbers'"

"What a value does is done before the next one."
| log = mutableString copy |                                        "=> lobby"
| s = [ log append: 'a'. 1 ] value. t = log size. u = [ log append: 'b'. 2 ] value. v = log size |
(t * 10) + v                                                        "=> 12"
