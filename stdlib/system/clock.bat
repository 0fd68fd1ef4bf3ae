"Measuring: how long a block takes."

traits block _AddSlots: (|
    realTime = (
        "Milliseconds that running the receiver takes, on the clock."
        realMicroseconds / 1000 ).
    realMicroseconds = (
        "Microseconds that running the receiver takes, on the clock."
        | start |
        start: globals system monotonicMicroseconds.
        value.
        globals system monotonicMicroseconds - start ).
    cpuTime = (
        "Milliseconds of computing that running the receiver takes; waiting does not count.
         Example: [ process sleep: 100 ] cpuTime < 90  => true"
        | start |
        start: _CpuMicroseconds.
        value.
        (_CpuMicroseconds - start) / 1000 ).
    time = ( "Another name of cpuTime." cpuTime ).
    totalTime = ( "Another name of cpuTime: the time in the program and in the system together." cpuTime ).
|).
