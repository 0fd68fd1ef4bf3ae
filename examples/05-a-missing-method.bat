"A missing method: what happens to a message that nobody understands.

 Run it as
     batos --becoming auto --mind examples/05-a-missing-method.transcript examples/05-a-missing-method.bat
 where the transcript stands in for a mind: it holds the answers to the questions that come. Without these two flags the
 messages below would be ordinary errors."

| account = (| parent* = traits clonable. balance <- 10 |) |

"A rule is enough for this one: it is another way to say what a slot says already."
account getBalance.                                     "=> 10"

"Here the mind is asked. It writes two methods that come to the same in a trial, so one is kept, and its effect with it."
account deposit: 5.                                     "=> account"
account balance.                                        "=> 15"

"From now on it is a method like others."
account deposit: 1.                                     "=> account"
account balance.                                        "=> 16"
(becomings last) author.                                "=> 'mind script'"
((account whyDoYouKnow: 'deposit:') includesSubstring: 'balance of account: 10 -> 15').  "=> true"

"A method with nothing but its own word for it, which would change something, is not kept without a person."
[ account wipe ] onError: [| :e | e kind ].             "=> 'undefinedSelector'"
account balance.                                        "=> 16"

"Taking it back takes back the method, and what its first message changed where nothing has changed that since."
(becomings undo) includesSubstring: 'left as it is: balance of account: 10 -> 15 (now 16)'.  "=> true"
account _Understands: 'deposit:'.                       "=> false"

"Nothing is written for what only looks at an object, or is probably misspelt."
account _Understands: 'deposit:'.                       "=> false"
[ account balnace ] onError: [| :e | e kind ].          "=> 'undefinedSelector'"
