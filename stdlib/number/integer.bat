"Integers of any size. The machine keeps small ones in a word and makes large ones when a result does not fit; no message
tells the two apart."

traits smallInt _AddSlots: (| {} = 'Comment: Integers that fit in a word.'.     parent* = traits integer |).
traits bigInt   _AddSlots: (| {} = 'Comment: Integers that do not fit in one.'. parent* = traits integer |).

traits integer _AddSlots: (|
    {} = 'Comment: What integers share.'.
    parent* = traits number.

    "Arithmetic"

    + n = (
        "Example: 3 + 4  => 7
         Example: 3 + 0.5  => 3.5"
        _IntAdd: n IfFail: [| :e. :name |
            e = 'badTypeError' ifTrue: [ n addSmallInteger: self ] False: [ primitiveFailedError: e Name: name ] ] ).
    - n = (
        "Example: 3 - 4  => -1"
        _IntSub: n IfFail: [| :e. :name |
            e = 'badTypeError'
                ifTrue: [ n subtractSmallInteger: self ]
                 False: [ primitiveFailedError: e Name: name ] ] ).
    * n = (
        "Example: 100000000000 * 100000000000  => 10000000000000000000000"
        _IntMul: n IfFail: [| :e. :name |
            e = 'badTypeError'
                ifTrue: [ n multiplySmallInteger: self ]
                 False: [ primitiveFailedError: e Name: name ] ] ).
    / n = (
        "The quotient without its fraction: rounded towards zero.
         Example: 7 / 2  => 3
         Example: -7 / 2  => -3"
        _IntDiv: n IfFail: [| :e. :name |
            e = 'badTypeError' ifTrue: [ n divideSmallInteger: self ] False: [ primitiveFailedError: e Name: name ] ] ).
    % n = (
        "The remainder of /, with the receiver's sign.
         Example: -7 % 3  => -1"
        _IntMod: n IfFail: [| :e. :name |
            e = 'badTypeError' ifTrue: [ n moduloSmallInteger: self ] False: [ primitiveFailedError: e Name: name ] ] ).

    /= n = (
        "The exact quotient, as a float, however large the two are.
         Example: 7 /= 2  => 3.5
         Example: (10 ** 400) /= (10 ** 399)  => 10.0"
        (n isInteger && [ (bitLength > 53) || [ n bitLength > 53 ] ])
            ifTrue: [ quotientOfLarge: n ]
             False: [ asFloat / n asFloat ] ).
    quotientOfLarge: n = (
        "The same for integers that floats do not hold exactly: 64 bits or more of the quotient are calculated, the last of which
         says whether anything is left.
         Example: (10 ** 400) quotientOfLarge: -2 * (10 ** 400)  => -0.5"
        | shift. over. under. q |
        n = 0 ifTrue: [ ^ self / n ].
        shift: (abs bitLength - n abs bitLength) - 64.
        over:  (shift < 0 ifTrue: [ abs << shift negate ] False: [ abs ]).
        under: (shift > 0 ifTrue: [ n abs << shift ] False: [ n abs ]).
        q: over / under.
        (q * under) = over ifFalse: [ q: (q bitOr: 1) ].
        "In two steps, since the power of two alone may be beyond floats."
        q: q asFloat * (2.0 power: (shift / 2) asFloat) * (2.0 power: (shift - (shift / 2)) asFloat).
        (self < 0) = (n < 0) ifTrue: [ q ] False: [ q negate ] ).
    /~ n = (
        "The quotient rounded to the nearest integer, halves away from zero.
         Example: 7 /~ 2  => 4
         Example: -7 /~ 2  => -4"
        | q. r |
        q: self / n.
        r: self - (q * n).
        (r abs * 2) < n abs ifTrue: [ ^ q ].
        (self < 0) = (n < 0) ifTrue: [ q + 1 ] False: [ q - 1 ] ).
    /+ n = (
        "The quotient rounded up.
         Example: 7 /+ 2  => 4
         Example: -7 /+ 2  => -3
         Example: 7 /+ 2.0  => 4"
        | q |
        n isInteger ifFalse: [ ^ asFloat /+ n ].
        q: self / n.
        ((q * n) != self) && [ (self < 0) = (n < 0) ] ifTrue: [ q + 1 ] False: [ q ] ).
    /- n = (
        "The quotient rounded down.
         Example: -7 /- 2  => -4
         Example: 7 /- 2.0  => 3"
        | q |
        n isInteger ifFalse: [ ^ asFloat /- n ].
        q: self / n.
        ((q * n) != self) && [ (self < 0) != (n < 0) ] ifTrue: [ q - 1 ] False: [ q ] ).
    div: n = (
        "The quotient rounded down (another name of /-).
         Example: -7 div: 2  => -4"
        self /- n ).
    mod: n = (
        "The remainder of div:, with the sign of n (another name of %+).
         Example: -7 mod: 2  => 1"
        self %+ n ).
    power: n = (
        "The receiver to the power n.
         Example: 2 power: 100  => 1267650600228229401496703205376"
        n reversePower: self ).
    reversePower: base = (
        "base to the power of the receiver.
         Example: 3 reversePower: 2.0  => 8.0"
        | result <- 1. square. n |
        self < 0 ifTrue: [ ^ 1.0 / (negate reversePower: base) ].
        square: base.
        n: self.
        [ n > 0 ] whileTrue: [
            n odd ifTrue: [ result: result * square ].
            n: n / 2.
            n > 0 ifTrue: [ square: square * square ] ].
        result ).
    log: n = (
        "The largest integer e for which the receiver to the power e is not greater than n.
         Example: 2 log: 1000  => 9"
        | e <- 0. p <- 1 |
        self <= 1 ifTrue: [ ^ error: 'log: needs a receiver greater than one' ].
        n <= 0 ifTrue: [ ^ error: 'log: needs an argument greater than zero' ].
        n = infinity ifTrue: [ ^ error: 'log: needs an argument that is not infinite' ].
        [ p: p * self. p <= n ] whileTrue: [ e: e + 1 ].
        e ).

    "Comparing"

    < n  = ( "Example: 3 < 3.5  => true"  _IntLT: n IfFail: [ n reverseLessThanSmallInteger: self ] ).
    <= n = ( "Example: 3 <= 3  => true"   _IntLE: n IfFail: [ n reverseLessThanOrEqualSmallInteger: self ] ).
    > n  = ( "Example: 3 > 4  => false"   _IntGT: n IfFail: [ n reverseGreaterThanSmallInteger: self ] ).
    >= n = ( "Example: 3 >= 4  => false"  _IntGE: n IfFail: [ n reverseGreaterThanOrEqualSmallInteger: self ] ).
    = n  = (
        "Example: 3 = 3.0  => true
         Example: 3 = 'three'  => false"
        _IntEQ: n IfFail: [ n equalsSmallInteger: self ] ).
    != n = ( "Example: 3 != 4  => true" _IntNE: n IfFail: [ (n equalsSmallInteger: self) not ] ).
    hash = ( "The same for equal numbers." _IntHash ).

    "Meeting another kind of number: the machine's own kinds need none of these, other numbers may"

    addSmallInteger: i      = ( i + self ).
    subtractSmallInteger: i = ( i - self ).
    multiplySmallInteger: i = ( i * self ).
    divideSmallInteger: i   = ( i / self ).
    moduloSmallInteger: i   = ( i % self ).
    addFloat: f             = ( f + asFloat ).
    subtractFloat: f        = ( f - asFloat ).
    multiplyFloat: f        = ( f * asFloat ).
    divideFloat: f          = ( f / asFloat ).
    moduloFloat: f          = ( f % asFloat ).

    "Bits, of numbers as if written in two's complement without end"

    bitAnd: n     = ( "Example: 12 bitAnd: 10  => 8"  _IntAnd: n ).
    bitOr: n      = ( "Example: 12 bitOr: 10  => 14"  _IntOr: n ).
    bitXor: n     = ( "Example: 12 bitXor: 10  => 6"  _IntXor: n ).
    bitNot        = ( "Example: 12 bitNot  => -13"    -1 - self ).
    complement    = ( "Example: 0 complement  => -1"  -1 - self ).
    shiftLeft: n  = ( "Example: 1 shiftLeft: 70  => 1180591620717411303424" _IntShiftLeft: n ).
    shiftRight: n = ( "Divides by two n times, rounding down. Example: -5 shiftRight: 1  => -3" _IntShiftRight: n ).
    && n          = ( "Example: 12 && 10  => 8"  _IntAnd: n ).
    || n          = ( "Example: 12 || 10  => 14" _IntOr: n ).
    ^^ n          = ( "Example: 12 ^^ 10  => 6"  _IntXor: n ).
    << n          = ( "Example: 1 << 4  => 16"   _IntShiftLeft: n ).
    >> n          = ( "Example: 17 >> 4  => 1"   _IntShiftRight: n ).
    <+ n          = ( "Example: 3 <+ 1  => 6"    _IntShiftLeft: n ).
    +> n          = ( "Example: -4 +> 1  => -2"  _IntShiftRight: n ).
    bitAt: n      = (
        "Bit n, counted from the least significant. Example: 5 bitAt: 2  => 1"
        (_IntShiftRight: n) bitAnd: 1 ).
    bitAt: n Put: bit = ( "With bit n made 0 or 1. Example: 5 bitAt: 1 Put: 1  => 7"
        (bitAnd: (1 << n) complement) bitOr: (bit bitAnd: 1) << n ).
    bitLength     = ( "How many bits it takes, without the sign. Example: 255 bitLength  => 8"
        self < 0 ifTrue: [ ^ complement bitLength ].
        self = 0 ifTrue: [ 0 ] False: [ (printStringBase: 2) size ] ).
    numberOfOnes  = (
        "Bits that are one (of a negative number: that are zero).
         Example: 255 numberOfOnes  => 8"
        | n. count <- 0 |
        n: (self < 0 ifTrue: [ complement ] False: [ self ]).
        [ n > 0 ] whileTrue: [ n: n bitAnd: n - 1. count: count + 1 ].
        count ).

    "Kinds and conversions"

    even  = ( "Example: 4 even  => true" (_IntAnd: 1) = 0 ).
    odd   = ( "Example: 4 odd  => false" (_IntAnd: 1) = 1 ).
    isInteger = ( "Example: 4 isInteger  => true" true ).
    asInteger = ( "The receiver." self ).
    asSmallInteger = ( "The receiver, if it fits in a word." asSmallIntegerIfFail: raiseError ).
    asSmallIntegerIfFail: block = (
        "The receiver if it fits in a word, else the block's value.
         Example: (2 ** 100) asSmallIntegerIfFail: 'too big'  => 'too big'"
        (between: minSmallInt And: maxSmallInt) ifTrue: [ self ] False: [ block value ] ).
    asFloat = (
        "The nearest float.
         Example: 3 asFloat  => 3.0"
        _IntAsFloat ).
    asCharacter = (
        "The one-character string with that code point.
         Example: 97 asCharacter  => 'a'"
        _IntAsCharacter ).
    round    = ( "The receiver. Example: 3 round  => 3" self ).
    truncate = ( "The receiver." self ).
    floor    = ( "The receiver." self ).
    ceil     = ( "The receiver." self ).
    ceiling  = ( "The receiver." self ).

    "Number theory"

    factorial = (
        "The product of 1 … the receiver.
         Example: 5 factorial  => 120
         Example: 25 factorial  => 15511210043330985984000000"
        | result <- 1. i <- 2 |
        self < 0 ifTrue: [ ^ error: 'factorial of a negative number' ].
        [ i <= self ] whileTrue: [ result: result * i. i: i + 1 ].
        result ).
    fibonacci = (
        "Example: 10 fibonacci  => 55"
        | a <- 0. b <- 1. next. i <- 0 |
        self < 0 ifTrue: [ ^ error: 'fibonacci of a negative number' ].
        [ i < self ] whileTrue: [ next: a + b. a: b. b: next. i: i + 1 ].
        a ).
    gcd: n = (
        "The greatest common divisor, not negative.
         Example: 12 gcd: 18  => 6"
        _IntGcd: n ).
    lcm: n = (
        "The least common multiple.
         Example: 4 lcm: 6  => 12"
        ((self = 0) || [ n = 0 ]) ifTrue: [ ^ 0 ].
        ((self / (gcd: n)) * n) abs ).
    isPrime = (
        "Has it exactly two divisors?
         Example: 97 isPrime  => true"
        | d <- 3 |
        self < 2 ifTrue: [ ^ false ].
        self < 4 ifTrue: [ ^ true ].
        even ifTrue: [ ^ false ].
        [ (d * d) <= self ] whileTrue: [
            (self % d) = 0 ifTrue: [ ^ false ].
            d: d + 2 ].
        true ).
    isqrt = (
        "The integer part of the square root.
         Example: 17 isqrt  => 4"
        self < 0 ifTrue: [ ^ error: 'square root of a negative number' ].
        _IntRoot: 2 ).
    root: n = (
        "The integer part of the nth root, cut towards zero.
         Example: 1000 root: 3  => 10
         Example: (2 ** 100) root: 10  => 1024"
        n <= 0 ifTrue: [ ^ error: 'root: needs a number greater than zero' ].
        (self < 0) && [ n even ] ifTrue: [ ^ error: 'even root of a negative number' ].
        _IntRoot: n ).
    isSquare = (
        "Is it the square of an integer? Example: 49 isSquare  => true"
        (self >= 0) && [ isqrt square = self ] ).
    power: n Modulo: m = (
        "The remainder of a power, with the sign of m, without making the power.
         Example: 3 power: 200 Modulo: 13  => 9
         Example: 3 power: -1 Modulo: 7  => 5"
        n < 0 ifTrue: [ ^ (inverseModulo: m) power: n negate Modulo: m ].
        _IntPower: n Modulo: m ).
    inverseModulo: m = (
        "What the receiver is to be multiplied by to leave the remainder 1; an error if it has a divisor in common with m.
         Example: 3 inverseModulo: 7  => 5"
        | a. b. x <- 1. y <- 0. q. t |
        a: (self %+ m abs). b: m abs.
        [ b = 0 ] whileFalse: [ q: a / b. t: a - (q * b). a: b. b: t. t: x - (q * y). x: y. y: t ].
        a = 1 ifTrue: [ x %+ m abs ] False: [ error: [ printString, ' has no inverse modulo ', m printString ] ] ).
    primeFactors = (
        "A vector of the primes whose product it is, the least first.
         Example: 360 primeFactors  => a vector(2, 2, 2, 3, 3, 5)"
        | n. d <- 2. found |
        self < 1 ifTrue: [ ^ error: 'primeFactors needs a number greater than zero' ].
        n: self.
        found: globals list copyRemoveAll.
        [ (d * d) <= n ] whileTrue: [
            (n % d) = 0 ifTrue: [ found add: d. n: n / d ] False: [ d: (d = 2 ifTrue: 3 False: [ d + 2 ]) ] ].
        n > 1 ifTrue: [ found add: n ].
        found asVector ).
    divisors = (
        "A vector of the numbers that divide it, ascending.
         Example: 12 divisors  => a vector(1, 2, 3, 4, 6, 12)"
        | found |
        found: (1 & 1) asTreeSet.
        primeFactors do: [| :p | found asVector do: [| :d | found add: d * p ] ].
        found asVector ).
    binomial: k = (
        "In how many ways k can be chosen out of as many as the receiver says.
         Example: 49 binomial: 6  => 13983816"
        | result <- 1 |
        ((k < 0) || [ k > self ]) ifTrue: [ ^ 0 ].
        1 to: (k min: self - k) Do: [| :i | result: (result * ((self - i) + 1)) / i ].
        result ).
    isPowerOfTwo = ( "Example: 64 isPowerOfTwo  => true" (self > 0) && [ (bitAnd: self - 1) = 0 ] ).
    digits = (
        "The decimal digits, most significant first.
         Example: 407 digits  => a vector(4, 0, 7)"
        abs printString asVector copyMappedBy: [| :c | c asInteger ] ).

    "Iterating: the block gets the number, twice"

    do: block = (
        "Runs the block with 0, 1, … receiver - 1.
         Example: [| s <- '' | 3 do: [| :i | s: s, i printString ]. s ] value  => '012'"
        | i <- 0 |
        [ i < self ] whileTrue: [ block value: i With: i. i: i + 1 ].
        self ).
    reverseDo: block = (
        "Runs the block with receiver - 1, … 0."
        | i |
        i: self - 1.
        [ i >= 0 ] whileTrue: [ block value: i With: i. i: i - 1 ].
        self ).
    to: end Do: block = (
        "Runs the block with the receiver, … end. Nil.
         Example: [| s <- '' | 1 to: 3 Do: [| :i | s: s, i printString ]. s ] value  => '123'"
        | i |
        i: self.
        [ i <= end ] whileTrue: [ block value: i With: i. i: i + 1 ].
        nil ).
    to: end By: step Do: block = (
        "Runs the block with the receiver, receiver + step, … not beyond end; the step may be negative. Nil.
         Example: [| s <- '' | 7 to: 1 By: -3 Do: [| :i | s: s, i printString ]. s ] value  => '741'"
        | i |
        i: self.
        step > 0 ifTrue: [ [ i <= end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        step < 0 ifTrue: [ [ i >= end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        error: 'step is zero in to:By:Do: loop' ).
    to: end ByPositive: step Do: block = (
        "to:By:Do: for a step that is known to be positive."
        to: end By: step Do: block ).
    to: end ByNegative: step Do: block = (
        "to:By:Do: for a step that is known to be negative."
        to: end By: step Do: block ).
    upTo: end Do: block = (
        "Runs the block with the receiver, … but not end. Nil.
         Example: [| s <- '' | 1 upTo: 3 Do: [| :i | s: s, i printString ]. s ] value  => '12'"
        | i |
        i: self.
        [ i < end ] whileTrue: [ block value: i With: i. i: i + 1 ].
        nil ).
    upTo: end By: step Do: block = (
        "The same in steps.
         Example: [| s <- '' | 0 upTo: 6 By: 2 Do: [| :i | s: s, i printString ]. s ] value  => '024'"
        | i |
        i: self.
        step > 0 ifTrue: [ [ i < end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        step < 0 ifTrue: [ [ i > end ] whileTrue: [ block value: i With: i. i: i + step ]. ^ nil ].
        error: 'step is zero in upTo:By:Do: loop' ).
    downTo: end Do: block = (
        "Runs the block with the receiver, receiver - 1, … end. Nil.
         Example: [| s <- '' | 3 downTo: 1 Do: [| :i | s: s, i printString ]. s ] value  => '321'"
        | i |
        i: self.
        [ i >= end ] whileTrue: [ block value: i With: i. i: i - 1 ].
        nil ).
    downTo: end By: step Do: block = (
        "The same in steps."
        to: end By: step negate Do: block ).
    findFirst: test IfPresent: found IfAbsent: none = (
        "The value of one of two blocks, depending on whether the test is true of one of 0, 1, … receiver - 1.
         Example: 10 findFirst: [| :i | (i * i) > 20 ] IfPresent: [| :i | i ] IfAbsent: 'none'  => 5"
        | i <- 0 |
        [ i < self ] whileTrue: [
            (test value: i With: i) ifTrue: [ ^ found value: i With: i ].
            i: i + 1 ].
        none value ).
    timesRepeat: block = (
        "Runs the block as often as the receiver says.
         Example: [| n <- 1 | 5 timesRepeat: [ n: n * 2 ]. n ] value  => 32"
        do: block ).
    to: end = (
        "The integers from the receiver to end, as a collection.
         Example: 1 to: 4  => an interval(1, 2, 3, 4)"
        globals interval copyFrom: self To: end By: 1 ).
    to: end By: step = (
        "Example: 9 to: 1 By: -4  => an interval(9, 5, 1)"
        globals interval copyFrom: self To: end By: step ).
    upTo: end = (
        "Example: 1 upTo: 4  => an interval(1, 2, 3)"
        globals interval copyFrom: self To: end - 1 By: 1 ).
    downTo: end = (
        "Example: 3 downTo: 1  => an interval(3, 2, 1)"
        globals interval copyFrom: self To: end By: -1 ).

    "Printing"

    printString = (
        "Example: 255 printString  => '255'"
        _IntPrintStringIfFail: [ resend.printString ] ).
    printStringBase: base = (
        "Its digits in a base from 2 to 36.
         Example: 255 printStringBase: 16  => 'ff'
         Example: -5 printStringBase: 2  => '-101'"
        (base between: 2 And: 36) ifFalse: [ ^ error: 'a base must be from 2 to 36' ].
        _IntPrintStringBase: base ).
    storeStringBase: base = (
        "As a program writes it in that base.
         Example: 255 storeStringBase: 16  => '16rff'
         Example: -255 storeStringBase: 16  => '-16rff'"
        (self < 0 ifTrue: '-' False: ''), base printString, 'r', (abs printStringBase: base) ).
    printStringGrouped: separator = (
        "With a separator after each three digits from the right.
         Example: 1234567 printStringGrouped: ','  => '1,234,567'
         Example: -12 printStringGrouped: ','  => '-12'"
        | digits. parts |
        digits: abs printString.
        parts: globals list copyRemoveAll.
        [ digits size > 3 ] whileTrue: [
            parts addFirst: (digits copyFrom: digits size - 3).
            digits: (digits copyFrom: 0 UpTo: digits size - 3) ].
        parts addFirst: digits.
        (self < 0 ifTrue: '-' False: ''), (parts joinUsing: separator) ).
    hexPrintString = ( "Example: 255 hexPrintString  => '16rff'" '16r', (_IntPrintStringBase: 16) ).
    printStringPadded: size = (
        "With leading zeros.
         Example: 7 printStringPadded: 3  => '007'"
        printString padOnLeft: size With: '0' ).
|).

globals _AddSlots: (|
    maxSmallInt = 2305843009213693951.
    minSmallInt = -2305843009213693952.
|).
