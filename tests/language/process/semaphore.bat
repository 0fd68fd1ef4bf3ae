"Semaphores, locks and queues."
(semaphore copyCount: 1) critical: [ 3 ]               "=> 3"
[| s. l | s: (semaphore copyCount: 0). [ 'a' print. s signal ] fork. s wait. 'b' print. 3 ] value   "prints: ab"  "=> 3"
[| q. p | q: sharedQueue copy. p: [ q removeFirst + q removeFirst ] fork. q add: 3. process yield. q add: 4. p join ] value   "=> 7"
[| l. t <- '' | l: lock copy.
   [ l protect: [ t: t, 'a'. process yield. t: t, 'b' ] ] fork.
   process yield.
   l protect: [ t: t, 'c' ].
   t ] value                                           "=> 'abc'"
"Waiting for what can no longer happen."
(semaphore copyCount: 0) wait                          "=> error: "
