"A small world: things that stay. Run it with an image, `batos --image town.redb examples/07-a-small-world.bat`, and go on
 with it at the prompt, `batos --image town.redb`; what you make there is there the next time too."

traits _AddSlots: (| person = (| parent* = traits clonable |). place = (| parent* = traits clonable |) |).

|
    town = (| parent* = traits oddball. places <- list copyRemoveAll. tick <- 0 |).
    place = (| parent* = traits place. name <- 'nowhere'. ways <- list copyRemoveAll. people <- list copyRemoveAll |).
    person = (| parent* = traits person. name <- 'nobody'. here |)
|

traits person _AddSlots: (|
    goTo: p = (
        here ifNotNil: [ here people remove: self ].
        here: p.
        p people add: self.
        self ).
    statePrintString = ( name ).
|).
traits place _AddSlots: (|
    copyName: n = ( (((copy name: n) ways: list copyRemoveAll) people: list copyRemoveAll) ).
    to: other = ( ways add: other. other ways add: self. self ).
    statePrintString = ( name )
|).

"A square with a market on one side and a gate on the other."
| square <- nil. market <- nil. gate <- nil. ada <- nil. bo <- nil |
square: (place copyName: 'square').                     "=> lobby"
market: (place copyName: 'market').                     "=> lobby"
gate: (place copyName: 'gate').                         "=> lobby"
((square to: market) to: gate) ways.                    "=> a list(a place(market), a place(gate))"
town places addAll: (square & market & gate) asVector.  "=> a list(a place(square), a place(market), a place(gate))"

ada: (person copy name: 'Ada'). bo: (person copy name: 'Bo').  "=> lobby"
(ada goTo: square) here.                                "=> a place(square)"
bo goTo: market. (bo goTo: square) here.                "=> a place(square)"
square people.                                          "=> a list(a person(Ada), a person(Bo))"
market people.                                          "=> a list()"

"Time passes: in each step everybody goes on to the next place that leads away from here."
town _AddSlots: (| step = (
    tick: tick + 1.
    (places gather: [| :p | p people copy ]) do: [| :who | who goTo: (who here ways at: tick % who here ways size) ].
    self ) |).                                          "=> town"
town step tick.                                         "=> 1"
ada here.                                               "=> a place(gate)"
(town places copyMappedBy: [| :p | p people size ]).    "=> a list(0, 0, 2)"

"What is only tried leaves nothing behind. So does a turn that fails, and at the prompt `:undo` takes a turn back that went well."
[ town step tick ] trial.                               "=> 2"
town tick.                                              "=> 1"
