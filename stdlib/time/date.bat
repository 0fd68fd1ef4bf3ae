"Dates: days of the calendar (the Gregorian one, also for the time before it), from the year -9999 to 9999."

traits _AddSlots: (| date = (| parent* = traits orderedClonable |) |).

traits date _AddSlots: (|
    {} = 'Comment: What dates share.'.

    year: y Month: m Day: d = (
        "That day; an error if there is none.
         Example: date year: 2024 Month: 2 Day: 29  => a date(2024-02-29)
         Example: [ date year: 2023 Month: 2 Day: 29 ] onError: [| :e | e text ]  => 'there is no day 2023-02-29'"
        (y isInteger && [ m isInteger && [ d isInteger ] ]) ifFalse: [ ^ error: 'a date needs whole numbers' ].
        ((1 <= m) && [ m <= 12 ]) && [ ((1 <= d) && [ d <= (daysInMonth: m Of: y) ]) && [ y abs <= 9999 ] ] ifFalse: [
            ^ error: [ 'there is no day ', (writeYear: y Month: m Day: d) ] ].
        copyDays: (daysToYear: y Month: m Day: d) ).
    copyDays: n = (
        "The day that many days after the first one of 1970; an error beyond the years that there are.
         Example: date copyDays: 365  => a date(1971-01-01)"
        n isInteger ifFalse: [ ^ error: 'a date needs a whole number of days, not ', (globals printing brief: n) ].
        (n between: globals dates firstDay And: globals dates lastDay) ifFalse: [
            ^ error: 'a date must be in the years from -9999 to 9999' ].
        clone days: n ).
    current = ( "Today, in Greenwich. Example: date current year > 2000  => true" globals time current date ).
    currentIn: zone = (
        "Today, in a time zone. Example: (date currentIn: 'UTC') = date current  => true"
        globals time current dateIn: zone ).
    fromString: text = (
        "The day that a text in the form of ISO 8601 says; an error if it says none.
         Example: date fromString: '2024-02-29'  => a date(2024-02-29)"
        | parts |
        (globals dates form matches: text) ifFalse: [
            ^ error: (globals printing brief: text), ' is no date like 2024-02-29' ].
        parts: ((text copyWithoutPrefix: '-') splitOn: '-').
        year: ((text hasPrefix: '-') ifTrue: [ parts first asInteger negate ] False: [ parts first asInteger ])
            Month: (parts at: 1) asInteger
              Day: (parts at: 2) asInteger ).

    "Days from civil and back: years begin in March, so that the leap day comes last"

    daysToYear: y Month: m Day: d = ( "Days from the first one of 1970."
        | yy. era. yoe. doy |
        yy: (m <= 2 ifTrue: [ y - 1 ] False: [ y ]).
        era: yy /- 400.
        yoe: yy - (era * 400).
        doy: ((((153 * ((m + 9) % 12)) + 2) / 5) + (d - 1)).
        ((era * 146097) + (yoe * 365) + (yoe / 4) + doy) - ((yoe / 100) + 719468) ).
    parts = (
        "A vector of year, month and day of the month.
         Example: (date copyDays: 0) parts  => a vector(1970, 1, 1)"
        | z. era. doe. yoe. doy. mp. m |
        z: days + 719468.
        era: z /- 146097.
        doe: z - (era * 146097).
        yoe: ((doe + (doe / 36524)) - ((doe / 1460) + (doe / 146096))) / 365.
        doy: (doe + (yoe / 100)) - ((365 * yoe) + (yoe / 4)).
        mp: ((5 * doy) + 2) / 153.
        m: ((mp + 2) % 12) + 1.
        ((yoe + (era * 400) + (m <= 2) asInteger) & m & ((doy + 1) - (((153 * mp) + 2) / 5))) asVector ).

    "Parts"

    year       = ( "Example: (date year: 2024 Month: 2 Day: 29) year  => 2024" parts at: 0 ).
    month      = ( "From 1 to 12. Example: (date year: 2024 Month: 2 Day: 29) month  => 2" parts at: 1 ).
    dayOfMonth = ( "From 1 to 31. Example: (date year: 2024 Month: 2 Day: 29) dayOfMonth  => 29" parts at: 2 ).
    weekDay    = ( "0 for Sunday. Example: (date year: 2024 Month: 2 Day: 29) weekDay  => 4" (days + 4) %+ 7 ).
    weekDayName = (
        "In English. Example: (date year: 2024 Month: 2 Day: 29) weekDayName  => 'Thursday'"
        globals dates weekDayNames at: weekDay ).
    monthName  = (
        "In English. Example: (date year: 2024 Month: 2 Day: 29) monthName  => 'February'"
        globals dates monthNames at: month - 1 ).
    dayOfYear  = (
        "From 1 to 366. Example: (date year: 2024 Month: 12 Day: 31) dayOfYear  => 366"
        1 + (days - (daysToYear: year Month: 1 Day: 1)) ).
    isLeapYear = (
        "Has its year 366 days? Example: (date year: 2024 Month: 1 Day: 1) isLeapYear  => true"
        isLeapYear: year ).
    isLeapYear: y = (
        "Has year y 366 days? Example: date isLeapYear: 1900  => false"
        ((y % 4) = 0) && [ ((y % 100) != 0) || [ (y % 400) = 0 ] ] ).
    daysInMonth = ( "Example: (date year: 2024 Month: 2 Day: 1) daysInMonth  => 29" daysInMonth: month Of: year ).
    daysInMonth: m Of: y = ( "How many days month m of year y has. Example: date daysInMonth: 2 Of: 2023  => 28"
        m = 2 ifTrue: [ ^ 28 + (isLeapYear: y) asInteger ].
        (m = 4) || [ (m = 6) || [ (m = 9) || [ m = 11 ] ] ] ifTrue: 30 False: 31 ).

    "Calculating"

    + n = (
        "That many days later. Example: (date year: 2024 Month: 2 Day: 28) + 2  => a date(2024-03-01)"
        copyDays: days + n ).
    - d = (
        "The days between two dates; or the day so many days earlier.
         Example: (date year: 2024 Month: 3 Day: 1) - (date year: 2024 Month: 2 Day: 1)  => 29
         Example: (date year: 2024 Month: 3 Day: 1) - 1  => a date(2024-02-29)"
        d subtractFromDate: self ).
    subtractFromDate: d = ( "The other half of -." d days - days ).
    addMonths: n = (
        "The same day so many months later, or the last day of that month if it is shorter.
         Example: (date year: 2024 Month: 1 Day: 31) addMonths: 1  => a date(2024-02-29)"
        | p. months. y. m |
        p: parts.
        months: ((p at: 0) * 12) + (p at: 1) + (n - 1).
        y: months /- 12. m: (months %+ 12) + 1.
        year: y Month: m Day: ((p at: 2) min: (daysInMonth: m Of: y)) ).
    addYears: n = (
        "The same day so many years later. Example: (date year: 2024 Month: 2 Day: 29) addYears: 1  => a date(2025-02-28)"
        addMonths: n * 12 ).
    firstOfMonth = (
        "Example: (date year: 2024 Month: 2 Day: 29) firstOfMonth  => a date(2024-02-01)"
        self - (dayOfMonth - 1) ).
    lastOfMonth = (
        "Example: (date year: 2024 Month: 2 Day: 1) lastOfMonth  => a date(2024-02-29)"
        self + (daysInMonth - dayOfMonth) ).
    asTime = (
        "Its beginning in Greenwich. Example: (date copyDays: 1) asTime  => 1970-01-02 00:00:00"
        globals time copyMicroseconds: days * 86400000000 ).

    < d = ( "Is it before d? Example: (date copyDays: 0) < (date copyDays: 1)  => true" days < d days ).
    = d = ( "The same day?" d equalsDate: self ).
    equalsDate: d = ( "The other half of =." days = d days ).
    hash = ( "The same for equal dates." days hash ).

    asString = ( "In the form of ISO 8601. Example: (date copyDays: 0) asString  => '1970-01-01'"
        | p | p: parts. writeYear: (p at: 0) Month: (p at: 1) Day: (p at: 2) ).
    writeYear: y Month: m Day: d = ( "Year, month and day with hyphens."
        (y < 0 ifTrue: '-' False: ''), (y abs printStringPadded: 4), '-', (m printStringPadded: 2), '-',
            (d printStringPadded: 2) ).
    jsonForm = ( "Its text." asString ).
    statePrintString = ( "Its text." asString ).
|).

globals _AddSlots: (|
    date = (|
        {} = 'Comment: The first day of 1970, to be copied.'.
        parent* = traits date.
        days <- 0.
    |).
    dates = (|
        {} = 'Comment: How dates are written, and the days of the years from -9999 to 9999.'.
        parent* = lobby.
        firstDay = -4371587.
        lastDay = 2932896.
        form = ( "What dates look like." '-?[0-9]{4}-[0-9]{2}-[0-9]{2}' asRegex ).
        weekDayNames = ('Sunday' & 'Monday' & 'Tuesday' & 'Wednesday' & 'Thursday' & 'Friday' & 'Saturday') asVector.
        monthNames = ('January' & 'February' & 'March' & 'April' & 'May' & 'June' & 'July' & 'August' & 'September'
            & 'October' & 'November' & 'December') asVector.
    |).
|).

traits number _AddSlots: (| subtractFromDate: d = ( "The day so many days before d." d copyDays: d days - self ) |).
defaultBehavior _AddSlots: (| equalsDate: d = ( false ) |).
