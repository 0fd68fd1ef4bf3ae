"Browsers: looking through the whole world, and at one object. `x browse` gives one on x; at the prompt it shows what x is made of.
The enumerations are the same for every browser: `browse sendersOf: 'foo:'` asks about everything that can be reached from
the lobby, and what is only in the image so far is read."

traits _AddSlots: (| browser = (| parent* = traits clonable |) |).

traits browser _AddSlots: (|
    {} = 'Comment: What browsers share.'.

    copyOn: x = ( "A new browser on x." clone subject: x ).

    "Enumerations: vectors, nearest to the lobby first. Slots are answered as slot objects, which know their holder"

    all = ( "A vector of mirrors on all objects. Example: browse all size > 1000  => true" allLimit: maxSmallInt ).
    allLimit: n = ( "The same, up to n. Example: (browse allLimit: 1) first  => a mirror on lobby"
        (_BrowseAll: n) copyMappedBy: [| :x | reflect: x ] ).
    referencesOf: x = (
        "A vector of the places that hold x: slots, and of vectors pairs of a mirror and an index.
         Example: (browse referencesOf: traits point) size > 1  => true"
        referencesOf: x Limit: maxSmallInt ).
    referencesOf: x Limit: n = (
        "The same, up to n. Example: (browse referencesOf: transcript Limit: 1) first name  => 'transcript'"
        places: (_BrowseReferencesTo: x Limit: n) ).
    referencesOfReflectee: m = ( "The places that hold what a mirror looks at, such as a method."
        referencesOfReflectee: m Limit: maxSmallInt ).
    referencesOfReflectee: m Limit: n = (
        "The same, up to n.
         Example: (browse referencesOfReflectee: ((reflect: traits point) contentsAt: 'transpose') Limit: 9) size  => 1"
        | reflectee |
        reflectee: m reflectee.
        referencesOf: reflectee Limit: n ).
    childrenOf: x = (
        "A vector of mirrors on the objects that have x as a parent.
         Example: (browse childrenOf: traits collection) size > 3  => true"
        childrenOf: x Limit: maxSmallInt ).
    childrenOf: x Limit: n = ( "The same, up to n. Example: (browse childrenOf: traits boolean Limit: 9) size  => 2"
        (places: (_BrowseChildrenOf: x Limit: n)) copyMappedBy: [| :slot | slot holder ] ).
    implementorsOf: selector = (
        "A vector of the slots of that name.
         Example: (browse implementorsOf: 'factorial') size  => 1"
        implementorsOf: selector Limit: maxSmallInt ).
    implementorsOf: selector Limit: n = (
        "The same, up to n. Example: ((browse implementorsOf: 'do:' Limit: 1) first) name  => 'do:'"
        places: (_BrowseImplementorsOf: selector Limit: n) ).
    sendersOf: selector = (
        "A vector of the slots whose methods send a message of that name, in their blocks too.
         Example: (browse sendersOf: 'prependAOrAn') size > 0  => true"
        sendersOf: selector Limit: maxSmallInt ).
    sendersOf: selector Limit: n = (
        "The same, up to n. Example: (browse sendersOf: 'no such message' Limit: 9) size  => 0"
        places: (_BrowseSendersOf: selector Limit: n) ).
    places: pairs = (
        "Holders and names or indexes in turn, as slots."
        | result |
        result: (globals vector copySize: pairs size / 2).
        0 upTo: result size Do: [| :i. place |
            place: (pairs at: (i * 2) + 1).
            result at: i Put: (place isString
                ifTrue: [ globals slot copyHolder: (reflect: (pairs at: i * 2)) Key: place ]
                 False: [ ((reflect: (pairs at: i * 2)) & place) asVector ]) ].
        result ).

    "The summary of one object"

    printString = (
        "What the object is made of: its slots with what they hold, and of its methods the beginnings of their comments.
         Example: (3@4) browse printString lines at: 1  => '    parent*  traits point'"
        | mirror. out. rows. width |
        mirror: (reflect: subject).
        out: globals mutableString copyRemoveAll.
        out append: (globals printing brief: subject).
        mirror comment isEmpty ifFalse: [ out append: '  ', (mirror comment splitOn: '\n' AtMost: 2) first ].
        rows: (mirror asList copyFilteredBy: [| :slot | slot isAssignment not ]).
        width: (rows inject: 0 Into: [| :w. :slot | w max: slot title size ]).
        rows sortBy: [| :a. :b | a browsingOrder < b browsingOrder ].
        rows do: [| :slot | out append: '\n    ', (slot title padOnRight: (width min: 40)), '  ', slot summary ].
        out append: '\nIt understands ', mirror selectors size printString, ' messages.'.
        out asString ).
|).

globals _AddSlots: (|
    browser = (|
        {} = 'Comment: A browser on nil, to be copied with copyOn:.'.
        parent* = traits browser.
        subject.
    |).
|).

traits slot _AddSlots: (|
    title = (
        "Its name as it would be written, with a mark that says what it is. Example: ((reflect: 3@4) at: 'parent') title  => 'parent*'"
        isParent ifTrue: [ ^ key, '*' ].
        isAssignable ifTrue: [ key, ' <-' ] False: [ key ] ).
    browsingOrder = ( "Parents first, then data, then methods; each by name."
        (isParent ifTrue: '0' False: [ isMethod ifTrue: '2' False: '1' ]), key ).
    summary = (
        "What it holds, in a line: of a method the first sentence of its comment.
         Example: ((reflect: (| x = 3 |)) at: 'x') summary  => '3'"
        | text |
        isMethod ifFalse: [ ^ globals printing brief: value ].
        text: value comment.
        text isEmpty ifTrue: [ text: value source ].
        (text splitOn: '\n' AtMost: 2) first trimmed copyAtMostWithEllipsis: globals printing briefLimit ).
|).

defaultBehavior _AddSlots: (|
    browse = (
        "A browser on the receiver; at the prompt it shows what the receiver is made of.
         Example: (browse implementorsOf: 'browse') size  => 1"
        globals browser copyOn: self ).
|).
