"Durations: lengths of time, to the microsecond. A number that stands for one means microseconds."

traits _AddSlots: (| duration = (| parent* = traits orderedClonable |) |).

traits duration _AddSlots: (|
    {} = 'Comment: What durations share.'.

    copyMicroseconds: n = (
        "A duration of that many microseconds, a whole number of them. Example: duration copyMicroseconds: 1500000  => a duration(PT1.5S)"
        clone microseconds: n asInteger ).
    milliseconds: n = ( "Example: duration milliseconds: 20  => a duration(PT0.02S)" copyMicroseconds: n * 1000 ).
    seconds: n = ( "Example: duration seconds: 90  => a duration(PT1M30S)"  copyMicroseconds: n * 1000000 ).
    minutes: n = ( "Example: duration minutes: 90  => a duration(PT1H30M)"  copyMicroseconds: n * 60000000 ).
    hours: n   = ( "Example: duration hours: 1.5  => a duration(PT1H30M)"   copyMicroseconds: n * 3600000000 ).
    days: n    = (
        "Days of 24 hours. Example: duration days: 2  => a duration(P2D)"
        copyMicroseconds: n * 86400000000 ).
    weeks: n   = ( "Example: (duration weeks: 1) inDays  => 7.0"            days: n * 7 ).
    fromString: text = (
        "The duration that a text in the form of ISO 8601 says, with days, hours, minutes and seconds; an error if it says none.
         Example: duration fromString: 'P1DT2H30M'  => a duration(P1DT2H30M)
         Example: duration fromString: '-PT0.5S'  => a duration(-PT0.5S)"
        fromString: text IfFail: [ error: (globals printing brief: text), ' is no duration like P1DT2H3M4.5S' ] ).
    fromString: text IfFail: block = (
        "The same, or the block's value."
        | m. part. sum |
        m: ((globals durations form) findIn: text).
        m ifNil: [ ^ block value ].
        (text size = ((text hasPrefix: '-') asInteger + 1)) || [ text hasSuffix: 'T' ] ifTrue: [ ^ block value ].
        part: [| :i. :unit | ((m at: i) ifNil: [ 0 ] IfNotNil: [| :digits | digits asInteger ]) * unit ].
        sum: (part value: 2 With: 604800000000) + (part value: 3 With: 86400000000) + (part value: 4 With: 3600000000)
            + (part value: 5 With: 60000000) + (part value: 6 With: 1000000).
        (m at: 7) ifNotNil: [| :digits | sum: sum + ((digits padOnRight: 6 With: '0') copyFrom: 0 UpTo: 6) asInteger ].
        copyMicroseconds: ((text hasPrefix: '-') ifTrue: [ sum negate ] False: [ sum ]) ).

    inMicroseconds = ( "As a number of microseconds, an integer." microseconds ).
    inMilliseconds = (
        "As a number of milliseconds. Example: (duration seconds: 1.5) inMilliseconds  => 1500.0"
        microseconds /= 1000 ).
    inSeconds = ( "As a number of seconds. Example: (duration minutes: 1) inSeconds  => 60.0" microseconds /= 1000000 ).
    inMinutes = ( "As a number of minutes. Example: (duration hours: 1) inMinutes  => 60.0" microseconds /= 60000000 ).
    inHours   = ( "As a number of hours. Example: (duration days: 1) inHours  => 24.0" microseconds /= 3600000000 ).
    inDays    = (
        "As a number of days of 24 hours. Example: (duration hours: 12) inDays  => 0.5"
        microseconds /= 86400000000 ).

    + d = ( "Example: (duration hours: 1) + (duration minutes: 5)  => a duration(PT1H5M)" d addToDuration: self ).
    - d = (
        "Example: (duration hours: 1) - (duration minutes: 5)  => a duration(PT55M)"
        copyMicroseconds: microseconds - d inMicroseconds ).
    * n = ( "Example: (duration minutes: 5) * 3  => a duration(PT15M)" copyMicroseconds: microseconds * n ).
    / n = (
        "Divided by a number, cut to microseconds; or how many times a duration goes into it. Example: (duration hours: 1) / 4  => a duration(PT15M)
         Example: (duration hours: 1) / (duration minutes: 7)  => 8"
        n divideDuration: self ).
    addToDuration: d = ( "The other half of +." copyMicroseconds: d microseconds + microseconds ).
    divideDuration: d = ( "The other half of /." d microseconds / microseconds ).
    negate = ( "Example: (duration hours: 1) negate  => a duration(-PT1H)" copyMicroseconds: microseconds negate ).
    absoluteValue = (
        "Example: (duration hours: -1) absoluteValue  => a duration(PT1H)"
        copyMicroseconds: microseconds absoluteValue ).
    isZero = ( "Is it no time at all?" microseconds = 0 ).
    isNegative = ( "Does it go back?" microseconds < 0 ).
    < d = ( "Example: (duration hours: 1) < (duration minutes: 61)  => true" microseconds < d inMicroseconds ).
    = d = ( "Example: (duration hours: 1) = (duration minutes: 60)  => true" d equalsDuration: self ).
    equalsDuration: d = ( "The other half of =." microseconds = d microseconds ).
    hash = ( "The same for equal durations." microseconds hash ).

    asString = (
        "In the form of ISO 8601.
         Example: (duration seconds: 3661) asString  => 'PT1H1M1S'"
        | rest. text. part |
        microseconds = 0 ifTrue: [ ^ 'PT0S' ].
        rest: microseconds abs.
        text: (microseconds < 0 ifTrue: '-P' False: 'P').
        part: [| :unit. :letter. n |
            n: rest / unit.
            rest: rest % unit.
            n = 0 ifTrue: '' False: [ n printString, letter ] ].
        text: text, (part value: 86400000000 With: 'D').
        rest = 0 ifTrue: [ ^ text ].
        text: text, 'T', (part value: 3600000000 With: 'H'), (part value: 60000000 With: 'M').
        rest = 0
            ifTrue: [ text ]
             False: [ text, (rest / 1000000) printString, (globals durations fractionOf: rest % 1000000), 'S' ] ).
    jsonForm = ( "Its text." asString ).
    statePrintString = ( "Its text." asString ).
|).

globals _AddSlots: (|
    duration = (|
        {} = 'Comment: No time at all, to be copied.'.
        parent* = traits duration.
        microseconds <- 0.
    |).
    durations = (|
        {} = 'Comment: How times and durations are written.'.
        parent* = lobby.
        form = ( "What durations look like."
            '\\A(-?)P(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:[.]([0-9]+))?S)?)?\\z' asRegex ).
        fractionOf: n = (
            "Microseconds as what follows a whole number of seconds.
             Example: durations fractionOf: 500000  => '.5'
             Example: durations fractionOf: 0  => ''"
            | digits |
            n = 0 ifTrue: [ ^ '' ].
            digits: (n printStringPadded: 6).
            [ digits hasSuffix: '0' ] whileTrue: [ digits: digits copyWithoutLast ].
            '.', digits ).
    |).
|).

traits number _AddSlots: (|
    inMicroseconds = ( "A number that stands for a duration means microseconds. Example: 5 inMicroseconds  => 5" self ).
    addToDuration: d = ( "Microseconds more." d copyMicroseconds: d microseconds + self ).
    divideDuration: d = ( "So many times less. Example: (duration hours: 1) / 0.5  => a duration(PT2H)"
        isInteger
            ifTrue: [ d copyMicroseconds: d microseconds / self ]
             False: [ d copyMicroseconds: (d microseconds / self) truncate ] ).
|).
defaultBehavior _AddSlots: (| equalsDuration: d = ( false ) |).
