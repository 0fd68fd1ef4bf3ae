"NBody: the sun and its four giant planets, step by step. After the suite's SOM version, which goes back to the
 Computer Language Benchmarks Game; see NOTICE."

'benchmark.bat' requireScript.

| nbodyBody = (|
    parent* = traits clonable.
    x <- 0.0.
    y <- 0.0.
    z <- 0.0.
    vx <- 0.0.
    vy <- 0.0.
    vz <- 0.0.
    mass <- 0.0.

    solarMass = 4 * 3.141592653589793 * 3.141592653589793.
    daysPerYear = 365.24.

    copyX: ax Y: ay Z: az VX: avx VY: avy VZ: avz Mass: aMass = ( | body |
        body: copy.
        body x: ax.
        body y: ay.
        body z: az.
        body vx: avx * daysPerYear.
        body vy: avy * daysPerYear.
        body vz: avz * daysPerYear.
        body mass: aMass * solarMass.
        body ).

    offsetMomentumX: px Y: py Z: pz = (
        vx: 0.0 - (px / solarMass).
        vy: 0.0 - (py / solarMass).
        vz: 0.0 - (pz / solarMass).
        self ).

    sun = ( copyX: 0.0 Y: 0.0 Z: 0.0 VX: 0.0 VY: 0.0 VZ: 0.0 Mass: 1.0 ).

    jupiter = (
        copyX: 4.8414314424647209
        Y: -1.16032004402742839
        Z: -0.103622044471123109
        VX: 0.00166007664274403694
        VY: 0.00769901118419740425
        VZ: -0.0000690460016972063023
        Mass: 0.000954791938424326609 ).

    saturn = (
        copyX: 8.34336671824457987
        Y: 4.12479856412430479
        Z: -0.403523417114321381
        VX: -0.00276742510726862411
        VY: 0.00499852801234917238
        VZ: 0.0000230417297573763929
        Mass: 0.000285885980666130812 ).

    uranus = (
        copyX: 12.894369562139131
        Y: -15.1111514016986312
        Z: -0.223307578892655734
        VX: 0.00296460137564761618
        VY: 0.0023784717395948095
        VZ: -0.0000296589568540237556
        Mass: 0.0000436624404335156298 ).

    neptune = (
        copyX: 15.3796971148509165
        Y: -25.9193146099879641
        Z: 0.179258772950371181
        VX: 0.00268067772490389322
        VY: 0.00162824170038242295
        VZ: -0.000095159225451971587
        Mass: 0.0000515138902046611451 ).
|) |

| nbodySystem = (|
    parent* = traits clonable.
    bodies.

    copy = ( resend.copy bodies: createBodies ).

    createBodies = ( | all. px <- 0.0. py <- 0.0. pz <- 0.0 |
        all: vector copySize: 5.
        all at: 0 Put: nbodyBody sun.
        all at: 1 Put: nbodyBody jupiter.
        all at: 2 Put: nbodyBody saturn.
        all at: 3 Put: nbodyBody uranus.
        all at: 4 Put: nbodyBody neptune.
        all do: [| :body |
            px: px + (body vx * body mass).
            py: py + (body vy * body mass).
            pz: pz + (body vz * body mass) ].
        (all at: 0) offsetMomentumX: px Y: py Z: pz.
        all ).

    advance: dt = ( | a. b. dx. dy. dz. squared. distance. magnitude |
        0 upTo: bodies size Do: [| :i |
            a: bodies at: i.
            i + 1 upTo: bodies size Do: [| :j |
                b: bodies at: j.
                dx: a x - b x.
                dy: a y - b y.
                dz: a z - b z.

                squared: (dx * dx) + (dy * dy) + (dz * dz).
                distance: squared squareRoot.
                magnitude: dt / (squared * distance).

                a vx: a vx - (dx * b mass * magnitude).
                a vy: a vy - (dy * b mass * magnitude).
                a vz: a vz - (dz * b mass * magnitude).

                b vx: b vx + (dx * a mass * magnitude).
                b vy: b vy + (dy * a mass * magnitude).
                b vz: b vz + (dz * a mass * magnitude) ] ].

        bodies do: [| :body |
            body x: body x + (dt * body vx).
            body y: body y + (dt * body vy).
            body z: body z + (dt * body vz) ] ).

    energy = ( | a. b. dx. dy. dz. distance. sum <- 0.0 |
        0 upTo: bodies size Do: [| :i |
            a: bodies at: i.
            sum: sum + (0.5 * a mass * ((a vx * a vx) + (a vy * a vy) + (a vz * a vz))).
            i + 1 upTo: bodies size Do: [| :j |
                b: bodies at: j.
                dx: a x - b x.
                dy: a y - b y.
                dz: a z - b z.
                distance: ((dx * dx) + (dy * dy) + (dz * dz)) squareRoot.
                sum: sum - ((a mass * b mass) / distance) ] ].
        sum ).
|) |

| nbodyBenchmark = (|
    parent* = traits benchmark.

    innerBenchmarkLoop: innerIterations = ( | system |
        system: nbodySystem copy.
        0 upTo: innerIterations Do: [ system advance: 0.01 ].
        verify: system energy Inner: innerIterations ).

    verify: result Inner: innerIterations = (
        innerIterations = 250000 ifTrue: [ ^ result = -0.1690859889909308 ].
        innerIterations = 1 ifTrue: [ ^ result = -0.16907495402506745 ].
        noResultFor: innerIterations Was: result ).
|) |
