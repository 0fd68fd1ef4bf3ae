"All that has become: who may, what was kept, where each method comes from, and how to take it back. Also the event log."

globals _AddSlots: (|
    becomings = (|
        {} = 'Comment: What has become in this world.'.
        parent* = traits oddball.
        kept   <- list copyRemoveAll.
        number <- 0.
        depth  <- 0.
        {'Transient' owner }.

        nextNumber = ( "The number of the next draft." number: number + 1. number ).
        policy = ( "The policy of this session: 'careful', 'auto', 'dryRun' or 'closed'. Example: becomings policy  => 'closed'"
            (globals minds world: 'policy' With: '') ifNil: 'closed' ).
        policyFor: receiver = ( "The policy for an object: its own where it has one, unless the session is closed."
            | p. own |
            p: policy.
            (globals becomingRules isClosed: p) ifTrue: [ ^ p ].
            (receiver _Understands: 'becomingPolicy') ifFalse: [ ^ 'closed' ].
            own: receiver becomingPolicy.
            own isNil ifTrue: [ p ] False: [ own ] ).

        "P0: whether the message is answered by writing a method"

        answerNotUnderstood: message = (
            "What the machine sends where messages may become: what the message comes to, or what a handler of its error resumes with."
            answer: message IfNot: [| :why | ((errors lookup copyMessageObject: message) whyNot: why) signal ] ).
        answer: message IfNot: block = (
            "What a message that was not understood comes to; the block's value if no method is written, which is given why not.
             Example: becomings answer: (message receiver: 3 Selector: 'zork') IfNot: [| :why | why ]  => ''"
            | p. why |
            p: (policyFor: message receiver).
            (globals becomingRules isClosed: p) ifTrue: [ ^ block value: '' ].
            why: (globals becomingRules neverAnswers: message).
            why isNil ifFalse: [ ^ block value: why ].
            owner isNil ifFalse: [
                (owner _Eq: globals process this) ifTrue: [ ^ block value: '' ].
                "Somebody else may be writing that very method."
                [ owner isNil ] whileFalse: [ globals process yield ].
                (message receiver _Understands: message selector) ifTrue: [ ^ message send ] ].
            depth >= globals becomingRules maxDepth ifTrue: [ ^ block value: '' ].
            (message type = 'normal') || [ message type = 'implicitSelf' ] ifFalse: [ ^ block value: '' ].
            become: (globals becoming copyMessage: message Policy: p) IfNot: block ).
        become: b IfNot: block = ( "Lets a becoming run."
            | value. why |
            depth: depth + 1. owner: globals process this.
            [ why: (resting: b message).
              why isNil ifTrue: [
                value: (b answerIfNot: [| :reason | why: reason ]).
                why isNil ifFalse: [ rest: b Why: why ] ] ] ensure: [ depth: depth - 1. owner: nil ].
            why isNil ifTrue: [ value ] False: [ block value: why ] ).
        leaving: block = ( "The block's value; in it messages may become, though the running becoming is not over."
            owner: nil.
            [ block value ] ensure: [ owner: globals process this ] ).
        write: selector For: receiver = (
            "Writes a method that takes no arguments on purpose, where it would not be written on a slip of the finger; its answer."
            (globals becomingRules guards: receiver) ifTrue: [ ^ error: 'what guards the world does not become' ].
            become: (globals becoming copyMessage: (message receiver: receiver Selector: selector) Policy: policy) IfNot: [| :why | error: 'no method was written: ', why ] ).

        "What failed is not tried again at once"

        keyOf: message = ( "What a failure is remembered under." 
            globals minds world: 'key' With: 'no\n', message selector, '\n', (((reflect: message receiver) names) joinUsing: ' '), '\n', globals minds current mindName ).
        rest: b Why: why = ( "Remembers that there is no answer, for a while that grows." 
            | key. known. times |
            why isEmpty ifTrue: [ ^ self ].
            b policy = 'dryRun' ifTrue: [ ^ self ].
            (why hasPrefix: 'no mind') ifTrue: [ ^ self ].
            key: (keyOf: b message).
            known: (globals minds world: 'recall' With: key).
            times: (known isNil ifTrue: 0 False: [ (known words at: 1) asInteger + 1 ]).
            globals minds world: 'remember' With: key, '\n', (tick + (globals becomingRules firstRest * (4 ** (times min: 6)))) printString, ' ', times printString, ' ', (why replace: '\n' With: ' ').
            self ).
        resting: message = ( "Why there is no answer yet, or nil."
            | known. parts |
            globals minds current isReady ifFalse: [ ^ nil ].
            known: (globals minds world: 'recall' With: (keyOf: message)).
            known isNil ifTrue: [ ^ nil ].
            parts: (known splitOn: ' ' AtMost: 3).
            (parts at: 0) asInteger > tick ifTrue: [ 'it was tried before: ', (parts at: 2) ] False: nil ).
        tick = ( "How many turns there have been." (globals minds world: 'tick' With: '') ifNil: 0 ).

        "P11: what is kept of it"

        note: b Evidence: e By: who = ( "Remembers what was kept and why."
            | r |
            r: (globals becomingRecord copyBecoming: b Evidence: e By: who).
            kept add: r.
            globals eventLog add: 'becoming' Number: r number Text: r summary.
            globals methodIndex postings isNil ifFalse: [ e homes do: [| :h | globals methodIndex add: ((reflect: h) at: e draft selector) ] ].
            self ).
        recordNumbered: n = ( "The record with that number, or an error."
            kept do: [| :r | r number = n ifTrue: [ ^ r ] ].
            error: 'no becoming has the number ', n printString ).
        recordOf: selector In: receiver = ( "The newest record of a method that the receiver finds, or nil."
            | found |
            kept do: [| :r | (r selector = selector) && [ r isIn: receiver ] ifTrue: [ found: r ] ].
            found ).
        last = ( "The newest record, or nil. Example: becomings last  => nil" kept isEmpty ifTrue: nil False: [ kept last ] ).
        sourcesFor: selector = ( "A list of the texts of kept methods of that name, newest first, and of those of prototypes in the lobby."
            | found |
            found: globals list copyRemoveAll.
            kept reverseDo: [| :r | (r selector = selector) && [ r state = 'kept' ] ifTrue: [ found add: r source ] ].
            (reflect: lobby) do: [| :s |
                (s isParent not && [ s isMethod not && [ s isAssignment not && [ s contents isReflecteeSlots && [ s contents includesKey: selector ] ] ] ]) ifTrue: [
                    (s contents isMethodAt: selector) ifTrue: [
                        found add: (globals effectFinder textOf: (s contents contentsAt: selector) Named: selector) ] ] ].
            found ).

        "Looking"

        printString = ( "How many there are." 'becomings' ).
        told = ( "All of them in words, oldest first. Example: becomings told  => ''" (kept copyMappedBy: [| :r | r number printString, '  ', r summary ]) joinUsing: '\n' ).
        cost = ( "How often minds were asked, and how often an answer was known already. Example: becomings cost size > 0  => true"
            globals minds asked printString, ' asked, ', globals minds saved printString, ' known already' ).

        "Taking back"

        undo = ( "Takes back the newest one that stands. Answers in words."
            kept reverseDo: [| :r | r state = 'kept' ifTrue: [ ^ undo: r number ] ].
            error: 'nothing has become, or all of it is taken back' ).
        undo: n = (
            "Takes the method of a becoming away, and what its message changed where nothing has changed that since. Answers in words; what others have
             changed since is named and left."
            | r. text |
            r: (recordNumbered: n).
            r state = 'kept' ifFalse: [ ^ error: 'it is taken back already' ].
            text: r takeBack.
            globals eventLog add: 'undo' Number: n Text: text.
            text ).
        undoSince: n = ( "Takes back all from that number on, newest first. Answers in words."
            | texts |
            texts: globals list copyRemoveAll.
            kept reverseDo: [| :r | (r number >= n) && [ r state = 'kept' ] ifTrue: [ texts add: (undo: r number) ] ].
            texts joinUsing: '\n' ).
        undoAll = ( "Takes back everything that has become. Example: becomings undoAll  => ''" undoSince: 0 ).
        recheck = (
            "Runs the examples of all kept methods again. A list of those that fail now, which are marked as degraded."
            | found |
            found: globals list copyRemoveAll.
            kept do: [| :r | (r state = 'kept') && [ r examplesPass not ] ifTrue: [ r lifecycle: 'degraded'. found add: r ] ].
            found ).

        "Whose an object is"

        isOfLibrary: x = (
            "Does it hold a method that came with the library?
             Example: becomings isOfLibrary: traits integer  => true"
            (reflect: x) methods do: [| :s | ^ s contents place hasPrefix: 'stdlib/' ].
            false ).
        ownHoldersOf: r = ( "A list of mirrors on the receiver and those of its ancestors that are a person's own."
            | m. found |
            m: (reflect: r).
            found: globals list copyRemoveAll.
            m isReflecteeSlots ifTrue: [ found add: m ].
            m ancestors do: [| :a |
                ((a isReflecteeSlots) && [ (isOfLibrary: a reflectee) not && [ (isRoot: a reflectee) not ] ]) ifTrue: [ found add: a ] ].
            found ).
        isRoot: x = ( "Is it one of the objects that everybody inherits from?"
            (x _Eq: lobby) || [ (x _Eq: globals) || [ (x _Eq: defaultBehavior) || [ (x _Eq: traits clonable) || [ (x _Eq: traits oddball)
                || [ (x _Eq: traits orderedClonable) || [ x _Eq: traits orderedOddball ] ] ] ] ] ] ).
        ownNamesOf: r = ( "A sorted list of the names of slots in those."
            | found |
            found: globals set copyRemoveAll.
            (ownHoldersOf: r) do: [| :m |
                m do: [| :s | s isParent ifFalse: [ found add: s name ] ] ].
            found asList sort ).
    |).
|).

traits _AddSlots: (| becomingRecord = (| parent* = traits clonable |) |).

traits becomingRecord _AddSlots: (|
    {} = 'Comment: What records share.'.
    copyBecoming: b Evidence: e By: who = (
        "A new record: what was written, for whom, on what evidence."
        | r |
        r: clone.
        r number: e draft number. r selector: e draft selector. r source: e draft source. r author: e draft author.
        r homes: e homes. r answer: e answer. r changes: e changes asVector. r strength: e strength. r risk: e risk.
        r consent: who. r passed: e passed. r examples: (e draft examples asVector).
        r sent: (globals printing brief: b message receiver), ' ', b message withoutReceiver.
        r turn: globals becomings tick.
        r ).
    summary = ( "In a line." selector, ' for ', (homeNames), ', by ', author, ', ', strength, ', ', state ).
    homeNames = ( "Where the method is." (homes copyMappedBy: [| :h | (reflect: h) name ]) joinUsing: ' and ' ).
    isIn: receiver = ( "Does the receiver find the method?"
        | found |
        found: (receiver _MatchingHolders: selector).
        (found size = 1) && [ (homes copyFilteredBy: [| :h | h _Eq: found first ]) isEmpty not ] ).
    story = (
        "Where the method comes from, in words."
        'number ', number printString, ': \'', selector, '\' was written by ', author, ' when \'', sent, '\' was sent (turn ', turn printString,
            ').\nIt answered ', answer, (changes isEmpty ifTrue: [ ' and changed nothing' ] False: [ ' and changed ', ((changes copyMappedBy: [| :c | c text ]) joinUsing: '; ') ]),
            '.\nEvidence: ', strength, ', ', passed printString, ' examples passed. Consent: ', consent, '. Now: ', state, ', ', lifecycle, '.\n', source ).
    takeBack = ( "Takes the method away, and what the message changed. Answers in words."
        | left |
        left: globals list copyRemoveAll.
        homes do: [| :h |
            ((reflect: h) includesKey: selector) ifTrue: [
                ((reflect: h) contentsAt: selector) source = methodText
                    ifTrue: [ (reflect: h) removeKey: selector ]
                     False: [ left add: selector, ' of ', (reflect: h) name, ' (it has been written anew)' ] ] ].
        changes reverseDo: [| :c | c stands ifTrue: [ c takeBack ] False: [ left add: c text, ' (now ', (globals printing brief: c now), ')' ] ].
        state: 'taken back'.
        'took back \'', selector, '\' of ', homeNames, (left isEmpty ifTrue: '' False: [ '; left as it is: ', (left joinUsing: '; ') ]) ).
    methodText = ( "The text of the method without its selector." ((globals draft copySource: source Author: author) method) source ).
    examplesPass = ( "Do its examples, tried, give what they say?"
        examples do: [| :e |
            ([ [ e expression eval printString ] trial ] onError: [| :x | x text ]) = e expected ifFalse: [ ^ false ] ].
        true ).
    statePrintString = ( "In a line." summary ).
|).

globals _AddSlots: (|
    becomingRecord = (|
        {} = 'Comment: What is remembered of a method that was written.'.
        parent* = traits becomingRecord.
        number    <- 0.
        selector  <- ''.
        source    <- ''.
        author    <- ''.
        sent      <- ''.
        answer    <- ''.
        strength  <- ''.
        consent   <- ''.
        state     <- 'kept'.
        lifecycle <- 'candidate'.
        risk      <- 0.
        passed    <- 0.
        turn      <- 0.
        homes     <- vector.
        changes   <- vector.
        examples  <- vector.
    |).

    eventLog = (|
        {} = 'Comment: What has happened in this world besides its turns: one entry after the other, never changed.'.
        parent* = traits oddball.
        events <- list copyRemoveAll.
        add: kind Number: n Text: text = ( "Adds an entry: its kind, the number of what it belongs to, words. Answers the receiver."
            events add: ((((globals event copy kind: kind) number: n) turn: globals becomings tick) text: text).
            self ).
        kind: k = ( "A list of the entries of a kind. Example: (eventLog kind: 'undo') size  => 0" events copyFilteredBy: [| :e | e kind = k ] ).
        last = ( "The newest entry, or nil." events isEmpty ifTrue: nil False: [ events last ] ).
        told = ( "All entries, a line each. Example: eventLog told  => ''" (events copyMappedBy: [| :e | e text ]) joinUsing: '\n' ).
        printString = ( "Its name." 'eventLog' ).
        main = ( "What `batos log` does: prints the entries; as JSON if that is the program's first argument."
            | asJson |
            asJson: globals system arguments isEmpty not && [ globals system arguments first = '--json' ].
            events do: [| :e | (asJson ifTrue: [ globals json print: e asDictionary Indent: 0 ] False: [ e line ]) printLine ].
            self ).
    |).

    event = (|
        {} = 'Comment: One entry of the event log.'.
        parent* = traits clonable.
        kind <- ''. number <- 0. turn <- 0. text <- ''.
        asDictionary = ( "Its parts. Example: event asDictionary size  => 4"
            | d |
            d: globals dictionary copyRemoveAll.
            d at: 'turn' Put: turn. d at: 'kind' Put: kind. d at: 'number' Put: number. d at: 'text' Put: text.
            d ).
        line = ( "In a line." (turn printString padOnLeft: 6), '  ', (kind padOnRight: 10), '  ', (number printString padOnLeft: 4), '  ', (text replace: '\n' With: ' ') ).
        statePrintString = ( "In a line." kind, ' ', number printString ).
    |).
|).

defaultBehavior _AddSlots: (|
    whyDoYouKnow: selector = (
        "Where the receiver's method of that name comes from, in words.
         Example: (3 whyDoYouKnow: 'factorial') hasPrefix: 'traits integer'  => true"
        | r. found |
        r: (globals becomings recordOf: selector In: self).
        r isNil ifFalse: [ ^ r story ].
        found: ((reflect: self) lookup: selector).
        found isEmpty ifTrue: [ ^ (globals printing brief: self), ' does not understand \'', selector, '\'' ].
        (found first name), (((found first) isMethodAt: selector)
            ifTrue: [ ' has it from ', (found first contentsAt: selector) place ]
             False: [ ' has such a slot' ]) ).
    howDoYouKnow: selector = (
        "A list of the examples of the receiver's method of that name, as text.
         Example: (3 howDoYouKnow: 'factorial') size > 0  => true"
        | found |
        found: ((reflect: self) lookup: selector).
        found isEmpty ifTrue: [ ^ globals list copyRemoveAll ].
        (globals documenter examplesIn: (globals documenter commentOf: (found first at: selector))) copyMappedBy: [| :e | e expression, '  => ', e expected ] ).
|).
