"All that has become: who may, what was kept, where each method comes from, and how to take it back. Also the event log."

globals _AddSlots: (|
    becomings = (|
        {} = 'Comment: What has become in this world.'.
        parent* = traits oddball.
        kept   <- list copyRemoveAll.
        number <- 0.
        depth  <- 0.
        { 'Transient' owner }.
        { 'Transient' meaning }.

        nextNumber = ( "The number of the next draft." number: number + 1. number ).
        policy = (
            "The policy of this session: 'careful', 'auto', 'dryRun' or 'closed'. Example: becomings policy  => 'closed'"
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
            b intent: (meaning ifNil: [
                (b message receiver _Understands: 'intentOf:')
                    ifTrue: [ b message receiver intentOf: b message selector ]
                     False: '' ]).
            depth: depth + 1. owner: globals process this.
            [ why: (resting: b message).
                why isNil ifTrue: [
                    value: (b answerIfNot: [| :reason | why: reason ]).
                    why isNil ifFalse: [ rest: b Why: why ] ] ] ensure: [ depth: depth - 1. owner: nil ].
            why isNil ifTrue: [ value ] False: [ block value: why ] ).
        meaning: text Do: block = (
            "The block's value. Of a message in it that is not understood, a mind is told that it means this.
             Example: becomings meaning: 'half of it' Do: [ 3 + 4 ]  => 7"
            meaning: text.
            [ block value ] ensure: [ meaning: nil ] ).
        leaving: block = ( "The block's value; in it messages may become, though the running becoming is not over."
            owner: nil.
            [ block value ] ensure: [ owner: globals process this ] ).
        write: selector For: receiver = (
            "Writes a method that takes no arguments on purpose, where it would not be written on a slip of the finger; its answer."
            (globals becomingRules guards: receiver) ifTrue: [ ^ error: 'what guards the world does not become' ].
            become: (globals becoming copyMessage: (message receiver: receiver Selector: selector) Policy: policy)
                IfNot: [| :why | error: 'no method was written: ', why ] ).

        "What failed is not tried again at once"

        keyOf: message = ( "What a failure is remembered under."
            globals minds
                world: 'key'
                 With: 'no\n', message selector, '\n', (((reflect: message receiver) names) joinUsing: ' '), '\n',
                    globals minds current mindName ).
        rest: b Why: why = ( "Remembers that there is no answer, for a while that grows."
            | key. known. times |
            why isEmpty ifTrue: [ ^ self ].
            b policy = 'dryRun' ifTrue: [ ^ self ].
            key: (keyOf: b message).
            known: (globals minds world: 'recall' With: key).
            times: (known isNil ifTrue: 0 False: [ (known words at: 1) asInteger + 1 ]).
            globals minds
                world: 'remember'
                 With: key, '\n', (tick + (globals becomingRules firstRest * (4 ** (times min: 6)))) printString, ' ',
                    times printString, ' ', (why replace: '\n' With: ' ').
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
            self ).
        extend: r With: receiver = ( "Remembers that another copy has the method of a record. Answers the receiver."
            r homes: (r homes copyAddLast: receiver).
            globals eventLog
                add: 'family'
                Number: r number
                Text: r selector, ' for ', (reflect: receiver) name, ' as for its kin'.
            self ).
        recordNumbered: n = ( "The record with that number, or an error."
            kept do: [| :r | r number = n ifTrue: [ ^ r ] ].
            error: 'no becoming has the number ', n printString ).
        recordOf: selector In: receiver = ( "The newest record of a method that the receiver finds, or nil."
            | found |
            kept do: [| :r | (r selector = selector) && [ r isIn: receiver ] ifTrue: [ found: r ] ].
            found ).
        last = (
            "The newest record, or nil. Example: becomings last  => nil"
            kept isEmpty ifTrue: nil False: [ kept last ] ).
        sourcesFor: selector = (
            "A list of the texts of kept methods of that name, each once, newest first, and of those of prototypes in the lobby."
            | found |
            found: globals list copyRemoveAll.
            kept reverseDo: [| :r |
                (r selector = selector) && [ (r state = 'kept') && [ (found includes: r source) not ] ] ifTrue: [
                    found add: r source ] ].
            (reflect: lobby) do: [| :s |
                (s isParent not && [
                    s isMethod not && [
                        s isAssignment not
                            && [ s contents isReflecteeSlots && [ s contents includesKey: selector ] ] ] ])
                    ifTrue: [
                        (s contents isMethodAt: selector) ifTrue: [
                            found add: (globals effectFinder
                                textOf: (s contents contentsAt: selector)
                                 Named: selector) ] ] ].
            found ).

        "Looking"

        printString = ( "How many there are." 'becomings' ).
        told = (
            "All of them in words, oldest first. Example: becomings told  => ''"
            settle.
            (kept copyMappedBy: [| :r | r number printString, '  ', r summary ]) joinUsing: '\n' ).
        cost = (
            "How often minds were asked, and how often an answer was known already. Example: becomings cost size > 0  => true"
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
        undoSinceTurn: t = (
            "Takes back all that has become in a turn of that number or a later one, newest first. Answers in words."
            | texts |
            texts: globals list copyRemoveAll.
            kept reverseDo: [| :r | (r turn >= t) && [ r state = 'kept' ] ifTrue: [ texts add: (undo: r number) ] ].
            texts joinUsing: '\n' ).
        conflicts: n = (
            "A list of the changes of a becoming that undoing it would leave, since others have changed the same since. Each says what was before, what the
             becoming made of it and what it is now, and puts back what was before when sent `takeBack`."
            (recordNumbered: n) changes copyFilteredBy: [| :c | c stands not ] ).
        undoAll = ( "Takes back everything that has become. Example: becomings undoAll  => ''" undoSince: 0 ).
        recheck = (
            "Runs the examples of all kept methods again. A list of those that fail now, which are marked as degraded."
            kept copyFilteredBy: [| :r | (r state = 'kept') && [ r recheck not ] ] ).
        settle = (
            "Sees what has happened to kept methods since: how often they were called, how often that failed, and whether what they send has been written anew
             since they were tried. Marks each with what follows from that. Answers the receiver."
            kept do: [| :r | r state = 'kept' ifTrue: [ r settle ] ].
            self ).
        note: r As: grade = ( "Marks a record. Answers the receiver."
            r lifecycle = grade ifFalse: [
                r lifecycle: grade.
                globals eventLog add: grade Number: r number Text: r selector, ' for ', r homeNames, ' is ', grade ].
            self ).

        "Whose an object is"

        isOfLibrary: x = (
            "Does it hold a method that came with the library?
             Example: becomings isOfLibrary: traits integer  => true"
            | m |
            m: (reflect: x).
            m _MirrorNames do: [| :n |
                ((m isMethodAt: n) && [ (m contentsAt: n) place hasPrefix: 'stdlib/' ]) ifTrue: [ ^ true ] ].
            false ).
        ownHoldersOf: r = ( "A list of mirrors on the receiver and those of its ancestors that are a person's own."
            | m. found |
            m: (reflect: r).
            found: globals list copyRemoveAll.
            m isReflecteeSlots ifTrue: [ found add: m ].
            m ancestors do: [| :a |
                ((a isReflecteeSlots) && [ (isOfLibrary: a reflectee) not && [ (isRoot: a reflectee) not ] ]) ifTrue: [
                    found add: a ] ].
            found ).
        isRoot: x = ( "Is it one of the objects that everybody inherits from?"
            (x _Eq: lobby) || [
                (x _Eq: globals)
                    || [ (x _Eq: defaultBehavior) || [ (x _Eq: traits clonable) || [ (x _Eq: traits oddball)
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
        r path: b path.
        r intent: b intent.
        r reliesOn: (r sendsNow: e draft).
        r ).
    summary = ( "In a line." selector, ' for ', (homeNames), ', by ', author, ', ', strength, ', ', state ).
    homeNames = ( "Where the method is." (homes copyMappedBy: [| :h | (reflect: h) name ]) joinUsing: ' and ' ).
    isIn: receiver = ( "Does the receiver find the method?"
        | found |
        found: (receiver _MatchingHolders: selector).
        (found size = 1) && [ (homes copyFilteredBy: [| :h | h _Eq: found first ]) isEmpty not ] ).
    story = (
        "Where the method comes from, in words."
        'number ', number printString, ': \'', selector, '\' was written by ', author, ' when \'', sent,
            '\' was sent (turn ', turn printString,
            ').\nIt answered ', answer,
            (changes isEmpty
                ifTrue: [ ' and changed nothing' ]
                 False: [ ' and changed ', ((changes copyMappedBy: [| :c | c text ]) joinUsing: '; ') ]),
            '.\nEvidence: ', strength, ', ', passed printString, ' examples passed. Consent: ', consent, '. Now: ',
            state, ', ', lifecycle
            , '; called ', calls printString, ' times in ', sessions printString, ' sessions, failed ',
            failed printString, ' times.\nStates: ', path, '\n', source ).
    methodMirrors = ( "A list of mirrors on its methods where they stand as they were written."
        | found |
        found: globals list copyRemoveAll.
        homes do: [| :h. m |
            m: (reflect: h).
            (m includesKey: selector) && [ m isMethodAt: selector ] ifTrue: [
                (m contentsAt: selector) place = place ifTrue: [ found add: (m contentsAt: selector) ] ] ].
        found ).
    place = (
        "What its methods answer when they are asked where they stand."
        'becoming ', number printString, ', line 1' ).

    "What becomes of it"

    settle = ( "Sees what has happened to it since, and what follows. Answers the receiver."
        | failures |
        countCalls.
        failures: (globals minds world: 'failures' With: number printString).
        failures isNil not && [ failures > 0 ] ifTrue: [ failed: failed + failures ].
        rely.
        globals becomings note: self As: grade.
        self ).
    newCalls = ( "How often it was called since this was last asked."
        | n <- 0 |
        methodMirrors do: [| :m | n: n + m _TakeCalls ].
        n ).
    countCalls = ( "Adds those to what is known. Answers the receiver."
        | n |
        n: newCalls.
        n = 0 ifTrue: [ ^ self ].
        seen isNil ifTrue: [ seen: true. sessions: sessions + 1 ].
        calls: calls + n ).
    grade = ( "'candidate', 'probation', 'durable' or 'degraded', by the rules."
        (lifecycle = 'degraded') || [ (failed * 5) > calls ] ifTrue: [ ^ 'degraded' ].
        (calls >= globals becomingRules durableCalls)
            && [ (sessions >= globals becomingRules durableSessions) && [ (failed * 20) <= calls ] ]
            ifTrue: [ ^ 'durable' ].
        "The first call was the one it was written for."
        calls > 1 ifTrue: 'probation' False: 'candidate' ).
    sendsNow: aDraft = (
        "A vector of what a draft sends to its receiver that is the person's own, and the text of each, by turns."
        | found |
        found: globals list copyRemoveAll.
        aDraft sendsDo: [| :send. :bound. name |
            name: (send at: 2).
            (send at: 1) isNil && [ (name != selector) && [ (found includes: name) not ] ] ifTrue: [
                (ownText: name) ifNotNil: [| :text | (found add: name) add: text ] ] ].
        found asVector ).
    ownText: name = (
        "The text of the method of that name that its first home finds, if a person has written it; else nil."
        | found |
        found: (homes first _MatchingHolders: name).
        (found size = 1)
            && [ ((reflect: found first) isMethodAt: name) && [ (globals becomings isOfLibrary: found first) not ] ]
            ifFalse: [ ^ nil ].
        ((reflect: found first) contentsAt: name) source ).
    rely = ( "Runs its examples again if a method that it sends has been written anew since. Answers the receiver."
        | changed <- false |
        0 upTo: reliesOn size / 2 Do: [| :i. now |
            now: (ownText: (reliesOn at: i * 2)).
            now isNil || [ now != (reliesOn at: (i * 2) + 1) ] ifTrue: [ changed: true ] ].
        changed ifTrue: [
            reliesOn: (sendsNow: (globals draft copySource: source Author: author)).
            recheck ].
        self ).
    recheck = ( "Do its examples still pass? If not, it is degraded; if they do again, it is a candidate again."
        examplesPass
            ifTrue: [ lifecycle = 'degraded' ifTrue: [ lifecycle: 'candidate' ]. true ]
             False: [ globals becomings note: self As: 'degraded'. false ] ).

    takeBack = ( "Takes the method away, and what the message changed. Answers in words."
        | left |
        left: globals list copyRemoveAll.
        homes do: [| :h |
            ((reflect: h) includesKey: selector) ifTrue: [
                ((reflect: h) contentsAt: selector) source = methodText
                    ifTrue: [ (reflect: h) removeKey: selector ]
                     False: [ left add: selector, ' of ', (reflect: h) name, ' (it has been written anew)' ] ] ].
        changes reverseDo: [| :c |
            c stands
                ifTrue: [ c takeBack ]
                 False: [ left add: c text, ' (now ', (globals printing brief: c now), ')' ] ].
        state: 'taken back'.
        lifecycle: 'retired'.
        'took back \'', selector, '\' of ', homeNames,
            (left isEmpty ifTrue: '' False: [ '; left as it is: ', (left joinUsing: '; ') ]) ).
    methodText = (
        "The text of the method without its selector."
        ((globals draft copySource: source Author: author) method) source ).
    examplesPass = ( "Do its examples, tried, give what they say? The calls in them do not count."
        countCalls.
        [ examples do: [| :e |
            ([ [ e expression eval printString ] trial ] onError: [| :x | x text ]) = e expected ifFalse: [ ^ false ] ].
            true ] ensure: [ newCalls ] ).
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
        path      <- ''.
        intent    <- ''.
        reliesOn  <- vector.
        calls     <- 0.
        sessions  <- 0.
        failed    <- 0.
        { 'Transient' seen }.
    |).

    eventLog = (|
        {} = 'Comment: What has happened in this world besides its turns: one entry after the other, never changed.'.
        parent* = traits oddball.
        events <- list copyRemoveAll.
        add: kind Number: n Text: text = (
            "Adds an entry: its kind, the number of what it belongs to, words. Answers the receiver."
            events add: ((((globals event copy kind: kind) number: n) turn: globals becomings tick) text: text).
            self ).
        kind: k = (
            "A list of the entries of a kind. Example: (eventLog kind: 'undo') size  => 0"
            events copyFilteredBy: [| :e | e kind = k ] ).
        last = ( "The newest entry, or nil." events isEmpty ifTrue: nil False: [ events last ] ).
        told = (
            "All entries, a line each. Example: eventLog told  => ''"
            (events copyMappedBy: [| :e | e text ]) joinUsing: '\n' ).
        printString = ( "Its name." 'eventLog' ).
        main = ( "What `batos log` does: prints the entries; as JSON if that is the program's first argument."
            | asJson |
            asJson: globals system arguments isEmpty not && [ globals system arguments first = '--json' ].
            events do: [| :e |
                (asJson ifTrue: [ globals json print: e asDictionary Indent: 0 ] False: [ e line ]) printLine ].
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
        line = (
            "In a line."
            (turn printString padOnLeft: 6), '  ', (kind padOnRight: 10), '  ', (number printString padOnLeft: 4), '  ',
                (text replace: '\n' With: ' ') ).
        statePrintString = ( "In a line." kind, ' ', number printString ).
    |).
|).

defaultBehavior _AddSlots: (|
    intentOf: selector = (
        "What a message is for that the receiver does not understand, as text; empty if nobody has said. An object may have a method of this name of its own.
         Example: 3 intentOf: 'zork'  => ''"
        '' ).
    whyDoYouKnow: selector = (
        "Where the receiver's method of that name comes from, in words.
         Example: (3 whyDoYouKnow: 'factorial') hasPrefix: 'traits integer'  => true"
        | r. found |
        r: (globals becomings recordOf: selector In: self).
        r isNil ifFalse: [ ^ r settle story ].
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
        (globals documenter examplesIn: (globals documenter commentOf: (found first at: selector)))
            copyMappedBy: [| :e | e expression, '  => ', e expected ] ).
|).
