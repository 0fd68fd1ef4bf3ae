"Mandelbrot: the set's bitmap, folded to one byte. After the suite's SOM version, which goes back to the
 Computer Language Benchmarks Game; see NOTICE."

'benchmark.bat' requireScript.

| mandelbrotBenchmark = (|
    parent* = traits benchmark.

    innerBenchmarkLoop: innerIterations = (
        verify: (mandelbrot: innerIterations) Inner: innerIterations ).

    verify: result Inner: innerIterations = (
        innerIterations = 500 ifTrue: [ ^ result = 191 ].
        innerIterations = 750 ifTrue: [ ^ result = 50 ].
        innerIterations = 1 ifTrue: [ ^ result = 128 ].
        noResultFor: innerIterations Was: result ).

    mandelbrot: size = (
        | sum <- 0. byte <- 0. bits <- 0. x <- 0. y <- 0. z <- 0. inside <- true. escape <- 0.
          cr <- 0.0. ci <- 0.0. zr <- 0.0. zi <- 0.0. zrzr <- 0.0. zizi <- 0.0 |
        [ y < size ] whileTrue: [
            ci: ((2.0 * y) / size) - 1.0.
            x: 0.
            [ x < size ] whileTrue: [
                cr: ((2.0 * x) / size) - 1.5.
                zrzr: 0.0.
                zizi: 0.0.
                zi: 0.0.
                z: 0.
                inside: true.
                escape: 0.
                [ inside && [ z < 50 ] ] whileTrue: [
                    zr: (zrzr - zizi) + cr.
                    zi: (2.0 * zr * zi) + ci.
                    zrzr: zr * zr.
                    zizi: zi * zi.
                    (zrzr + zizi) > 4.0 ifTrue: [
                        inside: false.
                        escape: 1 ].
                    z: z + 1 ].

                byte: (byte shiftLeft: 1) + escape.
                bits: bits + 1.
                bits = 8
                    ifTrue: [
                        sum: (sum bitXor: byte).
                        byte: 0.
                        bits: 0 ]
                    False: [
                        x = (size - 1) ifTrue: [
                            byte: (byte shiftLeft: 8 - bits).
                            sum: (sum bitXor: byte).
                            byte: 0.
                            bits: 0 ] ].
                x: x + 1 ].
            y: y + 1 ].
        sum ).
|) |
