"Errors, and objects that take failure messages themselves."

3 nosuch                                       "=> error: undefinedSelector"
nosuch: 4                                      "=> error: undefinedSelector"
lobby nosuch: 3 Foo: 4                         "=> error: undefinedSelector"
3 ifTrue: [4]                                  "=> error: undefinedSelector"
nil + 3                                        "=> error: undefinedSelector"
3 + nil                                        "=> error: undefinedSelector"
1 / 0                                          "=> error: divisionByZeroError"
3 error: 'my error'                            "=> error: my error"
(vector copySize: 3) at: 5                     "=> error: 5 is absent"
3 _IntAdd: 'x'                                 "=> error: badTypeError"
3 _IntAdd: 'x' IfFail: [| :e. :n | e, ' ', n]  "=> 'badTypeError _IntAdd:'"
3 _NoSuchPrim                                  "=> error: primitiveNotDefinedError"
(| x = 3 |) _IntAdd: 4                         "=> error: badTypeError"
lobby _AddSlots: (| h = (| p* = lobby. undefinedSelector: sel Type: t Delegatee: d MethodHolder: mh Arguments: args = ('DNU ', sel, ' ', t, ' ', args size printString). im = (zork). re = (resend.zork) |) |)
    "=> lobby"
h zork: 3 Bar: 4                               "=> 'DNU zork:Bar: normal 2'"
h im                                           "=> 'DNU zork implicitSelf 0'"
h re                                           "=> 'DNU zork undirectedResend 0'"
(| undefinedSelector: sel Type: t Delegatee: d MethodHolder: mh Arguments: args = (sel) |) zork
    "=> 'zork'"
(| p* = lobby. ambiguousSelector: sel Type: t Delegatee: d MethodHolder: mh Arguments: args = ('AMB ', sel). a* = (| x = 1 |). b* = (| x = 2 |) |) x
    "=> 'AMB x'"
(| p* = lobby. missingParentSelector: sel Type: t Delegatee: d MethodHolder: mh Arguments: args = ('MISS ', sel, ' ', t, ' ', d). foo = (zip.x) |) foo
    "=> 'MISS x directedResend zip'"
(| p* = lobby. mismatchedArgumentCountSelector: sel Type: t Delegatee: d MethodHolder: mh Arguments: args = ('MIS ', sel). foo = ('a:B:' sendTo: self With: 3) |) foo
    "=> 'MIS a:B:'"
'factorial' sendTo: 5                          "=> 120"
5 _Perform: '+' With: 4                        "=> 9"
'+' sendTo: 5 With: 3                          "=> 8"
'3 + 4' eval                                   "=> 7"
