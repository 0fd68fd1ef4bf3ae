"A block made in iteration 3 of a loop that is compiled in place, run after the loop, sees that iteration's variables."
(| parent* = lobby. go = (| l. i <- 0 |
    l: list copyRemoveAll.
    [ i < 5 ] whileTrue: [| mine | mine: i * 10. l add: [ mine ]. i: i + 1 ].
    (l at: 3) value) |) go                              "=> 30"
(| parent* = lobby. go = (| l |
    l: list copyRemoveAll.
    0 to: 4 Do: [| :i | l add: [ i ] ].
    (l at: 3) value) |) go                              "=> 3"
(| parent* = lobby. go = (| l |
    l: list copyRemoveAll.
    0 to: 4 Do: [| :i. mine <- 0 | l add: [ mine: mine + i. mine ] ].
    (l at: 3) value. (l at: 3) value) |) go             "=> 6"

"A variable outside the loop is one for all."
(| parent* = lobby. go = (| l. shared <- 0 |
    l: list copyRemoveAll.
    1 to: 3 Do: [| :i | l add: [ shared: shared + i. shared ] ].
    (l at: 0) value. (l at: 1) value. (l at: 2) value) |) go   "=> 6"
