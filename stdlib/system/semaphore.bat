"Semaphores, and what is made of them: locks and queues that several processes share. Since a process gives way only where
it waits or yields, what stands here between two waits is done without interruption."

traits _AddSlots: (|
    semaphore   = (| parent* = traits clonable |).
    sharedQueue = (| parent* = traits clonable |).
|).

traits _AddSlots: (| lock = (| parent* = traits semaphore |) |).

traits semaphore _AddSlots: (|
    {} = 'Comment: What semaphores share.'.

    copyCount: n = (
        "A new semaphore that lets n processes pass before one has to wait."
        (clone count: n) waiting: globals list copyRemoveAll ).
    copy = ( "A new semaphore with the same count." copyCount: count ).
    wait = (
        "Takes one from the count; waits while there is none. Answers the receiver."
        waitFor: self ).
    waitFor: x = (
        "The same for the sake of x, which is named if the wait is in vain."
        [ count > 0 ] whileFalse: [ waitTurnFor: x ].
        count: count - 1 ).
    waitTurnFor: x = (
        "Waits to be called. Who gives up waiting leaves the queue, and lets another have the call that was meant for it."
        | turn. came <- false |
        turn: (globals semaphoreTurn copyProcess: globals process this).
        waiting add: turn.
        [ globals process waitFor: x. came: true ] ensure: [
            turn called
                ifTrue: [ came ifFalse: [ count > 0 ifTrue: [ callNext ] ] ]
                 False: [ waiting remove: turn IfAbsent: [] ] ] ).
    signal = (
        "Adds one to the count and lets the process go on that has waited longest. Answers the receiver."
        count: count + 1.
        callNext ).
    callNext = (
        "Calls the one that has waited longest. Answers the receiver."
        [ waiting nonEmpty ] whileTrue: [| turn |
            turn: waiting removeFirst.
            turn process isFinished ifFalse: [ turn called: true. turn process resume. ^ self ] ].
        self ).
    whoCouldWake = ( "Nobody in particular." nil ).
    critical: block = (
        "Waits, runs the block, signals. The block's value.
         Example: (semaphore copyCount: 1) critical: [ 3 ]  => 3"
        wait.
        [ block value ] ensure: [ signal ] ).
    statePrintString = ( "The count." count printString ).
|).

traits lock _AddSlots: (|
    {} = 'Comment: What locks share.'.

    copy = ( "A new lock that nobody holds." (copyCount: 1) holder: nil ).
    protect: block = (
        "Runs the block while no other process is in a block of this lock; a process may enter again. The block's value.
         Example: lock copy protect: [ 3 ]  => 3"
        holder == globals process this ifTrue: [ ^ block value ].
        critical: [
            holder: globals process this.
            [ block value ] ensure: [ holder: nil ] ] ).
    isHeld           = ( "Is a process in one of its blocks? Example: lock copy isHeld  => false" holder isNil not ).
    whoCouldWake     = ( "The process that holds it." holder ).
    statePrintString = ( "Whether it is held." isHeld ifTrue: 'held' False: 'free' ).
|).

traits sharedQueue _AddSlots: (|
    {} = 'Comment: What shared queues share.'.

    copy = ( "A new, empty queue."
        (clone contents: globals list copyRemoveAll) available: (globals semaphore copyCount: 0) ).
    copyRemoveAll = ( "A new, empty queue." copy ).
    add: x = ( "Puts x in. Answers the receiver." contents add: x. available signal. self ).
    removeFirst = (
        "Takes out what has been in longest; waits while there is nothing.
         Example: (sharedQueue copy add: 3) removeFirst  => 3"
        available wait.
        contents removeFirst ).
    isEmpty = ( "Is there nothing in it?" contents isEmpty ).
    size = ( "How much is in it." contents size ).
|).

globals _AddSlots: (|
    semaphoreTurn = (|
        {} = 'Comment: The place of a process in the queue before a semaphore.'.
        parent*  = traits clonable.
        process.
        called  <- false.
        copyProcess: p = ( "A new place, for the process p." (clone process: p) called: false ).
    |).
    semaphore = (|
        {} = 'Comment: A semaphore to be copied with copyCount:.'.
        parent*  = traits semaphore.
        count   <- 0.
        waiting <- list copyRemoveAll.
    |).
    lock = (|
        {} = 'Comment: A lock to be copied.'.
        parent*  = traits lock.
        count   <- 1.
        waiting <- list copyRemoveAll.
        holder.
    |).
    mutex = (|
        {} = 'Comment: Another name of locks.'.
        parent* = traits oddball.
        copy = ( "A new lock that nobody holds. Example: mutex copy protect: [ 3 ]  => 3" globals lock copy ).
    |).
    sharedQueue = (|
        {} = 'Comment: A queue between processes, to be copied.'.
        parent* = traits sharedQueue.
        contents.
        available.
    |).
|).
