"Becoming: a message that is not understood is answered by a method that is found or written, tried, kept and can be taken back.
docs/becoming.md tells the whole; the phases P0 to P12 have their names from there. A becoming is an object that lives in the turn that sent
the message and goes with its commit."

traits _AddSlots: (| becoming = (| parent* = traits clonable |) |).

traits becoming _AddSlots: (|
    {} = 'Comment: What becomings share.'.

    copyMessage: m Policy: p = (
        "A new becoming. Nothing has been done."
        (((clone message: m) policy: p) failures: globals list copyRemoveAll) drafts: globals list copyRemoveAll ).

    "P0 to P12"

    answerIfNot: block = (
        "What the message comes to, once somebody knows how to answer it; else the block's value, which is given why not."
        | value |
        enter: 'admitted'.
        homes: homesOf: message receiver.
        settleSlip ifTrue: [
            ^ useInstead isNil
                ifTrue: [ block value: failure ]
                 False: [
                    globals becomings leaving: [
                        message receiver _Perform: useInstead WithArguments: message arguments ] ] ].
        value: climb.
        value isNil ifFalse: [ ^ value first ].
        failure isNil ifTrue: [ value: askMind ].
        value isNil ifFalse: [ ^ value first ].
        enter: 'failed'.
        block value: (failure ifNil: [ lastFailure ]) ).
    enter: name = ( "Goes on to another state, and tells the world around. Answers the receiver."
        state: name.
        path: path, (path isEmpty ifTrue: '' False: ' '), name.
        globals minds world: 'state' With: name.
        self ).

    settleSlip = (
        "Is the message probably a slip of the finger, and is no method wanted?"
        | near. reply |
        near: (globals becomingLadder misspelt: message).
        near isNil ifTrue: [ ^ false ].
        "Where no mind could write another method the error says as much as a question would."
        globals minds current isReady ifFalse: [ failure: ''. ^ true ].
        reply: (globals architect
            ask: (globals printing brief: message receiver), ' does not understand \'', message selector,
                '\'. Did you mean \'', near, '\'?\n'
                , '  u  use it this once    w  write \'', message selector, '\'    Enter  neither').
        reply isNil ifTrue: [ failure: ''. ^ true ].
        (reply hasPrefix: 'w') ifTrue: [ ^ false ].
        (reply hasPrefix: 'u') ifTrue: [ useInstead: near. ^ true ].
        failure: ''.
        true ).

    climb = ( "The answer by the ladder, in a vector; nil if it has none, or nobody wanted it."
        | best |
        best: (tryDrafts: (globals becomingLadder draftsFor: message)).
        best isNil ifTrue: [ nil ] False: [ decide: best ] ).

    askMind = ( "The answer by the mind, in a vector; nil if it has none."
        | rounds <- 0. best. failed |
        globals minds current isReady ifFalse: [ failure: ''. ^ nil ].
        [ rounds <= globals becomingRules repairs ] whileTrue: [
            rounds > 0 ifTrue: [ enter: 'repairing' ].
            best: (tryDrafts: (askForDrafts: (rounds = 0 ifTrue: [ globals becomingRules candidates ] False: 1))).
            best isNil ifFalse: [ critique: best ].
            best isNil ifFalse: [ ^ decide: best ].
            failed: failures size.
            rounds: rounds + 1.
            (failed > 1) && [ (failures at: failed - 1) = (failures at: failed - 2) ] ifTrue: [
                rounds: globals becomingRules repairs + 1 ] ].
        nil ).
    askForDrafts: n = ( "A list of up to n drafts by the mind, told what is known and what has failed."
        | pack |
        enter: 'packed'.
        pack: (globals becomingContext packFor: message Intent: intent Failures: failures).
        enter: 'drafting'.
        (globals minds current writeMethod: pack N: n) copyMappedBy: [| :t | draftIn: t ] ).
    critique: e = (
        "Lets a mind judge what a draft did, if that was more than a change of the receiver's own data: not the text, but its effect. A no makes the
         evidence weak and is shown. Answers the receiver."
        | said |
        e doubtFrame.
        e risk < 2 ifTrue: [ ^ self ].
        enter: 'critiqued'.
        said: (globals minds current
            ask: (globals becomingContext questionAbout: e Message: message)
            Seed: 0
            Purpose: 'critique').
        (said isNil not && [ (said trimmed asLowercase hasPrefix: 'yes') not ]) ifTrue: [
            e doubt: 'the critic says: ', (said trimmed copyAtMostWithEllipsis: 200) ].
        self ).
    draftIn: text = (
        "The draft in what a mind has said: the shortest run of lines that begins with the selector and is a method."
        | lines. d. begin |
        lines: text lines.
        begin: (message selector includes: ':')
            ifTrue: [ (message selector splitOn: ':') first, ':' ]
             False: [ message selector ].
        0 upTo: lines size Do: [| :i. run |
            ((lines at: i) trimmed hasPrefix: begin) ifTrue: [
                run: ''.
                i upTo: (lines size min: i + 200) Do: [| :j |
                    run: run, (lines at: j), '\n'.
                    d: (globals draft copySource: run Author: author).
                    d problem isNil ifTrue: [ ^ d ] ] ] ].
        globals draft copySource: text Author: author ).
    author = ( "Who writes: the mind's name." 'mind ', globals minds current mindName ).

    tryDrafts: those = (
        "Checks and tries drafts; the best evidence, or nil if none is good. What was wrong with the others is remembered."
        | tried. good. best |
        tried: globals list copyRemoveAll.
        those do: [| :d |
            d number: globals becomings nextNumber.
            "The same text again is no second opinion."
            (drafts copyFilteredBy: [| :e | e draft sameTextAs: d ]) isEmpty ifTrue: [
                enter: 'checked'.
                d checkFor: message.
                d problem isNil ifTrue: [ enter: 'tried' ].
                tried add: ((globals evidence copyDraft: d Message: message Homes: (homesFor: d)) try).
                drafts add: tried last ] ].
        tried do: [| :e | e isGood ifFalse: [ failures add: (failureText: e) ] ].
        good: (tried copyFilteredBy: [| :e | e isGood ]).
        good isEmpty ifTrue: [ ^ nil ].
        good do: [| :e | e agreeing: (good copyFilteredBy: [| :o | o agreesWith: e ]) size ].
        best: good first.
        good do: [| :e | (better: e Than: best) ifTrue: [ best: e ] ].
        best ).
    failureText: e = ( "What was wrong with a draft, for whoever writes the next one."
        (e draft source copyAtMostWithEllipsis: 400), '\n  -- ', e problem ).
    better: a Than: b = ( "By how many agree, then examples that passed, then the smaller text."
        a agreeing = b agreeing ifFalse: [ ^ a agreeing > b agreeing ].
        a passed = b passed ifFalse: [ ^ a passed > b passed ].
        a draft size < b draft size ).

    decide: evidence = (
        "Keeps, asks or refuses; the answer in a vector, or nil."
        | what |
        enter: 'deciding'.
        what: (globals becomingRules decide: policy Risk: evidence risk Strong: evidence isStrong).
        what = 'keep' ifTrue: [ ^ keep: evidence By: 'rule' ].
        what = 'show' ifTrue: [ enter: 'dryRun'. failure: 'this is what would be kept:\n', (card: evidence). ^ nil ].
        what = 'ask' ifTrue: [ ^ askArchitect: evidence ].
        enter: 'denied'.
        failure: 'what was written is not kept: ', (whyRefused: evidence).
        nil ).
    whyRefused: evidence = ( "Why a rule refuses it."
        evidence risk = 5 ifTrue: [ ^ 'it touches what guards the world' ].
        evidence risk = 4 ifTrue: [ ^ 'it reaches outside (', (evidence outward joinUsing: ', '), ')' ].
        evidence isStrong ifFalse: [ ^ 'only its own word speaks for it (', (riskWords: evidence risk), ')' ].
        'the policy is \'', policy, '\'' ).

    askArchitect: evidence = (
        "Shows the card to the person and does what they say; the answer in a vector, or nil."
        | reply. e. mine |
        e: evidence.
        0 upTo: 20 Do: [
            enter: 'asked'.
            reply: (globals architect ask: (card: e), choices).
            reply isNil ifTrue: [ failure: 'what was written needs a person\'s consent: ', (riskWords: e risk). ^ nil ].
            reply: reply trimmed.
            (reply = 'a') ifTrue: [
                ^ e outward isEmpty ifTrue: [ keep: e By: globals architect name ] False: [ keepUntried: e ] ].
            (reply = 'r') || [ (reply hasPrefix: 'r ') || [ reply isEmpty ] ] ifTrue: [
                failure: 'refused', (reply size > 2 ifTrue: [ ': ', (reply copyFrom: 2 UpTo: reply size) ] False: '').
                ^ nil ].
            (reply hasPrefix: 'x ') ifTrue: [
                mine: (globals documenter examplesIn: 'Example: ', (reply copyFrom: 2 UpTo: reply size)).
                mine isEmpty
                    ifTrue: [
                        e note: 'an example is written `x expression  => result`, with two blanks before the arrow' ]
                     False: [
                        e: (globals evidence copyDraft: (e draft copy problem: nil) Message: message Homes: homes).
                        e draft moreExamples: (evidence draft moreExamples, mine asVector).
                        e try.
                        e isGood ifFalse: [ failures add: (failureText: e). e note: e problem ] ] ].
            (reply hasPrefix: 'i ') ifTrue: [
                intent: (reply copyFrom: 2 UpTo: reply size).
                mine: (globals minds current isReady
                    ifTrue: [ tryDrafts: (askForDrafts: globals becomingRules candidates) ]
                     False: nil).
                mine isNil
                    ifTrue: [
                        e note: (globals minds current isReady
                            ifTrue: [ lastFailure ]
                             False: 'no mind is there to write it anew') ]
                     False: [ critique: mine. e: mine ] ].
            (reply hasPrefix: 'e ') ifTrue: [
                mine: (globals draft copySource: (reply copyFrom: 2 UpTo: reply size) Author: globals architect name).
                mine number: e draft number.
                mine checkFor: message.
                mine: ((globals evidence copyDraft: mine Message: message Homes: homes) try).
                mine isGood ifTrue: [ e: mine ] False: [ e note: mine problem ] ] ].
        failure: 'nothing was decided'.
        nil ).

    card: e = (
        "What a person needs to decide, as text."
        | text |
        text: globals mutableString copyRemoveAll.
        text append: '\n', (globals printing brief: message receiver), ' does not understand \'', message selector,
            '\'.'.
        e draft intent isEmpty ifFalse: [
            text append: '\n  for       ', (e draft intent replace: '\n' With: '\n            ') ].
        text append: '\n  method    ', ((e draft source) replace: '\n' With: '\n            ').
        text append: '\n  into      ', ((e homes copyMappedBy: [| :h | (reflect: h) name ]) joinUsing: ' and ').
        text append: '\n  answers   ', (e outward isEmpty ifTrue: [ e answer ] False: '(not known before it is done)').
        e changes isEmpty ifFalse: [ text append: '\n  changes   ', (e changeTexts joinUsing: '\n            ') ].
        e output isEmpty ifFalse: [ text append: '\n  prints    ', (e output replace: '\n' With: '\n            ') ].
        e outward isEmpty ifFalse: [ text append: '\n  touches   ', (e outward joinUsing: ', ') ].
        text append: '\n  evidence  ', e strength, ': ', (count: e passed Of: 'example'), ' passed, ',
            (e agreeing = 1 ifTrue: 'one draft' False: [ e agreeing printString, ' drafts agree' ]), '; written by ',
            e draft author.
        text append: '\n  risk      ', (riskWords: e risk).
        e doubt isEmpty ifFalse: [ text append: '\n  doubt     ', e doubt ].
        e note isEmpty ifFalse: [ text append: '\n  note      ', e note ].
        text asString ).
    count: n Of: word = (
        "Example: becoming count: 1 Of: 'example'  => '1 example'"
        n printString, ' ', word, (n = 1 ifTrue: '' False: 's') ).
    choices = ( "What a person may answer."
        '\n  a accept    r REASON refuse    x EXPR  => RESULT add an example\n  i PURPOSE let it be written anew for that    e METHOD write it yourself' ).
    riskWords: r = (
        "A risk in words.
         Example: becoming riskWords: 1  => 'it changes the receiver\'s own data or prints'"
        ('it only reads' & 'it changes the receiver\'s own data or prints' & 'it changes other objects'
            & 'it changes methods or parents' & 'it reaches outside' & 'it touches what guards the world') asVector at: r ).

    "P11"

    keep: e By: who = ( "Keeps what was tried: the value in a vector, or nil if it went otherwise this time."
        | value |
        value: e keep.
        value isNil ifTrue: [ failure: e problem. ^ nil ].
        installed: e By: who.
        value ).
    installed: e By: who = ( "Remembers what was kept. Answers the receiver."
        enter: 'installed'.
        e draft model isNil
            ifTrue: [ globals becomings note: self Evidence: e By: who ]
             False: [ globals becomings extend: e draft model With: e homes first ].
        self ).
    keepUntried: e = ( "Installs what reaches outside and sends the message for real."
        | value |
        e install.
        installed: e By: globals architect name.
        value: (globals becomings leaving: [ message send ]).
        globals vector copySize: 1 FillingWith: value ).
    homesOf: r = (
        "A vector of the objects that get the method: for numbers, texts and collections their traits; a parent of the person's own that has
         methods; or the receiver with its prototype."
        | m. own |
        m: (reflect: r).
        m isReflecteeSlots ifFalse: [ ^ globals vector copySize: 1 FillingWith: m parents first reflectee ].
        own: (globals becomings ownHoldersOf: r).
        own do: [| :h |
            (h = m) not && [ h methods isEmpty not ] ifTrue: [
                ^ globals vector copySize: 1 FillingWith: h reflectee ] ].
        prototypeOf: r ).
    homesFor: d = ( "The homes of a draft: what others of the family have already goes to the receiver alone."
        d model isNil ifTrue: [ homes ] False: [ globals vector copySize: 1 FillingWith: message receiver ] ).
    prototypeOf: r = ( "A vector of the receiver and the named object it was copied from."
        | name. p |
        name: (reflect: r) creatorPath isNil ifTrue: [ (reflect: r) prototypeName ] False: nil.
        name isNil ifTrue: [ ^ globals vector copySize: 1 FillingWith: r ].
        ((reflect: lobby) includesKey: name) ifFalse: [ ^ globals vector copySize: 1 FillingWith: r ].
        p: ((reflect: lobby) contentsAt: name) reflectee.
        (r & p) asVector ).

    lastFailure = (
        "The last thing that went wrong."
        failures isEmpty ifTrue: '' False: [ 'nothing that was written works:\n', failures last ] ).
    statePrintString = ( "Its message and state." message selector, ', ', state ).
|).

globals _AddSlots: (|
    becoming = (|
        {} = 'Comment: One message that was not understood, on its way to an answer.'.
        parent* = traits becoming.
        message.
        policy     <- 'closed'.
        intent     <- ''.
        state      <- 'admitted'.
        path       <- ''.
        homes      <- vector.
        drafts     <- vector.
        failures   <- vector.
        failure.
        useInstead.
    |).

    architect = (|
        {} = 'Comment: The person at the prompt.'.
        parent* = traits oddball.
        name = ( "Whose consent it was." 'architect' ).
        ask: question = (
            "Shows a question and answers what the person says; nil if nobody is there.
             Example: architect ask: 'Well?'  => nil"
            globals minds world: 'architect' With: question ).
    |).
|).
