"Processes: blocks that run beside each other, one at a time. A process runs until it ends, waits, sleeps or yields; then
the next one that is ready goes on."

traits process _AddSlots: (|
    {} = 'Comment: What processes share.'.
    parent* = traits oddball.

    "Running"

    resume = (
        "Makes it ready to run, if it is new or suspended. Answers the receiver."
        | s |
        s: status.
        s = 'new' ifTrue: [ _ProcessStart. ^ self ].
        (s = 'suspended') || [ s = 'sleeping' ] ifTrue: [ _ProcessResume: nil ].
        self ).
    start = ( "Another name of resume." resume ).
    suspend = (
        "Stops it until it is resumed. Answers the receiver."
        _ProcessSuspend. globals process goOn: nil. self ).
    abort = (
        "Ends it; the clean-up blocks it is inside run. Answers the receiver."
        _ProcessAbort. self ).
    yield = (
        "Lets the other ready processes go first. To be sent to the running one: `process yield`."
        _ProcessYield. self ).
    join = (
        "Waits until it has ended and answers its block's value; an error if it failed or was aborted.
         Example: [ 3 + 4 ] fork join  => 7"
        | result |
        [ isFinished ] whileFalse: [ _ProcessJoin. globals process goOn: self ].
        result: _ProcessResult.
        status = 'failed'  ifTrue: [
            ^ error: 'the process failed: ', (result ifNil: 'it ran out of something' IfNotNil: [ result text ]) ].
        status = 'aborted' ifTrue: [ ^ error: 'the process was aborted' ].
        result ).
    sleep: milliseconds = (
        "Lets at least that much time pass. To be sent to the running one: `process sleep: 100`."
        _SleepMicroseconds: (milliseconds * 1000) asInteger. globals process goOn: nil. self ).

    "Looking at it"

    status = (
        "'new', 'ready', 'running', 'suspended', 'sleeping', 'done', 'failed' or 'aborted'.
         Example: [ 3 + 4 ] asProcess status  => 'new'"
        _ProcessState ).
    isRunning  = ( "Is it the one that runs? Example: process this isRunning  => true" status = 'running' ).
    isFinished = (
        "Has it come to an end of any sort?
         Example: [| p | p: [ 3 ] fork. p join. p isFinished ] value  => true"
        | s |
        s: status.
        (s = 'done') || [ (s = 'failed') || [ s = 'aborted' ] ] ).
    isAlive = ( "Has it not ended?" isFinished not ).
    returnValue = (
        "The value of its block, or nil if it has not ended well.
         Example: [| p | p: [ 3 ] fork. p join. p returnValue ] value  => 3"
        status = 'done' ifTrue: [ _ProcessResult ] False: [ nil ] ).
    failure = (
        "The error that ended it, or nil."
        status = 'failed' ifTrue: [ _ProcessResult ] False: [ nil ] ).
    waitsFor = (
        "What it waits for, as far as that is known: a semaphore, a lock, a process. Nil if it does not wait.
         Example: [| s. p | s: (semaphore copyCount: 0). p: [ s wait ] fork. process yield. p waitsFor == s ] value  => true"
        _ProcessWaitsFor ).
    whoCouldWake = (
        "Whose end it takes to wake those who wait for it."
        self ).
    printString = (
        "Its status.
         Example: [ 3 ] asProcess printString  => 'a process(new)'"
        | s |
        s: _ProcessStateIfFail: [ ^ resend.printString ].
        'a process(', s, ')' ).
    = p = ( "Is p this very process?" _Eq: p ).
|).

globals _AddSlots: (|
    process = (|
        {} = 'Comment: Makes processes, and knows the one that runs.'.
        parent* = traits oddball.
        this = ( "The process that is running." _ProcessThis ).
        copyBlock: block = ( "A new process that will run the block; it waits for `resume`." block _NewProcess ).
        yield = ( "Lets the other ready processes go first." this yield ).
        sleep: milliseconds = ( "Lets at least that much time pass in the running process." this sleep: milliseconds ).
        all = (
            "A vector of the processes that have begun and not ended, the running one included.
             Example: process all includes: process this  => true"
            _Processes ).
        waitFor: x = (
            "Suspends the running process until it is resumed. What it waits for is told to whoever looks, and if nothing can
             ever wake it. Answers the receiver."
            _ProcessWaitFor: x. goOn: x ).
        goOn: x = (
            "To be asked after a wait for x: an error if the process was not resumed but its time is up, or it waits in vain."
            | why |
            why: _ProcessWoken.
            why isNil ifTrue: [ ^ self ].
            why = 'in vain' ifTrue: [ globals failures inVain: x ] False: [ globals failures late: why ].
            self ).
        atomically: block = (
            "The block's value. An error if the block waits: nobody else runs before it is done.
             Example: process atomically: [ 3 ]  => 3
             Example: [ process atomically: [ process yield ] ] onError: [| :e | e kind ]  => 'atomicError'"
            | before |
            before: (_ProcessSetAtomic: true).
            [ block value ] ensure: [ _ProcessSetAtomic: before ] ).
        printString = 'process'.
    |).
|).

traits block _AddSlots: (|
    "Running beside others"
    fork = (
        "A new process that runs the receiver; it begins when the current one waits, yields or ends.
         Example: [ 3 + 4 ] fork join  => 7"
        (globals process copyBlock: self) resume ).
    trial = (
        "Runs the receiver where it can do no harm: in a process of its own that can touch nothing outside the world, and
         whose changes are taken back when it has ended. Answers its value; an error if it failed.
         Example: [| n <- 1. m | m: [ n: 7. n + 1 ] trial. n + m ] value  => 9"
        | p |
        p: _NewTrialProcess.
        _OpenSavepoint.
        "Nothing is signalled before the world is back: handlers run before clean-ups."
        [ p _ProcessStart.
            [ p isFinished ] whileFalse: [ p _ProcessJoin. globals process goOn: p ] ] ensure: [ p _EndTrial ].
        p join ).
    asProcess = ( "A new process that will run the receiver; it waits for `resume`." globals process copyBlock: self ).

    "Within a limit of time"
    valueWithin: milliseconds IfTimedOut: other = (
        "The receiver's value if it is there within that time, computing or waiting. If not the receiver is given up, with its
         clean-up blocks run, and the answer is the other block's value.
         Example: [ 3 ] valueWithin: 1000 IfTimedOut: [ 4 ]  => 3
         Example: [ [ true ] whileTrue ] valueWithin: 10 IfTimedOut: [ 4 ]  => 4
         Example: [ (semaphore copyCount: 0) wait ] valueWithin: 10 IfTimedOut: [ 4 ]  => 4"
        | outer. mine. late <- false. result |
        outer: _ProcessDeadline.
        mine: globals system microseconds + (milliseconds * 1000) asInteger.
        "Whoever has set an earlier limit hears of it."
        outer isNil ifFalse: [ outer <= mine ifTrue: [ ^ value ] ].
        [ _ProcessSetDeadline: mine.
            result: ([ value ] onError: [ late: true ] When: [| :e | e isTimeLimit && [ e deadline = mine ] ]) ]
            ensure: [ _ProcessSetDeadline: outer ].
        late ifTrue: [ other value ] False: [ result ] ).
    valueWithin: milliseconds = (
        "The same; if the time is up, an error.
         Example: [ [ process sleep: 1000 ] valueWithin: 10 ] onError: [| :e | e text ]  => '10 ms are over'"
        valueWithin: milliseconds IfTimedOut: [ error: milliseconds printString, ' ms are over' ] ).
|).
