"Floats: IEEE doubles. Rounding messages answer floats; asInteger answers the nearest integer, of any size."

traits float _AddSlots: (|
    {} = 'Comment: What floats share.'.
    parent* = traits number.

    "Arithmetic"

    + n = ( "Example: 1.5 + 2  => 3.5"  _FloatAdd: n IfFail: [ n addFloat: self ] ).
    - n = ( "Example: 1.5 - 2  => -0.5" _FloatSub: n IfFail: [ n subtractFloat: self ] ).
    * n = ( "Example: 1.5 * 2  => 3.0"  _FloatMul: n IfFail: [ n multiplyFloat: self ] ).
    / n = (
        "The quotient; dividing by zero is an error.
         Example: 3.0 / 2  => 1.5"
        _FloatDiv: n IfFail: [| :e. :name |
            e = 'badTypeError' ifTrue: [ n divideFloat: self ] False: [ primitiveFailedError: e Name: name ] ] ).
    % n = (
        "The remainder, with the receiver's sign.
         Example: 7.5 % 2  => 1.5"
        _FloatMod: n IfFail: [| :e. :name |
            e = 'badTypeError' ifTrue: [ n moduloFloat: self ] False: [ primitiveFailedError: e Name: name ] ] ).
    /= n = ( "The same as /. Example: 3.0 /= 2  => 1.5" self / n ).
    /~ n = ( "The same as /: floats need no rounding. Example: 3.0 /~ 2  => 1.5" self / n ).
    /+ n = ( "The quotient rounded up, as an integer. Example: 3.5 /+ 2  => 2" (self / n) ceil asInteger ).
    /- n = ( "The quotient rounded down, as an integer. Example: 3.5 /- 2  => 1" (self / n) floor asInteger ).
    power: n = (
        "The receiver to the power n.
         Example: 2.0 power: 3  => 8.0"
        n reversePower: self ).
    reversePower: base = (
        "base to the power of the receiver.
         Example: 0.5 reversePower: 9  => 3.0"
        base asFloat _FloatPower: self ).

    "Comparing"

    < n  = ( "Example: 1.5 < 2  => true"   _FloatLT: n IfFail: [ n reverseLessThanFloat: self ] ).
    <= n = ( "Example: 1.5 <= 2  => true"  _FloatLE: n IfFail: [ n reverseLessThanOrEqualFloat: self ] ).
    > n  = ( "Example: 1.5 > 2  => false"  _FloatGT: n IfFail: [ n reverseGreaterThanFloat: self ] ).
    >= n = ( "Example: 1.5 >= 2  => false" _FloatGE: n IfFail: [ n reverseGreaterThanOrEqualFloat: self ] ).
    = n  = (
        "Example: 3.0 = 3  => true"
        _FloatEQ: n IfFail: [ n equalsFloat: self ] ).
    != n = ( "Example: 3.0 != 3.5  => true" _FloatNE: n IfFail: [ (n equalsFloat: self) not ] ).
    hash = ( "The same for equal numbers. Example: 3.0 hash = 3 hash  => true" _FloatHash ).
    isNotANumber = (
        "Is it the result of an undefined operation? Example: 1.5 isNotANumber  => false"
        (_FloatEQ: self) not ).
    isInfinite = ( "Example: infinity isInfinite  => true" absoluteValue = infinity ).

    "Meeting other kinds of numbers"

    addSmallInteger: i      = ( i asFloat + self ).
    subtractSmallInteger: i = ( i asFloat - self ).
    multiplySmallInteger: i = ( i asFloat * self ).
    divideSmallInteger: i   = ( i asFloat / self ).
    moduloSmallInteger: i   = ( i asFloat % self ).
    addFloat: f             = ( f + self ).
    subtractFloat: f        = ( f - self ).
    multiplyFloat: f        = ( f * self ).
    divideFloat: f          = ( f / self ).
    moduloFloat: f          = ( f % self ).

    "Rounding: to floats"

    floor    = ( "Example: -3.5 floor  => -4.0"   _FloatFloor ).
    ceil     = ( "Example: 3.2 ceil  => 4.0"      _FloatCeil ).
    ceiling  = ( "Example: 3.2 ceiling  => 4.0"   _FloatCeil ).
    round    = ( "To the nearest, halves away from zero. Example: 2.5 round  => 3.0" _FloatRound ).
    truncate = ( "Towards zero. Example: -3.7 truncate  => -3.0" _FloatTruncate ).
    roundTo: n = (
        "The multiple of n nearest to the receiver.
         Example: 3.14159 roundTo: 0.25  => 3.25"
        (self / n) round * n ).
    roundUpTo: n = (
        "The least multiple of n that is not below the receiver. Example: 3.1 roundUpTo: 0.5  => 3.5"
        (self / n) ceil * n ).
    roundDownTo: n = (
        "The greatest multiple of n that is not above the receiver. Example: 3.9 roundDownTo: 0.5  => 3.5"
        (self / n) floor * n ).
    roundedTo: digits = (
        "Rounded to so many digits after the point: the nearest float to that.
         Example: 3.14159 roundedTo: 2  => 3.14"
        (printStringPrecision: digits) asFloat ).
    fraction = ( "What is left of the receiver after truncating. Example: 3.25 fraction  => 0.25" self - truncate ).

    "Conversions"

    asFloat   = ( "The receiver." self ).
    isFloat = ( "Example: 2.0 isFloat  => true" true ).
    isIntegral = ( "Is there no fraction? Example: 3.0 isIntegral  => true" self = truncate ).
    asInteger = (
        "The nearest integer, halves away from zero.
         Example: 3.7 asInteger  => 4
         Example: 1e20 asInteger  => 100000000000000000000"
        _FloatAsInteger ).
    asSmallInteger = ( "The nearest integer, if it fits in a word." asInteger asSmallInteger ).

    "Functions"

    cubeRoot   = (
        "Example: 27.0 cubeRoot round  => 3.0"
        self < 0 ifTrue: [ (negate power: 1.0 / 3) negate ] False: [ power: 1.0 / 3 ] ).
    asRadians  = ( "The receiver being degrees. Example: 180.0 asRadians = pi  => true" self * (pi / 180) ).
    asDegrees  = ( "The receiver being radians. Example: pi asDegrees  => 180.0" self * (180 / pi) ).
    squareRoot = ( "Example: 2.25 squareRoot  => 1.5" _FloatSquareRoot ).
    exp        = ( "e to the power of the receiver. Example: 0.0 exp  => 1.0" _FloatExp ).
    ln         = ( "The natural logarithm. Example: 1.0 ln  => 0.0" _FloatLn ).
    naturalLog = ( "The natural logarithm." _FloatLn ).
    log10      = ( "Example: 1000.0 log10 round  => 3.0" _FloatLog10 ).
    logBase: b = ( "Example: (8.0 logBase: 2.0) round  => 3.0" ln / b asFloat ln ).
    sin        = ( "Of an angle in radians. Example: 0.0 sin  => 0.0" _FloatSin ).
    cos        = ( "Example: 0.0 cos  => 1.0" _FloatCos ).
    tan        = ( "Example: 0.0 tan  => 0.0" _FloatTan ).
    arcsin     = ( "Example: 0.0 arcsin  => 0.0" _FloatArcSin ).
    arccos     = ( "Example: 1.0 arccos  => 0.0" _FloatArcCos ).
    arctan     = ( "Example: 0.0 arctan  => 0.0" _FloatArcTan ).
    arctan2: x = ( "The angle of the point x @ receiver. Example: 0.0 arctan2: 1.0  => 0.0" _FloatArcTan2: x asFloat ).

    "Printing"

    printString = (
        "The shortest text that reads back as the same float.
         Example: 0.1 printString  => '0.1'"
        _FloatPrintStringIfFail: [ resend.printString ] ).
    printStringPrecision: digits = (
        "With that many digits after the point.
         Example: 3.14159 printStringPrecision: 2  => '3.14'"
        _FloatPrintStringPrecision: digits ).
|).

traits integer _AddSlots: (|
    "Functions of integers go by way of floats"
    cubeRoot   = ( "Example: 27 cubeRoot round  => 3.0" asFloat cubeRoot ).
    asRadians  = ( "The receiver being degrees." asFloat asRadians ).
    asDegrees  = ( "The receiver being radians." asFloat asDegrees ).
    roundedTo: digits = ( "The receiver. Example: 3 roundedTo: 2  => 3" self ).
    arcsin     = ( "Example: 0 arcsin  => 0.0" asFloat arcsin ).
    arccos     = ( "Example: 1 arccos  => 0.0" asFloat arccos ).
    arctan2: x = ( "Example: 0 arctan2: 1  => 0.0" asFloat arctan2: x ).
    exp        = ( "Example: 0 exp  => 1.0"  asFloat exp ).
    ln         = ( "Example: 1 ln  => 0.0"   asFloat ln ).
    naturalLog = ( "The natural logarithm."  asFloat ln ).
    log10      = ( "Example: 1000 log10 round  => 3.0" asFloat log10 ).
    logBase: b = ( "Example: (8 logBase: 2) round  => 3.0" asFloat logBase: b ).
    sin        = ( "Example: 0 sin  => 0.0"  asFloat sin ).
    cos        = ( "Example: 0 cos  => 1.0"  asFloat cos ).
    tan        = ( "Example: 0 tan  => 0.0"  asFloat tan ).
    arctan     = ( "Example: 0 arctan  => 0.0" asFloat arctan ).
    printStringPrecision: digits = (
        "Example: 3 printStringPrecision: 2  => '3.00'"
        asFloat printStringPrecision: digits ).
|).

globals _AddSlots: (|
    pi       = 3.141592653589793.
    infinity = 1e308 * 10.0.
|).
