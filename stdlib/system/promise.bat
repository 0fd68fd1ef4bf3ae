"Promises: a value that is not there yet. Whoever needs it waits for it; whoever has it keeps the promise, once."

traits _AddSlots: (| promise = (| parent* = traits clonable |) |).

traits promise _AddSlots: (|
    {} = 'Comment: What promises share.'.

    copy = (
        "A new promise that nobody has kept.
         Example: promise copy isSettled  => false"
        (((clone value: nil) failure: nil) keeper: nil) settled: globals promiseGate copy ).

    "Keeping it"
    keep: v = (
        "Gives it its value; those who wait for it go on. An error if it has been settled before. Answers the receiver.
         Example: (promise copy keep: 3) await  => 3"
        settleWith: [ value: v ] ).
    break: error = (
        "Settles it with an error, which everyone who asks for the value gets. Answers the receiver.
         Example: [ (promise copy break: (error copyMessage: 'no')) await ] onError: [| :e | e text ]  => 'no'"
        settleWith: [ failure: error ] ).
    settleWith: block = ( "Settles it, once."
        isSettled ifTrue: [ ^ error: 'this promise has been settled already' ].
        block value.
        settled open.
        self ).

    "Asking for it"
    await = (
        "Its value; waits while it is not there. An error if the promise was broken.
         Example: [ 3 + 4 ] promise await  => 7"
        settled wait: self.
        failure isNil ifTrue: [ value ] False: [ (failure copy) signal ] ).
    isSettled = (
        "Has it been kept or broken?"
        settled isOpen ).
    isBroken = (
        "Has it been broken?
         Example: [| p | p: [ nil foo ] promise. process yield. p isBroken ] value  => true"
        failure isNil not ).
    then: block = (
        "A promise of what the block answers to this one's value; broken if this one is.
         Example: ([ 3 ] promise then: [| :x | x + 1 ]) await  => 4"
        [ block value: await ] promise ).
    whoCouldWake = ( "The process that is to keep it, if one was started for that." keeper ).
    statePrintString = ( "Whether it has been kept."
        isSettled ifFalse: [ ^ 'open' ].
        isBroken ifTrue: 'broken' False: [ globals printing brief: value ] ).
|).

globals _AddSlots: (|
    promise = (|
        {} = 'Comment: A promise, to be copied.'.
        parent* = traits promise.
        value.
        failure.
        settled.
        keeper.
    |).
    promiseGate = (|
        {} = 'Comment: A gate that lets everyone through once it is open.'.
        parent* = traits clonable.
        isOpen <- false.
        queue.
        copy = ( "A new gate, closed." (clone isOpen: false) queue: (globals semaphore copyCount: 0) ).
        open = (
            "Lets all go on that wait, and everyone later. Answers the receiver."
            isOpen: true.
            queue signal.
            self ).
        wait: x = (
            "Waits until it is open, for the sake of x. Whoever comes through lets the next one through. Answers the receiver."
            isOpen ifTrue: [ ^ self ].
            queue waitFor: x.
            queue signal.
            self ).
    |).
|).

traits block _AddSlots: (|
    promise = (
        "Runs the receiver in a process of its own; a promise of its value, broken if it fails.
         Example: [ 3 + 4 ] promise await  => 7"
        | p |
        p: globals promise copy.
        p keeper: [ [ p keep: value ] onError: [| :e | p break: e ] When: [ true ] ] fork.
        p ).
|).
