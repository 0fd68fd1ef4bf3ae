"Queens: eight queens placed ten times. After the suite's SOM version."

'benchmark.bat' requireScript.

| queensBenchmark = (|
    parent* = traits benchmark.
    freeRows.
    freeMaxs.
    freeMins.
    queenRows.

    benchmark = ( | result <- true |
        0 upTo: 10 Do: [ result: result && [ queens ] ].
        result ).

    verifyResult: result = ( result ).

    queens = (
        freeRows: (vector copySize: 8 FillingWith: true).
        freeMaxs: (vector copySize: 16 FillingWith: true).
        freeMins: (vector copySize: 16 FillingWith: true).
        queenRows: (vector copySize: 8 FillingWith: -1).
        placeQueen: 0 ).

    placeQueen: column = (
        0 upTo: 8 Do: [| :row |
            (isFree: row Column: column) ifTrue: [
                queenRows at: row Put: column.
                free: row Column: column Is: false.
                column = 7 ifTrue: [ ^ true ].
                (placeQueen: column + 1) ifTrue: [ ^ true ].
                free: row Column: column Is: true ] ].
        false ).

    isFree: row Column: column = (
        (freeRows at: row) && [ (freeMaxs at: column + row) && [ freeMins at: (column - row) + 7 ] ] ).

    free: row Column: column Is: free = (
        freeRows at: row Put: free.
        freeMaxs at: column + row Put: free.
        freeMins at: (column - row) + 7 Put: free ).
|) |
