"The same seed gives the same numbers; they stay within bounds."
[| r. s | r: (random copySeed: 42). s: (random copySeed: 42).
  (vector copySize: 20) allSatisfy: [ (r integer: 1000) = (s integer: 1000) ] ] value   "=> true"
[| r | r: (random copySeed: 7). (vector copySize: 1000) allSatisfy: [ (r integer: 6) between: 0 And: 5 ] ] value   "=> true"
[| r | r: (random copySeed: 7). (vector copySize: 1000) allSatisfy: [| x | x: r float. (x >= 0.0) && [ x < 1.0 ] ] ] value   "=> true"
[| r | r: (random copySeed: 7). (r shuffle: (1 to: 50) asVector) copySort = (1 to: 50) ] value   "=> true"
[| r. seen | r: (random copySeed: 3). seen: set copyRemoveAll. 200 do: [ seen add: (r integer: 6) ]. seen size ] value   "=> 6"
[| r | r: (random copySeed: 5). (r integer: 2 ** 80) < (2 ** 80) ] value   "=> true"
