"Streams: going through an indexable collection element by element, and making one in the same way."

traits _AddSlots: (|
    readStream  = (| parent* = traits clonable |).
    writeStream = (| parent* = traits clonable |).
|).

traits readStream _AddSlots: (|
    {} = 'Comment: What streams share that are read.'.

    copyOn: c = (
        "A stream at the beginning of an indexable collection. Example: (readStream copyOn: 'abc') next  => 'a'"
        (clone contents: c) position: 0 ).

    "Where it is"

    atEnd = ( "Is nothing left? Example: '' readStream atEnd  => true" position >= contents size ).
    position: n = (
        "Goes to before element n; an error if that is outside.
         Example: ('abc' readStream position: 2) next  => 'c'"
        ((0 <= n) && [ n <= contents size ]) ifFalse: [ ^ absent: n ].
        place: n ).
    position = (
        "How many elements were passed. Example: [| s | s: 'abc' readStream. s next. s position ] value  => 1"
        place ).
    reset = ( "Goes back to the beginning. Answers the receiver." place: 0 ).
    skip: n = (
        "Passes n elements, or goes back if n is negative. Answers the receiver. Example: ('abc' readStream skip: 2) next  => 'c'"
        position: place + n ).
    skipToEnd = ( "Passes what is left. Answers the receiver." place: contents size ).

    "Reading"

    next = (
        "The next element; an error if there is none.
         Example: [ '' readStream next ] onError: [| :e | e text ]  => 'the stream has ended'"
        nextIfAbsent: [ error: 'the stream has ended' ] ).
    nextIfAbsent: block = (
        "The next element, or the block's value if there is none.
         Example: '' readStream nextIfAbsent: 0  => 0"
        | x |
        atEnd ifTrue: [ ^ block value ].
        x: (contents at: place).
        place: place + 1.
        x ).
    peek = (
        "The next element without passing it; nil if there is none. Example: 'abc' readStream peek  => 'a'"
        peekIfAbsent: nil ).
    peekIfAbsent: block = (
        "The same, or the block's value."
        atEnd ifTrue: [ block value ] False: [ contents at: place ] ).
    next: n = (
        "The next n elements, as a part of the collection; an error if there are fewer.
         Example: 'abc' readStream next: 2  => 'ab'"
        (place + n) > contents size ifTrue: [ ^ error: 'the stream has ended' ].
        upToPosition: place + n ).
    upTo: x = (
        "The elements before the next one equal to x, which is passed too; what is left if there is none.
         Example: [| s | s: 'ab,cd' readStream. s upTo: ','. s upToEnd ] value  => 'cd'"
        upToElementSatisfying: [| :each | x = each ] ).
    upToElementSatisfying: test = (
        "The elements before the next one for which the test is true, which is passed too; what is left if there is none."
        | end. part |
        end: place.
        [ (end < contents size) && [ (test value: (contents at: end)) not ] ] whileTrue: [ end: end + 1 ].
        part: (upToPosition: end).
        atEnd ifFalse: [ place: place + 1 ].
        part ).
    upToEnd = ( "What is left. Example: ('abc' readStream skip: 1) upToEnd  => 'bc'" upToPosition: contents size ).
    upToPosition: end = ( "The elements up to a position, which are passed."
        | part |
        part: (contents copyFrom: place UpTo: end).
        place: end.
        part ).
    nextWhile: test = (
        "The elements before the next one for which the test is false, which is not passed.
         Example: '12ab' readStream nextWhile: [| :c | c isDigit ]  => '12'"
        | end |
        end: place.
        [ (end < contents size) && [ test value: (contents at: end) ] ] whileTrue: [ end: end + 1 ].
        upToPosition: end ).
    nextLine = (
        "The rest of the line, without its end, which is passed. Example: 'a\nb' readStream nextLine  => 'a'"
        upTo: '\n' ).
    skipWhiteSpace = (
        "Passes blanks, tabs and line ends. Answers the receiver. Example: (' a' readStream skipWhiteSpace) next  => 'a'"
        nextWhile: [| :c | c isWhiteSpace ].
        self ).
    matches: x = (
        "Passes the next element if it is equal to x; says whether it was.
         Example: 'ab' readStream matches: 'a'  => true"
        (atEnd not) && [ x = (contents at: place) ] ifFalse: [ ^ false ].
        place: place + 1.
        true ).
    do: block = (
        "Runs the block with each element that is left, and passes it. Answers the receiver.
         Example: [| n <- 0 | ('abc' readStream skip: 1) do: [ n: n + 1 ]. n ] value  => 2"
        [ atEnd ] whileFalse: [ block value: next ].
        self ).

    statePrintString = ( "Where it is. Example: 'abc' readStream  => a readStream(at 0 of 3)"
        'at ', place printString, ' of ', contents size printString ).
|).

traits writeStream _AddSlots: (|
    {} = 'Comment: What streams share that are written.'.

    copyLike: c = (
        "An empty stream that makes a collection of the kind of c. Example: ((writeStream copyLike: vector) nextPut: 3) contents  => a vector(3)"
        (clone prototype: c) buffer: (c isString
            ifTrue: [ globals mutableString copyRemoveAll ]
             False: [ globals list copyRemoveAll ]) ).

    nextPut: x = (
        "Adds an element. Answers the receiver. Example: ('' writeStream nextPut: 'a') contents  => 'a'"
        buffer add: x.
        self ).
    nextPutAll: c = (
        "Adds all elements of a collection. Answers the receiver. Example: (vector writeStream nextPutAll: 'ab') contents  => a vector('a', 'b')"
        buffer addAll: c.
        self ).
    write: c = ( "Another name of nextPutAll:." nextPutAll: c ).
    print: x = (
        "Adds the printString of x. Answers the receiver. Example: ('' writeStream print: 3) contents  => '3'"
        nextPutAll: x printString ).
    newLine = ( "Adds a line end. Answers the receiver." nextPut: '\n' ).
    space   = ( "Adds a blank. Answers the receiver." nextPut: ' ' ).
    tab     = ( "Adds a tab. Answers the receiver." nextPut: '\t' ).
    size = ( "How many elements were written. Example: ('' writeStream nextPutAll: 'abc') size  => 3" buffer size ).
    isEmpty = ( "Has nothing been written?" size = 0 ).
    reset = ( "Forgets what was written. Answers the receiver." buffer removeAll. self ).
    contents = (
        "What was written, as a collection of its own.
         Example: (('' writeStream nextPutAll: 'ab') print: 3) contents  => 'ab3'"
        prototype copyContaining: buffer ).
    readStream = ( "A stream on what was written." contents readStream ).
    statePrintString = (
        "How much it holds. Example: '' writeStream  => a writeStream(0 written)"
        size printString, ' written' ).
|).

globals _AddSlots: (|
    readStream = (|
        {} = 'Comment: A stream on the empty string, to be copied with copyOn:.'.
        parent*   = traits readStream.
        contents <- ''.
        place    <- 0.
    |).
    writeStream = (|
        {} = 'Comment: A stream that makes a string, to be copied with copyLike:.'.
        parent*    = traits writeStream.
        prototype <- ''.
        buffer    <- globals mutableString.
    |).
|).

traits indexable _AddSlots: (|
    readStream  = (
        "A stream at the beginning of the receiver. Example: (3 & 4) asVector readStream next  => 3"
        globals readStream copyOn: self ).
    writeStream = (
        "An empty stream that makes a collection of the receiver's kind. Example: (list writeStream nextPut: 3) contents  => a list(3)"
        globals writeStream copyLike: self ).
|).
