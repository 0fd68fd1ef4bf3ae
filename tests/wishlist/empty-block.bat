"In Self an empty block answers something other than nil; here it answers nil, and nobody has decided that."
([] value) _Eq: nil                                                  "=> false"
