"Json: parses a document of 25,820 characters. After the suite's SOM version of minimal-json's parser; see NOTICE."

'benchmark.bat' requireScript.
'json-input.bat' requireScript.

traits _AddSlots: (|
    jsonValue = (|
        parent* = traits clonable.

        isObject = false.
        isArray = false.
        isNumber = false.
        isString = false.
        isBoolean = false.
        isTrue = false.
        isFalse = false.
        isNull = false.

        asObject = ( error: 'Unsupported operation, not an object: ', asString ).
        asArray = ( error: 'Unsupported operation, not an array: ', asString ).
    |).
|).

| jsonArray = (|
    parent* = traits jsonValue.
    values.

    copy = ( resend.copy values: somVector copy ).
    isArray = true.
    asArray = ( self ).

    size = ( values size ).
    at: index = ( values at: index ).

    add: value = (
        value isNil ifTrue: [ error: 'value is null' ].
        values append: value.
        self ).
|).

jsonLiteral = (|
    parent* = traits jsonValue.
    asString <- ''.
    isNull <- false.
    isTrue <- false.
    isFalse <- false.

    copyValue: text = (
        (((copy asString: text) isNull: text = 'null') isTrue: text = 'true') isFalse: text = 'false' ).
    isBoolean = ( isTrue || [ isFalse ] ).
|).

jsonNumber = (|
    parent* = traits jsonValue.
    asString <- ''.

    copyValue: text = ( copy asString: text ).
    isNumber = true.
|).

jsonString = (|
    parent* = traits jsonValue.
    asString <- ''.

    copyValue: text = ( copy asString: text ).
    isString = true.
|).

"Finds the index of a name in a small table without hashing it properly."
hashIndexTable = (|
    parent* = traits clonable.
    table.

    copy = ( resend.copy table: (vector copySize: 32 FillingWith: 0) ).

    at: name Put: index = ( | slot |
        slot: (slotFor: name).
        index < 255
            ifTrue: [ table at: slot Put: index + 1 ]
            False: [ table at: slot Put: 0 ] ).

    "-1 if there is none."
    at: name = ( ((table at: (slotFor: name)) bitAnd: 255) - 1 ).

    stringHash: name = ( name size * 1402589 ).
    slotFor: name = ( (stringHash: name) bitAnd: table size - 1 ).
|) |

| jsonObject = (|
    parent* = traits jsonValue.
    names.
    values.
    table.

    copy = ( ((resend.copy names: somVector copy) values: somVector copy) table: hashIndexTable copy ).
    isObject = true.
    asObject = ( self ).

    size = ( names size ).
    isEmpty = ( names isEmpty ).

    add: name With: value = (
        name isNil ifTrue: [ error: 'name is null' ].
        value isNil ifTrue: [ error: 'value is null' ].
        table at: name Put: names size.
        names append: name.
        values append: value.
        self ).

    at: name = ( | index |
        name isNil ifTrue: [ error: 'name is null' ].
        index: (indexOf: name).
        index = -1 ifTrue: [ nil ] False: [ values at: index ] ).

    indexOf: name = ( | index |
        index: (table at: name).
        (index != -1) && [ name = (names at: index) ] ifTrue: [ ^ index ].
        error: 'not implemented' ).
|) |

| jsonNull = jsonLiteral copyValue: 'null'.
  jsonTrue = jsonLiteral copyValue: 'true'.
  jsonFalse = jsonLiteral copyValue: 'false' |

| jsonParser = (|
    parent* = traits clonable.
    input <- ''.
    index <- -1.
    line <- 1.
    column <- 0.
    current.
    captureBuffer <- ''.
    captureStart <- -1.

    copyInput: text = ( copy input: text ).

    parse = ( | result |
        read.
        skipWhiteSpace.
        result: readValue.
        skipWhiteSpace.
        isEndOfText ifFalse: [ fail: 'Unexpected character' ].
        result ).

    readValue = (
        current = 'n' ifTrue: [ ^ readNull ].
        current = 't' ifTrue: [ ^ readTrue ].
        current = 'f' ifTrue: [ ^ readFalse ].
        current = '"' ifTrue: [ ^ readString ].
        current = '[' ifTrue: [ ^ readArray ].
        current = '{' ifTrue: [ ^ readObject ].
        current = '-' ifTrue: [ ^ readNumber ].
        current = '0' ifTrue: [ ^ readNumber ].
        current = '1' ifTrue: [ ^ readNumber ].
        current = '2' ifTrue: [ ^ readNumber ].
        current = '3' ifTrue: [ ^ readNumber ].
        current = '4' ifTrue: [ ^ readNumber ].
        current = '5' ifTrue: [ ^ readNumber ].
        current = '6' ifTrue: [ ^ readNumber ].
        current = '7' ifTrue: [ ^ readNumber ].
        current = '8' ifTrue: [ ^ readNumber ].
        current = '9' ifTrue: [ ^ readNumber ].
        expected: 'value' ).

    readArray = ( | array |
        read.
        array: jsonArray copy.
        skipWhiteSpace.
        (readChar: ']') ifTrue: [ ^ array ].
        readElementOf: array.
        [ readChar: ',' ] whileTrue: [ readElementOf: array ].
        (readChar: ']') ifFalse: [ expected: '"," or "]"' ].
        array ).

    readElementOf: array = (
        skipWhiteSpace.
        array add: readValue.
        skipWhiteSpace ).

    readObject = ( | object |
        read.
        object: jsonObject copy.
        skipWhiteSpace.
        (readChar: '}') ifTrue: [ ^ object ].
        readPairOf: object.
        [ readChar: ',' ] whileTrue: [ readPairOf: object ].
        (readChar: '}') ifFalse: [ expected: '"," or "}"' ].
        object ).

    readPairOf: object = ( | name |
        skipWhiteSpace.
        name: readName.
        skipWhiteSpace.
        (readChar: ':') ifFalse: [ expected: '":"' ].
        skipWhiteSpace.
        object add: name With: readValue.
        skipWhiteSpace ).

    readName = (
        current = '"' ifFalse: [ expected: 'name' ].
        readStringInternal ).

    readNull = (
        read.
        readRequired: 'u'.
        readRequired: 'l'.
        readRequired: 'l'.
        jsonNull ).

    readTrue = (
        read.
        readRequired: 'r'.
        readRequired: 'u'.
        readRequired: 'e'.
        jsonTrue ).

    readFalse = (
        read.
        readRequired: 'a'.
        readRequired: 'l'.
        readRequired: 's'.
        readRequired: 'e'.
        jsonFalse ).

    readRequired: char = (
        (readChar: char) ifFalse: [ expected: 'character: ', char ] ).

    readString = ( jsonString copyValue: readStringInternal ).

    readStringInternal = ( | string |
        read.
        startCapture.
        [ current = '"' ] whileFalse: [
            current = '\\'
                ifTrue: [
                    pauseCapture.
                    readEscape.
                    startCapture ]
                False: [ read ] ].
        string: endCapture.
        read.
        string ).

    readEscape = (
        read.
        captureBuffer: captureBuffer, readEscapeChar.
        read ).

    readEscapeChar = (
        current = '"' ifTrue: [ ^ '"' ].
        current = '/' ifTrue: [ ^ '/' ].
        current = '\\' ifTrue: [ ^ '\\' ].
        current = 'b' ifTrue: [ ^ '\b' ].
        current = 'f' ifTrue: [ ^ '\f' ].
        current = 'n' ifTrue: [ ^ '\n' ].
        current = 'r' ifTrue: [ ^ '\r' ].
        current = 't' ifTrue: [ ^ '\t' ].
        expected: 'valid escape sequence' ).

    readNumber = ( | firstDigit |
        startCapture.
        readChar: '-'.
        firstDigit: current.
        readDigit ifFalse: [ expected: 'digit' ].
        firstDigit = '0' ifFalse: [ skipDigits ].
        readFraction.
        readExponent.
        jsonNumber copyValue: endCapture ).

    readFraction = (
        (readChar: '.') ifFalse: [ ^ false ].
        readDigit ifFalse: [ expected: 'digit' ].
        skipDigits.
        true ).

    readExponent = (
        (readChar: 'e') || [ readChar: 'E' ] ifFalse: [ ^ false ].
        (readChar: '+') ifFalse: [ readChar: '-' ].
        readDigit ifFalse: [ expected: 'digit' ].
        skipDigits.
        true ).

    readChar: char = (
        current = char ifFalse: [ ^ false ].
        read.
        true ).

    readDigit = (
        isDigit ifFalse: [ ^ false ].
        read.
        true ).

    skipDigits = ( [ readDigit ] whileTrue ).
    skipWhiteSpace = ( [ isWhiteSpace ] whileTrue: [ read ] ).

    read = (
        current = '\n' ifTrue: [
            line: line + 1.
            column: 0 ].
        index: index + 1.
        column: column + 1.
        index < input size
            ifTrue: [ current: (input at: index) ]
            False: [ current: nil ] ).

    startCapture = ( captureStart: index ).

    pauseCapture = (
        captureBuffer: captureBuffer, (input copyFrom: captureStart UpTo: index).
        captureStart: -1 ).

    endCapture = ( | captured |
        captureBuffer = ''
            ifTrue: [ captured: (input copyFrom: captureStart UpTo: index) ]
            False: [
                pauseCapture.
                captured: captureBuffer.
                captureBuffer: '' ].
        captureStart: -1.
        captured ).

    expected: what = (
        isEndOfText ifTrue: [ fail: 'Unexpected end of input, expected ', what ].
        fail: 'Expected ', what ).

    fail: message = (
        error: 'JSON:', line printString, ':', column printString, ' (', index printString, '): ', message ).

    isEndOfText = ( current isNil ).

    isWhiteSpace = (
        current = ' ' ifTrue: [ ^ true ].
        current = '\t' ifTrue: [ ^ true ].
        current = '\n' ifTrue: [ ^ true ].
        current = '\r' ifTrue: [ ^ true ].
        false ).

    isDigit = (
        current = '0' ifTrue: [ ^ true ].
        current = '1' ifTrue: [ ^ true ].
        current = '2' ifTrue: [ ^ true ].
        current = '3' ifTrue: [ ^ true ].
        current = '4' ifTrue: [ ^ true ].
        current = '5' ifTrue: [ ^ true ].
        current = '6' ifTrue: [ ^ true ].
        current = '7' ifTrue: [ ^ true ].
        current = '8' ifTrue: [ ^ true ].
        current = '9' ifTrue: [ ^ true ].
        false ).
|) |

| jsonBenchmark = (|
    parent* = traits benchmark.

    benchmark = ( (jsonParser copyInput: jsonInput) parse ).

    verifyResult: result = (
        result isObject ifFalse: [ ^ false ].
        (result asObject at: 'head') isObject ifFalse: [ ^ false ].
        (result asObject at: 'operations') isArray ifFalse: [ ^ false ].
        (result asObject at: 'operations') asArray size = 156 ).
|) |
