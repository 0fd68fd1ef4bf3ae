"Who waits in vain is told who waits for whom."
(semaphore copyCount: 0) wait                          "=> error: deadlock"
[ (semaphore copyCount: 0) wait ] onError: [| :e | e text ]
    "=> 'this process waits for a semaphore(0): nothing can ever wake it'"
[| p | p: [ (semaphore copyCount: 0) wait ] fork. [ p join ] onError: [| :e | e text ] ] value
    "=> 'this process waits for a process(suspended), which waits for a semaphore(0): nothing can ever wake it'"
[| a. b | a: lock copy. b: lock copy.
   [ a protect: [ process yield. b protect: [ 1 ] ] ] fork.
   process yield.
   [ b protect: [ a protect: [ 2 ] ] ] onError: [| :e | e text ] ] value
    "=> 'this process waits for a lock(held), which is up to a process(suspended), which waits for a lock(held), which is up to itself: nothing can ever wake it'"
[ process this suspend ] onError: [| :e | e text ]
    "=> 'this process waits to be resumed, and nobody is left who could do it'"
[ promise copy await ] onError: [| :e | e kind ]       "=> 'deadlock'"
[ [ (semaphore copyCount: 0) wait ] ensure: [ 'cleaned ' print ] ] onError: [ 3 ]   "prints: cleaned "  "=> 3"

"A limit of time holds for computing and for waiting, and what is given up is cleaned up."
[ [ true ] whileTrue ] valueWithin: 10 IfTimedOut: [ 'late' ]                   "=> 'late'"
[ process sleep: 10000 ] valueWithin: 10 IfTimedOut: [ 'late' ]                 "=> 'late'"
[ [ process sleep: 10000 ] ensure: [ 'cleaned ' print ] ] valueWithin: 10 IfTimedOut: [ 'late' ]   "prints: cleaned "  "=> 'late'"
[ [ process sleep: 10000 ] fork join ] valueWithin: 10 IfTimedOut: [ 'late' ]   "=> 'late'"
[ [ [ true ] whileTrue ] onError: [ 'not this one' ] ] valueWithin: 10 IfTimedOut: [ 'late' ]       "=> 'late'"
[ 3 ] valueWithin: 10000 IfTimedOut: [ 'late' ]                                 "=> 3"
[ nil zork ] valueWithin: 10000 IfTimedOut: [ 'late' ]                          "=> error: undefinedSelector"

"The earlier of two limits is the one that counts, wherever it was set."
[ [ [ true ] whileTrue ] valueWithin: 10000 IfTimedOut: [ 'inner' ] ] valueWithin: 10 IfTimedOut: [ 'outer' ]   "=> 'outer'"
[ [ [ true ] whileTrue ] valueWithin: 10 IfTimedOut: [ 'inner' ] ] valueWithin: 10000 IfTimedOut: [ 'outer' ]   "=> 'inner'"

"A limit that was kept leaves nothing behind."
[| n <- 0 | [ n: 1 ] valueWithin: 5 IfTimedOut: [ n: 2 ]. process sleep: 15. 100000 do: [ n: n + 1 ]. n ] value   "=> 100001"

"Who gives up waiting for a semaphore does not take a signal that another one needs."
[| s. a. b. order |
   order: list copyRemoveAll.
   s: (semaphore copyCount: 0).
   a: [ order add: ([ s wait. 'got' ] valueWithin: 10 IfTimedOut: [ 'gave up' ]) ] fork.
   b: [ s wait. order add: 'b got' ] fork.
   process sleep: 30.
   s signal.
   b join. a join. order ] value                       "=> a list('gave up', 'b got')"
[| s. a. b |
   s: (semaphore copyCount: 0).
   a: [ s wait ] fork. b: [ s wait. 'b' ] fork.
   process yield.
   s signal. a abort.
   b join ] value                                      "=> 'b'"

"Who has given up joining is not woken by the other's end."
[| p. s |
   p: [ process sleep: 30 ] fork.
   [ p join ] valueWithin: 5 IfTimedOut: [ 'late' ].
   s: system monotonicMicroseconds.
   process sleep: 60.
   (system monotonicMicroseconds - s) >= 60000 ] value "=> true"

"What is done atomically must not wait."
process atomically: [ process yield. 3 ]               "=> error: atomicError"
process atomically: [ process sleep: 1 ]               "=> error: atomicError"
process atomically: [ [ 3 ] fork join ]                "=> error: atomicError"
process atomically: [ (semaphore copyCount: 1) wait count ]   "=> 0"
[ [ process atomically: [ nil zork ] ] onError: [ 1 ]. process yield. 3 ] value   "=> 3"

"Sleepers are woken while others run without end."
[| stop <- false. turns <- 0 |
   [ process sleep: 5. stop: true ] fork.
   [ stop ] whileFalse: [ turns: turns + 1. process yield ].
   turns > 0 ] value                                   "=> true"

"Promises."
[| p | p: promise copy. [ process yield. p keep: 3 ] fork. p await + p await ] value   "=> 6"
[| p | p: [ nil zork ] promise. p await ] value        "=> error: undefinedSelector"
[| p | p: promise copy keep: 3. p keep: 4 ] value      "=> error: "
(([ 3 ] promise then: [| :x | x + 1 ]) then: [| :x | x * 10 ]) await   "=> 40"
[| p. sum <- 0 | p: promise copy. 10 do: [ [ sum: sum + p await ] fork ]. p keep: 3. process yield. process yield. sum ] value   "=> 30"
