"Each evaluation of a block literal is a new block."
(| parent* = lobby. b = ([ 3 ]). go = (b == b) |) go   "=> false"
(| parent* = lobby. go = (| b | b: [ 3 ]. b == b) |) go   "=> true"
