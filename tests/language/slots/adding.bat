"Slots added to clones lead them all to the same few maps, whether or not there is room in the objects."
| proto = (| parent* = traits clonable. x <- 1. y <- 2 |). all <- nil. before <- 0 |
all: (vector copySize: 2000 FillingWith: nil).
2000 do: [| :i | all at: i Put: proto copy ].
before: system mapsMade.
all do: [| :e. :i | e _AddSlots: (| z <- 0. w <- 'w' |). e z: i ].
(system mapsMade - before) < 10                                     "=> true"
(all at: 1977) z                                                    "=> 1977"
(all at: 1978) w                                                    "=> 'w'"
(all at: 5) y                                                       "=> 2"
((all at: 5) y: 7) y                                                "=> 7"
(all at: 6) y                                                       "=> 2"

"So do methods, constants and parents that are the same."
before: system mapsMade.
| extra = (| tripled = ( z * 3 ) |) |
all do: [| :e | e _AddSlots: (| double = ( z + z ). k = 5. more* = extra |) ].
(system mapsMade - before) < 10                                     "=> true"
(all at: 21) double                                                 "=> 42"
(all at: 21) k                                                      "=> 5"
(all at: 21) tripled                                                "=> 63"

"More and more of them, one after the other."
before: system mapsMade.
all do: [| :e. :i | e _AddSlots: (| a <- 'a' |) ].
all do: [| :e. :i | e _AddSlots: (| b <- 'b' |) ].
all do: [| :e. :i | e _AddSlots: (| c <- 'c' |) ].
all do: [| :e. :i | e _AddSlots: (| d <- 'd' |). e d: i. e a: i ].
(system mapsMade - before) < 20                                     "=> true"
(all at: 3) b, (all at: 3) c                                        "=> 'bc'"
(all at: 3) a + (all at: 4) d                                       "=> 7"
(all at: 3) z                                                       "=> 3"

"A copy has them all, and apart."
| one <- nil. two <- nil |
one: (all at: 9). two: one copy.
two z: 100. two x: 50.
two double                                                          "=> 200"
one double                                                          "=> 18"
two w, two b                                                        "=> 'wb'"
two x + one x                                                       "=> 51"
two _AddSlots: (| e <- 'e' |).
two e, two d printString                                            "=> 'e9'"
one e                                                               "=> error: undefinedSelector"

"A widened object may still be changed in every other way, and serve as a parent."
one _AddSlots: (| z = 'fixed' |).
one z                                                               "=> 'fixed'"
one z: 3                                                            "=> error: undefinedSelector"
(all at: 10) z                                                      "=> 10"
(all at: 11) _RemoveSlot: 'w'.
(all at: 11) w                                                      "=> error: undefinedSelector"
(all at: 11) d                                                      "=> 11"
| child = (| up* = all at: 12 |) |
child z                                                             "=> 12"
child z: 13.
(all at: 12) z                                                      "=> 13"
(all at: 12) _AddSlots: (| late <- 'late' |).
child late                                                          "=> 'late'"
(all at: 13) _Define: (| only <- 1 |).
(all at: 13) only                                                   "=> 1"
(all at: 13) z                                                      "=> error: undefinedSelector"
(all at: 14) _AddSlotsIfAbsent: (| z <- 'other'. fresh <- 4 |).
(all at: 14) z + (all at: 14) fresh                                 "=> 18"

"An object that becomes its own parent by what is added."
| knot = (| x <- 1 |) |
knot _AddSlots: (| self2* = knot. y <- 2 |).
knot y + knot x                                                     "=> 3"

"A parent that can be assigned stays so, with many values."
| p1 = (| parent* = traits clonable. v <- 0 |). ps <- nil |
ps: (vector copySize: 100 FillingWith: nil).
100 do: [| :i | ps at: i Put: (| p* <- nil | ) ].
ps do: [| :e. :i | e _AddSlots: (| q <- 0. r <- 'r' |). e p: (p1 copy v: i) ].
(ps at: 77) v                                                       "=> 77"
(ps at: 77) r                                                       "=> 'r'"

"What a failed turn has added is gone."
| plain = (| parent* = lobby. x <- 1 |) |                           "=> lobby"
[| :o | o _AddSlots: (| z <- 2. w <- 3 |). o x: 5. o z: 6. o zork ] value: plain    "=> error: undefinedSelector"
plain x                                                             "=> 1"
plain z                                                             "=> error: undefinedSelector"
plain _AddSlots: (| z <- 2. w <- 3 |).
plain z + plain w + plain x                                         "=> 6"
[ plain z: 7. plain zork ] value                                    "=> error: undefinedSelector"
plain z + plain x                                                   "=> 3"

"What is given slot after slot is one of a kind in the end, and goes on taking them."
| growing = (| parent* = lobby |) |
100 do: [| :i | (reflect: growing) addSlotsFrom: 'slot', i printString, ' <- ', i printString ].
growing slot0 + growing slot50 + growing slot99                     "=> 149"

"Numbers take none."
3 _AddSlots: (| x = 1 |)                                            "=> error: badTypeError"
3 _AddSlots: (| |)                                                  "=> error: badTypeError"
