"Sieve: the primes up to 5,000, by Eratosthenes. After the suite's SOM version."

'benchmark.bat' requireScript.

| sieveBenchmark = (|
    parent* = traits benchmark.

    benchmark = ( sieve: (vector copySize: 5000 FillingWith: true) Size: 5000 ).

    verifyResult: result = ( result = 669 ).

    sieve: flags Size: size = ( | count <- 0. multiple |
        2 to: size Do: [| :i |
            (flags at: i - 1) ifTrue: [
                count: count + 1.
                multiple: i + i.
                [ multiple <= size ] whileTrue: [
                    flags at: multiple - 1 Put: false.
                    multiple: multiple + i ] ] ].
        count ).
|) |
