"Strings: immutable Unicode text. An element is a one-character string. Text that changes is built with a mutableString
(text/mutableString.bat); bytes are a byteVector."

traits string _AddSlots: (|
    {} = 'Comment: What strings share.'.
    parent* = traits indexable.

    collectionName = 'string'.

    "Elements"

    size = (
        "The number of characters.
         Example: 'abc' size  => 3"
        _StringSize ).
    at: i = (
        "The character at index i, from 0 on.
         Example: 'abc' at: 1  => 'b'"
        _StringAt: i IfFail: [ absentIndex: i ] ).
    at: i IfAbsent: block = (
        "Example: 'abc' at: 9 IfAbsent: ''  => ''"
        _StringAt: i IfFail: [ block value: i ] ).
    at: i Put: c = (
        "An error: strings do not change."
        error: 'cannot modify an immutable string' ).
    do: block = (
        "Runs the block with each character and its index.
         Example: [| s <- '' | 'abc' do: [| :c. :i | s: s, c, i printString ]. s ] value  => 'a0b1c2'"
        | i <- 0. n |
        n: size.
        [ i < n ] whileTrue: [ block value: (_StringAt: i) With: i. i: i + 1 ].
        self ).
    copy = ( "The receiver: strings do not change." self ).
    isString = ( "Example: 'abc' isString  => true" true ).

    "Joining and cutting"

    , s = (
        "The two texts one after the other.
         Example: 'ab', 'cd'  => 'abcd'"
        _StringConcat: s IfFail: [ s appendToString: self ] ).
    appendToString: s = ( "The other half of `,`." s _StringConcat: self ).
    copyFrom: start UpTo: end = (
        "The characters from index start up to, but not including, end.
         Example: 'abcdef' copyFrom: 1 UpTo: 3  => 'bc'"
        _StringFrom: start UpTo: end ).
    * n = (
        "The text n times.
         Example: 'ab' * 3  => 'ababab'"
        _StringRepeat: n ).
    copySize: n FillingWith: filler = (
        "The first n characters, filled up with a one-character string.
         Example: 'abc' copySize: 5 FillingWith: '.'  => 'abc..'"
        n <= size ifTrue: [ ^ _StringFrom: 0 UpTo: n ].
        self, (filler _StringRepeat: n - size) ).
    copySize: n = ( "The same, with blanks." copySize: n FillingWith: ' ' ).
    copyRemoveAll = ( "The empty string." '' ).
    prototype = ( "The empty string." '' ).
    reversed = (
        "Example: 'abc' reversed  => 'cba'"
        _StringReverse ).
    copyReversed = ( "Example: 'abc' copyReversed  => 'cba'" _StringReverse ).
    reverse = ( "Example: 'abc' reverse  => 'cba'" _StringReverse ).
    copyAddFirst: c = ( "Example: 'bc' copyAddFirst: 'a'  => 'abc'" c, self ).
    copyAddLast: c  = ( "Example: 'ab' copyAddLast: 'c'  => 'abc'" self, c ).

    copyContaining: c = (
        "The elements of c, which are strings, joined.
         Example: '' copyContaining: ('a' & 'b') asVector  => 'ab'"
        c asVector joinUsing: '' ).
    copyMappedBy: block = (
        "The block's values for the characters, joined.
         Example: 'abc' copyMappedBy: [| :c | c asUppercase ]  => 'ABC'"
        buildStringWith: block ).
    copyFilteredBy: test = (
        "Only those characters for which the test is true.
         Example: 'banana' copyFilteredBy: [| :c | c isVowel ]  => 'aaa'"
        buildStringWith: [| :c. :i | (test value: c With: i) ifTrue: c False: '' ] ).
    copySort = (
        "The characters in ascending order.
         Example: 'banana' copySort  => 'aaabnn'"
        asVector sort joinUsing: '' ).
    copySortBy: before = ( "The characters in the order that a block gives." (asVector sortBy: before) joinUsing: '' ).

    splitOn: separator = (
        "The parts between the separators, as a list.
         Example: 'a,b,,c' splitOn: ','  => a list('a', 'b', '', 'c')"
        | parts. start <- 0. found |
        separator isEmpty ifTrue: [ ^ error: 'splitOn: needs a separator that is not empty' ].
        parts: globals list copyRemoveAll.
        [ found: (_StringIndexOf: separator From: start). found < 0 ] whileFalse: [
            parts add: (_StringFrom: start UpTo: found).
            start: found + separator size ].
        parts add: (_StringFrom: start UpTo: size).
        parts ).
    splitOn: separator AtMost: n = (
        "The same, but of at most n parts, of which the last is what is left.
         Example: 'a,b,c' splitOn: ',' AtMost: 2  => a list('a', 'b,c')"
        | parts. start <- 0. found |
        separator isEmpty ifTrue: [ ^ error: 'splitOn:AtMost: needs a separator that is not empty' ].
        parts: globals list copyRemoveAll.
        [ ((parts size + 1) < n) && [ found: (_StringIndexOf: separator From: start). found >= 0 ] ] whileTrue: [
            parts add: (_StringFrom: start UpTo: found).
            start: found + separator size ].
        parts add: (_StringFrom: start UpTo: size).
        parts ).
    breakOnFirstSubstring: s = (
        "A vector of what stands before and after the first occurrence of s; the whole and an empty text if there is none.
         Example: 'key=a=b' breakOnFirstSubstring: '='  => a vector('key', 'a=b')"
        | i |
        i: (_StringIndexOf: s From: 0).
        i < 0 ifTrue: [ ^ (self & '') asVector ].
        ((_StringFrom: 0 UpTo: i) & (_StringFrom: i + s size UpTo: size)) asVector ).
    asTokensSeparatedBySubstring: s = (
        "Another name of splitOn:. Example: 'a--b' asTokensSeparatedBySubstring: '--'  => a list('a', 'b')"
        splitOn: s ).
    firstLine = (
        "The text before the first line end. Example: 'a\nb' firstLine  => 'a'"
        (splitOn: '\n' AtMost: 2) first ).
    lastLine  = (
        "The text after the last line end. Example: 'a\nb' lastLine  => 'b'"
        _StringFrom: (lastIndexOf: '\n') + 1 UpTo: size ).
    lines = (
        "The lines, without their ends.
         Example: 'a\nb' lines  => a list('a', 'b')"
        (hasSuffix: '\n') ifTrue: [ ^ copyWithoutLast lines ].
        splitOn: '\n' ).
    words = (
        "The parts between blanks, tabs and line ends.
         Example: ' to be  or' words  => a list('to', 'be', 'or')"
        | parts. some |
        some: (_StringWordsFrom: 0).
        parts: (globals list copyRemoveAll contents: some) size: some size - 1.
        [ some last isNil ] whileFalse: [
            some: (_StringWordsFrom: some last).
            0 upTo: some size - 1 Do: [| :i | parts add: (some at: i) ] ].
        parts ).
    asTokensSeparatedByWhiteSpace = ( "Another name of `words`." words ).
    asTokensSeparatedByCharactersIn: separators = (
        "The parts that are not empty between any of these characters.
         Example: 'a-b_c' asTokensSeparatedByCharactersIn: '-_'  => a list('a', 'b', 'c')"
        asTokensSeparatedByCharactersSatisfying: [| :c | separators includes: c ] ).
    asTokensSeparatedByCharactersSatisfying: test = (
        "The parts that are not empty between characters for which the test is true."
        | parts. start <- 0 |
        parts: globals list copyRemoveAll.
        do: [| :c. :i |
            (test value: c) ifTrue: [
                i > start ifTrue: [ parts add: (_StringFrom: start UpTo: i) ].
                start: i + 1 ] ].
        size > start ifTrue: [ parts add: (_StringFrom: start UpTo: size) ].
        parts ).
    joinUsing: separator = ( "The characters with the separator between them." asVector joinUsing: separator ).
    flatString = ( "The receiver." self ).

    trimmed = (
        "Without blanks, tabs and line ends at both ends.
         Example: '  a b ' trimmed  => 'a b'"
        _StringTrim ).
    trimmedLeft  = (
        "Without blanks, tabs and line ends before. Example: '  a ' trimmedLeft  => 'a '"
        _StringFrom: leadingWhiteSpace size UpTo: size ).
    trimmedRight = (
        "Without blanks, tabs and line ends after. Example: ' a  ' trimmedRight  => ' a'"
        _StringFrom: 0 UpTo: size - trailingWhiteSpace size ).
    leftShrinkwrapped = ( "Another name of trimmedLeft. Example: ' a' leftShrinkwrapped  => 'a'" trimmedLeft ).
    leadingWhiteSpace = ( "The white space at the beginning. Example: '  a' leadingWhiteSpace size  => 2"
        do: [| :c. :i | c isWhiteSpace ifFalse: [ ^ _StringFrom: 0 UpTo: i ] ].
        self ).
    trailingWhiteSpace = ( "The white space at the end. Example: 'a  ' trailingWhiteSpace size  => 2"
        reverseDo: [| :c. :i | c isWhiteSpace ifFalse: [ ^ _StringFrom: i + 1 UpTo: size ] ].
        self ).
    padCentered: n = (
        "At least n characters, with blanks on both sides. Example: 'ab' padCentered: 5  => ' ab  '"
        padCentered: n With: ' ' ).
    padCentered: n With: c = ( "Example: 'ab' padCentered: 6 With: '-'  => '--ab--'"
        n <= size
            ifTrue: [ self ]
             False: [ (c _StringRepeat: (n - size) / 2), self, (c _StringRepeat: ((n - size) + 1) / 2) ] ).
    indent: n = (
        "With n blanks before each line that is not empty.
         Example: 'a\nb' indent: 2  => '  a\n  b'"
        | lines |
        lines: (splitOn: '\n').
        (lines copyMappedBy: [| :line | line isEmpty ifTrue: [ line ] False: [ (' ' * n), line ] ]) joinUsing: '\n' ).
    detabified: n = (
        "With each tab replaced by blanks up to the next multiple of n in its line. Example: 'a\tb' detabified: 4  => 'a   b'"
        | out. column <- 0. blanks |
        n <= 0 ifTrue: [ ^ error: 'detabified: needs a number greater than zero' ].
        out: globals mutableString copyRemoveAll.
        do: [| :c |
            c = '\t'
                ifTrue: [ blanks: n - (column % n). out append: ' ' * blanks. column: column + blanks ]
                 False: [ out append: c. column: (c = '\n' ifTrue: 0 False: [ column + 1 ]) ] ].
        out asString ).
    shrinkwrapped = ( "Another name of `trimmed`." _StringTrim ).
    padOnLeft: n  = (
        "At least n characters, with blanks before. Example: 'ab' padOnLeft: 4  => '  ab'"
        padOnLeft: n With: ' ' ).
    padOnRight: n = (
        "At least n characters, with blanks after. Example: 'ab' padOnRight: 4  => 'ab  '"
        padOnRight: n With: ' ' ).
    padOnLeft: n With: c = (
        "Example: '7' padOnLeft: 3 With: '0'  => '007'"
        n <= size ifTrue: [ self ] False: [ (c _StringRepeat: n - size), self ] ).
    padOnRight: n With: c = (
        "Example: '7' padOnRight: 3 With: '.'  => '7..'"
        n <= size ifTrue: [ self ] False: [ self, (c _StringRepeat: n - size) ] ).
    copyAtMostWithEllipsis: n = (
        "Cut to n characters, the last of them then being an ellipsis.
         Example: 'abcdef' copyAtMostWithEllipsis: 4  => 'abc…'"
        n >= size ifTrue: [ self ] False: [ (_StringFrom: 0 UpTo: (n - 1 max: 0)), '…' ] ).

    "Searching"

    indexOf: s = (
        "Where s first begins, or -1.
         Example: 'banana' indexOf: 'an'  => 1
         Example: 'banana' indexOf: 'x'  => -1"
        _StringIndexOf: s From: 0 ).
    indexOf: s From: start = (
        "Where s first begins at or after an index, or -1.
         Example: 'banana' indexOf: 'an' From: 2  => 3"
        _StringIndexOf: s From: start ).
    lastIndexOf: s = (
        "Where s last begins, or -1.
         Example: 'banana' lastIndexOf: 'an'  => 3"
        | found <- -1. at |
        [ at: (_StringIndexOf: s From: found + 1). at < 0 ] whileFalse: [ found: at ].
        found ).
    includes: s = (
        "Does s occur? What is no text does not.
         Example: 'banana' includes: 'nan'  => true"
        (_StringIndexOf: s From: 0 IfFail: -1) >= 0 ).
    includesSubstring: s = ( "Does s occur?" includes: s ).
    findSubstring: s IfPresent: found IfAbsent: none = (
        "Example: 'banana' findSubstring: 'n' IfPresent: [| :i | i ] IfAbsent: -1  => 2"
        | i |
        i: (_StringIndexOf: s From: 0).
        i < 0 ifTrue: none False: [ found value: i ] ).
    occurrencesOf: s = (
        "How often s occurs, without overlap. What is no text does not.
         Example: 'banana' occurrencesOf: 'an'  => 2"
        s isString ifFalse: [ ^ 0 ].
        (splitOn: s) size - 1 ).
    hasPrefix: s = (
        "Example: 'banana' hasPrefix: 'ban'  => true"
        (s size <= size) && [ (_StringFrom: 0 UpTo: s size) = s ] ).
    hasSuffix: s = (
        "Example: 'banana' hasSuffix: 'ana'  => true"
        (s size <= size) && [ (_StringFrom: size - s size UpTo: size) = s ] ).
    isPrefixOf: s = ( "Example: 'ban' isPrefixOf: 'banana'  => true" s hasPrefix: self ).
    isSuffixOf: s = ( "Example: 'ana' isSuffixOf: 'banana'  => true" s hasSuffix: self ).
    copyWithoutPrefix: s = ( "Example: 'banana' copyWithoutPrefix: 'ban'  => 'ana'"
        (hasPrefix: s) ifTrue: [ _StringFrom: s size UpTo: size ] False: [ self ] ).
    copyWithoutSuffix: s = ( "Example: 'banana' copyWithoutSuffix: 'ana'  => 'ban'"
        (hasSuffix: s) ifTrue: [ _StringFrom: 0 UpTo: size - s size ] False: [ self ] ).
    replaceFirst: old With: new = (
        "The first occurrence replaced.
         Example: 'banana' replaceFirst: 'an' With: 'on'  => 'bonana'"
        | i |
        i: (_StringIndexOf: old From: 0).
        i < 0 ifTrue: [ self ] False: [ (_StringFrom: 0 UpTo: i), new, (_StringFrom: i + old size UpTo: size) ] ).
    isSubstringOf: s = ( "Example: 'nan' isSubstringOf: 'banana'  => true" s includes: self ).
    indicesOf: s = (
        "A list of where s begins, without overlap.
         Example: 'banana' indicesOf: 'a'  => a list(1, 3, 5)"
        | found. at <- 0 |
        s isEmpty ifTrue: [ ^ error: 'indicesOf: needs a text that is not empty' ].
        found: globals list copyRemoveAll.
        [ at: (_StringIndexOf: s From: at). at >= 0 ] whileTrue: [ found add: at. at: at + s size ].
        found ).
    matchesPattern: pattern = (
        "Does the whole text match a pattern in which `*` stands for any characters and `?` for one?
         Example: 'banana' matchesPattern: 'b*n?'  => true"
        matchesPattern: pattern IgnoreCase: false ).
    matchesPattern: pattern IgnoreCase: ignore = (
        "The same, whatever the case of letters if the second argument is true.
         Example: 'Banana' matchesPattern: 'b*' IgnoreCase: true  => true"
        | i <- 0. j <- 0. star <- -1. mark <- 0. text. p |
        text: (ignore ifTrue: [ asLowercase ] False: [ self ]).
        p: (ignore ifTrue: [ pattern asLowercase ] False: [ pattern ]).
        [ i < text size ] whileTrue: [
            (j < p size) && [ (p at: j) = '*' ] ifTrue: [ star: j. mark: i. j: j + 1 ] False: [
                (j < p size) && [ ((p at: j) = '?') || [ (p at: j) = (text at: i) ] ]
                    ifTrue: [ i: i + 1. j: j + 1 ]
                     False: [
                        star < 0 ifTrue: [ ^ false ].
                        mark: mark + 1. i: mark. j: star + 1 ] ] ].
        [ (j < p size) && [ (p at: j) = '*' ] ] whileTrue: [ j: j + 1 ].
        j = p size ).
    replace: old With: new = (
        "All occurrences replaced.
         Example: 'banana' replace: 'an' With: 'on'  => 'bonona'"
        _StringReplace: old With: new ).

    "Comparing: by code points"

    = s = (
        "The same text?
         Example: 'ab' = ('a', 'b')  => true"
        _StringEQ: s IfFail: [ s equalsString: self ] ).
    equalsString: s = ( "The other half of =." _StringEQ: s ).
    equalsCollection: c = ( "A text is equal to texts only." false ).
    < s  = ( "Example: 'abc' < 'abd'  => true" _StringLT: s IfFail: [ s reverseLessThanString: self ] ).
    > s  = ( "Example: 'abc' > 'abd'  => false" s < self ).
    <= s = ( "Example: 'abc' <= 'abc'  => true" (s < self) not ).
    >= s = ( "Example: 'abc' >= 'abd'  => false" (self < s) not ).
    max: s = ( "The later of the two. Example: 'a' max: 'b'  => 'b'" self < s ifTrue: [ s ] False: [ self ] ).
    min: s = ( "The earlier of the two. Example: 'a' min: 'b'  => 'a'" s < self ifTrue: [ s ] False: [ self ] ).
    compare: s IfLess: less Equal: equal Greater: greater = (
        "The value of one of three blocks.
         Example: 'a' compare: 'b' IfLess: -1 Equal: 0 Greater: 1  => -1"
        self < s ifTrue: [ ^ less value ].
        self = s ifTrue: [ ^ equal value ].
        greater value ).
    compare: s IfLess: less Equal: equal Greater: greater Incomparable: neither = (
        "The same; the last block if s is no string.
         Example: 'a' compare: 3 IfLess: -1 Equal: 0 Greater: 1 Incomparable: nil  => nil"
        s isString ifTrue: [ compare: s IfLess: less Equal: equal Greater: greater ] False: [ neither value ] ).
    precedesIgnoringCase: s = (
        "Is it before s, whatever the case of letters? Example: 'a' precedesIgnoringCase: 'B'  => true"
        asLowercase < s asLowercase ).
    equalsIgnoringCase: s = ( "Example: 'ABC' equalsIgnoringCase: 'abc'  => true" asLowercase = s asLowercase ).
    hash = ( "The same for equal texts." _StringHash ).
    canonicalize = (
        "The one string that stands for this text, so that == can compare.
         Example: ('a', 'b') canonicalize == 'ab' canonicalize  => true"
        _StringCanonicalize ).

    "Letters"

    asUppercase  = ( "Example: 'Straße' asUppercase  => 'STRASSE'" _StringUppercase ).
    asLowercase  = ( "Example: 'ABC' asLowercase  => 'abc'" _StringLowercase ).
    capitalizeAll   = ( "Another name of asUppercase." _StringUppercase ).
    uncapitalizeAll = ( "Another name of asLowercase." _StringLowercase ).
    capitalize   = (
        "With its first character in upper case.
         Example: 'banana' capitalize  => 'Banana'"
        isEmpty ifTrue: [ self ] False: [ first asUppercase, (_StringFrom: 1 UpTo: size) ] ).
    uncapitalize = ( "With its first character in lower case. Example: 'Banana' uncapitalize  => 'banana'"
        isEmpty ifTrue: [ self ] False: [ first asLowercase, (_StringFrom: 1 UpTo: size) ] ).
    isLetter     = (
        "Are there characters, and are all of them letters? Example: 'a' isLetter  => true"
        _StringIsLetter ).
    isDigit      = (
        "Are there characters, and are all of them 0 to 9? Example: '42' isDigit  => true"
        _StringIsDigit ).
    isUpperCase  = ( "Example: 'A' isUpperCase  => true" _StringIsUppercase ).
    isLowerCase  = ( "Example: 'A' isLowerCase  => false" _StringIsLowercase ).
    isWhiteSpace = ( "Example: ' ' isWhiteSpace  => true" _StringIsWhiteSpace ).
    isVowel      = (
        "Is it one of aeiou, in either case? Example: 'E' isVowel  => true"
        (size = 1) && [ 'aeiouAEIOU' includes: self ] ).
    isAllWhiteSpace = (
        "Is there nothing but white space? Example: '' isAllWhiteSpace  => true"
        isEmpty || [ isWhiteSpace ] ).
    isCapitalized = (
        "Is its first character in upper case? Example: 'Banana' isCapitalized  => true"
        (size > 0) && [ first isUpperCase ] ).
    capitalizeWords = ( "Each word with its first character in upper case. Example: 'to be' capitalizeWords  => 'To Be'"
        | before <- ' ' |
        buildStringWith: [| :c. here |
            here: (before isLetter ifTrue: [ c ] False: [ c asUppercase ]).
            before: c.
            here ] ).
    isPalindrome = ( "Example: 'level' isPalindrome  => true" self = reversed ).
    asByte       = (
        "The code point of the only character.
         Example: 'a' asByte  => 97"
        _StringCodePoint ).
    codePoint    = ( "The code point of the only character. Example: 'é' codePoint  => 233" _StringCodePoint ).
    asCharacter  = (
        "The receiver, if it is one character."
        size = 1 ifTrue: [ self ] False: [ complain: 'is not one character' ] ).

    "Conversions"

    asString = ( "The receiver." self ).
    printName = ( "The receiver." self ).
    asInteger = (
        "The integer that the text is, in decimal digits.
         Example: '42' asInteger  => 42
         Example: '-12345678901234567890' asInteger  => -12345678901234567890"
        asIntegerIfFail: [ complain: 'is not an integer' ] ).
    asIntegerIfFail: block = (
        "Example: 'x' asIntegerIfFail: 0  => 0"
        _StringAsIntegerBase: 10 IfFail: [ block value ] ).
    asIntegerBase: base = (
        "The integer that the text is in a base from 2 to 36; letters in either case.
         Example: 'ff' asIntegerBase: 16  => 255
         Example: '-Zz' asIntegerBase: 36  => -1295"
        (base between: 2 And: 36) ifFalse: [ ^ error: 'a base must be from 2 to 36' ].
        _StringAsIntegerBase: base IfFail: [ complain: 'is not an integer of that base' ] ).
    hexAsInteger = ( "Example: 'ff' hexAsInteger  => 255" asIntegerBase: 16 ).
    asFloat = (
        "The float that the text is.
         Example: '2.5' asFloat  => 2.5"
        asFloatIfFail: [ complain: 'is not a number' ] ).
    asFloatIfFail: block = (
        "Example: 'x' asFloatIfFail: nil  => nil"
        _StringAsFloatIfFail: [ block value ] ).
    asNumberIfFail: block = (
        "An integer, also in another base (`16rff`), or a float; or the block's value.
         Example: '2.5' asNumberIfFail: nil  => 2.5
         Example: '16rff' asNumberIfFail: nil  => 255
         Example: 'ff' asNumberIfFail: nil  => nil"
        | parts. base. n |
        _StringAsIntegerBase: 10 IfFail: [
            parts: (copyWithoutPrefix: '-') splitOn: 'r' AtMost: 2.
            parts size = 2 ifFalse: [ ^ asFloatIfFail: block ].
            base: (parts first asIntegerIfFail: [ ^ block value ]).
            ((base between: 2 And: 36)
                && [ ((parts last copyAtMost: 1) isLetter) || [ (parts last copyAtMost: 1) isDigit ] ])
                ifFalse: [ ^ block value ].
            n: (parts last _StringAsIntegerBase: base IfFail: [ ^ block value ]).
            (hasPrefix: '-') ifTrue: [ n negate ] False: [ n ] ] ).
    asNumber = (
        "The integer or float that the text is, as a program writes it; an error if it is none.
         Example: '2.5' asNumber  => 2.5
         Example: '-16rff' asNumber  => -255"
        asNumberIfFail: [ complain: 'is not a number' ] ).
    asMutable = ( "A mutableString with the same text." globals mutableString copyContaining: self ).
    copyMutable = ( "A mutableString with the same text." asMutable ).
    asByteVector = (
        "The text in UTF-8.
         Example: 'é' asByteVector  => a byteVector(195, 169)"
        _StringAsBytes ).
    appendToBuffer: b = ( "Double dispatch of mutableString's append:." b appendString: self ).

    "Printing"

    print = (
        "Writes the text to the standard output. Answers the receiver."
        _Write. self ).
    printLine = (
        "Writes the text and a line end to the standard output. Answers the receiver."
        _WriteLine. self ).
    printString = (
        "The text as a literal.
         Example: 'it\'s' printString size  => 7"
        _StringPrintStringIfFail: [ resend.printString ] ).
    storeString = ( "The text as a literal." printString ).
    prependAOrAn = (
        "With an article before it.
         Example: 'apple' prependAOrAn  => 'an apple'"
        ((size > 0) && [ first isVowel ]) ifTrue: [ 'an ', self ] False: [ 'a ', self ] ).
|).
