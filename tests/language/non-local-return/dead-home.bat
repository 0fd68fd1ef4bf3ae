"^ from a method that has returned is an error; the block is otherwise alive."
(| mk = ([ ^ 4 ]) |) mk value                          "=> error: cannotReturn"
(| parent* = lobby. mk = ([| :x | x > 3 ifTrue: [ ^ x ]. x ]). go = (mk value: 2) |) go   "=> 2"
[| b | b: (| mk = ([ ^ 4 ]) |) mk. [ b value ] onError: [| :e | e kind ] ] value          "=> 'cannotReturn'"

"The same home, called again, is another one."
(| parent* = lobby. keep <- nil. go: again = (again ifTrue: [ keep value ] False: [ keep: [ ^ 'first' ] ]. 'end') .
   run = (go: false. [ go: true ] onError: [| :e | e kind ]) |) run    "=> 'cannotReturn'"

"A block run by another process cannot return either."
(| parent* = lobby. go = ([ ^ 3 ] fork join. 4) |) go  "=> error: "
