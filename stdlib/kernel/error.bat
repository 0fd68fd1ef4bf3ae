"Errors: objects that say what went wrong, the handlers that take them, and the messages the machine sends when a lookup or
a primitive fails. What happens on an error is decided here, in the language; the machine only sends.

A process keeps a chain of records (_Handlers): the innermost handler first. Signalling an error walks the chain; a
handler runs on top of the stack that signalled, with only the outer handlers active, so it may resume. An error nobody
takes ends the process (_FailTurn:)."

traits _AddSlots: (|
    error          = (| parent* = traits clonable |).
    dynamicRecord  = (| parent* = traits clonable |).
|).
traits _AddSlots: (|
    lookupError      = (| parent* = traits error |).
    primitiveError   = (| parent* = traits error |).
    absentError      = (| parent* = traits error |).
    cannotReturnError = (| parent* = traits error |).
    timeLimitError   = (| parent* = traits error |).
    errorHandler     = (| parent* = traits dynamicRecord |).
|).

"Raising and answering"

traits error _AddSlots: (|
    {} = 'Comment: What error objects share.'.

    copyReceiver: r Message: m = (
        "A new error about r. The message is a string, or a block that makes it when it is needed."
        (copy receiver: r) message: m ).
    copyMessage: m = (
        "A new error with that message."
        copy message: m ).

    signal = (
        "Looks for a handler and runs it. Answers what a handler resumes with; if nobody handles the error, the process
         ends.
         Example: [ (error copyMessage: 'no') signal + 1 ] onError: [| :e | e resume: 3 ]  => 4"
        | record |
        record: _Handlers.
        [ record isNil ] whileFalse: [
            (record handles: self) ifTrue: [ ^ signalTo: record ].
            record: record next ].
        _FailTurn: self ).
    signal: m = (
        "Signals a copy with that message.
         Example: [ error signal: 'no' ] onError: [| :e | e text ]  => 'no'"
        (copyMessage: m) signal ).

    signalTo: record = (
        "Runs one handler, with only those further out active."
        | handlers. oldHandler. oldResumption |
        handlers: _Handlers. oldHandler: handler. oldResumption: resumption.
        handler: record.
        resumption: [| :result | ^ result ].
        [ _SetHandlers: record next. record handle: self ] ensure: [
            _SetHandlers: handlers. handler: oldHandler. resumption: oldResumption ] ).

    "What a handler may do with its error"

    resume: result = (
        "Goes on where the error was signalled, as if the failed send had answered the result.
         Example: [ (3 nosuch) + 1 ] onError: [| :e | e resume: 7 ]  => 8"
        activeHandler. resumption value: result ).
    resume = (
        "Goes on where the error was signalled, with nil."
        resume: nil ).
    return: result = (
        "Ends the protected block with that value.
         Example: [ 3 nosuch ] onError: [| :e | e return: 'gone'. 1 ]  => 'gone'"
        activeHandler exit value: result ).
    retry = (
        "Runs the protected block again from its beginning.
         Example: [| n <- 0 | [ n: n + 1. n < 3 ifTrue: [ error: 'again' ]. n ] onError: [| :e | e retry ] ] value  => 3"
        activeHandler exit value: activeHandler retryMarker ).
    pass = (
        "Asks the handlers further out; goes on here if one of them resumes, from where the error was first signalled."
        | first |
        activeHandler.
        first: resumption.
        first value: signal ).

    activeHandler = (
        "The record whose handler is running."
        handler ifNil: [ error: 'this error is not being handled' ] ).

    "Looking at it"

    kind = (
        "The sort of error, as one word: 'error', 'undefinedSelector', 'divisionByZeroError', 'absent', …
         Example: [ 1 / 0 ] onError: [| :e | e kind ]  => 'divisionByZeroError'"
        'error' ).
    text = (
        "What went wrong, in words.
         Example: [ 3 error: 'my error' ] onError: [| :e | e text ]  => 'my error'"
        message value ).
    suggestions = (
        "A vector of selectors that may have been meant."
        globals vector ).
    isTimeLimit = (
        "Is it a time limit that has passed? Only handlers that ask for such errors get them, so that what was to be given up is
         given up.
         Example: error isTimeLimit  => false"
        false ).
    stackTrace = (
        "The activations that led here, innermost first, as strings. Only while the error is being handled."
        _StackTrace ).

    printString = (
        "Example: error copyMessage: 'no'  => an error(no)"
        'an error(', text, ')' ).

    = e = ( "Is e this very error?" _Eq: e ).
|).

globals _AddSlots: (|
    error = (|
        {} = 'Comment: The prototype of errors.'.
        parent*  = traits error.
        receiver.
        message <- ''.
        handler.
        resumption.
    |).
|).

"The sorts of errors the machine and the library signal"

traits lookupError _AddSlots: (|
    {} = 'Comment: A message that could not be sent.'.

    copyMessageObject: m = (
        "A new error about a send that failed."
        (copy receiver: m receiver) message: m ).

    kind = ( "'undefinedSelector', 'ambiguousSelector', 'missingParentSelector' or 'mismatchedArgumentCountSelector'."
        message failure ).
    selector  = ( "The name of the message." message selector ).
    arguments = ( "A vector of what was sent with it." message arguments ).

    suggestions = ( "Selectors close to the one that was sent."
        | all. near. i <- 0 |
        kind = 'undefinedSelector' ifFalse: [ ^ globals vector ].
        all: (receiver _NearestSelectors: selector).
        near: globals list copyRemoveAll.
        "A loop compiled in place: the text of an error is made of as little as can be."
        [ i < all size ] whileTrue: [
            (isMeant: (all at: i)) ifTrue: [ near add: (all at: i) ].
            i: i + 1 ].
        near isEmpty ifTrue: [ sameBeginning ] False: [ near asVector ] ).
    isMeant: name = (
        "May a near selector have been meant? Not if a short one begins otherwise; nor what was sent, where a resend begins above it."
        name = selector ifTrue: [ ^ false ].
        name size > 5 ifTrue: [ true ] False: [ (name at: 0) = (selector at: 0) ] ).
    sameBeginning = (
        "A vector of the shortest selector with the same first keyword; empty if there is none."
        | first. all. best. i <- 0. n <- 0 |
        arguments size = 0 ifTrue: [ ^ globals vector ].
        (selector at: 0) isLetter ifFalse: [ ^ globals vector ].
        [ n < selector size ifTrue: [ ((selector at: n) = ':') not ] False: [ false ] ] whileTrue: [ n: n + 1 ].
        first: (selector copyFrom: 0 UpTo: n), ':'.
        all: (receiver _Mirror _MirrorSelectors).
        [ i < all size ] whileTrue: [
            ((all at: i) hasPrefix: first) ifTrue: [
                (all at: i) = selector ifFalse: [
                    (best isNil)
                        ifTrue: [ best: (all at: i) ]
                         False: [ (all at: i) size < best size ifTrue: [ best: (all at: i) ] ] ] ].
            i: i + 1 ].
        best isNil ifTrue: [ globals vector ] False: [ globals vector copySize: 1 FillingWith: best ] ).

    text = (
        "Example: [ 3 nosuch ] onError: [| :e | e text ]  => '3 does not understand \'nosuch\''"
        | who |
        who: globals printing brief: receiver.
        kind = 'ambiguousSelector' ifTrue: [ ^ ambiguousText: who ].
        kind = 'missingParentSelector' ifTrue: [
            ^ who, ' has no parent slot \'', message delegatee printName, '\' to send \'', selector, '\' through' ].
        kind = 'mismatchedArgumentCountSelector' ifTrue: [
            ^ '\'', selector, '\' takes ', (count: selector numberOfArguments), ' but was sent with ',
                arguments size printString ].
        arithmeticText, who, ' does not understand \'', selector, '\'', resendText, habitText,
            (whyNot isEmpty ifTrue: '' False: [ ' (', whyNot, ')' ]) ).

    arithmeticText = (
        "What was to be calculated or compared, if a number or a text asked the receiver to do its part.
         Example: [ 3 + 'x' ] onError: [| :e | e text ]  => '3 + \'x\' has no meaning: \'x\' does not understand \'addSmallInteger:\''"
        | operator |
        operator: arithmeticOperator.
        operator isEmpty ifTrue: [ ^ '' ].
        (globals printing brief: arguments first), ' ', operator, ' ', (globals printing brief: receiver),
            ' has no meaning: ' ).
    arithmeticOperator = (
        "The operator a number was sent that sends such a message on; empty if there is none."
        (((selector hasSuffix: 'SmallInteger:') || [ selector hasSuffix: 'Float:' ])
            || [ selector = 'reverseLessThanString:' ])
            ifFalse: [ ^ '' ].
        (selector hasPrefix: 'add')                    ifTrue: [ ^ '+' ].
        (selector hasPrefix: 'subtract')               ifTrue: [ ^ '-' ].
        (selector hasPrefix: 'multiply')               ifTrue: [ ^ '*' ].
        (selector hasPrefix: 'divide')                 ifTrue: [ ^ '/' ].
        (selector hasPrefix: 'modulo')                 ifTrue: [ ^ '%' ].
        (selector hasPrefix: 'reverseLessThanOrEqual')    ifTrue: [ ^ '<=' ].
        (selector hasPrefix: 'reverseLessThan')           ifTrue: [ ^ '<' ].
        (selector hasPrefix: 'reverseGreaterThanOrEqual') ifTrue: [ ^ '>=' ].
        (selector hasPrefix: 'reverseGreaterThan')        ifTrue: [ ^ '>' ].
        '' ).

    ambiguousText: who = ( "Names the objects whose slots match."
        | names <- '' |
        (receiver _MatchingHolders: selector) do: [| :each. :i |
            names: names, (i = 0 ifTrue: '' False: ' and '), (globals printing brief: each) ].
        who, ' finds more than one \'', selector, '\': in ', names, '; a slot of its own that sends `parent.', selector,
            '`, with the name of a parent slot, says which' ).

    resendText = ( "Where a resend began."
        message type = 'undirectedResend' ifTrue: [ ^ ' above the method that resends it' ].
        message type = 'directedResend'   ifTrue: [ ^ ' through \'', message delegatee printName, '\'' ].
        '' ).
    habitText = (
        "What other languages have led to, as part of a sentence; else what may have been meant.
         Example: [ 3 ifTrue: 4 ] onError: [| :e | e text ]  => '3 does not understand \'ifTrue:\'; it is neither true nor false: ask it something, such as `x = 0` or `x isNil`'"
        isChoice ifTrue: [
            ^ '; it is neither true nor false: ask it something, such as `x = 0` or `x isNil`' ].
        (selector = '+') && [ (reflect: receiver) isReflecteeString ] ifTrue: [ ^ '; texts are joined with `,`' ].
        suggestionText ).
    isChoice = ( "Was it sent what only true and false understand?"
        selector = 'ifTrue:'       ifTrue: [ ^ true ].
        selector = 'ifFalse:'      ifTrue: [ ^ true ].
        selector = 'ifTrue:False:' ifTrue: [ ^ true ].
        selector = 'ifFalse:True:' ifTrue: [ ^ true ].
        selector = '&&'            ifTrue: [ ^ true ].
        selector = '||'            ifTrue: [ ^ true ].
        selector = 'not' ).
    suggestionText = ( "What may have been meant, as part of a sentence."
        | near |
        near: suggestions.
        near isEmpty ifTrue: [ ^ '' ].
        '; did you mean \'', near first, '\'?' ).
    count: n = ( "A number of arguments in words."
        n = 0 ifTrue: [ ^ 'no arguments' ].
        n = 1 ifTrue: [ ^ '1 argument' ].
        n printString, ' arguments' ).
|).

traits primitiveError _AddSlots: (|
    {} = 'Comment: A primitive that failed.'.

    copyReceiver: r Primitive: p Kind: k = (
        "A new error: the primitive p of r failed for the reason k."
        ((copy receiver: r) primitive: p) kind: k ).
    reason = ( "The reason in words."
        kind = 'divisionByZeroError'        ifTrue: [ ^ 'division by zero' ].
        kind = 'badTypeError'               ifTrue: [ ^ 'the receiver or an argument is of the wrong kind' ].
        kind = 'badIndexError'              ifTrue: [ ^ 'the index is out of bounds' ].
        kind = 'badSizeError'               ifTrue: [ ^ 'the size is negative or too large' ].
        kind = 'overflowError'              ifTrue: [ ^ 'the result is too large' ].
        kind = 'slotNameError'              ifTrue: [ ^ 'there is no slot of that name' ].
        kind = 'primitiveNotDefinedError'   ifTrue: [ ^ 'there is no such primitive' ].
        kind = 'argumentCountError'         ifTrue: [ ^ 'the block needs more arguments' ].
        kind = 'processStateError'          ifTrue: [ ^ 'the process is in no state for this' ].
        kind = 'atomicError'                ifTrue: [ ^ 'what is done atomically must not wait' ].
        kind = 'syntaxError'                ifTrue: [ ^ 'the text is not well formed' ].
        kind = 'outsideError'               ifTrue: [ ^ 'what is outside the world could not be reached' ].
        kind = 'outOfMemoryError'           ifTrue: [ ^ 'there is not enough memory left' ].
        kind = 'outOfFuelError'             ifTrue: [ ^ 'there is not enough fuel left' ].
        kind = 'capabilityError'            ifTrue: [ ^ 'this is not allowed here' ].
        kind = 'outputCapabilityError'      ifTrue: [ ^ 'this process may not print' ].
        kind = 'fileCapabilityError'        ifTrue: [ ^ 'this process may not use files' ].
        kind = 'networkCapabilityError'     ifTrue: [ ^ 'this process may not use the network' ].
        kind = 'processCapabilityError'     ifTrue: [ ^ 'this process may neither run nor end programs' ].
        kind = 'clockCapabilityError'       ifTrue: [ ^ 'this process may not look at a clock, nor wait for it' ].
        kind = 'randomCapabilityError'      ifTrue: [ ^ 'this process may not use true randomness' ].
        kind = 'mindCapabilityError'        ifTrue: [ ^ 'this process may not ask a mind' ].
        kind ).
    text = (
        "Example: [ 1 / 0 ] onError: [| :e | e text ]  => 'division by zero (_IntDiv: sent to 1)'"
        because isEmpty ifFalse: [ ^ because ].
        reason, ' (', primitive, ' sent to ', (globals printing brief: receiver), ')' ).
|).

traits absentError _AddSlots: (|
    {} = 'Comment: A key or element that is not there.'.
    copyReceiver: r Key: k = (
        "A new error: r has nothing at k."
        (copy receiver: r) key: k ).
    kind = ( "'absent'." 'absent' ).
    text = (
        "Example: [ set copyRemoveAll remove: 5 ] onError: [| :e | e text ]  => '5 is absent'"
        (globals printing brief: key), ' is absent', (isIndex ifTrue: [ ': ', placesText ] False: '') ).
    copyReceiver: r Index: i = ( "A new error: r has no element i." (copyReceiver: r Key: i) isIndex: true ).
    placesText = ( "Which elements there are."
        | n. who |
        n: receiver size. who: (globals printing brief: receiver).
        n = 0 ifTrue: [ ^ who, ' has no elements' ].
        n = 1 ifTrue: [ ^ who, ' has one element, at 0' ].
        who, ' has ', n printString, ' elements, at 0 to ', (n - 1) printString ).
|).

traits cannotReturnError _AddSlots: (|
    {} = 'Comment: A ^ that has nowhere to return to.'.
    copyReceiver: r = ( "A new error about the block r." copy receiver: r ).
    kind = ( "'cannotReturn'." 'cannotReturn' ).
    text = ( "What happened."
        'cannot return: the method around the block has already returned, or belongs to another process' ).
|).

globals _AddSlots: (|
    errors = (|
        {} = 'Comment: The prototypes of the sorts of errors.'.
        lookup       = (| parent* = traits lookupError. receiver. message. whyNot <- ''. handler. resumption |).
        primitive    = (|
            parent* = traits primitiveError.
            receiver.
            primitive <- ''.
            kind <- ''.
            because <- ''.
            handler.
            resumption
        |).
        absent       = (| parent* = traits absentError.       receiver. key. isIndex <- false. handler. resumption |).
        cannotReturn = (| parent* = traits cannotReturnError. receiver. handler. resumption |).
        resource     = (| parent* = traits error. receiver. message <- ''. kind <- ''. handler. resumption |).
    |).
|).

traits timeLimitError _AddSlots: (|
    {} = 'Comment: A time limit that has passed.'.
    copyDeadline: d = (
        "A new error: the process was not over with something at d, in microseconds since 1970."
        copy deadline: d ).
    kind        = ( "'timeLimit'." 'timeLimit' ).
    isTimeLimit = ( "It is one." true ).
    text        = ( "What happened." 'the time is up' ).
|).

globals errors _AddSlots: (|
    timeLimit = (| parent* = traits timeLimitError. receiver. deadline. handler. resumption |).
|).

"The chain of a process"

traits dynamicRecord _AddSlots: (|
    {} = 'Comment: A link in the chain a process keeps. Handlers and the printing in progress are such links.'.
    handles: anError  = ( "Would the record take the error?" false ).
    isPrinting: x     = ( "Is x being printed?"              false ).
    printingDepth     = ( "1 for a printing in progress."    0 ).
    printingRoot      = ( "The outermost printing in progress, or nil." nil ).
|).

traits errorHandler _AddSlots: (|
    {} = 'Comment: What the records of handlers share.'.
    copyBlock: b When: t Exit: e Next: n = (
        "A new record: block b takes the errors for which test t is true, and e ends the protected block."
        (((copy block: b) test: t) exit: e) next: n ).
    handles: anError = (
        "Would the handler take the error? The test runs with only the outer handlers active."
        | handlers |
        test == true ifTrue: [ ^ anError isTimeLimit not ].
        handlers: _Handlers.
        [ _SetHandlers: next. (test value: anError) == true ] ensure: [ _SetHandlers: handlers ] ).
    handle: anError = (
        "Runs the handler, then ends the protected block with its value."
        exit value: (block value: anError) ).
    retryMarker = ( "What exit is given to begin again." traits errorHandler ).
|).

globals _AddSlots: (|
    errorHandler = (|
        {} = 'Comment: A handler at work.'.
        parent* = traits errorHandler.
        block.
        test.
        exit.
        next.
    |).
|).

traits block _AddSlots: (|
    "Handling errors"

    onError: handler = (
        "The receiver's value. On an error the handler runs, given the error, and its value is the answer; it may also send
         the error resume:, return:, retry or pass.
         Example: [ 3 + 4 ] onError: [ 0 ]  => 7
         Example: [ 1 / 0 ] onError: [| :e | e kind ]  => 'divisionByZeroError'"
        onError: handler When: true ).

    onError: handler When: test = (
        "The same, for errors for which the test block answers true. Others are left to handlers further out.
         Example: [ 1 / 0 ] onError: [ 'zero' ] When: [| :e | e kind = 'divisionByZeroError' ]  => 'zero'"
        | result |
        [ result: runOnError: handler When: test. result == traits errorHandler ] whileTrue.
        result ).

    on: kind Do: handler = (
        "The same, for errors of one kind.
         Example: [ vector at: 3 ] on: 'absent' Do: [ 'nothing there' ]  => 'nothing there'"
        onError: handler When: [| :e | e kind = kind ] ).

    runOnError: handler When: test = (
        "One attempt; the retry marker if the handler wants another."
        | outer |
        outer: _Handlers.
        [ _SetHandlers: (globals errorHandler copyBlock: handler When: test Exit: [| :result | ^ result ] Next: outer).
            value ] ensure: [ _SetHandlers: outer ] ).
|).

"What the machine sends when something fails"

defaultBehavior _AddSlots: (|
    doesNotUnderstand: aMessage = (
        "Sent by the machine when no slot matches. Its answer is the answer of the send."
        undefinedSelector: aMessage selector
            Type: aMessage type
            Delegatee: aMessage delegatee
            MethodHolder: aMessage methodHolder
            Arguments: aMessage arguments ).

    undefinedSelector: selector Type: type Delegatee: delegatee MethodHolder: holder Arguments: arguments = (
        "No slot matches.
         Example: [ 3 nosuch ] onError: [| :e | e kind ]  => 'undefinedSelector'"
        failedSend: 'undefinedSelector'
            Selector: selector
            Type: type
            Delegatee: delegatee
            MethodHolder: holder
            Arguments: arguments ).

    ambiguousSelector: selector Type: type Delegatee: delegatee MethodHolder: holder Arguments: arguments = (
        "Several different slots match and none dominates."
        failedSend: 'ambiguousSelector'
            Selector: selector
            Type: type
            Delegatee: delegatee
            MethodHolder: holder
            Arguments: arguments ).

    missingParentSelector: selector Type: type Delegatee: delegatee MethodHolder: holder Arguments: arguments = (
        "A directed resend names a parent that is not there."
        failedSend: 'missingParentSelector'
            Selector: selector
            Type: type
            Delegatee: delegatee
            MethodHolder: holder
            Arguments: arguments ).

    mismatchedArgumentCountSelector: selector Type: type Delegatee: delegatee MethodHolder: holder Arguments: arguments = (
        "A computed send has too few or too many arguments for its selector."
        failedSend: 'mismatchedArgumentCountSelector'
            Selector: selector
            Type: type
            Delegatee: delegatee
            MethodHolder: holder
            Arguments: arguments ).

    failedSend: why Selector: selector Type: type Delegatee: delegatee MethodHolder: holder Arguments: arguments = (
        "Signals the error of a failed send; answers what a handler resumes with."
        (globals errors lookup
            copyMessageObject: ((globals message
                receiver: self
                Selector: selector
                Type: type
                Delegatee: delegatee
                MethodHolder: holder
                Arguments: arguments)
                failure: why)) signal ).

    primitiveFailedError: name Name: selector = (
        "A primitive failed and its sender gave no IfFail: block.
         Example: [ 3 _IntAdd: 'x' ] onError: [| :e | e kind ]  => 'badTypeError'"
        (globals errors primitive copyReceiver: self Primitive: selector Kind: name) signal ).

    "Raising an error from a program"

    error: aMessage = (
        "Signals an error about the receiver. Answers what a handler resumes with.
         Example: [ 3 error: 'my error' ] onError: [| :e | e receiver ]  => 3"
        (globals error copyReceiver: self Message: aMessage) signal ).

    complain: what = (
        "Signals an error about the receiver, with a text that begins with it.
         Example: [ 'x' asInteger ] onError: [| :e | e text ]  => '\'x\' is not an integer'"
        error: [ (globals printing brief: self), ' ', what ] ).

    absent: key = (
        "Signals that the receiver has nothing at that key."
        (globals errors absent copyReceiver: self Key: key) signal ).

    absentIndex: i = (
        "Signals that the receiver has no element there, and which it has.
         Example: [ (4 & 5) asVector at: 2 ] onError: [| :e | e text ]  => '2 is absent: a vector(4, 5) has 2 elements, at 0 to 1'"
        (globals errors absent copyReceiver: self Index: i) signal ).
    primitiveFailedError: name Name: selector Because: text = (
        "The same as without a text, for which the sender has better words than the machine."
        ((globals errors primitive copyReceiver: self Primitive: selector Kind: name) because: text) signal ).
    wanted: what Not: x Error: name Name: selector = (
        "A primitive failed; if because of an argument of the wrong kind, what was given and what is wanted is told.
         Example: [ lobby addSlots: 3 ] on: 'badTypeError' Do: [| :e | e kind ]  => 'badTypeError'"
        name = 'badTypeError' ifFalse: [ ^ primitiveFailedError: name Name: selector ].
        primitiveFailedError: name
            Name: selector
            Because: (globals printing brief: x), ' was given where ', what, ' is wanted' ).

    warning: aMessage = (
        "Prints a warning and goes on."
        ('warning: ', aMessage) printLine. self ).

    halt = ( "Stops with an error." halt: 'halt' ).
    halt: aMessage = ( "Stops with that message." error: aMessage ).

    subclassResponsibility = ( "For a method that a descendant must define." error: 'a descendant should define this' ).

    printName = ( "A name as text: strings are themselves." printString ).
|).

globals _AddSlots: (|
    raiseError = (|
        {} = 'Comment: Give it where a block for the failing case is wanted, to get an error.'.
        parent* = lobby.
        value                    = ( "Fails." error: 'failed' ).
        value: e                 = ( "Fails with e as the reason." error: e printName ).
        value: e With: name      = (
            "Fails with a primitive's reason."
            (globals errors primitive copyReceiver: self Primitive: name printName Kind: e printName) signal ).
    |).

    failures = (|
        {} = 'Comment: Where the machine reports what the receiver itself does not understand (it may have no parents at all).'.
        parent* = lobby.

        receiver: r Fails: aMessage = (
            "A send to r failed, and r does not understand what is sent then."
            | own |
            aMessage selector = 'primitiveFailedError:Name:' ifTrue: [
                ^ (globals errors primitive
                    copyReceiver: r
                    Primitive: (aMessage arguments at: 1)
                    Kind: (aMessage arguments at: 0)) signal ].
            "Who does not see this name cannot answer for itself either."
            aMessage selector = 'globals' ifTrue: [ ^ (globals errors lookup copyMessageObject: aMessage) signal ].
            own: aMessage failure, ':Type:Delegatee:MethodHolder:Arguments:'.
            (r _Understands: own) ifTrue: [
                ^ r
                    _Perform: own
                        With: aMessage selector
                        With: aMessage type
                        With: aMessage delegatee
                        With: aMessage methodHolder
                        With: aMessage arguments ].
            (globals errors lookup copyMessageObject: aMessage) signal ).

        exhausted: what = (
            "A process has used up what it may use: 'fuel', 'memory' or 'stack'."
            (((globals errors resource copy receiver: globals process this) kind: what, 'Exhausted') message: what,
                ' exhausted', (exhaustedText: what)) signal ).
        exhaustedText: what = ( "What that means, and what can be done."
            what = 'stack'  ifTrue: [
                ^ ': calls within calls have used up the memory there is; is there an end to the recursion? --memory gives more' ].
            what = 'memory' ifTrue: [ ^ ': the world would need more than it may have; --memory gives more' ].
            '' ).

        late: deadline = (
            "The running process has a time limit, and it has passed."
            (globals errors timeLimit copyDeadline: deadline) signal ).

        inVain: x = (
            "The running process waits for x, and nothing can ever wake it."
            (((globals errors resource copy receiver: x) kind: 'deadlock') message: [
                globals printing waitingInVainFor: x ]) signal ).

        notBoolean: x = (
            "A condition answered something that is neither true nor false and cannot decide."
            (globals error copyReceiver: x Message: [ (globals printing brief: x), ' is not a boolean' ]) signal ).

        syntaxError: text = (
            "Source text that is not well formed."
            (((globals errors resource copy receiver: globals process this) kind: 'syntaxError') message: text) signal ).
    |).
|).
