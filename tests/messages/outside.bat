"The world outside, and what may not be reached."
'no/such/file.bat' runScript
(file at: 'no/such/file') contents
(file at: 'no/such/file') contents: 'x'
[ 'x' printLine ] trial
[ (file at: 'x') contents ] trial
[ 3 _RandomSeed ] trial
[ system exit ] trial
[ process sleep: 3 ] trial
image undo
image snapshot: 'x'
