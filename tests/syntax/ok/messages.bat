foo. foo bar baz. 3 foo bar. 3 + 4 + 5. a foo + b bar. 2 + 3 factorial.
+ 4. at: 3. x at: 3. x at: 3 Put: 4. x at: 3 foo Put: 4 + 5 Max: 6.
3 max: 4 max: 5. 3 max: 4 Min: 5. 3 max: 4 + 5. x at: (y at: 1) Put: z at: 2 Put: 3.
1 + max: 3. 1 + max: 3 + 4. + max: 3. a + b + c: d Put: e.
_IntAdd: 4. 3 _IntAdd: 4 IfFail: [| :e. :n | e ]. _Clone.
a , b , c. a = b. a == b. a <- b. a && [ b ]. a -> b -> c. a <-> b. ^^ 5. a ^^ b.
a || b. x = 3. a # b. a / b. a // b. a % b.
