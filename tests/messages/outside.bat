"The world outside, and what may not be reached."
'no/such/file.bat' runScript
(file at: 'no/such/file') contents
(file at: 'no/such/file') contents: 'x'
[ 'x' printLine ] trial
[ (file at: 'x') contents ] trial
[ random trueRandom ] trial
[ system exit ] trial
[ clock now ] trial
image undo
image snapshot: 'x'
