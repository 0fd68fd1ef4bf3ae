"Messages as objects: what the machine hands to doesNotUnderstand:, and what a program can build and send later. Strings
send themselves as selectors (`'factorial' sendTo: 5`)."

traits _AddSlots: (| message = () |).

traits message _AddSlots: (|
    {} = 'Comment: What message objects share.'.
    parent* = traits clonable.

    "Making"

    receiver: r Selector: s = (
        "A new message without arguments.
         Example: (message receiver: 5 Selector: 'factorial') send  => 120"
        receiver: r Selector: s Arguments: globals vector ).
    receiver: r Selector: s Arguments: a = (
        "A new message.
         Example: (message receiver: 5 Selector: 'max:' Arguments: (7 & 3) asVector copyWithoutLast) send  => 7"
        ((copy receiver: r) selector: s) arguments: a asVector ).
    receiver: r Selector: s With: a = (
        "A new message with one argument.
         Example: (message receiver: 5 Selector: '+' With: 4) send  => 9"
        receiver: r Selector: s Arguments: (globals vector copySize: 1 FillingWith: a) ).
    receiver: r Selector: s With: a With: b = (
        "A new message with two arguments."
        receiver: r Selector: s Arguments: (a & b) asVector ).
    receiver: r Selector: s Type: t Delegatee: d MethodHolder: h Arguments: a = (
        "A new message with all parts given."
        (((receiver: r Selector: s Arguments: a) type: t) delegatee: d) methodHolder: h ).

    copy = (
        "A message of its own; the arguments vector is copied too."
        clone arguments: arguments copy ).

    "Sending"

    send = (
        "Sends the message as an ordinary send and answers its result."
        receiver _Perform: selector WithArguments: arguments ).
    sendTo: anObject = (
        "Sends the same selector and arguments to another receiver.
         Example: (message receiver: 5 Selector: '+' With: 4) sendTo: 10  => 14"
        anObject _Perform: selector WithArguments: arguments ).
    value = (
        "A message can stand where a block is expected."
        send ).
    fork = (
        "A new process that sends the message; it runs when the current one waits."
        [ send ] fork ).

    "Comparing and printing"

    = m = (
        "The same send?"
        (_Eq: m) ifTrue: [ ^ true ].
        (reflect: m) name = (reflect: self) name ifFalse: [ ^ false ].
        ((selector = m selector) && [ receiver == m receiver ]) && [ arguments = m arguments ] ).
    hash = ( "The same for equal messages." selector hash ).
    statePrintString = (
        "Example: (message receiver: 5 Selector: 'between:And:' With: 1 With: 9) printString  => 'a message(5 between: 1 And: 9)'"
        (receiver printString, ' '), withoutReceiver ).
    withoutReceiver = (
        "Selector and arguments as they would be written.
         Example: (message receiver: 5 Selector: '+' With: 4) withoutReceiver  => '+ 4'"
        | parts. text <- '' |
        arguments isEmpty ifTrue: [ ^ selector ].
        (selector includes: ':') ifFalse: [ ^ selector, ' ', (arguments at: 0) printString ].
        parts: selector splitOn: ':'.
        arguments do: [| :a. :i |
            text: (text, (i = 0 ifTrue: '' False: ' ')), ((parts at: i), ': ', a printString) ].
        text ).
|).

globals _AddSlots: (|
    message = (|
        {} = 'Comment: A send as an object. `type` is normal, implicitSelf, undirectedResend or directedResend; `failure` says why lookup failed, if it did.'.
        parent*       = traits message.
        receiver.
        selector     <- ''.
        arguments    <- vector.
        type         <- 'normal'.
        delegatee.
        methodHolder.
        failure.
    |).
|).

traits string _AddSlots: (|
    "Sending the receiver as a selector"

    sendTo: receiver = (
        "Example: 'factorial' sendTo: 5  => 120"
        receiver _Perform: self ).
    sendTo: receiver With: a = (
        "Example: '+' sendTo: 5 With: 3  => 8"
        receiver _Perform: self With: a ).
    sendTo: receiver With: a With: b = (
        "Example: 'copyFrom:UpTo:' sendTo: 'abcdef' With: 1 With: 3  => 'bc'"
        receiver _Perform: self With: a With: b ).
    sendTo: receiver With: a With: b With: c = (
        "Sends the receiver with three arguments."
        receiver _Perform: self With: a With: b With: c ).
    sendTo: receiver With: a With: b With: c With: d = (
        "Sends the receiver with four arguments."
        receiver _Perform: self With: a With: b With: c With: d ).
    sendTo: receiver WithArguments: arguments = (
        "Example: 'max:' sendTo: 3 WithArguments: (7 & 8) asVector copyWithoutLast  => 7"
        receiver _Perform: self WithArguments: arguments asVector ).
    sendTo: receiver DelegatingTo: parent = (
        "Sends to the receiver, but begins the lookup in another object (a directed resend whose name is computed).
         Example: 'name' sendTo: (| name = 'child' |) DelegatingTo: (| name = 'parent' |)  => 'parent'"
        receiver _Perform: self DelegatingTo: parent WithArguments: globals vector ).
    sendTo: receiver DelegatingTo: parent With: a = (
        "The same with one argument."
        receiver _Perform: self DelegatingTo: parent WithArguments: (globals vector copySize: 1 FillingWith: a) ).
    sendTo: receiver DelegatingTo: parent With: a With: b = (
        "The same with two arguments."
        receiver _Perform: self DelegatingTo: parent WithArguments: (a & b) asVector ).
    sendTo: receiver DelegatingTo: parent WithArguments: arguments = (
        "The same with the elements of a vector as arguments."
        receiver _Perform: self DelegatingTo: parent WithArguments: arguments asVector ).
    numberOfArguments = (
        "How many arguments a message of this name takes.
         Example: 'at:Put:' numberOfArguments  => 2
         Example: '+' numberOfArguments  => 1"
        isEmpty ifTrue: [ ^ 0 ].
        ((first isLetter) || [ first = '_' ]) ifFalse: [ ^ 1 ].
        occurrencesOf: ':' ).
|).
