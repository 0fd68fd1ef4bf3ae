"Evidence: what came of a trial. A draft is put where it would be kept, the message is sent in a process that can touch nothing
outside, and all is taken back; what was answered, changed and printed is what the decision rests on (phase P6 of docs/becoming.md)."

traits _AddSlots: (|
    evidence       = (| parent* = traits clonable |).
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
    who = ( "A name of the object." (reflect: object) name ).
    sameAs: c = ( "Is it the same change?"
        (object _Eq: c object) && [ (part = c part) && [ (told: after) = (told: c after) ] ] ).
    told: x = ( "A value in a few words." (reflect: x) isReflecteeMethod ifTrue: [ 'a method' ] False: [ globals printing brief: x ] ).
    text = (
        "In words, such as `balance of account: 10 -> 15`."
        part printName, ' of ', who, ': ', beforeText, ' -> ', afterText ).
    setText = ( "Remembers in words what was and is; later they may print otherwise. Answers the receiver."
        (beforeText: (told: before)) afterText: (told: after) ).
    stands = ( "Is what it made still so?" now _Eq: after ).
    now = ( "What is there now."
        part isString ifFalse: [ ^ object at: part ].
        ((reflect: object) includesKey: part) ifFalse: [ ^ nil ].
        ((reflect: object) contentsAt: part) reflectee ).
    takeBack = ( "Puts back what was there before. Answers the receiver."
        part isString ifFalse: [ object at: part Put: before. ^ self ].
        (reflect: object) at: part PutContents: (reflect: before).
        self ).
    statePrintString = ( "In words." text ).
|).

traits evidence _AddSlots: (|
    {} = 'Comment: What evidence shares.'.

    "Trying"

    copyDraft: d Message: m Homes: h = ( "New evidence about a draft as the answer to a message. Nothing has been tried."
        ((clone draft: d) message: m) homes: h ).
    try = (
        "Runs the draft's examples, then the message itself twice, each in a trial. Answers the receiver."
        | first |
        problem: draft problem.
        problem isNil ifFalse: [ ^ self ].
        outward: (draft effectsOn: message receiver).
        outward: (outward copyFilteredBy: [| :e | e != 'output' ]).
        tryExamples.
        problem isNil ifFalse: [ ^ self ].
        first: trialOfMessage.
        take: first.
        problem isNil ifFalse: [ ^ self ].
        again: trialOfMessage.
        ((again at: 'answer') = answer) && [ ((again at: 'output') = output) && [ sameChanges: (again at: 'changes') ] ] ifFalse: [
            problem: 'it gives another result when it is run again' ].
        self ).
    take: outcome = ( "What a trial of the message came to."
        answer: (outcome at: 'answer').
        changes: (outcome at: 'changes').
        output: (outcome at: 'output').
        (outcome at: 'barred') ifNotNil: [| :e | outward: (((outward asList) copyFilteredBy: [| :x | x != e ]) add: e) ].
        (outcome at: 'barred') isNil ifTrue: [ problem: (outcome at: 'problem'). kind: (outcome at: 'kind') ].
        self ).
    tryExamples = ( "Runs the examples; the first that fails is the problem."
        draft examples do: [| :e. outcome |
            problem isNil ifTrue: [
                outcome: (trialOf: [| r | r: e expression eval. ((r & (r printString)) asVector) ]).
                (outcome at: 'problem') isNil not
                    ifTrue: [ problem: 'its example `', e expression, '` fails: ', (outcome at: 'problem'). kind: 'example' ]
                     False: [
                        (outcome at: 'answer') = e expected
                            ifTrue: [ passed: passed + 1 ]
                             False: [ problem: 'its example `', e expression, '` gives ', (outcome at: 'answer'), ', not ', e expected. kind: 'example' ] ] ] ].
        self ).
    trialOfMessage = ( "Sends the message in a trial."
        | m |
        m: message.
        trialOf: [| r | r: m send. ((r & (globals printing brief: r)) asVector) ] ).
    trialOf: block = (
        "Runs a block in a trial where the draft is in its homes, and takes all back. A dictionary of 'answer' in words, 'problem' or nil, 'kind' of
         problem, 'barred' effect or nil, 'changes', 'output'."
        | p. found. printed. outcome |
        _OpenSavepoint.
        install.
        p: (prepare: block).
        run: p.
        found: changesNow.
        printed: _TrialOutput.
        p _EndTrial.
        outcome: (outcomeOf: p).
        outcome at: 'changes' Put: found.
        outcome at: 'output' Put: printed.
        outcome ).
    prepare: block = ( "A trial's process for a block, whose failure is its answer."
        | p |
        p: [ block onError: [| :e |
            (nil & 'error' & e kind & (e text copyAtMostWithEllipsis: 300)) asVector ] ] _NewTrialProcess.
        p _LetPrint.
        p _ProcessSetFuel: globals becomingRules trialFuel.
        p ).
    run: p = ( "Lets the process run to its end." 
        p _ProcessStart.
        [ p isFinished ] whileFalse: [ p _ProcessJoin. globals process goOn: p ].
        self ).
    outcomeOf: p = ( "What a process came to, as a dictionary."
        | d. v. failed |
        d: globals dictionary copyRemoveAll.
        d at: 'problem' Put: nil. d at: 'kind' Put: nil. d at: 'barred' Put: nil. d at: 'answer' Put: ''.
        p status = 'done' ifFalse: [
            v: p failure.
            d at: 'kind' Put: (v isNil ifTrue: 'fuelExhausted' False: [ v kind ]).
            ^ d at: 'problem' Put: (v isNil ifTrue: 'it ran out of fuel, memory or stack' False: [ v kind ]) ].
        v: p returnValue.
        failed: v size = 4.
        failed ifFalse: [ d at: 'answer' Put: (v at: 1). ^ d at: 'value' Put: (v at: 0) ].
        d at: 'kind' Put: (v at: 2).
        d at: 'problem' Put: (v at: 3).
        ((v at: 2) hasSuffix: 'CapabilityError') ifTrue: [ d at: 'barred' Put: ((v at: 2) copyWithoutSuffix: 'CapabilityError') ].
        d ).
    changesNow = (
        "A list of what has changed since the innermost savepoint, without the draft itself."
        | flat. found. c |
        flat: _Differences.
        found: globals list copyRemoveAll.
        0 upTo: flat size / 4 Do: [| :i |
            c: (globals becomingChange copyObject: (flat at: i * 4) Part: (flat at: (i * 4) + 1) Before: (flat at: (i * 4) + 2) After: (flat at: (i * 4) + 3)).
            (isOfInstalling: c) ifFalse: [ found add: c setText ] ].
        found ).
    isOfInstalling: c = ( "Is the change that the draft is in its home?"
        (homes copyFilteredBy: [| :h | h _Eq: c object ]) isEmpty not && [ (c part = draft selector) || [ draft changesSlots ] ] ).
    sameChanges: those = ( "Are these the same changes?"
        changes size = those size ifFalse: [ ^ false ].
        changes do: [| :c. :i | (c sameAs: (those at: i)) ifFalse: [ ^ false ] ].
        true ).

    install = ( "Puts the draft into its homes." homes do: [| :h | draft installIn: h ]. self ).

    "Keeping"

    keep = (
        "Runs the message once more with the draft in its homes, and keeps all of it if it goes as before: a vector with its value; nil if it
         does not, and nothing is kept."
        | p. found. printed. outcome. as |
        _OpenSavepoint.
        install.
        p: (prepare: [| r. m | m: message. r: m send. ((r & (globals printing brief: r)) asVector) ]).
        run: p.
        found: changesNow.
        printed: _TrialOutput.
        outcome: (outcomeOf: p).
        as: (outcome at: 'problem') isNil && [ ((outcome at: 'answer') = answer) && [ sameChanges: found ] ].
        as ifFalse: [ p _EndTrial. problem: 'it gives another result when it is run again'. ^ nil ].
        p _KeepTrial.
        changes: found.
        printed isEmpty ifFalse: [ printed _Write ].
        globals vector copySize: 1 FillingWith: (outcome at: 'value') ).

    "Judging"

    isGood = ( "Has it been tried without a problem?" problem isNil ).
    agreesWith: e = ( "Did another draft come to the same?"
        (e isGood && [ isGood ]) && [ (answer = e answer) && [ (output = e output) && [ sameChanges: e changes ] ] ] ).
    isStrong = ( "Do two drafts agree, or does an example pass that came from elsewhere, or is it made by an exact rule?"
        (agreeing > 1) || [ draft isExact || [ (outsideExamples > 0) && [ passed > 0 ] ] ] ).
    outsideExamples = ( "How many of its examples a person has given." draft moreExamples size ).
    strength = ( "'strong' or 'weak'." isStrong ifTrue: 'strong' False: 'weak' ).
    risk = ( "From 0 to 5." globals becomingRules riskOf: self ).
    taint = ( "Was text from outside used?" draft isTainted ).
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
        kind.
        again.
        passed   <- 0.
        agreeing <- 1.
    |).
|).

traits draft _AddSlots: (|
    "Where it is put"

    changesSlots = ( "Does it change a slot that is there, instead of adding one?" false ).
    isExact = ( "Was it made by a rule that leaves nothing open?" rung isNil not && [ ('accessor' & 'forward' & 'template') asVector includes: rung ] ).
    isTainted = ( "Does its text come from outside without anybody's doing?" false ).
    installIn: home = ( "Adds it to an object, with where it comes from in its annotation. Answers the receiver."
        (reflect: home) replace: '' Name: selector Contents: (reflect: method) Parent: false Assignable: false Annotations: annotation.
        self ).
    annotation = ( "What stands in the braces around it." 'Author: ', author, '\x7fBecoming: ', number printString ).
|).

globals draft _AddSlots: (|
    rung.
    number <- 0.
|).
