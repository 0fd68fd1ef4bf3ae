"A clean-up that itself returns non-locally wins over what was under way."
(| parent* = lobby. go = ([ 1 ] ensure: [ ^ 2 ]. 3) |) go                  "=> 2"
(| parent* = lobby. go = ([ ^ 1 ] ensure: [ ^ 2 ]. 3) |) go                "=> 2"
(| parent* = lobby. go = ([ [ nil zork ] ensure: [ ^ 'cleaned' ] ] onError: [ 'handled' ]. 3) |) go   "=> 'cleaned'"

"A clean-up that fails."
[ [ 1 ] ensure: [ 1 / 0 ] ] onError: [| :e | e kind ]                      "=> 'divisionByZeroError'"
