"Slots and parents: how objects are made, and how they share.

 Objects have slots. There are no classes: one object stands as the model, and others are copies of it."

"A slot list at the top of a program adds its slots to the lobby, where every program finds them. `=` makes a slot that
 stays as it is, `<-` one that can be assigned, and code in parentheses is a method."
| account = (|
    parent*  = traits clonable.
    balance <- 0.
    deposit: amount  = ( balance: balance + amount ).
    withdraw: amount = ( amount > balance ifTrue: [ ^ error: 'not enough' ]. balance: balance - amount ).
|) |

"Assigning answers the object itself, so messages can follow one another."
(account copy deposit: 100) balance.                    "=> 100"
((account copy deposit: 100) withdraw: 30) balance.     "=> 70"
[ account copy withdraw: 1 ] onError: [| :e | e text ].  "=> 'not enough'"

"The model is untouched: each copy has slots of its own."
account balance.                                        "=> 0"

"What an object has not itself is looked up in its parents. So this account has all the other has, and a rate."
| savings = (|
    parent*  = account.
    balance <- 0.
    rate     = 3.
    deposit: amount = ( resend.deposit: amount + ((amount * rate) / 100) ).
|) |
(savings copy deposit: 200) balance.                    "=> 206"

"Two things went on there. `resend` looked above savings and ran the account's method; and in that method self was still
 the copy, so it was the copy's balance that grew."
account balance.                                        "=> 0"

"A parent can be assigned while the program runs. A door is open or closed, and does not need to ask which."
| door = (|
    parent* = traits clonable.
    state* <- ().
    open   = (| press = ( state: door closed ). name = 'open' |).
    closed = (| press = ( state: door open ).   name = 'closed' |).
|) |
(door copy state: door closed) name.                    "=> 'closed'"
(door copy state: door closed) press name.              "=> 'open'"
(door copy state: door closed) press press name.        "=> 'closed'"

"Slots can be added to an object that is already in use; its copies and children see them at once."
account addSlots: (| isEmpty = ( balance = 0 ) |).
savings copy isEmpty.                                   "=> true"
