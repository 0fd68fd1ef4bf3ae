"Storage: a tree of vectors with four branches and seven levels, for the collector. After the suite's SOM version."

'benchmark.bat' requireScript.

| storageBenchmark = (|
    parent* = traits benchmark.
    count <- 0.

    benchmark = (
        count: 0.
        buildTreeDepth: 7 Using: somRandom copy.
        count ).

    verifyResult: result = ( result = 5461 ).

    buildTreeDepth: depth Using: random = ( | branches |
        count: count + 1.
        depth = 1 ifTrue: [ ^ vector copySize: (random next % 10) + 1 ].
        branches: (vector copySize: 4).
        0 upTo: 4 Do: [| :i | branches at: i Put: (buildTreeDepth: depth - 1 Using: random) ].
        branches ).
|) |
