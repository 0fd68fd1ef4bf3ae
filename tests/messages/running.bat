"Blocks, returns, depth, time and fuel."
[| :a. :b | a + b ] value: 1
[| :a | a ] value
[ 3 ] asProcess _ProcessResume: 4
| escaped = (| make = ( [ ^ 3 ] ) |) |
escaped make value
| deep = (| parent* = lobby. down: n = ( 1 + (down: n + 1) ) |) |
deep down: 0
| grow = (| parent* = lobby. more: v = ( more: (v, v) ) |) |
grow more: 'abcdefghijklmnop'
[ [ true ] whileTrue ] valueWithin: 20
[ process sleep: 1000 ] valueWithin: 10
process this resume _ProcessStart
(semaphore copyCount: 0) wait
process atomically: [ process yield ]
[ nil zork ] fork join
[ process this abort ] fork join
error: 'my own words'
3 error: 'about three'
[ 3 zork ] onError: [| :e | e nonsense ]
error resume: 3
