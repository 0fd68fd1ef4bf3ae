"A message that is not understood: what was meant, as far as the receiver's own slots tell."
| account = (| parent* = traits clonable. balance <- 0. deposit: n = ( balance: balance + n ). transferTo: a Amount: n = ( deposit: 0 - n. a deposit: n ). isOpen = true |) |
account deposti: 5
account deposit
account balance: 3 Of: 4
account isopen
account is_open
account transferTo: account
account transferto: account Amount: 3
account balanc
account withdraw: 5
nil size
nil balance
'text' length
3 factorail
3 toString
'a' + 3
3 + 'a'
3 + nil
true + 1
zork
undefinedName foo
list ad: 3
list copy add
(1 & 2) asVector first: 3
account copy copy blance
