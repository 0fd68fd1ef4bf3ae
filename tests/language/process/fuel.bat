"A bound on fuel holds for everything the process starts, together."
| o = (| parent* = lobby. spread = ( [ spread ] fork join ) |) |
process this _ProcessSetFuel: 20000. o spread          "=> error: machine"
process this _ProcessSetFuel: 20000. 100000 do: [ process yield ]   "=> error: machine"

"It can be lowered, not loosened."
process this _ProcessSetFuel: 1000. process this _ProcessSetFuel: nil   "=> error: processStateError"
process this _ProcessSetFuel: 1000. process this _ProcessSetFuel: 2000  "=> error: processStateError"
process this _ProcessSetFuel: 1000. process this _ProcessSetFuel: 500. 3   "=> 3"
