"mutableString: a buffer for building text. Appending costs the appended text; what was appended is joined when somebody
looks."

traits _AddSlots: (| mutableString = () |).

traits mutableString _AddSlots: (|
    {} = 'Comment: What mutable strings share.'.
    parent* = traits indexable.

    collectionName = 'mutableString'.

    "Making"

    copyRemoveAll = ( "An empty one." ((clone pieces: globals vector) pieceCount: 0) text: '' ).
    copy = ( "Another with the same text." copyContaining: asString ).
    copyContaining: c = (
        "A new one with the text of a string, or with the elements of a collection.
         Example: (mutableString copyContaining: 'abc') size  => 3"
        copyRemoveAll append: c ).
    copySize: n FillingWith: filler = (
        "Cut or filled up to n characters."
        copyContaining: (asString copySize: n FillingWith: filler) ).
    copySize: n = ( "The same, with blanks." copySize: n FillingWith: ' ' ).

    "Building"

    append: c = (
        "Adds a string, or the elements of a collection, at the end. Answers the receiver.
         Example: ((mutableString copyRemoveAll append: 'ab') append: 'c') asString  => 'abc'"
        c appendToBuffer: self ).
    add: c = ( "Adds at the end." append: c ).
    addLast: c = ( "Adds at the end." append: c ).
    addAll: c = ( "Adds each element at the end." c do: [| :each | append: each ]. self ).
    newLine = ( "Adds a line end." appendString: '\n' ).
    appendString: s = (
        "Adds a string at the end."
        pieceCount = pieces size ifTrue: [
            pieces: (pieces copySize: (pieceCount * 2 max: 8)) ].
        pieces at: pieceCount Put: s.
        pieceCount: pieceCount + 1.
        self ).
    appendToBuffer: b = ( "Double dispatch of append:." b appendString: asString ).
    appendToString: s = ( "Double dispatch of a string's `,`." s, asString ).
    removeAll = ( "Makes it empty." pieces: globals vector. pieceCount: 0. text: '' ).

    at: i Put: c = (
        "Replaces the character at an index by a string. Costs the whole text.
         Example: ((mutableString copyContaining: 'abc') at: 1 Put: 'X') asString  => 'aXc'"
        | s |
        s: asString.
        ((0 <= i) && [ i < s size ]) ifFalse: [ ^ absent: i ].
        removeAll.
        text: (s copyFrom: 0 UpTo: i), (c, (s copyFrom: i + 1 UpTo: s size)).
        self ).

    "Reading: as a string"

    asString = (
        "The text so far.
         Example: (mutableString copyContaining: 'abc') asString  => 'abc'"
        pieceCount > 0 ifTrue: [
            text: text, (pieces _StringJoin: pieceCount).
            pieces: globals vector.
            pieceCount: 0 ].
        text ).
    flatString = ( "The text so far." asString ).
    canonicalize = ( "The one string that stands for this text." asString canonicalize ).
    size = ( "Characters so far." asString size ).
    at: i = ( "The character at an index." asString at: i ).
    at: i IfAbsent: block = ( "The same, or the block's value." asString at: i IfAbsent: block ).
    do: block = ( "Runs the block with each character and its index." asString do: block. self ).
    copyFrom: start UpTo: end = ( "Part of it, as a new one." copyContaining: (asString copyFrom: start UpTo: end) ).
    , c = ( "The text with another after it, as a string." asString, c asString ).
    = s = ( "The same text?" s equalsString: asString ).
    equalsString: s = ( "The other half of =." s = asString ).
    reverseLessThanString: s = ( "The other half of a string's <." s < asString ).
    < s = ( "Does the text come before that of s?" asString < s asString ).
    hash = ( "That of the text." asString hash ).
    print = ( "Writes the text." asString print. self ).
    printLine = ( "Writes the text and a line end." asString printLine. self ).
    printString = (
        "The text as a literal.
         Example: mutableString copyContaining: 'abc'  => 'abc'"
        asString printString ).
    printName = ( "The text." asString ).
    isString = ( "It is text." true ).
|).

globals _AddSlots: (|
    mutableString = (|
        {} = 'Comment: An empty buffer, to be copied.'.
        parent*     = traits mutableString.
        pieces     <- globals vector.
        pieceCount <- 0.
        text       <- ''.
    |).
|).

"What cannot be appended to a string"

defaultBehavior _AddSlots: (|
    appendToString: s = ( "An error: the receiver is no text."
        complain: 'is not a string, so it cannot be appended to one: send it asString or printString' ).
    appendToBuffer: b = ( "An error: the receiver is no text."
        complain: 'is not a string, so it cannot be appended to one: send it asString or printString' ).
    isString = ( "Example: 3 isString  => false" false ).
|).

traits collection _AddSlots: (|
    appendToBuffer: b = ( "Each element." do: [| :each | each appendToBuffer: b ]. b ).
|).
