"The same under a stack of a million activations."

'churn.bat' requireScript.

| diver = (|
    parent* = traits clonable.

    dive: depth = (
        depth = 0
            ifTrue: [ churn run: 1000000. 0 ]
            False: [ 1 + (dive: depth - 1) ] ).
|) |

churn fill.
('depth: ', (diver dive: 1000000) printString) printLine.
('live cells: ', churn check printString) printLine.
('longest pause: ', system longestPauseMicroseconds printString, 'us') printLine.
