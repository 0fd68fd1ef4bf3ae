"The prompt's own words. An entry `:word text` sends `word:` with the text to the shell (or `word`, if there is no text), `?text` sends
`help:`, and `??text` sends `source:`. A word answers a text, which is shown as it is. Whoever adds a slot to `shell` has a new word.
The newest results have names as well: it, it2, it3."

traits _AddSlots: (| shell = (| parent* = traits oddball |) |).

traits shell _AddSlots: (|
    {} = 'Comment: How the prompt finds and tells things; its words are in shell.'.
    parent* = traits oddball.

    do: word With: text = (
        "What the prompt shows for `:word text`.
         Example: (shell do: 'parents' With: '3@4')  => 'traits point'"
        | m |
        word isDigit ifTrue: [ ^ way: word With: text ].
        m: (reflect: self).
        text isEmpty not && [ m includesKey: word, ':' ] ifTrue: [ ^ (word, ':') sendTo: self With: text ].
        text isEmpty && [ m includesKey: word ] ifTrue: [ ^ word sendTo: self ].
        (m includesKey: word) ifTrue: [ ^ error: ':', word, ' takes no text' ].
        (m includesKey: word, ':') ifTrue: [ ^ error: ':', word, ' wants a text after it' ].
        error: 'the prompt has no word :', word, '; :help lists them' ).

    words = (
        "A list of the slots that are words, by name.
         Example: ((shell words copyMappedBy: [| :s | s name ]) includes: 'undo')  => true"
        ((reflect: self) asList copyFilteredBy: [| :s | s isMethod ]) sortBy: [| :a. :b | a name < b name ] ).

    firstSentenceOf: slot = (
        "Of a method the first sentence of its comment, without examples.
         Example: shell firstSentenceOf: ((reflect: traits shell) at: 'words')  => 'A list of the slots that are words, by name.'"
        | text |
        slot isMethod ifFalse: [ ^ globals printing brief: slot value ].
        text: (globals documenter descriptionIn: slot value comment).
        (text splitOn: '. ' AtMost: 2) first ).

    listOf: slots = (
        "A line for each slot: its head, who holds it, what it is for."
        | heads. holders |
        slots isEmpty ifTrue: [ ^ 'there are none' ].
        heads: (slots copyMappedBy: [| :s | globals documenter headOf: s ]).
        holders: (slots copyMappedBy: [| :s | s holder name ]).
        table: heads And: ((table: holders And: (slots copyMappedBy: [| :s |
            (firstSentenceOf: s) replace: '\n' With: ' ' ])) splitOn: '\n') ).
    table: a And: b = (
        "Two columns of texts, the first padded.
         Example: shell table: ('x' & 'yy') asVector And: ('p' & 'q') asVector  => 'x   p\nyy  q'"
        | lines. wide |
        wide: (widthOf: a).
        lines: globals list copyRemoveAll.
        0 upTo: a size Do: [| :i | lines add: (((a at: i) padOnRight: wide), '  ', (b at: i)) trimmedRight ].
        lines joinUsing: '\n' ).
    widthOf: texts = (
        "The size of the longest, up to a limit.
         Example: shell widthOf: ('x' & 'yy') asVector  => 2"
        (texts inject: 0 Into: [| :w. :text | w max: text size ]) min: 40 ).

    slotsFor: text = (
        "What a text names: one slot of what it leads to, or all of its name.
         Example: (shell slotsFor: '3 factorial') first name  => 'factorial'"
        | words. selector. value. holders |
        words: text words.
        words isEmpty ifTrue: [ ^ globals list copyRemoveAll ].
        selector: words last.
        (words size > 1) || [ lobby _Understands: selector ] ifFalse: [
            ^ (globals browser implementorsOf: selector) asList ].
        value: (words size = 1
            ifTrue: [ lobby ]
             False: [ ((words copyFrom: 0 UpTo: words size - 1) joinUsing: ' ') eval ]).
        holders: ((reflect: value) lookup: selector).
        (holders copyMappedBy: [| :m | m at: selector ]) asList ).

    tell: slot = (
        "One slot: its head, its holder, its comment."
        | text. more |
        text: (globals documenter headOf: slot), '   in ', slot holder name.
        more: (slot isMethod ifTrue: [ slot value comment ] False: [ slot comment ]).
        more isEmpty ifFalse: [
            text: text, '\n    ', ((more lines copyMappedBy: [| :line | line trimmed ]) joinUsing: '\n    ') ].
        slot isMethod ifTrue: [ text ] False: [ text, '\n', slot value browse printString ] ).

    sourceOf: slot = (
        "One slot as it was written, and where."
        slot isMethod ifFalse: [ ^ (globals documenter headOf: slot), ' holds ', (globals printing show: slot value) ].
        slot holder name, ' ', (globals documenter headOf: slot), '   ', slot contents place, '\n', slot value source ).

    mark: m For: selector = (
        "An arrow where an object has a slot of that name.
         Example: shell mark: (reflect: traits integer) For: 'factorial'  => '→ '"
        (m includesKey: selector) ifTrue: '→ ' False: '  ' ).
    way: m To: selector = (
        "The objects that a lookup goes through, with a mark where it finds something."
        | lines |
        lines: globals list copyRemoveAll.
        lines add: (mark: m For: selector), (globals printing brief: m reflectee).
        m ancestors do: [| :at | lines add: (mark: at For: selector), at name ].
        lines joinUsing: '\n' ).
|).

globals _AddSlots: (|
    shell = (|
        {} = 'Comment: The prompt\'s words.'.
        parent* = traits shell.
        printString = 'shell'.

        help = (
            "What can be asked at the prompt."
            'An entry is a program; what it answers is shown, and is called it (it2, it3: those before).\n',
                'Tab completes a name by what the receiver is. ?x tells about x, ??x shows its text.\n\n',
                (table: (words copyMappedBy: [| :s |
                    ':', ((globals documenter headOf: s) replaceFirst: ': ' With: ' ') ])
                    And: (words copyMappedBy: [| :s | firstSentenceOf: s ])) ).
        help: text = (
            "What a name, an object and a message, or a selector is for: ?list, ?list add:, ?add:."
            | slots |
            text isEmpty ifTrue: [ ^ help ].
            slots: (slotsFor: text).
            slots size = 1 ifTrue: [ ^ tell: slots first ].
            slots isEmpty ifTrue: [ nothingFor: text ] False: [ listOf: slots ] ).
        source: text = (
            "The text of a method, and where it was written: ??list add:."
            | slots |
            slots: (slotsFor: text).
            slots isEmpty ifTrue: [ ^ nothingFor: text ].
            (slots copyMappedBy: [| :s | sourceOf: s ]) joinUsing: '\n\n' ).
        slots: text = ( "What an object is made of." text eval browse printString ).
        parents: text = (
            "The objects that an object has as parents."
            ((reflect: text eval) parents copyMappedBy: [| :m | m name ]) joinUsing: '\n' ).
        senders: text = ( "The methods that send a message of that name." listOf: (globals browser sendersOf: text) ).
        implementors: text = ( "All slots of that name." listOf: (globals browser implementorsOf: text) ).
        references: text = (
            "The places that hold an object."
            ((globals browser referencesOf: text eval) copyMappedBy: [| :s | s printString ]) joinUsing: '\n' ).
        lookup: text = (
            "The way that a lookup goes: `:lookup list add:`."
            | words |
            words: text words.
            words size < 2 ifTrue: [ ^ error: 'say an object and a selector, such as :lookup list add:' ].
            way: (reflect: ((words copyFrom: 0 UpTo: words size - 1) joinUsing: ' ') eval) To: words last ).
        apropos: text = (
            "All selectors in which a text occurs."
            | found |
            found: globals set copyRemoveAll.
            globals browser all do: [| :m |
                m names do: [| :name |
                    (name includes: text) && [ (m isAssignmentAt: name) not ] ifTrue: [ found add: name ] ] ].
            (found asVector copySort) joinUsing: '  ' ).
        time: text = (
            "How long a program takes."
            | value. ms |
            ms: [ value: text eval ] realTime.
            (globals printing show: value), '\n', ms printString, ' ms' ).

        more = (
            "What was left out of the newest result because it was too much at once, the next part each time."
            (it _Eq: moreOf) ifFalse: [
                moreOf: it.
                moreFrom: (it isString ifTrue: 20000 False: [ globals printing elementLimit ]) ].
            partOf: it From: moreFrom ).
        digest = (
            "A number for the whole world as it is: the same as before if nothing has changed since."
            lobby _WorldDigest ).

        undo = ( "Takes back the newest turn." globals image undo. 'done when this turn has ended' ).
        undo: what = (
            "Takes back so many of the newest turns, `:undo 2`, or the turn with a number, `:undo turn 12`."
            (what hasPrefix: 'turn ')
                ifTrue: [ globals image undo: (what words at: 1) asInteger ]
                 False: [ globals image undoNewest: what asInteger ].
            'done when this turn has ended' ).
        redo = ( "Does the turn again that was last taken back." globals image redo. 'done when this turn has ended' ).
        log = ( "The newest turns." globals image log joinUsing: '\n' ).
        log: count = ( "So many of the newest turns." (globals image log: count asInteger) joinUsing: '\n' ).
        snapshot: name = ( "Gives this moment a name." (globals image snapshot: name) printString ).
        snapshots = ( "The moments that have names." globals image snapshots joinUsing: '\n' ).
        restore: name = (
            "Makes the world what it was at the moment with a name."
            globals image restore: name.
            'done when this turn has ended' ).
        exit = ( "Leaves." globals system exit ).
    |).

    help = ( "Prints what can be asked at the prompt." globals shell help printLine. globals shell ).
    exit = ( "Leaves the program." globals system exit ).

    { 'Transient' { 'Category: results' it. it2. it3.  moreOf. moreFrom } }
|).

traits shell _AddSlots: (|
    partOf: x From: from = (
        "Of a text the 20,000 characters from there on, of a collection as many elements as are printed at once; and where to go on.
         Example: (shell partOf: (1 to: 2500) asList From: 2498) lines first  => '2499, 2500'"
        | part. found <- 0. limit |
        x isString ifTrue: [
            from >= x size ifTrue: [ ^ 'that was all' ].
            moreFrom: from + 20000.
            ^ x copyFrom: from UpTo: (moreFrom min: x size) ].
        (x _Understands: 'do:') && [ x _Understands: 'size' ] ifFalse: [ ^ 'nothing was left out' ].
        from >= x size ifTrue: [ ^ 'that was all' ].
        limit: globals printing elementLimit.
        part: globals list copyRemoveAll.
        x do: [| :each |
            (found >= from) && [ found < (from + limit) ] ifTrue: [ part add: (globals printing show: each) ].
            found: found + 1 ].
        moreFrom: from + limit.
        (part joinUsing: ', '), '\n',
            (moreFrom >= x size ifTrue: 'that was all' False: [ (x size - moreFrom) printString, ' more: `:more`' ]) ).
    nothingFor: text = ( "Says that a text leads nowhere." 'nothing is called ', text ).
|).
