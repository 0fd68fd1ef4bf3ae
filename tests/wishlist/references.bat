"Who refers to an object, whatever holds it. Today elements of collections are looked into by sending, which fails for objects without parents."
| sender = (| go = ( [| :x | x breadthOf: 3 ] value: self ) |) |
| holder = (1 & 2 & sender) asVector |
(browse referencesOf: sender) copyMappedBy: [| :place | place isCollection ifTrue: [ place last ] False: [ place name ] ]   "=> a vector('sender', 2)"
((reflect: sender) at: 'go') senders isEmpty           "=> false"
