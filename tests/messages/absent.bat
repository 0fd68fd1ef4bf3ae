"Something is not there, or lies outside."
(1 & 2 & 3) asVector at: 3
(1 & 2 & 3) asVector at: -1
(1 & 2 & 3) asVector at: 3 Put: 4
'abc' at: 7
(list copyRemoveAll add: 4) at: 2
vector first
list copyRemoveAll first
list copyRemoveAll removeFirst
dictionary copyRemoveAll at: 'k'
dictionary copyRemoveAll removeKey: 'k'
set copyRemoveAll remove: 3
(1 & 2) asVector copyFrom: 1 UpTo: 9
(reflect: lobby) at: 'nosuch'
(4 & 5) asList removeKey: 9
'a.b' splitOn: ''
1 / 0
1 % 0
1.0 / 0
0 log
