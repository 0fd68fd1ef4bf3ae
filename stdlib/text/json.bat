"JSON: texts that many programs exchange. Lists become vectors, objects dictionaries in the order of their keys, null nil;
numbers without fraction and exponent integers of any size.

`x asJson` is x as such a text. An object with a form of its own says so in one of two ways, which hold wherever it stands in
what is written: its jsonForm answers something simpler that stands for it, such as a dictionary; or its asJson answers the text."

traits _AddSlots: (| jsonError = (| parent* = traits error |) |).

traits jsonError _AddSlots: (|
    {} = 'Comment: A text that is no JSON. It knows the line and the column, from 1, where that shows.'.
    copyReceiver: r Reason: w Line: l Column: c = (
        "A new error about r."
        (((copy receiver: r) reason: w) line: l) column: c ).
    kind = ( "'json'." 'json' ).
    text = (
        "What was expected, and where. Example: [ json read: '[1,' ] onError: [| :e | e text ]  => 'not JSON: expected a value (line 1, column 4)'"
        'not JSON: ', reason, ' (line ', line printString, ', column ', column printString, ')' ).
|).

globals errors _AddSlots: (|
    json = (| parent* = traits jsonError. receiver. reason <- ''. line <- 1. column <- 1. handler. resumption |).
|).

globals _AddSlots: (|
    json = (|
        {} = 'Comment: Reads and writes JSON.'.
        parent* = traits oddball.
        depthLimit = 10000.

        read: text = (
            "What a text in JSON says; an error of the kind 'json', with the line and the column, if it is none. Of two equal keys
             the last one counts. Nesting is limited by memory only; half a surrogate pair is an error, since no string can hold it.
             Example: json read: '[1, 2.5, {\"a\": null}]'  => a vector(1, 2.5, a dictionary('a'->nil))
             Example: [ json read: '[1,\n?' ] onError: [| :e | e line @ e column ]  => a point(2@1)"
            read: text IfFail: [| :e | e signal ] ).
        read: text IfFail: block = (
            "The same, or the block's value, which is given the error.
             Example: json read: '[1' IfFail: [| :e | e reason ]  => 'expected `,` or `]`'"
            text asString _JsonRead: globals dictionary IfFail: [| :e. :name. place |
                e = 'syntaxError' ifFalse: [ ^ primitiveFailedError: e Name: name ].
                place: _FailurePlace.
                block value: (globals errors json
                    copyReceiver: self
                    Reason: _FailureReason
                    Line: (place at: 0)
                    Column: (place at: 1)) ] ).

        print: x = (
            "x in JSON, on one line: strings, numbers, booleans and nil, collections as lists, dictionaries with strings as keys as
             objects, in their order. Any other object needs a jsonForm or an asJson of its own.
             Example: (json print: (1 & 'a' & nil) asVector) size  => 12"
            print: x Indent: 0 ).
        print: x Indent: n = (
            "The same on many lines, indented by n blanks for each level.
             Example: (json print: (dictionary copyRemoveAll at: 'a' Put: 1) Indent: 2) lines size  => 3"
            print: x Indent: n Form: [ formOf: x Depth: 0 ] ).
        printOwn: x = (
            "The standard asJson: the same on one line, except that x is not asked for its asJson again. What is in it is.
             Example: json printOwn: (1 & 2) asVector  => '[1,2]'"
            print: x Indent: 0 Form: [ ownFormOf: x Depth: 0 ] ).

        print: x Indent: n Form: form = (
            "x if all in it is plain; else the block's value, which is."
            x _JsonPrintPlainLikeDictionary: globals dictionary List: globals list Indent: n IfFail: [| :e. :name |
                e = 'badTypeError' ifFalse: [ ^ failed: e Name: name ].
                form value
                    _JsonPrintLikeDictionary: globals dictionary
                    List: globals list
                    Indent: n
                    IfFail: [| :e. :name |
                        failed: e Name: name ] ] ).
        failed: e Name: name = ( "An error."
            e = 'syntaxError' ifTrue: [ error: _FailureReason ] False: [ primitiveFailedError: e Name: name ] ).
        formOf: x Depth: d = (
            "x in terms of what JSON has."
            | text |
            (hasOwnText: x) ifFalse: [ ^ ownFormOf: x Depth: d ].
            text: x asJson.
            text isString ifFalse: [
                ^ error: 'asJson of ', (globals printing brief: x),
                    ' answers no text; something simpler is what jsonForm is for' ].
            read: text IfFail: [| :e |
                error: 'asJson of ', (globals printing brief: x), ' answers no JSON: ', e reason ] ).
        hasOwnText: x = (
            "Does it find another asJson than everybody does?
             Example: json hasOwnText: 3  => false"
            | holders |
            holders: (x _MatchingHolders: 'asJson').
            (holders size = 1) && [ (holders first _Eq: (lobby _MatchingHolders: 'asJson') first) not ] ).
        ownFormOf: x Depth: d = (
            "The same without asking for its asJson."
            | form |
            d > depthLimit ifTrue: [ ^ error: 'too deeply nested for JSON, or it contains itself' ].
            (x _Understands: 'jsonForm') ifFalse: [
                ^ error: (globals printing brief: x), ' has no form in JSON: define jsonForm for it' ].
            form: x jsonForm.
            (form _Eq: x)
                ifTrue: [ x jsonMappedBy: [| :part | formOf: part Depth: d + 1 ] ]
                 False: [ formOf: form Depth: d + 1 ] ).
    |).
|).

defaultBehavior _AddSlots: (|
    asJson = (
        "The receiver in JSON, on one line. Whoever redefines it is obeyed, also where the receiver is only a part of what is written.
         Example: (1 & nil) asVector asJson  => '[1,null]'"
        globals json printOwn: self ).
    jsonForm = (
        "Something simpler that stands for the receiver in JSON; an error unless a descendant says what.
         Example: (json print: (| parent* = lobby. jsonForm = ( 'me' ) |)) size  => 4"
        complain: 'has no form in JSON: define jsonForm for it' ).
    jsonMappedBy: block = (
        "A copy whose parts are replaced by the block's values; the receiver if it has no parts."
        self ).
|).
traits number        _AddSlots: (| jsonForm = ( "The receiver. Example: 3 jsonForm  => 3" _JsonForm ) |).
traits boolean       _AddSlots: (| jsonForm = ( "The receiver." _JsonForm ) |).
nil                  _AddSlots: (| jsonForm = ( "The receiver." _JsonForm ) |).
traits string        _AddSlots: (|
    jsonForm = ( "The receiver." _JsonForm ).
    jsonMappedBy: block = ( "The receiver: characters are no parts." self ).
|).
traits mutableString _AddSlots: (| jsonForm = ( "Its text." asString ) |).
traits vector        _AddSlots: (| jsonForm = ( "The receiver." _JsonForm ) |).
traits list          _AddSlots: (| jsonForm = ( "The receiver." _JsonForm ) |).
traits dictionary    _AddSlots: (|
    jsonForm = ( "The receiver." _JsonForm ).
    jsonMappedBy: block = (
        "A dictionary of the block's values."
        globals dictionary copyRemoveAll addAll: (copyMappedBy: block) ).
|).
traits collection _AddSlots: (|
    jsonForm = ( "A vector of the elements. Example: (1 & 2) asSet asJson  => '[1,2]'" asVector ).
    jsonMappedBy: block = ( "A vector of the block's values." asVector copyMappedBy: block ).
|).
traits treeDictionary _AddSlots: (|
    jsonForm = (
        "A dictionary. Example: (treeDictionary copyRemoveAll at: 'a' Put: 1) jsonForm  => a dictionary('a'->1)"
        asDictionary ).
|).
