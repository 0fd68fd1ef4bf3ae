"Blocks: code that runs later, in the place where it was written. Running one, loops, leaving loops, and cleaning up.
Handling errors is in error.bat, processes are in system/process.bat."

traits block _AddSlots: (|
    {} = 'Comment: What blocks share.'.
    parent* = traits clonable.

    "Running: extra arguments are ignored, missing ones are an error"

    value = (
        "Example: [ 3 + 4 ] value  => 7"
        _BlockValue ).
    value: a = (
        "Example: [| :x | x + 1 ] value: 3  => 4"
        _BlockValue: a ).
    value: a With: b = (
        "Example: [| :x. :y | x + y ] value: 3 With: 4  => 7"
        _BlockValue: a With: b ).
    value: a With: b With: c = (
        "Example: [| :x. :y. :z | x + y + z ] value: 3 With: 4 With: 5  => 12"
        _BlockValue: a With: b With: c ).
    value: a With: b With: c With: d = (
        "Runs the block with four arguments."
        _BlockValue: a With: b With: c With: d ).
    value: a With: b With: c With: d With: e = (
        "Runs the block with five arguments."
        _BlockValue: a With: b With: c With: d With: e ).
    value: a With: b With: c With: d With: e With: f = (
        "Runs the block with six arguments."
        _BlockValue: a With: b With: c With: d With: e With: f ).
    valueWithArguments: arguments = (
        "Runs the block with the elements of a vector.
         Example: [| :x. :y | x - y ] valueWithArguments: (7 & 3) asVector  => 4"
        _BlockValueWithArguments: arguments ).

    argumentCount = (
        "How many arguments the block needs.
         Example: [| :x. :y | x ] argumentCount  => 2"
        _BlockArgumentCount ).

    "Loops: the receiver is the condition or the body. They answer nil"

    whileTrue: body = (
        "Runs the body as long as the receiver's value is true.
         Example: [| n <- 1 | [ n < 100 ] whileTrue: [ n: n * 2 ]. n ] value  => 128"
        [ value ] whileTrue: [ body value ] ).
    whileFalse: body = (
        "Runs the body as long as the receiver's value is false.
         Example: [| n <- 1 | [ n > 100 ] whileFalse: [ n: n * 2 ]. n ] value  => 128"
        [ value ] whileFalse: [ body value ] ).
    whileTrue = (
        "Runs the receiver until its value is false."
        [ value ] whileTrue ).
    whileFalse = (
        "Runs the receiver until its value is true."
        [ value ] whileFalse ).
    untilTrue: condition = (
        "Runs the receiver, then the condition, until the condition is true; at least once.
         Example: [| n <- 1 | [ n: n * 2 ] untilTrue: [ n > 100 ]. n ] value  => 128"
        [ value. condition value ] whileFalse ).
    untilFalse: condition = (
        "Runs the receiver, then the condition, until the condition is false; at least once.
         Example: [| n <- 1 | [ n: n * 2 ] untilFalse: [ n < 100 ]. n ] value  => 128"
        [ value. condition value ] whileTrue ).
    loop = (
        "Runs the receiver again and again; only `^` or an error ends it.
         Example: (| go = (| n <- 1 | [ n > 100 ifTrue: [ ^ n ]. n: n * 2 ] loop) |) go  => 128"
        [ value ] loop ).

    "Leaving: the receiver gets a block whose running ends it"

    exit = (
        "Runs the receiver with a block that ends it. Nil.
         Example: [| :exit | exit value. 1 / 0 ] exit  => nil"
        value: [ ^ nil ] ).
    exitValue = (
        "Runs the receiver with a block that ends it with a value.
         Example: [| :exit | 1 to: 9 Do: [| :i | (i * i) > 20 ifTrue: [ exit value: i ] ]. 0 ] exitValue  => 5"
        value: [| :result | ^ result ] ).
    loopExit = (
        "Repeats the receiver, which gets a block that ends the loop. Nil.
         Example: [| n <- 0 | [| :exit | n: n + 1. n = 5 ifTrue: exit ] loopExit. n ] value  => 5"
        [ value: [ ^ nil ] ] loop ).
    loopExitValue = (
        "Repeats the receiver, which gets a block that ends the loop with a value.
         Example: [| n <- 0 | [| :exit | n: n + 1. n = 5 ifTrue: [ exit value: n * n ] ] loopExitValue ] value  => 25"
        [ value: [| :result | ^ result ] ] loop ).
    loopContinue = (
        "Repeats the receiver, which gets a block that begins the next round at once."
        [ [| :continue | value: continue ] exit ] loop ).
    loopExitContinue = (
        "Repeats the receiver, which gets a block that ends the loop and one that begins the next round."
        [ [| :continue | value: [ ^ nil ] With: continue ] exit ] loop ).
    loopExitValueContinue = (
        "Repeats the receiver, which gets a block that ends the loop with a value and one that begins the next round."
        [ [| :continue | value: [| :result | ^ result ] With: continue ] exit ] loop ).

    "Cleaning up"

    ensure: cleanUp = (
        "The receiver's value. The clean-up block runs afterwards in any case: also if the receiver is left by `^`, by an
         error that a handler further out takes, or because its process is aborted. It is given the value that passes.
         Example: [| n <- 0 | [ 3 ] ensure: [ n: 7 ]. n ] value  => 7"
        _Ensure: cleanUp ).
    onReturn: cleanUp = (
        "Like `ensure:`.
         Example: [ 3 ] onReturn: [| :v | v + 1 ]  => 3"
        ensure: cleanUp ).
    onNonLocalReturn: block = (
        "The receiver's value; if the receiver is left otherwise than by its end, the block runs with what passes."
        | ended <- false. result |
        [ result: value. ended: true. result ] ensure: [| :passing | ended ifFalse: [ block value: passing ] ] ).

    "Checking"

    assert = (
        "An error unless the receiver's value is true.
         Example: [ 3 < 4 ] assert isNil  => false"
        assert: '' ).
    assert: message = (
        "An error with that message unless the receiver's value is true."
        value ifFalse: [ error: 'assertion failed', (message isEmpty ifTrue: '' False: [ ': ', message ]) ].
        self ).

    "Comparing"

    = x = ( "Is x this very block?" _Eq: x ).

    element: a Precedes: b = (
        "A block of two arguments can be used to sort by."
        value: a With: b ).

    cannotReturn: result = (
        "Sent by the machine when `^` has nowhere to return to: the method around the block has returned, or belongs to
         another process."
        (globals errors cannotReturn copyReceiver: self) signal ).

    primitiveFailedError: name Name: selector = (
        "Too few arguments is said in plain words."
        name = 'argumentCountError' ifTrue: [
            ^ error: 'block expects more arguments: it takes ', argumentCount printString,
                ((selector hasSuffix: 'Arguments:') ifTrue: '' False: [
                    ' and was given ', selector numberOfArguments printString ]) ].
        resend.primitiveFailedError: name Name: selector ).

    printString = (
        "Where the block was written."
        | place |
        place: _BlockPlaceIfFail: [ ^ resend.printString ].
        '<a block defined in ', place, '>' ).
|).
