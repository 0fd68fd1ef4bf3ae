"What may become, what a written method may not do, and who decides: the rules of becoming, as data and small methods to be
changed while the world runs. docs/becoming.md explains them."

globals _AddSlots: (|
    becomingRules = (|
        {} = 'Comment: The rules of becoming.'.
        parent* = traits oddball.

        "Limits"
        longestSource = 20000.
        mostNodes     = 400.
        candidates    = 4.
        repairs       = 2.
        trialFuel     = 50000.
        maxDepth      = 2.
        firstRest     = 50.
        durableCalls    = 10.
        durableSessions = 2.

        "Messages that are never answered by writing a method: what looks at objects, and what the machine relies on"
        never = ('doesNotUnderstand:' & 'undefinedSelector:Type:Delegatee:MethodHolder:Arguments:' & 'clone' & 'copy'
            & '=' & '==' & '!=' & 'hash'
            & 'printString' & 'statePrintString' & 'storeString' & 'asString' & 'reflect:' & 'reflectOn:'
            & 'setSlot:Value:' & 'value' & 'parent'
            & 'becomingPolicy' & 'intentOf:' & 'globals' & 'text' & 'kind' & 'name' & 'signal' & 'isError' & 'size'
            & 'asVector' & 'asList'
            & 'primitiveFailedError:Name:' & 'ifTrue:' & 'ifFalse:' & 'ifTrue:False:' & 'ifNil:'
            & 'whileTrue:') asVector.

        neverAnswers: aMessage = (
            "Why a method is never written for this message, or nil.
             Example: becomingRules neverAnswers: (message receiver: lobby Selector: 'hash')  => 'such messages are never answered by writing a method'"
            | s. r |
            s: aMessage selector. r: aMessage receiver.
            (never includes: s) || [ isOfMachine: s ] ifTrue: [
                ^ 'such messages are never answered by writing a method' ].
            ((s isEmpty) || [ (s at: 0) isLetter not ]) && [ (reflect: r) isReflecteeSlots not ] ifTrue: [
                ^ 'operators of numbers and texts are the library\'s' ].
            s _StringIsTainted ifTrue: [ ^ 'its name comes from outside' ].
            (r _Eq: nil) ifTrue: [ ^ 'nil does not become' ].
            (r _Eq: lobby) || [ (r _Eq: globals) || [ r _Eq: shell ] ] ifTrue: [
                ^ 'it is probably misspelt; `becomings write:For:` writes it on purpose' ].
            (guards: r) ifTrue: [ ^ 'it guards the world' ].
            nil ).

        isOfMachine: s = (
            "Is it one of the messages by which equality and arithmetic ask the other side?
             Example: becomingRules isOfMachine: 'addSmallInteger:'  => true"
            ('equals' & 'reverseLess') asVector do: [| :begin | (s hasPrefix: begin) ifTrue: [ ^ true ] ].
            ('SmallInteger:' & 'Float:' & 'BigInteger:') asVector do: [| :end | (s hasSuffix: end) ifTrue: [ ^ true ] ].
            false ).

        "Messages that a written method may not send"
        reserved = ('eval' & 'evalIn:' & 'runScript' & 'requireScript' & 'addSlots:' & 'addSlotsFrom:'
            & 'addSlotsIfAbsent:' & 'define:'
            & 'at:PutContents:' & 'removeKey:' & 'rename:To:' & 'replace:Name:Contents:Parent:Assignable:Annotations:'
            & 'contents:' & 'reflectee'
            & 'reflect:' & 'browse' & 'browser' & 'setSlot:Value:' & 'addSlot:Value:' & 'addParent:' & 'sendTo:'
            & 'sendTo:WithArguments:' & 'perform:' & 'exit:' & 'fork' & 'asProcess' & 'trial'
            & 'becomings' & 'becomingRules' & 'becomingPolicy' & 'eventLog' & 'pLLM' & 'minds' & 'failures'
            & 'defaultBehavior'
            & 'becomings:' & 'becomingRules:' & 'becomingPolicy:') asVector.
        mayNotBeSent: selector = (
            "Is it for people only? Example: becomingRules mayNotBeSent: 'eval'  => true"
            reserved includes: selector ).

        guards: x = (
            "Is it one of the objects that guard the world, or something that they keep?
             Example: becomingRules guards: becomingRules  => true
             Example: becomingRules guards: becomings kept contents  => true
             Example: becomingRules guards: 3  => false"
            guarded do: [| :g | (x _Eq: g) ifTrue: [ ^ true ] ].
            false ).
        guarded = ( "A vector of them."
            (self & never & reserved & globals becomings & globals becomings kept & globals becomings kept contents
                & globals eventLog & globals eventLog events & globals eventLog events contents & globals event
                & globals becoming & globals becomingRecord & globals becomingChange & globals evidence
                & globals trialOutcome & globals draft
                & traits becoming & traits becomingRecord & traits becomingChange & traits evidence
                & traits trialOutcome & traits draft
                & globals effectFinder & globals becomingLadder & globals becomingContext & globals methodFinder
                & globals likeness
                & globals minds & globals pLLM & globals scriptedMind & traits pLLM & traits scriptedMind
                & defaultBehavior & failures & globals architect & shell) asVector ).

        "What reaches outside"
        effectOfName: name = (
            "What whoever stands under a name may touch outside the world, or ''. A written method that names it may touch that, whatever becomes of it there.
             Example: becomingRules effectOfName: 'file'  => 'file'"
            (('file' & 'input' & 'image' & 'outbox') asVector includes: name) ifTrue: [ ^ 'file' ].
            (('system' & 'process' & 'testRunner') asVector includes: name) ifTrue: [ ^ 'process' ].
            '' ).

        "Risk, from 0 to 5"
        riskOf: evidence = (
            "How much could go wrong, by what a trial has changed and what the text may touch: 0 it only reads, 1 it changes the receiver's own data or
             prints, 2 other objects, 3 methods or parents, 4 it reaches outside, 5 it touches what guards the world."
            | r <- 0 |
            evidence changes do: [| :c | r: r max: (riskOfChange: c Receiver: evidence message receiver) ].
            evidence output isEmpty ifFalse: [ r: r max: 1 ].
            evidence outward isEmpty ifFalse: [ r: r max: 4 ].
            evidence taint ifTrue: [ r: r max: 2 ].
            r ).
        riskOfChange: c Receiver: receiver = ( "The risk of one change."
            (guards: c object) ifTrue: [ ^ 5 ].
            c isOfMethod || [ c isOfParent || [ c isOfRemoval ] ] ifTrue: [ ^ 3 ].
            (c object _Eq: receiver) ifTrue: [ ^ 1 ].
            c isOfLibrary ifTrue: [ 3 ] False: [ 2 ] ).

        decide: policy Risk: risk Strong: strong = (
            "'keep', 'ask' or 'refuse'.
             Example: becomingRules decide: 'careful' Risk: 1 Strong: false  => 'ask'
             Example: becomingRules decide: 'auto' Risk: 1 Strong: false  => 'refuse'"
            risk = 5 ifTrue: [ ^ 'refuse' ].
            policy = 'careful' ifTrue: [
                risk = 0 ifTrue: [ ^ 'keep' ].
                risk = 1 ifTrue: [ ^ strong ifTrue: 'keep' False: 'ask' ].
                risk = 4 ifTrue: [ ^ strong ifTrue: 'ask' False: 'refuse' ].
                ^ 'ask' ].
            policy = 'auto' ifTrue: [
                risk = 4 ifTrue: [ ^ 'refuse' ].
                ^ strong || [ risk = 0 ] ifTrue: 'keep' False: 'refuse' ].
            policy = 'dryRun' ifTrue: [ ^ 'show' ].
            'refuse' ).

        isClosed: policy = (
            "Does a message that is not understood stay an error? Example: becomingRules isClosed: 'closed'  => true"
            (('careful' & 'auto' & 'dryRun') asVector includes: policy) not ).
    |).
|).

defaultBehavior _AddSlots: (|
    becomingPolicy = (
        "By which policy the receiver becomes, or nil: as the session says. An object, or a parent of many, may have a slot of
this name with 'careful', 'auto', 'dryRun' or 'closed'. Example: 3 becomingPolicy  => nil"
        nil ).
|).
