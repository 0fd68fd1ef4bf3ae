"Semaphores, and what is made of them: locks and queues that several processes share. Since a process gives way only where
it waits or yields, what stands here between two waits is done without interruption."

traits _AddSlots: (|
    semaphore   = (| parent* = traits clonable |).
    lock        = (| parent* = traits clonable |).
    sharedQueue = (| parent* = traits clonable |).
|).

traits semaphore _AddSlots: (|
    {} = 'Comment: What semaphores share.'.

    copyCount: n = (
        "A new semaphore that lets n processes pass before one has to wait."
        (clone count: n) waiting: globals list copyRemoveAll ).
    copy = ( "A new semaphore with the same count." copyCount: count ).
    wait = (
        "Takes one from the count; waits while there is none. Answers the receiver."
        [ count > 0 ] whileFalse: [
            waiting add: globals process this.
            globals process this suspend ].
        count: count - 1 ).
    signal = (
        "Adds one to the count and lets the process go on that has waited longest. Answers the receiver."
        count: count + 1.
        [ waiting nonEmpty ] whileTrue: [| p |
            p: waiting removeFirst.
            p isFinished ifFalse: [ p resume. ^ self ] ].
        self ).
    critical: block = (
        "Waits, runs the block, signals. The block's value.
         Example: (semaphore copyCount: 1) critical: [ 3 ]  => 3"
        wait.
        [ block value ] ensure: [ signal ] ).
    statePrintString = ( "The count." count printString ).
|).

traits lock _AddSlots: (|
    {} = 'Comment: What locks share.'.

    copy = ( "A new lock that nobody holds." (clone semaphore: (globals semaphore copyCount: 1)) holder: nil ).
    protect: block = (
        "Runs the block while no other process is in a block of this lock; a process may enter again. The block's value.
         Example: lock copy protect: [ 3 ]  => 3"
        holder == globals process this ifTrue: [ ^ block value ].
        semaphore critical: [
            holder: globals process this.
            [ block value ] ensure: [ holder: nil ] ] ).
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
    semaphore = (|
        {} = 'Comment: A semaphore to be copied with copyCount:.'.
        parent*  = traits semaphore.
        count   <- 0.
        waiting <- list copyRemoveAll.
    |).
    lock = (|
        {} = 'Comment: A lock to be copied.'.
        parent*    = traits lock.
        semaphore.
        holder.
    |).
    sharedQueue = (|
        {} = 'Comment: A queue between processes, to be copied.'.
        parent*    = traits sharedQueue.
        contents.
        available.
    |).
|).
