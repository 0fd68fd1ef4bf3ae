"Bounce: a hundred balls in a box, fifty steps; the result counts the bounces. After the suite's SOM version."

'benchmark.bat' requireScript.

| bouncingBall = (|
    parent* = traits clonable.
    x <- 0.
    y <- 0.
    xVelocity <- 0.
    yVelocity <- 0.

    copyUsing: random = ( | ball |
        ball: copy.
        ball x: random next % 500.
        ball y: random next % 500.
        ball xVelocity: (random next % 300) - 150.
        ball yVelocity: (random next % 300) - 150.
        ball ).

    "Moves one step; true if it hit a wall."
    bounce = ( | limit = 500. bounced <- false |
        x: x + xVelocity.
        y: y + yVelocity.
        x > limit ifTrue: [ x: limit. xVelocity: 0 - xVelocity absoluteValue. bounced: true ].
        x < 0     ifTrue: [ x: 0.     xVelocity: xVelocity absoluteValue.     bounced: true ].
        y > limit ifTrue: [ y: limit. yVelocity: 0 - yVelocity absoluteValue. bounced: true ].
        y < 0     ifTrue: [ y: 0.     yVelocity: yVelocity absoluteValue.     bounced: true ].
        bounced ).
|) |

| bounceBenchmark = (|
    parent* = traits benchmark.

    benchmark = ( | random. balls. bounces <- 0 |
        random: somRandom copy.
        balls: vector copySize: 100.
        0 upTo: balls size Do: [| :i | balls at: i Put: (bouncingBall copyUsing: random) ].
        0 upTo: 50 Do: [
            balls do: [| :ball | ball bounce ifTrue: [ bounces: bounces + 1 ] ] ].
        bounces ).

    verifyResult: result = ( result = 1331 ).
|) |
