"The ways on from a turn that has failed. At the prompt such a turn stands where it failed (_StandingError): it can be looked at, told
what the failed message is to answer, or made to send it again. What is entered meanwhile belongs to it."

globals _AddSlots: (|
    activation = (|
        {} = 'Comment: An activation of a turn that stands, to be looked at.'.
        parent* = traits oddball.
        number <- 0.
        selector <- ''. receiver. source <- ''. line <- 0. isInBlock <- false.
        names <- vector. values <- vector.

        at: n = (
            "The one with that number; the innermost is 0. An error if there is none."
            | parts. a |
            parts: (_StandingActivation: n IfFail: [ ^ absent: n ]).
            a: _Clone.
            a number: n.
            a selector: (parts at: 0).
            a receiver: (parts at: 1).
            a source: (parts at: 2).
            a line: (parts at: 3).
            a isInBlock: (parts at: 4). a names: (parts at: 5). a values: (parts at: 6).
            a ).
        most = 500.
        all = ( "The innermost of them, up to a limit; none if no turn stands."
            | found |
            found: globals list copyRemoveAll.
            0 upTo: (_StandingActivations min: most) Do: [| :n | found add: (at: n) ].
            found ).
        isInLibrary = ( "Was it written in the library?" source hasPrefix: 'stdlib/' ).
        isOfFailure = (
            "Is it there to report the error?"
            isInLibrary && [ globals shell failureSelectors includes: selector ] ).
        title = ( "What it is, in words."
            selector = 'doIt' ifTrue: [ ^ isInBlock ifTrue: 'a block of the program' False: 'the program' ].
            isInBlock
                ifTrue: [ 'a block of ', selector ]
                 False: [ selector, ' of ', (globals printing brief: receiver) ] ).
        place = ( "Where it stands: source and line." source, ':', line printString ).
        printString = ( "Its title and place." 'an activation(', title, ')' ).
    |).
|).

traits shell _AddSlots: (|
    failureSelectors = (
        "Messages that report an error: activations of these, and what they have called, are no part of what a person looks at.
         Example: shell failureSelectors includes: 'error:'  => true"
        ('doesNotUnderstand:' & 'undefinedSelector:Type:Delegatee:MethodHolder:Arguments:'
            & 'ambiguousSelector:Type:Delegatee:MethodHolder:Arguments:'
            & 'missingParentSelector:Type:Delegatee:MethodHolder:Arguments:'
            & 'mismatchedArgumentCountSelector:Type:Delegatee:MethodHolder:Arguments:'
            & 'failedSend:Selector:Type:Delegatee:MethodHolder:Arguments:'
            & 'primitiveFailedError:Name:' & 'error:' & 'complain:' & 'absent:' & 'absentIndex:'
            & 'wanted:Not:Error:Name:' & 'primitiveFailedError:Name:Because:' & 'cannotReturn:' & 'signal' & 'signal:'
            & 'answerNotUnderstood:' & 'receiver:Fails:' & 'late:' & 'inVain:' & 'syntaxError:') asVector ).

    activations = (
        "Those of the turn that stands that are no report of its error, innermost first; an error if no turn stands."
        | all. mine. report |
        all: globals activation all.
        all isEmpty ifTrue: [ ^ error: 'no turn stands: there is nothing to go on with' ].
        "The report ends before the first activation of the person's own code."
        mine: 0.
        [ (mine < (all size - 1)) && [ (all at: mine) isInLibrary ] ] whileTrue: [ mine: mine + 1 ].
        report: 0.
        0 upTo: mine Do: [| :n | (all at: n) isOfFailure ifTrue: [ report: n + 1 ] ].
        all asVector copyFrom: report UpTo: all size ).
    failedActivation = (
        "The one whose message failed: the innermost of the person's own code, or the innermost of all."
        | all |
        all: activations.
        all findFirst: [| :a | a isInLibrary not ] IfPresent: [| :a | a ] IfAbsent: [ all first ] ).
    failedNumber = ( "The number of the activation that is to answer in its place." failedActivation number - 1 ).
    failedMessage = (
        "The message that failed, as it can be sent again; nil if there is none: a program failed by itself."
        | e |
        failedActivation number = activations first number ifFalse: [ ^ _StandingMessage: failedNumber ].
        e: _StandingError.
        isLookupError ifTrue: [ e message ] False: [ _StandingMessage: failedActivation number ] ).
    isLookupError = (
        "Is the error that a message could not be sent?"
        (reflect: _StandingError) includesKey: 'whyNot' ).
    isSlotMissing = (
        "Is it that nobody has a slot for it?"
        isLookupError && [ _StandingError kind = 'undefinedSelector' ] ).
    failedReceiver = ( "Whom the error is about." activations. _StandingError receiver ).

    waysOn = (
        "The ways there are: numbers with words for people."
        | all |
        all: globals list copyRemoveAll.
        failedMessage isNil ifFalse: [ all add: '1 retry' ].
        all add: '2 answer a value'. all add: '3 look into a frame'.
        isSlotMissing ifTrue: [ all add: '4 define ', _StandingError selector ].
        all add: '5 abandon'.
        all ).
    way: number With: text = (
        "Goes the way with that number."
        number = '1' ifTrue: [ ^ globals shell retry ].
        number = '2' ifTrue: [ ^ globals shell answer: text ].
        number = '3' ifTrue: [ ^ text isEmpty ifTrue: [ globals shell bt ] False: [ globals shell frame: text ] ].
        number = '4' ifTrue: [ ^ globals shell define ].
        number = '5' ifTrue: [ ^ globals shell abandon ].
        error: 'there is no way :', number, '; :ways shows them' ).

    "The slot that is missing"

    headFor: selector = (
        "A slot's head with names for its arguments.
         Example: shell headFor: 'at:Put:'  => 'at: a Put: b'
         Example: shell headFor: '+'  => '+ a'"
        | names. parts |
        names: 'abcdefgh'.
        selector numberOfArguments = 0 ifTrue: [ ^ selector ].
        (selector includes: ':') ifFalse: [ ^ selector, ' a' ].
        parts: globals list copyRemoveAll.
        ((selector splitOn: ':') asVector copyWithoutLast) do: [| :part. :i |
            parts add: part, ': ', (names at: (i min: 7)) ].
        parts joinUsing: ' ' ).
    nameFor: object = (
        "How an entry can name an object to which a slot is to be added: what it is called if that leads to it, or its traits if it is
         a number, a text or a collection of the machine.
         Example: shell nameFor: list  => 'list'
         Example: shell nameFor: 3  => 'traits smallInt'"
        | m. target |
        m: (reflect: object).
        target: (m isReflecteeSlots ifTrue: [ object ] False: [ m parents first reflectee ]).
        m: (reflect: target).
        ([ m name eval ] onError: nil) == target ifTrue: [ m name ] False: [ 'shell failedReceiver' ] ).

    listOfActivations = (
        "Those of the turn that stands, with numbers, places and a mark where the message failed."
        | failed. rows. places. left |
        failed: failedActivation number.
        rows: globals list copyRemoveAll. places: globals list copyRemoveAll.
        (activations copyAtMost: 30) do: [| :a. :i |
            rows add: (a number = failed ifTrue: '→ ' False: '  '), (i + 1) printString, ' ', a title.
            places add: a place.
            left: _StandingActivations - a number - 1 ].
        left > 0 ifTrue: [ rows add: '  … ', left printString, ' more further out'. places add: '' ].
        table: rows And: places ).
    variablesOf: a = (
        "What an activation's names stand for, and its receiver."
        | names. values |
        names: globals list copyRemoveAll. values: globals list copyRemoveAll.
        names add: '  self'. values add: '= ', (globals printing brief: a receiver).
        a names do: [| :name. :i |
            names add: '  ', name.
            values add: '= ', (globals printing brief: (a values at: i)) ].
        table: names And: values ).
|).

globals shell _AddSlots: (|
    ways = ( "The ways on from the turn that stands." waysOn joinUsing: '  ' ).
    bt = ( "The activations of the turn that stands, innermost first." listOfActivations ).
    frame = ( "Evaluates entries in the lobby again." _StandingSelect: nil. 'entries are evaluated in the lobby' ).
    frame: number = (
        "Looks into an activation, and evaluates entries there: self is its receiver, its arguments and locals can be read."
        | all. a. n |
        all: activations.
        n: (number asIntegerIfFail: [ ^ error: 'say the number of a frame, from 1 to ', all size printString ]).
        (n < 1) || [ n > all size ] ifTrue: [
            ^ error: 'there is no frame ', n printString, '; they go from 1 to ', all size printString ].
        a: all at: n - 1.
        _StandingSelect: a number.
        n printString, ' ', a title, '  ', a place, '\n', (variablesOf: a),
            '\n(entries are evaluated here; :frame goes back to the lobby)' ).
    retry = (
        "Sends the message that failed again, and goes on with what it answers."
        | m |
        m: failedMessage.
        m isNil ifTrue: [
            ^ error: 'the program failed by itself: there is no message to send again; :answer goes on with a value' ].
        (activations first number = failedActivation number) && [ isLookupError not ]
            ifTrue: [ _StandingSend: m From: failedActivation number ]
             False: [ _StandingSend: m From: failedNumber ].
        '' ).
    answer: text = (
        "Goes on with a value in place of what failed: `:answer 3 + 4`."
        | value |
        activations.
        text isEmpty ifTrue: [ ^ error: 'say the value to go on with, such as :answer 0' ].
        value: text eval.
        _StandingAnswer: value From: failedNumber.
        '' ).
    define = (
        "Prepares the slot that is missing as the next entry."
        | before. text |
        activations.
        isSlotMissing ifFalse: [ ^ error: 'no slot is missing here; :ways shows what can be done' ].
        before: (nameFor: failedReceiver), ' addSlots: (| ', (headFor: _StandingError selector), ' = ( '.
        _ProposeEntry: before With: ' ) |)'.
        'write what it does, then :retry\n', before, '… ) |)' ).
    abandon = ( "Gives up every turn that stands: the world is as it was before." abandon: '0' ).
    abandon: level = (
        "Gives up the turns that stand above a level."
        | n |
        activations.
        n: (level asIntegerIfFail: [ ^ error: 'say the level to go back to, such as :abandon 0' ]).
        (n >= 0) && [ n < _StandingLevels ] ifFalse: [
            ^ error: 'levels to go back to go from 0 to ', (_StandingLevels - 1) printString ].
        _StandingAbandon: n.
        '' ).
|).
