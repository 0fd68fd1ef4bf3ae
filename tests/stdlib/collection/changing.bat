"Changing a collection while going over it has a defined result; changing an element of a set makes it hard to find, and breaks nothing."
[| d. n <- 0 | d: dictionary copyRemoveAll. 0 upTo: 10 Do: [| :i | d at: i Put: i ].
  d do: [| :v | n: n + 1. d at: v + 100 Put: v. d at: v + 200 Put: v ]. (n & d size) asVector ] value   "=> a vector(10, 30)"
[| d. s <- '' | d: dictionary copyRemoveAll. 0 upTo: 9 Do: [| :i | d at: i Put: i ].
  d do: [| :v. :k | s: s, k printString. d removeKey: k + 1 IfAbsent: nil. 0 upTo: 20 Do: [| :j | d at: 100 + (k * 20) + j Put: 1 ] ]. s ] value   "=> '02468'"
[| s. n <- 0 | s: (1 & 2 & 3) asSet. s do: [ n: n + 1. s removeAll ]. (n & s size) asVector ] value   "=> a vector(1, 0)"
[| d | d: ((dictionary copyRemoveAll at: 1 Put: 2) at: 3 Put: 4). d mapBy: [| :v. :k | d removeKey: 3 IfAbsent: nil. v * 10 ]. d ] value   "=> a dictionary(1->20)"
[| l. s <- '' | l: (1 & 2 & 3) asList. l do: [| :x | s: s, x printString. x < 3 ifTrue: [ l add: x + 10 ] ]. (s & l) asVector ] value   "=> a vector('1231112', a list(1, 2, 3, 11, 12))"
[| l. n <- 0 | l: (1 & 2 & 3 & 4) asList. l do: [ n: n + 1. l removeLast ]. (n & l) asVector ] value   "=> a vector(2, a list(1, 2))"
[| k. s | k: (1 & 2) asList. s: (set copyRemoveAll add: k). k add: 3. (s includes: k) printLine. (s size & (s asList first == k)) asVector ] value   "=> a vector(1, true)"
[| v | v: (3 & 1 & 2) asVector. v do: [| :x. :i | v at: i Put: x * 2 ]. v ] value   "=> a vector(6, 2, 4)"
[| b | b: (1 & 2 & 2) asBag. b do: [| :x | b add: x + 10 ]. b ] value   "=> a bag(1, 2, 2, 11, 12, 12)"
