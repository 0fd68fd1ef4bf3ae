"What an object has is not above it, though a cycle of parents leads back."
| one = (| m = ( resend.m ). n = ( 'one' ) |). two = (| n = ( 'two ', resend.n ) |) |
one _AddSlots: (| p* = two |). two _AddSlots: (| p* = one. parent* = lobby |). 3   "=> 3"
two n                                                  "=> 'two one'"
one m                                                  "=> error: undefinedSelector"
