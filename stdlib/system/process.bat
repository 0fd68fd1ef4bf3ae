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
        _ProcessSuspend. self ).
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
        result: _ProcessJoin.
        status = 'failed'  ifTrue: [ ^ error: 'the process failed: ', (result ifNil: 'it ran out of something' IfNotNil: [ result text ]) ].
        status = 'aborted' ifTrue: [ ^ error: 'the process was aborted' ].
        result ).
    sleep: milliseconds = (
        "Lets at least that much time pass. To be sent to the running one: `process sleep: 100`."
        _SleepMicroseconds: milliseconds * 1000. self ).

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
        [ p _ProcessStart. p _ProcessJoin ] ensure: [ p _EndTrial ].
        p join ).
    asProcess = ( "A new process that will run the receiver; it waits for `resume`." globals process copyBlock: self ).
|).
