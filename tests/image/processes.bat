"Processes that wait, wherever they stand, go on where they stood after the world was left and entered again."

| gate <- nil. seen <- nil. worker <- nil. step = ( gate wait. seen add: 'passed' ). step: n = ( step. n ). go = ( gate signal. process yield. nil ) |.
gate: (semaphore copyCount: 0). seen: list copyRemoveAll.
nil                                       "=> nil"

"In the middle of an expression, with values that are still needed."
worker: [ 1000 + ((10 * (step: 3)) + (step: 4)) ] fork. nil "=> nil"
worker status                             "=> 'suspended'"
go                                        "=> nil"
worker status                             "=> 'suspended'"
go                                        "=> nil"
worker returnValue                        "=> 1034"
seen                                      "=> a list('passed', 'passed')"

"Under blocks, in loops of every kind, with variables of all of them."
worker: [| sum <- 0 |
    (1 & 2) asVector do: [| :x |
        1 to: 2 Do: [| :i. last | last: x * i. step. sum: sum + last ].
        [| :k | k > 0 ifTrue: [ step. sum: sum + (100 * k) ] ] value: x ].
    sum ] fork. nil                       "=> nil"
go                                        "=> nil"
go                                        "=> nil"
go                                        "=> nil"
go                                        "=> nil"
go                                        "=> nil"
worker isFinished                         "=> false"
go                                        "=> nil"
worker returnValue                        "=> 309"

"Inside `ensure:`: in what is protected, and in what must run; and a return through both."
| trace <- nil. through = ( [ [ step. trace add: 'body'. ^ 5 ] ensure: [ step. trace add: 'inner' ] ] ensure: [ trace add: 'outer' ]. 6 ) |.
trace: list copyRemoveAll. worker: [ 1 + through ] fork. nil "=> nil"
go                                        "=> nil"
trace                                     "=> a list('body')"
go                                        "=> nil"
trace                                     "=> a list('body', 'inner', 'outer')"
worker returnValue                        "=> 6"

"Aborted while it waits: what must run runs, in a later turn too."
trace: list copyRemoveAll.
worker: [ [ step ] ensure: [ step. trace add: 'cleaned' ] ] fork. nil "=> nil"
worker abort. process yield. worker isFinished "=> false"
trace                                     "=> a list()"
go                                        "=> nil"
trace                                     "=> a list('cleaned')"
worker status                             "=> 'aborted'"

"In a handler of an error, and below one."
worker: [ [ nil zork. 1 ] onError: [| :e | step. e resume: 7 ]. ([ step. 3 zork ] onError: [| :e | e return: 9 ]) ] fork. nil "=> nil"
go                                        "=> nil"
go                                        "=> nil"
worker returnValue                        "=> 9"

"One waits for the end of another, which waits for a third."
| first <- nil. second <- nil |.
first: [ step. 3 ] fork. second: [ 4 + first join ] fork. worker: [ 5 + second join ] fork. nil "=> nil"
worker status                             "=> 'suspended'"
go                                        "=> nil"
worker returnValue                        "=> 12"

"For the clock: it has passed when the world is entered again."
worker: [ process sleep: 5. process sleep: 5. 8 ] fork. process yield. nil "=> nil"
worker join                               "=> 8"
worker returnValue                        "=> 8"

"Deep in a recursion."
| deep: n = ( n = 0 ifTrue: [ step. 0 ] False: [ n + (deep: n - 1) ] ) |.
worker: [ deep: 300 ] fork. nil           "=> nil"
go                                        "=> nil"
worker returnValue                        "=> 45150"

"In a method that has been replaced since: the old one goes on."
| work = ( step. 'old' ) |. worker: [ work ] fork. nil "=> nil"
| work = ( step. 'new' ) |. nil           "=> nil"
go                                        "=> nil"
worker returnValue                        "=> 'old'"

"In a loop on a receiver that redefines it, and in a choice that is a real send."
| odd = (| parent* = lobby. to: n Do: b = ( b value: n. step. b value: n + 1. 'done' ). ifTrue: b = ( step. b value ) |). got <- nil |.
got: list copyRemoveAll.
worker: [ (odd to: 5 Do: [| :x | got add: x ]), (odd ifTrue: [ step. 'chosen' ]) ] fork. nil "=> nil"
go                                        "=> nil"
go                                        "=> nil"
go                                        "=> nil"
worker returnValue                        "=> 'donechosen'"
got                                       "=> a list(5, 6)"

"Not yet begun, with what it will need."
worker: ([| x | x: 3. [ x: x + 1. x ] asProcess ] value). nil "=> nil"
worker status                             "=> 'new'"
worker resume join                        "=> 4"

"Those that share a bound share it still: what one spends the other has not."
| pair <- nil |.
worker: [ process this _ProcessSetFuel: 5000.
    pair: ([ step. 0 upTo: 3000 Do: [| :i | i ] ] fork & [ step. 0 upTo: 3000 Do: [| :i | i ] ] fork) asVector ] fork.
process yield. nil                        "=> nil"
go                                        "=> nil"
(pair at: 0) status                       "=> 'done'"
(pair at: 1) status                       "=> 'suspended'"
go                                        "=> nil"
(pair at: 1) status                       "=> 'failed'"
