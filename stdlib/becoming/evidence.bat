"Evidence: what came of a trial. A draft is put where it would be kept, the message is sent in a process that can touch nothing
outside, and all is taken back; what was answered, changed and printed is what the decision rests on (phase P6 of docs/becoming.md)."

traits _AddSlots: (|
    evidence       = (| parent* = traits clonable |).
    trialOutcome   = (| parent* = traits clonable |).
    becomingChange = (| parent* = traits clonable |).
|).

traits becomingChange _AddSlots: (|
    {} = 'Comment: What changes share.'.

    copyObject: o Part: p Before: b After: a = ( "A new change." (((clone object: o) part: p) before: b) after: a ).
    isOfMethod = ( "Was a method added, replaced or removed?"
        ((reflect: before) isReflecteeMethod) || [ (reflect: after) isReflecteeMethod ] ).
    isOfParent = ( "Was a parent changed?"
        part isString && [ ((reflect: object) includesKey: part) && [ (reflect: object) isParentAt: part ] ] ).
    isOfLibrary = ( "Is it a change of an object of the library?"
        | path |
        path: (reflect: object) creatorPath.
        path isNil not && [ (path hasPrefix: 'traits ') && [ globals becomings isOfLibrary: object ] ] ).
    isOfUnknown = ( "Is it a slot of an object that is not known?" (object _Eq: nil) && [ part isString not ] ).
    who = ( "A name of the object." isOfUnknown ifTrue: 'another object' False: [ (reflect: object) name ] ).
    isOfRemoval = ( "Was the slot taken away?" part isString && [ ((reflect: object) includesKey: part) not ] ).
    sameAs: c = ( "Is it the same change, as far as words tell?"
        (object _Eq: c object) && [ (part = c part) && [ afterText = c afterText ] ] ).
    told: x = (
        "A value in a few words."
        (reflect: x) isReflecteeMethod ifTrue: [ 'a method' ] False: [ globals printing brief: x ] ).
    text = (
        "In words, such as `balance of account: 10 -> 15`."
        part printName, ' of ', who, ': ', beforeText, ' -> ', afterText ).
    setText = ( "Remembers in words what was and is; later they may print otherwise. Answers the receiver."
        (beforeText: (told: before)) afterText: (told: after) ).
    stands = ( "Is what it made still so?" isOfUnknown not && [ now _Eq: after ] ).
    now = ( "What is there now."
        isOfUnknown ifTrue: [ ^ nil ].
        part isString ifFalse: [ ^ object at: part ].
        ((reflect: object) includesKey: part) ifFalse: [ ^ nil ].
        ((reflect: object) contentsAt: part) reflectee ).
    takeBack = ( "Puts back what was there before. Answers the receiver."
        part isString ifFalse: [ object at: part Put: before. ^ self ].
        (reflect: object) at: part PutContents: (reflect: before).
        self ).
    statePrintString = ( "In words." text ).
|).

traits trialOutcome _AddSlots: (|
    {} = 'Comment: What outcomes share.'.
    copyProcess: p = (
        "What a trial's process came to, which has answered a vector of a value and that in words, or as text why not. Nothing of what it answers is sent
         anything here, since that would be outside the trial."
        | o. v |
        o: (clone process: p).
        p status = 'done' ifFalse: [
            ^ o problem: 'it ran out of fuel, memory or stack, or its error cannot be handled' ].
        v: p returnValue.
        (reflect: v) isReflecteeString ifTrue: [ ^ o problem: v ].
        (o value: (v at: 0)) answer: (v at: 1) ).
    statePrintString = ( "In words." problem ifNil: [ answer ] ).
|).

traits evidence _AddSlots: (|
    {} = 'Comment: What evidence shares.'.

    "Trying"

    copyDraft: d Message: m Homes: h = (
        "New evidence about a draft as the answer to a message. Nothing has been tried."
        ((clone draft: d) message: m) homes: h ).
    try = (
        "Runs the draft's examples, then the message itself twice, each in a trial. Answers the receiver."
        problem: draft problem.
        problem isNil ifFalse: [ ^ self ].
        reaches: (draft effectsOn: message receiver).
        tryExamples.
        problem isNil ifTrue: [ tryMessage ].
        self ).
    tryExamples = ( "Runs the examples; the first that fails is the problem. Answers the receiver."
        draft examples do: [| :e. o |
            o: (trialOf: [| r | r: e expression eval. (r & r printString) asVector ]).
            reaches: o reached.
            o problem isNil ifFalse: [ ^ problem: 'its example `', e expression, '` fails: ', o problem ].
            o answer = e expected ifFalse: [
                ^ problem: 'its example `', e expression, '` gives ', o answer, ', not ', e expected ].
            passed: passed + 1 ].
        self ).
    tryMessage = ( "Sends the message twice; the second time it must go as the first. Answers the receiver."
        | o |
        o: (trialOf: sending).
        answer: o answer. changes: o changes. output: o output.
        reaches: o reached.
        "What failed because it may not reach outside is for a person to judge."
        o reached isEmpty ifTrue: [ problem: o problem ].
        problem isNil ifTrue: [ (isAsBefore: (trialOf: sending)) ifFalse: [ problem: notRepeatable ] ].
        self ).
    reaches: effects = (
        "Adds what may be touched outside the world. What is printed is kept and shown, so it does not count. Answers the receiver."
        effects do: [| :e | (e = 'output') || [ outward includes: e ] ifFalse: [ outward: (outward copyAddLast: e) ] ].
        self ).
    notRepeatable = 'it gives another result when it is run again'.
    isAsBefore: o = ( "Did a trial go as the one that is remembered?"
        (answer = o answer) && [ (output = o output) && [ sameChanges: o changes ] ] ).
    sameChanges: those = ( "Are these the same changes?"
        changes size = those size ifFalse: [ ^ false ].
        changes do: [| :c. :i | (c sameAs: (those at: i)) ifFalse: [ ^ false ] ].
        true ).

    "Trials"

    sending = ( "A block that sends the message: a vector of its value and that in words."
        [| r | r: message send. (r & (globals printing brief: r)) asVector ] ).
    trialOf: block = ( "What comes of a block where the draft is in its homes; all it did is taken back."
        | o |
        o: (open: block).
        o process _EndTrial.
        o ).
    open: block = (
        "The same; the trial is still open, for who calls to end or keep. Whatever the draft could have a hand in runs within it, also what tells its changes
         in words: nothing of a draft runs outside a trial before it is kept."
        | o. telling |
        _OpenSavepoint.
        install.
        o: (globals trialOutcome copyProcess: (run: block)).
        o changes: changesNow.
        o output: _TrialOutput.
        telling: (globals trialOutcome copyProcess: (run: [ o changes do: [| :c | c setText ]. ('' & '') asVector ])).
        telling problem isNil ifFalse: [ o problem: 'what it changed cannot be told: ', telling problem ].
        _TrialOutput.
        o reached: _TrialReached.
        o ).
    run: block = ( "A trial's process that has run a block, whose failure is its answer."
        | p |
        p: [ block onError: [| :e | (e text copyAtMostWithEllipsis: 300) ] ] _NewTrialProcess.
        p _LetPrint.
        p _ProcessSetFuel: globals becomingRules trialFuel.
        p _ProcessStart.
        [ p isFinished ] whileFalse: [ p _ProcessJoin. globals process goOn: p ].
        p ).
    changesNow = (
        "A list of what has changed since the innermost savepoint, without the draft itself."
        | flat. found. c |
        flat: _Differences.
        found: globals list copyRemoveAll.
        0 upTo: flat size / 4 Do: [| :i |
            c: (globals becomingChange
                copyObject: (flat at: i * 4)
                Part: (flat at: (i * 4) + 1)
                Before: (flat at: (i * 4) + 2)
                After: (flat at: (i * 4) + 3)).
            (isOfInstalling: c) ifFalse: [ found add: c ] ].
        found ).
    isOfInstalling: c = ( "Is the change that the draft is in its home?"
        (c part = draft selector) && [ (homes copyFilteredBy: [| :h | h _Eq: c object ]) isEmpty not ] ).
    install = ( "Puts the draft into its homes." homes do: [| :h | draft installIn: h ]. self ).

    "Keeping"

    keep = (
        "Runs the message once more with the draft in its homes, and keeps all of it if it goes as before: a vector with its value; nil if it
         does not, and nothing is kept."
        | o |
        o: (open: sending).
        o problem isNil && [ (isAsBefore: o) && [ o reached isEmpty ] ] ifFalse: [
            o process _EndTrial.
            problem: notRepeatable.
            ^ nil ].
        o process _KeepTrial.
        changes: o changes.
        output isEmpty ifFalse: [ output _Write ].
        globals vector copySize: 1 FillingWith: o value ).

    "Judging"

    isGood = ( "Has it been tried without a problem?" problem isNil ).
    agreesWith: e = ( "Did another draft come to the same?"
        (e isGood && [ isGood ]) && [ isAsBefore: e ] ).
    isStrong = (
        "Do two drafts agree, or does an example pass that came from elsewhere, or is it made by an exact rule?"
        doubt isEmpty && [ (agreeing > 1) || [ draft isExact || [ (outsideExamples > 0) && [ passed > 0 ] ] ] ] ).
    doubtFrame = ( "Doubts it if it changed what neither the receiver nor an argument holds. Answers the receiver."
        changes do: [| :c |
            (isInFrame: c object) ifFalse: [
                ^ doubt: 'it changes ', c who, ', which belongs neither to the receiver nor to an argument' ] ].
        self ).
    isInFrame: object = ( "Is it the receiver, an argument, or held by one of them, at most two steps away?"
        (message arguments copyAddLast: message receiver) do: [| :x | (is: object Within: 2 Of: x) ifTrue: [ ^ true ] ].
        false ).
    is: object Within: steps Of: x = ( "Is an object what is given, or does that lead to it through data slots?"
        | m |
        (object _Eq: x) ifTrue: [ ^ true ].
        m: (reflect: x).
        (steps = 0) || [ m isReflecteeSlots not ] ifTrue: [ ^ false ].
        m _MirrorNames do: [| :n |
            (m isAssignableAt: n) && [ is: object Within: steps - 1 Of: (m contentsAt: n) reflectee ] ifTrue: [
                ^ true ] ].
        false ).
    outsideExamples = ( "How many of its examples a person has given." draft moreExamples size ).
    strength = ( "'strong' or 'weak'." isStrong ifTrue: 'strong' False: 'weak' ).
    risk = ( "From 0 to 5." globals becomingRules riskOf: self ).
    taint = ( "Was text from outside among what a mind was told of the arguments?"
        draft rung isNil
            && [ (message arguments copyFilteredBy: [| :a | a isString && [ a _StringIsTainted ] ]) isEmpty not ] ).
    changeTexts = ( "Its changes in words." changes copyMappedBy: [| :c | c text ] ).
    statePrintString = ( "What was found." problem ifNil: [ strength, ', ', answer ] ).
|).

globals _AddSlots: (|
    becomingChange = (|
        {} = 'Comment: One slot or element that a trial has changed.'.
        parent* = traits becomingChange.
        object. part. before. after.
        beforeText <- ''.
        afterText  <- ''.
    |).
    trialOutcome = (|
        {} = 'Comment: What came of one trial.'.
        parent* = traits trialOutcome.
        process.
        value.
        answer  <- ''.
        problem.
        changes <- vector.
        output  <- ''.
        reached <- vector.
    |).
    evidence = (|
        {} = 'Comment: What came of trying a draft.'.
        parent* = traits evidence.
        draft.
        message.
        homes    <- vector.
        answer   <- ''.
        changes  <- vector.
        output   <- ''.
        outward  <- vector.
        problem.
        passed   <- 0.
        agreeing <- 1.
        doubt    <- ''.
        note     <- ''.
    |).
|).

traits draft _AddSlots: (|
    "Where it is put"

    isExact = (
        "Was it made by a rule that leaves nothing open?"
        rung isNil not && [ (rung = 'accessor') || [ (rung = 'template') || [ rung = 'family' ] ] ] ).
    installIn: home = ( "Adds it to an object, with where it comes from in its annotation. Answers the receiver."
        (reflect: home)
            replace: ''
            Name: selector
            Contents: (reflect: method)
            Parent: false
            Assignable: false
            Annotations: annotation.
        self ).
    annotation = ( "What stands in the braces around it." 'Author: ', author, '\x7fBecoming: ', number printString ).
|).
