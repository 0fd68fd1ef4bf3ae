"The turns of the golden images, one in each line: an object of every kind of record."

| text <- 'golden'. computed <- nil. big = 123456789012345678901234567890. half = 2.5. a <- nil. many <- nil. bytes <- nil |
| counter <- nil. reader <- nil. leaver <- nil. mirror <- nil. worker <- nil. got <- nil. make: start = ( | n <- 0 | n: start. counter: [| :by | n: n + by. n ]. reader: [ n ]. leaver: [ ^ n ]. self ) |
[ a: (| {} = 'an annotation'. parent* = traits clonable. me. n <- 3. {'Transient' cache <- 5}. {'Category: doubling' double = ( n + n )} |). a me: a ] value
[ many: (vector _Clone: 100 Filler: 7). many _At: 99 Put: a. bytes: (byteVector _CloneBytes: 700 Filler: 9). mirror: a _Mirror ] value
make: 10
counter value: 5
worker: [| x | x: 3. _ProcessThis _ProcessSuspend. got: x + (counter value: 0) ] _NewProcess
worker _ProcessStart
a n: 4
