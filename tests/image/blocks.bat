"Blocks keep what they share with their homes and with each other, and know whether those still run."

| counter <- nil. reader <- nil. leaver <- nil. nested <- nil.
  make: start = ( | n <- 0 |
      n: start.
      counter: [| :by | n: n + by. n ].
      reader: [ n ].
      leaver: [ ^ n ].
      nested: [| :x | [| :y | n: n + (x * y). self ] ].
      self ).
|.
make: 10. nil                 "=> nil"
counter value: 5              "=> 15"
reader value                  "=> 15"
(nested value: 3) value: 4    "=> lobby"
reader value                  "=> 27"
leaver value                  "=> error: cannotReturn"
| half <- nil |. half: (nested value: 100). nil "=> nil"
half value: 1. reader value   "=> 127"

"A block that resends."
| base = (| parent* = lobby. name = ( 'base' ) |).
  over = (| parent* = base. name = ( 'over' ). up = ( [ resend.name ] ) |).
  up <- nil |.
up: over up. nil              "=> nil"
up value                      "=> 'base'"
