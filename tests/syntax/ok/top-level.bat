#!/usr/bin/env batos
"the first comment"
| x <- 3. double = ( x + x ).
  account = (| parent* = traits clonable. balance <- 0.
               deposit: amount = ( balance: balance + amount ) |) |
x printLine.
| y | y: 4.
| z | .
^ double
"the last comment"
