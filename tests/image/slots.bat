"Slots: parents that are assigned, slots added to shared and owned maps, those that do not outlive the session."

| one = (| parent* = lobby. who = 'one' |). two = (| parent* = lobby. who = 'two' |).
  shifty = (| p* <- one |). twin <- nil |.
twin: shifty _Clone. twin p: two. nil      "=> nil"
shifty who, twin who                       "=> 'onetwo'"
shifty p: two. twin p: one. nil            "=> nil"
shifty who, twin who                       "=> 'twoone'"
shifty p: nil. twin addSlots: (| more <- 7. extra = ( more + 1 ) |). nil "=> nil"
twin extra                                 "=> 8"
twin more: 8. nil                          "=> nil"
twin extra                                 "=> 9"
shifty who                                 "=> error: undefinedSelector"
shifty p: two. nil                         "=> nil"
twin _RemoveSlot: 'more'. nil              "=> nil"
twin extra                                 "=> error: undefinedSelector"

"What is transient comes back nil, in a copy too, and can be used again."
| box = (| parent* = traits clonable. {'Transient' cache <- 3}. {'Transient' fixed = 4}. stays <- 5 |). copied <- nil |.
copied: box copy.
box cache                                  "=> 3"
box cache                                  "=> nil"
copied cache                               "=> nil"
box fixed                                  "=> nil"
box stays                                  "=> 5"
box cache: 9. box cache                    "=> 9"
box cache                                  "=> nil"
{'Transient' scratch <- 3} & 4             "=> syntax error"
| {'Transient' scratch <- 3} |. scratch    "=> 3"
scratch                                    "=> nil"

"More slots than fit into a piece of a map, and into an object."
| many = () |.
0 upTo: 100 Do: [| :i | (reflect: many) addSlotsFrom: 'slot', i printString, ' <- ', i printString ]. nil "=> nil"
many slot99 + many slot0                   "=> 99"
many slot50: 1. (reflect: many) size       "=> 200"
many slot50                                "=> 1"
