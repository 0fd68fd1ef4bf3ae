"Parents may be assigned; the change is seen by the next send."
| happy = (| mood = 'happy' |). sad = (| mood = 'sad' |) |
(| p* <- happy. go: other = (| a | a: mood. p: other. a, ' ', mood) |) go: sad "=> 'happy sad'"

"… also by a send site that has been cached."
| person = (| parent* <- happy |) |
[| s <- '' | 6 do: [| :i | person parent: (i even ifTrue: [ happy ] False: [ sad ]). s: s, person mood first ]. s ] value   "=> 'hshshs'"

"Clones have parents of their own."
| a <- nil. b <- nil |.
person parent: happy. a: person _Clone. b: person _Clone. b parent: sad. a mood, b mood   "=> 'happysad'"
