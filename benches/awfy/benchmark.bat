"What every benchmark is: a result, a check of the result, and a loop that makes it several times."

'som.bat' requireScript.

traits _AddSlots: (|
    benchmark = (|
        parent* = traits clonable.

        innerBenchmarkLoop: innerIterations = (
            0 upTo: innerIterations Do: [ (verifyResult: benchmark) ifFalse: [ ^ false ] ].
            true ).

        "For a benchmark whose result depends on its size and is not in its table."
        noResultFor: innerIterations Was: result = (
            ('No verification result for ', innerIterations printString, ' found') printLine.
            ('Result is: ', result printString) printLine.
            false ).
    |).
|).
