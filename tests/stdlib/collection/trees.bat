"Trees stay in order and balanced; what goes over one sees what was there when it began."
[| t. r | t: treeSet copyRemoveAll. r: (random copySeed: 3).
  4000 timesRepeat: [ t add: (r integer: 3000) ]. 3500 timesRepeat: [ t removeKey: (r integer: 3000) IfAbsent: nil ].
  (t asList isSorted) && [ t asList size = t size ] ] value   "=> true"
[| t | t: treeDictionary copyRemoveAll. 0 upTo: 10000 Do: [| :i | t at: i Put: i * i ].
  (t at: 77) + t size + t firstKey + t lastKey ] value "=> 25928"
"No path is longer than three times the logarithm, however the keys come in."
[| t. depth | t: treeSet copyRemoveAll. 0 upTo: 4096 Do: [| :i | t add: i ].
  depth: (| parent* = lobby. of: n = ( n nodes = 0 ifTrue: [ ^ 0 ]. 1 + ((of: n left) max: (of: n right)) ) |).
  (depth of: t root) < 25 ] value                      "=> true"
[| t. u | t: (1 & 2 & 3) asTreeSet. u: t copy. t add: 9. (u & t) asVector ] value   "=> a vector(a treeSet(1, 2, 3), a treeSet(1, 2, 3, 9))"
[| t. s <- '' | t: (1 & 2 & 3) asTreeSet. t do: [| :x | s: s, x printString. t removeKey: x. t add: x + 10 ]. (s & t) asVector ] value   "=> a vector('123', a treeSet(11, 12, 13))"
(3 & 1 & 3 & 2) asTreeBag removeKey: 3                 "=> a treeBag(1, 2)"
treeSet first                                          "=> error: a treeSet() is empty"
treeDictionary at: 3                                   "=> error: 3 is absent"
(1 & 2) asTreeSet at: 2                                "=> error: 2 is absent"
(1 & 2) asTreeSet add: 'x'                             "=> error: undefinedSelector"
((treeBag copyOrderedBy: [| :a. :b | a size < b size ]) addAll: ('bb' & 'a' & 'cc') asVector) remove: 'cc'   "=> a treeBag('a', 'bb')"
(1 & 2) asTreeSet = (2 & 1) asSet                      "=> true"
(2 & 1) asSet = (1 & 2) asTreeSet                      "=> true"
