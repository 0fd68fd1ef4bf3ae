"Sets and dictionaries find keys as `hash` and `=` say now, whoever redefines them, and when that is undone."
| tens = (|
    parent* = lobby.
    withTens: block = ( | r |
        _OpenSavepoint.
        traits integer _AddSlots: (| = n = ( ((_IntSub: n) _IntMod: 10) _Eq: 0 ). hash = ( _IntMod: 10 ) |).
        r: block value.
        _RollBack.
        r ).
|) |
tens withTens: [ (dictionary copyRemoveAll at: 3 Put: 'x') at: 13 ]                     "=> 'x'"
(dictionary copyRemoveAll at: 3 Put: 'x') at: 13                                        "=> error: 13 is absent"
tens withTens: [ (dictionary copyRemoveAll at: 3 Put: 'x') at: 13 IfAbsent: 'none' ]    "=> 'x'"
tens withTens: [ ((dictionary copyRemoveAll at: 3 Put: 'x') at: 13 Put: 'y') at: 3 ]    "=> 'y'"
tens withTens: [ (set copyRemoveAll add: 3) includes: 13 ]                              "=> true"
tens withTens: [ ((set copyRemoveAll add: 3) add: 13) size ]                            "=> 1"
tens withTens: [ (dictionary copyRemoveAll at: 3 Put: 'x') includesKey: 13 ]            "=> true"
(set copyRemoveAll add: 3) includes: 13                                                 "=> false"

"Only one of the two redefined, with the keys already there."
[| d. r |
  d: (dictionary copyRemoveAll at: 3 Put: 'x').
  _OpenSavepoint. traits integer _AddSlots: (| hash = ( 3 ) |). r: (d at: 4 IfAbsent: 'none'). _RollBack.
  r ] value                                            "=> 'none'"
[| d. r |
  d: (dictionary copyRemoveAll at: 3 Put: 'x').
  _OpenSavepoint.
  traits integer _AddSlots: (| hash = ( 3 ). = n = ( ((_IntAdd: 1) _IntDiv: 2) _Eq: ((n _IntAdd: 1) _IntDiv: 2) ) |).
  r: (d at: 4 IfAbsent: 'none').
  _RollBack.
  r ] value                                            "=> 'x'"

"Strings."
[| r |
  _OpenSavepoint.
  traits string _AddSlots: (| = s = ( asLowercase _StringEQ: s asLowercase ). hash = ( asLowercase _StringHash ) |).
  r: ((dictionary copyRemoveAll at: 'Key' Put: 'x') at: 'kEY' IfAbsent: 'none').
  _RollBack.
  r ] value                                            "=> 'x'"
(dictionary copyRemoveAll at: 'Key' Put: 'x') at: 'kEY' IfAbsent: 'none'   "=> 'none'"

"Floats."
[| r |
  _OpenSavepoint.
  traits float _AddSlots: (| = x = ( true ). hash = ( 5 ) |).
  r: ((set copyRemoveAll add: 1.5) includes: 2.5).
  _RollBack.
  r ] value                                            "=> true"
(set copyRemoveAll add: 1.5) includes: 2.5             "=> false"

"An object compares by identity until its parent says more."
| pear = (| parent* = traits clonable. weight <- 1 |) |
[| s. r |
  s: (set copyRemoveAll add: pear).
  r: (s includes: pear copy) printString.
  _OpenSavepoint.
  pear _AddSlots: (| = p = ( weight = p weight ). hash = ( weight ) |).
  s: (set copyRemoveAll add: pear).
  r: (r, ' ', (s includes: pear copy) printString).
  _RollBack.
  r ] value                                            "=> 'false true'"
[| s | s: (set copyRemoveAll add: pear). (s includes: pear) && [ (s includes: pear copy) not ] ] value   "=> true"

"A parent that is assigned is no less obeyed."
| plain = (| parent* = traits clonable |). alike = (| parent* = traits clonable. = x = ( true ). hash = ( 1 ) |).
  thing = (| p* <- nil |) |
[| a. b. s. r |
  a: (thing _Clone). b: (thing _Clone). a p: plain. b p: plain.
  s: (set copyRemoveAll add: a). r: (s includes: b) printString.
  a p: alike. b p: alike.
  s: (set copyRemoveAll add: a). r, ' ', (s includes: b) printString ] value   "=> 'false true'"

"A copy of a dictionary whose slots are not what they were is still asked by messages."
| odd <- nil |.
odd: dictionary copyRemoveAll.
odd _AddSlots: (| entryOf: k Hash: h = ( 0 ). valueVector = (vector copySize: 1 FillingWith: 'always') |).
odd at: 5                                              "=> 'always'"

"The very same key is found, equal to itself or not."
| never = (| parent* = traits clonable. = x = ( false ). hash = ( 1 ) |) |
(set copyRemoveAll add: never) includes: never         "=> true"

"nil is a key like others, and not found where a key was removed."
(((dictionary copyRemoveAll at: nil Put: 1) at: 2 Put: 2) removeKey: nil) includesKey: nil   "=> false"
