"Documentation, made from the living objects: what an object understands, with the comments and examples of its methods. A comment's
examples are its lines of the form `Example:` expression `=>` what it prints."

globals _AddSlots: (|
    documenter = (|
        {} = 'Comment: Makes documentation of objects, as Markdown.'.
        parent* = traits oddball.

        of: x = (
            "What x understands: its own slots with their comments and examples, then the names it gets from its parents.
             Example: (documenter of: nil) hasPrefix: '# nil'  => true"
            of: x Named: (reflect: x) name ).
        of: x Named: name = ( "The same under a name."
            | m. text. above. holders |
            m: (reflect: x).
            above: (ancestorsOf: m).
            holders: (holdersOfNamesIn: m Above: above).
            text: mutableString copyRemoveAll.
            text append: '# ', name, '\n'.
            m comment isEmpty ifFalse: [ text append: '\n', m comment, '\n' ].
            (ownSlotsOf: m) do: [| :s. over |
                text append: '\n', (ofSlot: s).
                over: (overridden: (holders at: s name)).
                over isEmpty ifFalse: [ text append: '\nOverrides that of ', over, '.\n' ] ].
            above do: [| :p. names |
                names: ((ownSlotsOf: p) copyFilteredBy: [| :s | (holders at: s name) first = p ]).
                names isEmpty ifFalse: [
                    text append: '\n## From ', p name, '\n\n'.
                    text append: ((names copyMappedBy: [| :s. over |
                        over: (overridden: (holders at: s name)).
                        '`', s name, '`',
                            (over isEmpty ifTrue: '' False: [ ' (overrides that of ', over, ')' ]) ]) joinUsing: ', '),
                        '\n' ] ].
            text asString ).
        ownSlotsOf: m = ( "Its slots worth describing: no parents, no assignment slots."
            m copyFilteredSlots: [| :s | s isParent not && [ s isAssignment not ] ] ).
        ancestorsOf: m = (
            "A list of mirrors on its parents and theirs, each once, nearest first; what everybody understands is left out.
             Example: (documenter ancestorsOf: (reflect: 3)) first  => a mirror on traits smallInt"
            | found |
            found: list copyRemoveAll.
            addAncestorsOf: m To: found Seen: (set copyRemoveAll add: m).
            found copyFilteredBy: [| :p | isWorthNaming: p ] ).
        addAncestorsOf: m To: found Seen: seen = ( "Adds those that have not been seen."
            m parents do: [| :p |
                (seen includes: p) ifFalse: [
                    seen add: p.
                    found add: p.
                    addAncestorsOf: p To: found Seen: seen ] ].
            self ).
        holdersOfNamesIn: m Above: above = (
            "A dictionary: for each name the mirrors on the objects that have it, first the one whose slot is found."
            | holders |
            holders: dictionary copyRemoveAll.
            ((list copyRemoveAll add: m) addAll: above) do: [| :p |
                (ownSlotsOf: p) do: [| :s | (holders at: s name IfAbsentPut: [ list copyRemoveAll ]) add: p ] ].
            holders do: [| :those. :name. found |
                those size > 1 ifTrue: [
                    found: (m lookup: name).
                    (found size = 1) && [ (those first = found first) not && [ those includes: found first ] ] ifTrue: [
                        (those remove: found first) addFirst: found first ] ] ].
            holders ).
        overridden: holders = (
            "The names of all but the first of these mirrors."
            ((holders copyFrom: 1) copyMappedBy: [| :p | p name ]) joinUsing: ', ' ).
        isWorthNaming: m = ( "What everybody understands is not listed again and again."
            ((m = (reflect: lobby)) || [ (m = (reflect: globals)) || [ m = (reflect: defaultBehavior) ] ]) not ).

        ofSlot: s = ( "One slot: its head, its comment, its examples."
            | text. comment. shown. examples |
            text: mutableString copyRemoveAll.
            text append: '### `', (headOf: s), '`\n'.
            comment: (commentOf: s).
            shown: (descriptionIn: comment).
            shown isEmpty ifFalse: [ text append: '\n', shown, '\n' ].
            s isMethod ifFalse: [
                text append: '\n', (s isAssignable ifTrue: 'A data slot' False: 'A constant'), ': `',
                    (globals printing brief: s value), '`\n' ].
            examples: (examplesIn: comment).
            examples isEmpty ifFalse: [
                text append: '\n```bat\n'.
                examples do: [| :e | text append: e expression, '   \x22=> ', e expected, '\x22\n' ].
                text append: '```\n' ].
            text asString ).
        headOf: s = (
            "The slot's name with its arguments: `at: i Put: v`.
             Example: documenter headOf: ((reflect: (| at: i Put: v = ( i ) |)) at: 'at:Put:')  => 'at: i Put: v'"
            s isMethod ifFalse: [ ^ s name ].
            headOf: s name Arguments: s contents argumentNames ).
        headOf: selector Arguments: names = (
            "A selector with the names of its arguments.
             Example: documenter headOf: 'at:Put:' Arguments: ('i' & 'v') asVector  => 'at: i Put: v'"
            | parts |
            names isEmpty ifTrue: [ ^ selector ].
            (selector includes: ':') ifFalse: [ ^ selector, ' ', names first ].
            parts: (selector splitOn: ':').
            ((0 to: names size - 1) copyMappedBy: [| :i | (parts at: i), ': ', (names at: i) ]) joinUsing: ' ' ).
        commentOf: s = ( "The comment of a method's text, or of the slot's annotation."
            | text |
            text: (s isMethod ifTrue: [ s value comment ] False: '').
            text isEmpty ifTrue: [ s comment ] False: [ text ] ).
        descriptionIn: comment = (
            "The comment without its examples.
             Example: documenter descriptionIn: 'Half of it.\n  Example: 6 half  => 3'  => 'Half of it.'"
            | i |
            i: (comment indexOf: 'Example: ').
            i < 0 ifTrue: [ linesTrimmed: comment ] False: [ linesTrimmed: (comment copyFrom: 0 UpTo: i) ] ).
        linesTrimmed: text = ( "The text without white space around its lines."
            ((text lines copyMappedBy: [| :line | line trimmed ]) joinUsing: '\n') trimmed ).
        examplesIn: comment = (
            "A list of the examples in a comment.
             Example: ((documenter examplesIn: 'Example: 6 half  => 3') at: 0) expected  => '3'"
            | found |
            found: list copyRemoveAll.
            comment lines do: [| :line. i. j. rest |
                i: (line indexOf: 'Example: ').
                i < 0 ifFalse: [
                    rest: (line copyFrom: i + 9 UpTo: line size).
                    j: (rest lastIndexOf: '  => ').
                    j < 0 ifFalse: [
                        found add: ((globals documentationExample copy expression: (rest copyFrom: 0 UpTo: j) trimmed)
                            expected: (rest copyFrom: j + 5 UpTo: rest size) trimmed) ] ] ].
            found ).
        main = (
            "What `batos doc` does: each of the program's arguments is an expression, whose value is described, or a file: then what
             it has given the lobby is described."
            system arguments do: [| :word |
                (word includes: '/') || [ (word hasSuffix: '.bat') || [ word hasSuffix: '.self' ] ]
                    ifTrue: [
                        (testRunner slotsMadeBy: [ word runScript ]) do: [| :s |
                            (of: s value Named: s name) printLine ] ]
                     False: [ (of: word eval) printLine ] ].
            self ).
        printString = 'documenter'.
    |).

    documentationExample = (|
        {} = 'Comment: An expression in a comment, with what it prints.'.
        parent*     = traits clonable.
        expression <- ''.
        expected   <- ''.
        result = (
            "What it prints now; of one that fails `error: ` and its text.
             Example: (documentationExample copy expression: '3 + 4') result  => '7'"
            [ printing show: expression eval ] onError: [| :e | 'error: ', e text ] ).
        holds = (
            "Does it print what it should?
             Example: ((documentationExample copy expression: '3 + 4') expected: '8') holds  => false"
            result = expected ).
        statePrintString = ( "The expression." expression ).
    |).
|).

defaultBehavior _AddSlots: (|
    documentation = (
        "What the receiver understands, as Markdown.
         Example: nil documentation hasPrefix: '# nil'  => true"
        globals documenter of: self ).
|).
