"Processes that have ended cost nothing once nobody can ask for their answers; their numbers are used again."

| forkMany: n = ( | sum <- 0 |
    n do: [| p | p: [ 3 ] fork. sum: sum + p join ].
    sum ) |

forkMany: 1000                                                      "=> 3000"

"Who holds one can ask it, however long ago it ended."
[| p | p: [ 'an', 'swer' ] fork. p join. forkMany: 30000. system collectGarbage. process yield. p join, p status ] value    "=> 'answerdone'"
[| p | p: [ nil someFailure ] fork. process yield. system collectGarbage. process yield. p failure text ] value   "=> 'nil does not understand \'someFailure\''"
[| ps | ps: ((1 to: 20000) asVector mapBy: [| :i | [ i * i ] fork ]). process yield. system collectGarbage. process yield.
   ((ps at: 0) join + (ps at: 19999) join) printString ] value            "=> '400000001'"
