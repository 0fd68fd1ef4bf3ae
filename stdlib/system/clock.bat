"Time: moments, and how long a block takes."

traits _AddSlots: (| time = () |).

traits time _AddSlots: (|
    {} = 'Comment: What moments share.'.
    parent* = traits orderedClonable.

    current = ( "Now." copyMicroseconds: system microseconds ).
    copyMicroseconds: n = (
        "The moment that many microseconds after the beginning of 1970 in Greenwich."
        clone microseconds: n ).
    year: y Month: m Day: d = (
        "The beginning of a day in Greenwich.
         Example: (time year: 2024 Month: 2 Day: 29) printString  => '2024-02-29 00:00:00'"
        | yy. era. yoe. doy |
        "Days from civil: years begin in March, so that the leap day comes last."
        yy: (m <= 2 ifTrue: [ y - 1 ] False: [ y ]).
        era: yy /- 400.
        yoe: yy - (era * 400).
        doy: ((((153 * ((m + 9) % 12)) + 2) / 5) + (d - 1)).
        copyMicroseconds: (((era * 146097) + (yoe * 365) + (yoe / 4) + doy) - ((yoe / 100) + 719468)) * 86400000000 ).

    day = ( "Days since the beginning of 1970." microseconds /- 86400000000 ).
    secondOfDay = ( "Seconds since midnight." (microseconds %+ 86400000000) / 1000000 ).
    hour   = ( "Example: (time copyMicroseconds: 3600000000) hour  => 1" secondOfDay / 3600 ).
    minute = ( "Minutes of the hour." (secondOfDay / 60) % 60 ).
    second = ( "Seconds of the minute." secondOfDay % 60 ).
    year       = ( "Example: (time copyMicroseconds: 0) year  => 1970" date at: 0 ).
    month      = ( "From 1 to 12." date at: 1 ).
    dayOfMonth = ( "From 1 to 31." date at: 2 ).
    weekDay    = ( "0 for Sunday. Example: (time copyMicroseconds: 0) weekDay  => 4" (day + 4) %+ 7 ).
    date = (
        "A vector of year, month and day.
         Example: (time copyMicroseconds: 0) date  => a vector(1970, 1, 1)"
        | z. era. doe. yoe. doy. mp. m |
        z: day + 719468.
        era: z /- 146097.
        doe: z - (era * 146097).
        yoe: ((doe + (doe / 36524)) - ((doe / 1460) + (doe / 146096))) / 365.
        doy: (doe + (yoe / 100)) - ((365 * yoe) + (yoe / 4)).
        mp: ((5 * doy) + 2) / 153.
        m: ((mp + 2) % 12) + 1.
        ((yoe + (era * 400) + (m <= 2) asInteger) & m & ((doy + 1) - (((153 * mp) + 2) / 5))) asVector ).

    + duration = ( "So many microseconds later." copyMicroseconds: microseconds + duration ).
    - t = (
        "The microseconds between two moments; or the moment so many microseconds earlier."
        t subtractFromTime: self ).
    subtractFromTime: t = ( "The other half of -." t microseconds - microseconds ).
    < t = ( "Is it before t? Example: time current < (time copyMicroseconds: 0)  => false" microseconds < t microseconds ).
    = t = ( "The same moment?" t equalsTime: self ).
    equalsTime: t = ( "The other half of =." microseconds = t microseconds ).
    hash = ( "The same for equal moments." microseconds hash ).
    printString = (
        "Example: (time copyMicroseconds: 0) printString  => '1970-01-01 00:00:00'"
        | d |
        d: date.
        (d at: 0) printString, '-', ((d at: 1) printStringPadded: 2), '-', ((d at: 2) printStringPadded: 2), ' ',
            (hour printStringPadded: 2), ':', (minute printStringPadded: 2), ':', (second printStringPadded: 2) ).
|).

globals _AddSlots: (|
    time = (|
        {} = 'Comment: The beginning of 1970, to be copied; `time current` is now.'.
        parent*       = traits time.
        microseconds <- 0.
    |).
|).

traits number _AddSlots: (|
    subtractFromTime: t = ( "The moment so many microseconds before t." t copyMicroseconds: t microseconds - self ).
|).

defaultBehavior _AddSlots: (| equalsTime: t = ( false ) |).

traits block _AddSlots: (|
    "Measuring"

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
|).
