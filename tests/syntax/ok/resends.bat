resend.copy. resend.copy foo bar. resend.+ 3. resend.+ 3 + 4. resend.at: 3 Put: 4.
parent.copy. parent.at: 3. p.+ n. p.- n. 1 + resend.x. foo: resend.x. resend.x + 1. resend.x at: 3.
1 + resend.max: 3. p.a: x B: y.
3. x. y.
