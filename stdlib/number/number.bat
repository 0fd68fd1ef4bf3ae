"What all numbers share. Two numbers of different kinds meet by double dispatch: `3 + x` asks x to addSmallInteger: 3, so a
new kind of number joins by answering those messages."

traits _AddSlots: (| number = () |).

traits number _AddSlots: (|
    {} = 'Comment: What integers and floats share.'.
    parent* = traits oddball.

    "Arithmetic that follows from + - * / < ="

    negate = (
        "Example: 3 negate  => -3"
        0 - self ).
    absoluteValue = (
        "Example: -3 absoluteValue  => 3"
        self < 0 ifTrue: [ negate ] False: [ self ] ).
    abs = (
        "Another name of absoluteValue.
         Example: -2.5 abs  => 2.5"
        absoluteValue ).
    sign = (
        "-1, 0 or 1.
         Example: -7 sign  => -1"
        self < 0 ifTrue: [ ^ -1 ].
        self = 0 ifTrue: [ 0 ] False: [ 1 ] ).
    succ        = ( "Example: 3 succ  => 4" self + 1 ).
    pred        = ( "Example: 3 pred  => 2" self - 1 ).
    successor   = ( "Example: 3 successor  => 4" self + 1 ).
    predecessor = ( "Example: 3 predecessor  => 2" self - 1 ).
    double      = ( "Example: 3 double  => 6" self * 2 ).
    quadruple   = ( "Example: 3 quadruple  => 12" self * 4 ).
    half        = ( "Example: 7 half  => 3" self / 2 ).
    quarter     = ( "Example: 9 quarter  => 2" self / 4 ).
    square      = ( "Example: 5 square  => 25" self * self ).
    squared     = ( "Example: 5 squared  => 25" self * self ).
    cubed       = ( "Example: 3 cubed  => 27" self * self * self ).
    inverse     = ( "One divided by the receiver. Example: 4 inverse  => 0.25" 1.0 / asFloat ).
    squareRoot  = ( "Example: 16 squareRoot  => 4.0" asFloat squareRoot ).
    sqrt        = ( "Example: 2.25 sqrt  => 1.5" asFloat squareRoot ).
    mean: x     = ( "Halfway to x, rounded if both are integers. Example: 3 mean: 8  => 6" (self + x) /~ 2 ).
    interpolate: p From: x = (
        "x where p is 0.0, the receiver where p is 1.0.
         Example: 10 interpolate: 0.25 From: 2  => 4.0"
        (asFloat * p asFloat) + (x asFloat * (1.0 - p asFloat)) ).

    ** n = (
        "The receiver to the power n. A negative or fractional n makes the result a float.
         Example: 2 ** 10  => 1024
         Example: 2 ** -1  => 0.5
         Example: 9 ** 0.5  => 3.0"
        power: n ).

    %+ n = (
        "The remainder that has the sign of n (or is zero), as in mathematics.
         Example: -7 %+ 3  => 2"
        | r |
        r: self % n.
        ((r = 0) || [ (r < 0) = (n < 0) ]) ifTrue: [ r ] False: [ r + n ] ).
    roundUpTo: n = (
        "The smallest multiple of n that is not below the receiver.
         Example: 13 roundUpTo: 5  => 15"
        (self /+ n) * n ).
    roundDownTo: n = (
        "The largest multiple of n that is not above the receiver.
         Example: 13 roundDownTo: 5  => 10"
        (self /- n) * n ).
    roundTo: n = (
        "The multiple of n nearest to the receiver.
         Example: 13 roundTo: 5  => 15"
        (self /~ n) * n ).

    "Comparing"

    max: x = (
        "The greater of the two.
         Example: 3 max: 7  => 7"
        self > x ifTrue: [ self ] False: [ x ] ).
    min: x = (
        "The lesser of the two.
         Example: 3 min: 7  => 3"
        self < x ifTrue: [ self ] False: [ x ] ).
    compare: x IfLess: less Equal: equal Greater: greater = (
        "The value of one of three blocks.
         Example: 3 compare: 4 IfLess: -1 Equal: 0 Greater: 1  => -1"
        self < x ifTrue: [ ^ less value ].
        self = x ifTrue: [ ^ equal value ].
        greater value ).
    compare: x IfLess: less Equal: equal Greater: greater Incomparable: neither = (
        "The same; the last block if x is no number to compare with.
         Example: 3 compare: 'a' IfLess: -1 Equal: 0 Greater: 1 Incomparable: nil  => nil"
        x isNumber ifFalse: [ ^ neither value ].
        self < x ifTrue: [ ^ less value ].
        self = x ifTrue: [ ^ equal value ].
        self > x ifTrue: [ ^ greater value ].
        neither value ).
    between: low And: high = (
        "Example: 3 between: 1 And: 3  => true"
        (low <= self) && [ self <= high ] ).
    isNumber  = ( "Example: 2.0 isNumber  => true" true ).
    isInteger = ( "Example: 2.0 isInteger  => false" false ).
    isFloat   = ( "Example: 2.0 isFloat  => true" false ).
    isZero = ( "Example: 0.0 isZero  => true" self = 0 ).
    isPositive = ( "Greater than zero? Example: 3 isPositive  => true" self > 0 ).
    isNegative = ( "Less than zero? Example: 3 isNegative  => false" self < 0 ).
    asBoolean = ( "Is it other than zero? Example: 3 asBoolean  => true" self != 0 ).

    "Iterating"

    to: end Do: block = (
        "Runs the block with the receiver, receiver + 1, … not beyond end. Nil.
         Example: [| s <- 0 | 0.5 to: 3 Do: [| :x | s: s + x ]. s ] value  => 4.5"
        to: end By: 1 Do: block ).
    to: end By: step Do: block = (
        "The same in steps, which may be negative. Nil.
         Example: [| s <- 0 | 1.5 to: 0 By: -0.5 Do: [| :x | s: s + x ]. s ] value  => 3.0"
        | i |
        i: self.
        step > 0 ifTrue: [ [ i <= end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        step < 0 ifTrue: [ [ i >= end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        error: 'step is zero in to:By:Do: loop' ).
    upTo: end Do: block = (
        "The same without end. Nil. Example: [| s <- 0 | 0.5 upTo: 2.5 Do: [| :x | s: s + x ]. s ] value  => 2.0"
        upTo: end By: 1 Do: block ).
    upTo: end By: step Do: block = ( "The same in steps. Nil."
        | i |
        i: self.
        step > 0 ifTrue: [ [ i < end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        step < 0 ifTrue: [ [ i > end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        error: 'step is zero in upTo:By:Do: loop' ).
    downTo: end Do: block = (
        "Runs the block with the receiver, receiver - 1, … not below end. Nil. Example: [| s <- 0 | 2.5 downTo: 1 Do: [| :x | s: s + x ]. s ] value  => 4.0"
        to: end By: -1 Do: block ).
    downTo: end By: step Do: block = ( "The same in steps. Nil." to: end By: step negate Do: block ).

    "Making points"

    @ y = (
        "Example: 3 @ 4  => a point(3@4)"
        globals point copyX: self Y: y ).
|).

defaultBehavior _AddSlots: (|
    isNumber  = ( "Example: 'a' isNumber  => false" false ).
    isInteger = ( "Example: 'a' isInteger  => false" false ).
    isFloat   = ( "Example: 'a' isFloat  => false" false ).
|).
