"The system: what a program can know of the machine it runs on."

traits _AddSlots: (| system = () |).

traits system _AddSlots: (|
    {} = 'Comment: The behaviour of the system object.'.
    parent* = traits oddball.

    arguments = (
        "A vector of the strings that followed the script's name."
        _Arguments ).
    exit: status = (
        "Ends the program with that exit status, after its changes have been kept."
        _Exit: status ).
    exit = ( "Ends the program with exit status 0." exit: 0 ).
    version = (
        "The version of BAT OS, as a string."
        _Version ).
    collectGarbage = ( "Collects garbage now. Answers the receiver." _Collect. self ).

    longestPauseMicroseconds = (
        "How long the collector has stopped the program at most so far."
        _LongestPause ).
    heapBytes = ( "Bytes of the heap in use." _HeapBytes ).
    mapsMade  = ( "How many maps the machine has made so far; of interest to its makers." _MapsMade ).

    microseconds = (
        "Microseconds since the beginning of 1970, by the clock on the wall."
        _WallMicroseconds ).
    milliseconds = ( "Milliseconds since the beginning of 1970." _WallMicroseconds / 1000 ).
    monotonicMicroseconds = (
        "Microseconds since some moment, by a clock that never goes back."
        _Microseconds ).
|).

globals _AddSlots: (|
    system = (|
        {} = 'Comment: The machine and the program that runs.'.
        parent* = traits system.
        printString = 'system'.
    |).
|).
