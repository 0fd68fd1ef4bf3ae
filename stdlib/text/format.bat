"Filling in: a string with places in braces, and values for them."

traits string _AddSlots: (|
    format: values = (
        "The text with each `{key}` replaced by the value at that key, as text: of an indexable collection by index, of a dictionary
         by key, of one other object the object itself at `{0}`. After a colon a width may follow, with blanks before (`{0:8}`),
         zeros before (`{0:08}`) or blanks after (`{0:-8}`), and a point with the digits that a number has after its own (`{0:8.2}`).
         `{{` and `}}` stand for braces.
         Example: '{0} of {1}' format: (3 & 4)  => '3 of 4'
         Example: '{name}: {sum:8.2}' format: ((dictionary copyRemoveAll at: 'name' Put: 'rent') at: 'sum' Put: 12.5)  => 'rent:    12.50'
         Example: '{0:03}|{0:-4}|{{}}' format: 7  => '007|7   |{}'"
        | source. out. c |
        source: readStream.
        out: writeStream.
        [ source atEnd ] whileFalse: [
            c: source next.
            c = '{'
                ifTrue: [
                    (source matches: '{') ifTrue: [ out nextPut: '{' ] False: [
                        (includes: '}') ifFalse: [ ^ complain: 'has a brace that is not closed' ].
                        out nextPutAll: (globals formatting
                            place: (source upTo: '}')
                             From: (globals formatting keyed: values)) ] ]
                 False: [
                    c = '}' ifTrue: [
                        (source matches: '}') ifFalse: [
                            ^ complain: 'has a brace that is not opened: write }} for one' ] ].
                    out nextPut: c ] ].
        out contents ).
|).

globals _AddSlots: (|
    formatting = (|
        {} = 'Comment: How the places in a format are read.'.
        parent* = lobby.

        keyed: values = ( "What is asked for values: a keyed collection."
            values isString ifTrue: [ ^ globals vector copySize: 1 FillingWith: values ].
            values isCollection ifTrue: [ ^ values isKeyed ifTrue: [ values ] False: [ values asVector ] ].
            globals vector copySize: 1 FillingWith: values ).
        place: text From: values = (
            "What stands for one place.
             Example: formatting place: '0:4' From: (7 & 8) asVector  => '   7'"
            | parts. key |
            parts: text splitOn: ':'.
            parts size > 2 ifTrue: [ ^ error: 'a place has more than one colon: {', text, '}' ].
            key: parts first.
            key: key asIntegerIfFail: [ key ].
            show: (values at: key IfAbsent: [ ^ error: 'the format asks for {', text, '}, which is not given' ])
                As: (parts size = 2 ifTrue: [ parts last ] False: '') ).
        show: x As: how = (
            "An object as text, padded and rounded.
             Example: formatting show: 2.567 As: '6.1'  => '   2.6'"
            | parts. width. text |
            how isEmpty ifTrue: [ ^ x asString ].
            parts: how splitOn: '.'.
            text: (parts size = 2
                ifTrue: [ x printStringPrecision: (parts last asIntegerIfFail: [ ^ unreadable: how ]) ]
                 False: [ x asString ]).
            parts first isEmpty ifTrue: [ ^ text ].
            width: (parts first asIntegerIfFail: [ ^ unreadable: how ]).
            width < 0 ifTrue: [ ^ text padOnRight: width negate ].
            (parts first hasPrefix: '0') ifFalse: [ ^ text padOnLeft: width ].
            (text hasPrefix: '-')
                ifTrue: [ '-', ((text copyFrom: 1) padOnLeft: width - 1 With: '0') ]
                 False: [ text padOnLeft: width With: '0' ] ).
        unreadable: how = ( "An error." error: '\'', how, '\' is no width: write one like 8, 08, -8, 8.2 or .2' ).
    |).
|).

traits collection _AddSlots: (|
    isKeyed = ( "Are elements asked for by keys of their own? Example: set isKeyed  => false" false )
|).
traits indexable  _AddSlots: (| isKeyed = ( "By index. Example: vector isKeyed  => true" true ) |).
traits dictionary _AddSlots: (| isKeyed = ( "By key. Example: dictionary isKeyed  => true" true ) |).
traits treeDictionary _AddSlots: (| isKeyed = ( "By key. Example: treeDictionary isKeyed  => true" true ) |).
defaultBehavior _AddSlots: (| isCollection = ( "Example: 3 isCollection  => false" false ) |).
