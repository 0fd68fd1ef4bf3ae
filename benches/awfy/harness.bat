#!/usr/bin/env batos
"Runs one benchmark and prints the suite's lines:  batos run harness.bat NAME [ITERATIONS [INNER]]"

'benchmark.bat' requireScript.

| harness = (|
    parent* = traits clonable.
    name <- ''.
    iterations <- 1.
    innerIterations <- 1.
    total <- 0.

    runWith: arguments = (
        arguments isEmpty ifTrue: [ ^ printUsage ].
        name: arguments first.
        arguments size > 1 ifTrue: [ iterations: (arguments at: 1) asInteger ].
        arguments size > 2 ifTrue: [ innerIterations: (arguments at: 2) asInteger ].
        ('Starting ', name, ' benchmark ...') printLine.
        run: (loadBenchmark: name).
        report ).

    "NBody lives in nbody.bat, as nbodyBenchmark."
    loadBenchmark: aName = ( | lower |
        lower: aName uncapitalizeAll.
        (lower, '.bat') requireScript.
        (lower, 'Benchmark') sendTo: lobby ).

    run: benchmark = ( 0 upTo: iterations Do: [ measure: benchmark ] ).

    measure: benchmark = ( | start. runtime |
        start: system microseconds.
        (benchmark innerBenchmarkLoop: innerIterations) ifFalse: [
            error: 'Benchmark failed with incorrect result' ].
        runtime: system microseconds - start.
        (name, ': iterations=1 runtime: ', runtime printString, 'us') printLine.
        total: total + runtime ).

    report = (
        (name, ': iterations=', iterations printString,
            ' average: ', (total / iterations) printString, 'us',
            ' total: ', total printString, 'us') printLine.
        '' printLine.
        ('Total Runtime: ', total printString, 'us') printLine ).

    printUsage = (
        'batos run harness.bat BENCHMARK [ITERATIONS [INNER]]' printLine.
        '' printLine.
        '  BENCHMARK   Bounce, CD, DeltaBlue, Havlak, Json, List, Mandelbrot, NBody, Permute, Queens,' printLine.
        '              Richards, Sieve, Storage or Towers' printLine.
        '  ITERATIONS  how often to measure, default 1' printLine.
        '  INNER       how often (or how large) inside each measurement, default 1' printLine.
        system exit: 1 ).
|) |

harness runWith: system arguments.
