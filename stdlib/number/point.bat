"Points: two numbers, x to the right and y down. Arithmetic is done on both; a number meeting a point stands for both."

traits _AddSlots: (| point = () |).

traits point _AddSlots: (|
    {} = 'Comment: What points share.'.
    parent* = traits orderedClonable.

    copyX: x Y: y = (
        "A new point.
         Example: point copyX: 3 Y: 4  => a point(3@4)"
        (clone x: x) y: y ).

    + p = ( "Example: (1@2) + (3@4)  => a point(4@6)
             Example: (1@2) + 10  => a point(11@12)" combine: p By: [| :a. :b | a + b ] ).
    - p = ( "Example: (5@5) - (1@2)  => a point(4@3)" combine: p By: [| :a. :b | a - b ] ).
    * p = ( "Example: (1@2) * 3  => a point(3@6)"     combine: p By: [| :a. :b | a * b ] ).
    / p = ( "Example: (7@9) / 2  => a point(3@4)"     combine: p By: [| :a. :b | a / b ] ).
    combine: p By: block = (
        "The point of the block's values for both x and both y."
        p combinePoint: self By: block ).
    combinePoint: p By: block = (
        "The other half of combine:By:."
        copyX: (block value: p x With: x) Y: (block value: p y With: y) ).

    negate = ( "Example: (1@2) negate  => a point(-1@-2)" copyX: x negate Y: y negate ).
    absoluteValue = ( "Example: (1@ -2) absoluteValue  => a point(1@2)" copyX: x absoluteValue Y: y absoluteValue ).
    transpose = ( "Example: (1@2) transpose  => a point(2@1)" copyX: y Y: x ).
    distanceTo: p = ( "Example: (0@0) distanceTo: 3@4  => 5.0" (self - p) length ).
    length = ( "The distance from 0@0. Example: (3@4) length  => 5.0" ((x * x) + (y * y)) squareRoot ).
    dotProduct: p = ( "Example: (1@2) dotProduct: 3@4  => 11" (x * p x) + (y * p y) ).

    = p  = ( "Example: (1@2) = (1@2)  => true" p equalsPoint: self ).
    equalsPoint: p = ( "The other half of =." (x = p x) && [ y = p y ] ).
    hash = ( "The same for equal points." ((x hash * 31) + y hash) bitAnd: 16rFFFFFFFFFFF ).
    < p  = ( "Is the receiver above and to the left of p? Example: (1@2) < (3@4)  => true" (x < p x) && [ y < p y ] ).
    <= p = ( "Example: (1@2) <= (1@4)  => true" (x <= p x) && [ y <= p y ] ).
    > p  = ( "Example: (1@2) > (0@0)  => true" p < self ).
    >= p = ( "Example: (1@2) >= (1@2)  => true" p <= self ).
    max: p = (
        "The greater x and the greater y. Example: (1@4) max: 2@3  => a point(2@4)"
        combine: p By: [| :a. :b | a max: b ] ).
    min: p = (
        "The lesser x and the lesser y. Example: (1@4) min: 2@3  => a point(1@3)"
        combine: p By: [| :a. :b | a min: b ] ).

    # p = ( "The rectangle with these corners. Example: (1@2) # (3@4)  => a rectangle((1@2)#(3@4))"
        globals rectangle copyOrigin: (min: p) Corner: (max: p) ).
    ## size = ( "The rectangle of that size. Example: (1@2) ## (3@4)  => a rectangle((1@2)#(4@6))"
        globals rectangle copyOrigin: self Corner: self + size ).

    statePrintString = ( "Example: (3@4) statePrintString  => '3@4'" x printString, '@', y printString ).
|).

globals _AddSlots: (|
    point = (|
        {} = 'Comment: The point 0@0, to be copied.'.
        parent* = traits point.
        x <- 0.
        y <- 0.
    |).
|).

"A number stands for the point with that x and y"

traits number _AddSlots: (|
    combinePoint: p By: block = ( "A point meets a number."
        p copyX: (block value: p x With: self) Y: (block value: p y With: self) ).
|).

traits point _AddSlots: (|
    "A number meets a point"
    addSmallInteger: n      = ( "Example: 10 + (1@2)  => a point(11@12)" copyX: n + x Y: n + y ).
    subtractSmallInteger: n = ( "Example: 10 - (1@2)  => a point(9@8)"   copyX: n - x Y: n - y ).
    multiplySmallInteger: n = ( "Example: 10 * (1@2)  => a point(10@20)" copyX: n * x Y: n * y ).
    divideSmallInteger: n   = ( "Example: 10 / (1@2)  => a point(10@5)"  copyX: n / x Y: n / y ).
    addFloat: n             = ( "Example: 0.5 + (1@2)  => a point(1.5@2.5)" copyX: n + x Y: n + y ).
    subtractFloat: n        = ( "Subtracts both." copyX: n - x Y: n - y ).
    multiplyFloat: n        = ( "Multiplies both." copyX: n * x Y: n * y ).
    divideFloat: n          = ( "Divides by both." copyX: n / x Y: n / y ).
|).
