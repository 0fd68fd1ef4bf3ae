"JSON: texts that many programs exchange. Lists become vectors, objects dictionaries in the order of their keys, null nil;
numbers without fraction and exponent integers of any size."

globals _AddSlots: (|
    json = (|
        {} = 'Comment: Reads and writes JSON.'.
        parent* = traits oddball.
        depthLimit = 10000.

        read: text = (
            "What a text in JSON says; an error that names the place if it is none. Of two equal keys the last one counts. Nesting is
             limited by memory only; half a surrogate pair is an error, since no string can hold it.
             Example: json read: '[1, 2.5, {\"a\": null}]'  => a vector(1, 2.5, a dictionary('a'->nil))
             Example: [ json read: '[1,' ] onError: [| :e | e text ]  => 'not JSON: expected a value (line 1, column 4)'"
            read: text IfFail: [| :reason | error: 'not JSON: ', reason ] ).
        read: text IfFail: block = (
            "The same, or the block's value, which is given the reason.
             Example: json read: '[1' IfFail: 'bad'  => 'bad'"
            text asString _JsonRead: globals dictionary IfFail: [| :e. :name |
                e = 'syntaxError' ifTrue: [ block value: _FailureReason ] False: [ primitiveFailedError: e Name: name ] ] ).

        print: x = (
            "x in JSON, on one line: strings, numbers, booleans and nil, collections as lists, dictionaries with strings as keys as
             objects, in their order. Any other object is asked for something simpler: asJson.
             Example: (json print: (1 & 'a' & nil) asVector) size  => 12"
            print: x Indent: 0 ).
        print: x Indent: n = (
            "The same on many lines, indented by n blanks for each level.
             Example: (json print: (dictionary copyRemoveAll at: 'a' Put: 1) Indent: 2) lines size  => 3"
            x _JsonPrintLikeDictionary: globals dictionary List: globals list Indent: n IfFail: [| :e. :name |
                e = 'syntaxError' ifTrue: [ ^ error: _FailureReason ].
                e = 'badTypeError' ifFalse: [ ^ primitiveFailedError: e Name: name ].
                (x jsonAtDepth: 0) _JsonPrintLikeDictionary: globals dictionary List: globals list Indent: n IfFail: [| :e. :name |
                    e = 'syntaxError' ifTrue: [ error: _FailureReason ] False: [ primitiveFailedError: e Name: name ] ] ] ).
        tooDeep = ( "An error." error: 'too deeply nested for JSON, or it contains itself' ).
    |).
|).

defaultBehavior _AddSlots: (|
    asJson = (
        "Something simpler that stands for the receiver in JSON; an error unless a descendant says what.
         Example: (json print: (| parent* = lobby. asJson = ( 'me' ) |)) size  => 4"
        complain: 'has no form in JSON: define asJson for it' ).
    jsonAtDepth: d = ( "The receiver in terms of what JSON has." d > globals json depthLimit ifTrue: [ ^ globals json tooDeep ]. asJson jsonAtDepth: d + 1 ).
|).
traits number     _AddSlots: (| asJson = ( "The receiver." self ). jsonAtDepth: d = ( "The receiver." self ) |).
traits boolean    _AddSlots: (| asJson = ( "The receiver." self ). jsonAtDepth: d = ( "The receiver." self ) |).
nil               _AddSlots: (| asJson = ( "The receiver." self ). jsonAtDepth: d = ( "The receiver." self ) |).
traits string     _AddSlots: (| asJson = ( "The receiver." self ). jsonAtDepth: d = ( "The receiver." self ) |).
traits mutableString _AddSlots: (| asJson = ( "Its text." asString ). jsonAtDepth: d = ( "Its text." asString ) |).
traits collection _AddSlots: (|
    asJson = ( "A vector of the elements. Example: json print: (1 & 2) asSet  => '[1,2]'" asVector ).
    jsonAtDepth: d = ( "A vector of the elements in terms of what JSON has."
        d > globals json depthLimit ifTrue: [ ^ globals json tooDeep ].
        asVector copyMappedBy: [| :x | x jsonAtDepth: d + 1 ] ).
|).
traits dictionary _AddSlots: (|
    asJson = ( "The receiver." self ).
    jsonAtDepth: d = ( "A dictionary of the values in terms of what JSON has."
        d > globals json depthLimit ifTrue: [ ^ globals json tooDeep ].
        globals dictionary copyRemoveAll addAll: (copyMappedBy: [| :x | x jsonAtDepth: d + 1 ]) ).
|).
traits treeDictionary _AddSlots: (|
    asJson = ( "A dictionary. Example: (json print: (treeDictionary copyRemoveAll at: 'a' Put: 1)) size  => 7" asDictionary ).
    jsonAtDepth: d = ( "A dictionary of the values in terms of what JSON has." asDictionary jsonAtDepth: d ).
|).
