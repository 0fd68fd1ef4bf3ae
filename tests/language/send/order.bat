"Receiver first, then arguments from left to right, each once."
(| parent* = lobby.
   tr: n = (n print. n).
   a: x B: y C: z = (x + y + z).
   go = (a: (tr: 1) B: (tr: 2) C: (tr: 3)) |) go       "prints: 123"  "=> 6"
(| parent* = lobby. tr: n = (n print. n). go = ((tr: 1) + (tr: 2)) |) go   "prints: 12"  "=> 3"
