"A resend goes on above the object that holds the method; self stays the receiver."
| aa = (| foo = 'A'. who = 'AA' |).
  bb = (| p* = aa. foo = ('B(', who, ')', resend.foo) |).
  cc = (| p* = bb. foo = ('C', resend.foo) |).
  dd = (| p* = bb. who = 'DD' |) |
cc foo                                                 "=> 'CB(AA)A'"
dd foo                                                 "=> 'B(DD)A'"
(| p* = aa. foo = ([ resend.foo ] value) |) foo        "=> 'A'"
(| p* = aa. foo = ([ [ resend.foo ] value ] value) |) foo   "=> 'A'"
(| p* = aa. foo = (resend.nosuch) |) foo               "=> error: undefinedSelector"
(| foo = (resend.foo) |) foo                           "=> error: undefinedSelector"
(| p* = (| + n = ('P+', n printString) |). + n = (resend.+ n) |) + 3   "=> 'P+3'"

"A clone that overrides the method is not found again."
| over = (| p* = bb. foo = ('over ', resend.foo) |) |
over _Clone foo                                        "=> 'over B(AA)A'"
