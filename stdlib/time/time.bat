"Time: moments, to the microsecond, the same all over the world; what clocks show at one depends on where they are. Without a zone
in the message it is what they show in Greenwich."

traits _AddSlots: (| time = (| parent* = traits orderedClonable |) |).

traits time _AddSlots: (|
    {} = 'Comment: What moments share.'.

    "Making"

    current = ( "Now. Example: time current year > 2000  => true" copyMicroseconds: globals system microseconds ).
    copyMicroseconds: n = (
        "The moment that many microseconds after the beginning of 1970 in Greenwich; an error beyond the years from -9999 to 9999.
         Example: time copyMicroseconds: 1700000000000000  => 2023-11-14 22:13:20"
        ((n /- 86400000000) between: globals dates firstDay And: globals dates lastDay) ifFalse: [
            ^ error: 'a time must be in the years from -9999 to 9999' ].
        clone microseconds: n asInteger ).
    year: y Month: m Day: d = (
        "The beginning of a day in Greenwich; an error if there is no such day.
         Example: time year: 2024 Month: 2 Day: 29  => 2024-02-29 00:00:00"
        (globals date year: y Month: m Day: d) asTime ).
    year: y Month: m Day: d Hour: h Minute: min Second: s = (
        "That moment by the clocks in Greenwich; an error if there is none.
         Example: time year: 2024 Month: 2 Day: 29 Hour: 13 Minute: 5 Second: 0  => 2024-02-29 13:05:00"
        (((h between: 0 And: 23) && [ min between: 0 And: 59 ]) && [ (s >= 0) && [ s < 60 ] ]) ifFalse: [
            ^ error: 'there is no time of day ', h printString, ':', min printString, ':', s printString ].
        (year: y Month: m Day: d) + (globals duration seconds: (h * 3600) + (min * 60) + s) ).
    year: y Month: m Day: d Hour: h Minute: min Second: s In: zone = (
        "That moment by the clocks of a zone. Where they are put forward and skip it, as if they had not been; where they are put back
         and show it twice, the first time.
         Example: time year: 2024 Month: 7 Day: 1 Hour: 12 Minute: 0 Second: 0 In: 'Europe/Berlin'  => 2024-07-01 10:00:00"
        | there. before. early. late |
        there: (year: y Month: m Day: d Hour: h Minute: min Second: s).
        before: there - (globals duration days: 1).
        early: there - (before offsetIn: zone).
        (early offsetIn: zone) = (before offsetIn: zone) ifTrue: [ ^ early ].
        late: there - (early offsetIn: zone).
        (late offsetIn: zone) = (early offsetIn: zone) ifTrue: [ late ] False: [ early ] ).
    fromString: text = (
        "The moment that a text in the form of ISO 8601 says: a date, a time of day after a T or a blank, and Z or how far the clocks
         are from Greenwich (without: those of Greenwich).
         Example: time fromString: '2024-02-29T13:05:00+02:00'  => 2024-02-29 11:05:00
         Example: time fromString: '2024-02-29'  => 2024-02-29 00:00:00"
        | m. day. part. result. fraction. zone |
        m: (globals times form findIn: text).
        m ifNil: [ ^ error: (globals printing brief: text), ' is no time like 2024-02-29T13:05:00Z' ].
        day: (globals date fromString: (m at: 1)).
        part: [| :i | (m at: i) ifNil: [ 0 ] IfNotNil: [| :digits | digits asInteger ] ].
        result: (year: day year
            Month: day month
            Day: day dayOfMonth
            Hour: (part value: 2)
            Minute: (part value: 3)
            Second: (part value: 4)).
        (m at: 5) ifNotNil: [| :digits |
            result: result + ((digits padOnRight: 6 With: '0') copyFrom: 0 UpTo: 6) asInteger ].
        zone: (m at: 6).
        (zone isNil) || [ zone = 'Z' ] ifTrue: [ ^ result ].
        zone: (((zone copyFrom: 1 UpTo: 3) asInteger * 3600)
            + ((zone copyFrom: zone size - 2 UpTo: zone size) asInteger * 60)) * 1000000.
        ((m at: 6) hasPrefix: '-') ifTrue: [ result + zone ] False: [ result - zone ] ).

    "Parts"

    day = (
        "Days since the beginning of 1970. Example: (time copyMicroseconds: -1) day  => -1"
        microseconds /- 86400000000 ).
    secondOfDay = ( "Seconds since midnight." (microseconds %+ 86400000000) / 1000000 ).
    hour   = ( "Example: (time copyMicroseconds: 3600000000) hour  => 1" secondOfDay / 3600 ).
    minute = ( "Minutes of the hour." (secondOfDay / 60) % 60 ).
    second = ( "Seconds of the minute." secondOfDay % 60 ).
    microsecond = (
        "Microseconds of the second. Example: (time copyMicroseconds: 5) microsecond  => 5"
        microseconds %+ 1000000 ).
    date = ( "The day. Example: (time copyMicroseconds: 0) date  => a date(1970-01-01)" globals date copyDays: day ).
    year       = ( "Example: (time copyMicroseconds: 0) year  => 1970" date year ).
    month      = ( "From 1 to 12." date month ).
    dayOfMonth = ( "From 1 to 31." date dayOfMonth ).
    weekDay    = ( "0 for Sunday. Example: (time copyMicroseconds: 0) weekDay  => 4" date weekDay ).

    "In other places: zones have names like 'Europe/Berlin'; the empty one is the zone of this machine"

    offsetIn: zone = (
        "By how much the clocks of a zone are ahead of Greenwich at this moment; an error if there is no such zone.
         Example: (time year: 2024 Month: 7 Day: 1) offsetIn: 'Europe/Berlin'  => a duration(PT2H)"
        globals duration seconds: (zone _ZoneOffsetAt: microseconds IfFail: [| :e. :name |
            e = 'badTypeError'
                ifTrue: [ error: 'there is no time zone ', zone printString, ' on this machine' ]
                 False: [ primitiveFailedError: e Name: name ] ]) ).
    dateIn: zone = (
        "The day there. Example: (time copyMicroseconds: 0) dateIn: 'America/New_York'  => a date(1969-12-31)"
        (self + (offsetIn: zone)) date ).
    hourIn: zone = (
        "The hour there. Example: (time copyMicroseconds: 0) hourIn: 'UTC'  => 0"
        (self + (offsetIn: zone)) hour ).
    printStringIn: zone = (
        "What clocks there show, with their distance from Greenwich.
         Example: (time copyMicroseconds: 0) printStringIn: 'America/New_York'  => '1969-12-31 19:00:00-05:00'"
        | offset. minutes |
        offset: (offsetIn: zone).
        minutes: offset inMicroseconds abs / 60000000.
        (self + offset) printString, (offset isNegative ifTrue: '-' False: '+'), ((minutes / 60) printStringPadded: 2),
            ':', ((minutes % 60) printStringPadded: 2) ).
    zoneHere = (
        "The name of the zone of this machine; empty if that is not known. Example: time zoneHere isString  => true"
        '' _ZoneHere ).

    "Calculating"

    + d = (
        "So much later; a number means microseconds.
         Example: (time copyMicroseconds: 0) + (duration hours: 2)  => 1970-01-01 02:00:00"
        copyMicroseconds: microseconds + d inMicroseconds ).
    - t = (
        "The microseconds between two moments; or the moment so much earlier.
         Example: (time copyMicroseconds: 5) - (time copyMicroseconds: 3)  => 2"
        t subtractFromTime: self ).
    subtractFromTime: t = ( "The other half of -." t microseconds - microseconds ).
    since: t = (
        "The duration from t to the receiver. Example: (time copyMicroseconds: 5000000) since: (time copyMicroseconds: 0)  => a duration(PT5S)"
        globals duration copyMicroseconds: microseconds - t microseconds ).

    < t = (
        "Is it before t? Example: time current < (time copyMicroseconds: 0)  => false"
        microseconds < t microseconds ).
    = t = ( "The same moment?" t equalsTime: self ).
    equalsTime: t = ( "The other half of =." microseconds = t microseconds ).
    hash = ( "The same for equal moments." microseconds hash ).

    timeOfDay = ( "Hours, minutes and seconds. Example: (time copyMicroseconds: 1500000) timeOfDay  => '00:00:01.5'"
        (hour printStringPadded: 2), ':', (minute printStringPadded: 2), ':', (second printStringPadded: 2),
            (globals durations fractionOf: microsecond) ).
    printString = (
        "Example: (time copyMicroseconds: 0) printString  => '1970-01-01 00:00:00'"
        date asString, ' ', timeOfDay ).
    asString = (
        "In the form of ISO 8601. Example: (time copyMicroseconds: 0) asString  => '1970-01-01T00:00:00Z'"
        date asString, 'T', timeOfDay, 'Z' ).
    jsonForm = ( "Its text." asString ).
|).

globals _AddSlots: (|
    time = (|
        {} = 'Comment: The beginning of 1970, to be copied; `time current` is now.'.
        parent*       = traits time.
        microseconds <- 0.
    |).
    times = (|
        {} = 'Comment: How times are written.'.
        parent* = lobby.
        form = ( "What times look like."
            '\\A(-?[0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]+))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?\\z' asRegex ).
    |).
|).

traits number   _AddSlots: (|
    subtractFromTime: t = ( "The moment so many microseconds before t." t copyMicroseconds: t microseconds - self )
|).
traits duration _AddSlots: (|
    subtractFromTime: t = ( "The moment so much before t." t copyMicroseconds: t microseconds - microseconds )
|).
defaultBehavior _AddSlots: (| equalsTime: t = ( false ) |).
