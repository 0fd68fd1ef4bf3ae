"Printing: an object's printString says what it is. The default is a name, found through the objects that name others
(`traits integer`, `an account`), with what statePrintString adds. Collections print their elements, up to limits, and a
structure that contains itself prints a mark with the object's number where it begins again."

globals _AddSlots: (|
    printing = (|
        {} = 'Comment: How things are printed: the limits, and what keeps cycles from printing for ever.'.
        parent* = lobby.

        elementLimit = 1000.
        depthLimit   = 8.
        briefLimit   = 60.

        of: x Do: block = (
            "The block's value, which is a text about x; instead of it a mark, if x is being printed already further out,
             or an ellipsis, if printing is as deep as it may go."
            | outer. record. root. depth <- 0 |
            outer: _Handlers.
            record: outer.
            [ record isNil ] whileFalse: [
                (record isPrinting: x) ifTrue: [ ^ '‹…#', x _IdentityHash printString, '›' ].
                depth: depth + record printingDepth.
                root isNil ifTrue: [ root: record printingRoot ].
                record: record next ].
            depth >= depthLimit ifTrue: [ ^ '…' ].
            _SetHandlers: (globals printingRecord copyObject: x Root: root Next: outer).
            [ block value ] ensure: [ _SetHandlers: outer ] ).

        mayShowMore = (
            "Counts an element that is about to be shown: false once a whole printing has shown as many as it may.
             Example: ((1 to: 400) asVector copyMappedBy: [| :i | (1 to: 400) asVector ]) printString size < 5000  => true"
            | record. root |
            record: _Handlers.
            [ record isNil || [ root isNil not ] ] whileFalse: [ root: record printingRoot. record: record next ].
            root isNil || [ root maySpend: elementLimit ] ).

        ofDepth: d Do: block = (
            "The block's value, in which no more than d levels are printed."
            | outer. record. depth <- 0 |
            outer: _Handlers.
            record: outer.
            [ record isNil ] whileFalse: [ depth: depth + record printingDepth. record: record next ].
            _SetHandlers: ((globals printingLimit clone printingDepth: (depthLimit - (depth + d) max: 0)) next: outer).
            [ block value ] ensure: [ _SetHandlers: outer ] ).

        show: x = (
            "A text about any object, also one that understands nothing or fails to print.
             Example: printing show: (| x = 3 |)  => 'a slots object'"
            (x _Understands: 'printString') ifFalse: [ ^ (reflect: x) name ].
            [| text |
                text: x printString.
                (text _Understands: 'asString') ifTrue: [ text asString ] False: [ (reflect: x) name ] ] onError: [
                (reflect: x) name ] ).

        brief: x = (
            "The same, cut to a size that fits into a sentence."
            (show: x) copyAtMostWithEllipsis: briefLimit ).

        waitingInVainFor: x = (
            "Who waits for whom, where the running process waits for x and nobody can go on."
            | text. at. who. seen |
            x isNil ifTrue: [ ^ 'this process waits to be resumed, and nobody is left who could do it' ].
            text: 'this process waits for ', (brief: x).
            at: x.
            seen: globals list copyRemoveAll.
            [ who: (wakerOf: at). who isNil || [ at isNil || [ seen includes: who ] ] ] whileFalse: [
                seen add: who.
                who == at ifFalse: [
                    text: text, ', which is up to ',
                        (who == globals process this ifTrue: 'itself' False: [ brief: who ]) ].
                at: who waitsFor.
                at isNil ifFalse: [ text: text, ', which waits for ', (brief: at) ] ].
            text, ': nothing can ever wake it' ).
        wakerOf: x = (
            "The process that could wake those who wait for x; nil if that is nobody in particular."
            (x _Understands: 'whoCouldWake') ifTrue: [ x whoCouldWake ] False: [ nil ] ).
    |).

    printingRecord = (|
        {} = 'Comment: Says in a process\' chain that an object is being printed.'.
        parent* = traits dynamicRecord.
        object.
        next.
        root.
        shown <- 0.
        copyObject: x Root: r Next: n = (
            "A new record. The outermost is its own root."
            ((clone object: x) root: r) next: n ).
        printingRoot = ( "The outermost printing in progress." root isNil ifTrue: [ self ] False: [ root ] ).
        maySpend: limit = ( "Counts an element; is it still within the limit?" shown: shown + 1. shown <= limit ).
        isPrinting: x = ( "Is it x that is being printed?" object _Eq: x ).
        printingDepth = 1.
    |).

    printingLimit = (|
        {} = 'Comment: Counts as so many printings in progress.'.
        parent* = traits dynamicRecord.
        next.
        printingDepth <- 0.
    |).
|).

defaultBehavior _AddSlots: (|
    "Printing"

    printString = (
        "A text that says what the receiver is. Descendants say it better, here or in statePrintString.
         Example: lobby printString  => 'lobby'
         Example: traits integer printString  => 'traits integer'"
        | name. state |
        globals printing of: self Do: [
            name: (_Mirror) name.
            (name includes: ' ') && [ (name hasPrefix: 'a') not ] ifTrue: [ ^ name ].
            state: statePrintString.
            state isEmpty ifTrue: [ name ] False: [ _Mirror nameWithArticle, '(', state, ')' ] ] ).

    statePrintString = (
        "What stands in parentheses after the name; nothing here."
        '' ).

    printStringSize: n = (
        "The printString, cut to n characters.
         Example: (1 to: 100) printStringSize: 16  => 'an interval(1, …'"
        printString copyAtMostWithEllipsis: n ).

    printStringDepth: d = (
        "The printString, in which what is nested more than d levels deep is an ellipsis.
         Example: ((1 & (2 & 3) asVector) asVector) printStringDepth: 1  => 'a vector(1, …)'"
        globals printing ofDepth: d Do: [ printString ] ).
    printStringSize: n Depth: d = (
        "The same, cut to n characters.
         Example: ((1 & (2 & 3) asVector) asVector) printStringSize: 12 Depth: 1  => 'a vector(1,…'"
        (printStringDepth: d) copyAtMostWithEllipsis: n ).

    asString = (
        "The receiver as text: of a string the text itself.
         Example: 3 asString  => '3'"
        printString ).

    print = (
        "Writes the printString to the standard output. Answers the receiver."
        printString print. self ).

    printLine = (
        "Writes the printString and a line end to the standard output. Answers the receiver."
        printString printLine. self ).
|).
