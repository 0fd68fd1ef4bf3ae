"What a trial costs: a savepoint is opened, something changes, it is asked what, and it is rolled back. First one element of
 a vector of a million; then a thousand objects among a thousand, ten thousand, … as many as the argument says (a million
 without one). The times are in microseconds: the mean of a thousand trials, then the least of twenty."

| trial = (|
    parent* = traits clonable.
    microsecondsOf: block Times: n = ( | t |
        t: system microseconds.
        0 upTo: n Do: block.
        (system microseconds - t) asFloat / n ).

    "Cells with a field each, all of them old before the trials begin."
    cells: n = ( | all |
        all: (vector copySize: n).
        0 upTo: n Do: [| :i | all at: i Put: (cell copy n: i) ].
        all ).
    cell = (| parent* = traits clonable. n <- 0 |).

    say: what Of: all = ( | step. changed. t. stored <- 1000000. asked <- 1000000. undone <- 1000000 |
        step: all size / 1000.
        0 upTo: 20 Do: [
            _OpenSavepoint.
            t: system microseconds.
            0 upTo: 1000 Do: [| :i | (all at: i * step) n: -1 ].
            stored: (stored min: system microseconds - t).
            t: system microseconds. changed: (_Differences size / 4). asked: (asked min: system microseconds - t).
            t: system microseconds. _RollBack. undone: (undone min: system microseconds - t) ].
        (what, ': a thousand stores ', stored printString, ', difference ', asked printString,
            ', rolled back ', undone printString) printLine.
        ('  wrong: ', ((wrongIn: all) + (changed = 1000 ifTrue: 0 False: 1)) printString) printLine ).
    wrongIn: all = ( | wrong <- 0 | all do: [| :each. :i | each n = i ifFalse: [ wrong: wrong + 1 ] ]. wrong ).
|) |

| big. most <- 1000000. n <- 1000. changed <- 0 |
big: (vector copySize: 1000000 FillingWith: 0).
_Collect.
('one element of a million, logged, asked for and rolled back: ', (trial microsecondsOf: [| :i |
    _OpenSavepoint. big at: (i * 7919) % 1000000 Put: 1. changed: _Differences size. _RollBack ] Times: 1000) printString) printLine.
system arguments isEmpty ifFalse: [ most: (system arguments at: 0) asInteger ].
[ n <= most ] whileTrue: [
    trial say: n printString, ' objects' Of: (trial cells: n).
    n: n * 10 ]
