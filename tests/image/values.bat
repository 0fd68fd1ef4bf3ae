"Values of every kind are what they were when the world is left and entered again."

| kept <- nil |.
kept: vector copySize: 12.
kept at: 0 Put: 4611686018427387904.
kept at: 1 Put: 0 - (2 power: 200).
kept at: 2 Put: 1.0e300 * -1.
kept at: 3 Put: 'grün, \'«😀»'.
kept at: 4 Put: (vector copySize: 1000 FillingWith: 7).
kept at: 5 Put: (byteVector copySize: 9 FillingWith: 255).
kept at: 6 Put: (dictionary copyRemoveAll at: 3@4 Put: (1 & 2) asVector).
kept at: 7 Put: (dictionary copyRemoveAll at: 'a' Put: 1).
kept at: 8 Put: (3 & 'three' & nil) asSet.
kept at: 9 Put: (1 & 2 & 3) asList.
kept at: 10 Put: 3@4.
kept at: 11 Put: -0.0.
kept size                                       "=> 12"
(kept at: 0) + 0                                "=> 4611686018427387904"
(kept at: 0) = 4611686018427387904              "=> true"
(kept at: 1) + (2 power: 200)                   "=> 0"
kept at: 2                                      "=> -1e300"
(kept at: 3) size                               "=> 10"
kept at: 3                                      "=> 'grün, \'«😀»'"
((kept at: 4) at: 999 Put: 8) size              "=> 1000"
((kept at: 4) at: 998) + ((kept at: 4) at: 999) "=> 15"
(kept at: 5) at: 8                              "=> 255"
(kept at: 7) at: 'a'                            "=> 1"
((kept at: 7) at: 'b' Put: 2) size              "=> 2"
((kept at: 6) at: 3@4) at: 1                    "=> 2"
(kept at: 7) at: 'b'                            "=> 2"
((kept at: 8) includes: 'three') && ((kept at: 8) includes: nil) "=> true"
(kept at: 9) removeFirst                        "=> 1"
(kept at: 9)                                    "=> a list(2, 3)"
(kept at: 10) x                                 "=> 3"
kept at: 11                                     "=> -0.0"
