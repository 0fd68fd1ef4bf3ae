"Sorting is stable, in place or in a copy, by `<` or by a block."
(3 & 1 & 2) asVector copySort                          "=> a vector(1, 2, 3)"
[| v | v: (3 & 1 & 2) asVector. v sort. v ] value      "=> a vector(1, 2, 3)"
[| v | v: (3 & 1 & 2) asVector. v copySort. v ] value  "=> a vector(3, 1, 2)"
(3 & 1 & 2) asList sort                                "=> a list(1, 2, 3)"
(3 & 1 & 2) asVector copySortBy: [| :a. :b | a > b ]   "=> a vector(3, 2, 1)"
('bb' & 'a' & 'aa' & 'b') asVector copySortBy: [| :a. :b | a size < b size ]   "=> a vector('a', 'b', 'bb', 'aa')"
vector copySort                                        "=> a vector()"
[| r. v | r: (random copySeed: 1). v: (vector copySize: 1000). v mapBy: [ r integer: 500 ]. v sort isSorted ] value   "=> true"
[| r. v | r: (random copySeed: 1). v: (vector copySize: 1000). v mapBy: [| :x. :i | (r integer: 20) @ i ].
  v sortBy: [| :a. :b | a x < b x ].
  (1 to: 999) allSatisfy: [| :i. p. q | p: (v at: i - 1). q: (v at: i). (p x < q x) || [ (p x = q x) && [ p y < q y ] ] ] ] value   "=> true"
