"Permute: all permutations of six numbers, counted. After the suite's SOM version."

'benchmark.bat' requireScript.

| permuteBenchmark = (|
    parent* = traits benchmark.
    count <- 0.
    numbers.

    benchmark = (
        count: 0.
        numbers: (vector copySize: 6 FillingWith: 0).
        permute: 6.
        count ).

    verifyResult: result = ( result = 8660 ).

    permute: n = ( | last |
        count: count + 1.
        n = 0 ifFalse: [
            last: n - 1.
            permute: last.
            last downTo: 0 Do: [| :i |
                swap: last With: i.
                permute: last.
                swap: last With: i ] ] ).

    swap: i With: j = ( | number |
        number: numbers at: i.
        numbers at: i Put: (numbers at: j).
        numbers at: j Put: number ).
|) |
