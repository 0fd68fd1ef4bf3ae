"Drafts: methods that are not in any object yet. A draft is the text of one slot, `area = ( width * height )`, with the comment and
the examples that its body begins with. What it may not do is found before it is run (phase P5 of docs/becoming.md)."

traits _AddSlots: (| draft = (| parent* = traits clonable |) |).

traits draft _AddSlots: (|
    {} = 'Comment: What drafts share.'.

    copySource: text Author: who = (
        "A new draft of what a text holds. If it is no slot with a method, `problem` says so.
         Example: (draft copySource: 'half = ( self / 2 )' Author: 'person') selector  => 'half'
         Example: (draft copySource: 'half' Author: 'person') problem  => 'it holds no method'"
        | d |
        d: ((clone source: text trimmed) author: who).
        d read ).
    read = ( "Reads the text. Answers the receiver."
        | trees |
        size > globals becomingRules longestSource ifTrue: [ ^ problem: 'it is too long' ].
        trees: (source _SlotTreesIfFail: [ ^ problem: 'it is not well formed: ', lobby _FailureReason ]).
        trees size = 1 ifFalse: [
            ^ problem: (trees isEmpty ifTrue: 'it holds no method' False: 'it holds more than one slot') ].
        tree: trees first.
        (tree at: 2) = 'method' ifFalse: [ ^ problem: 'it holds no method' ].
        selector: (tree at: 1).
        self ).
    size = ( "Characters of its text." source size ).

    method = (
        "The method, in nobody's slot.
         Example: (draft copySource: 'half = ( self / 2 )' Author: 'person') method source  => '( self / 2 )'"
        | o |
        o: (('(| ', source, ' |)') _EvalWritten: number).
        ((reflect: o) contentsAt: selector) reflectee ).
    comment = ( "The comment its body begins with." method comment ).
    intent = (
        "What it is for: its comment without examples.
         Example: (draft copySource: 'half = ( \x22Half of it. Example: 6 half  => 3\x22 self / 2 )' Author: 'person') intent  => 'Half of it.'"
        globals documenter descriptionIn: comment ).
    examples = (
        "A list of the examples in its comment, and of those that were added.
         Example: (draft copySource: 'half = ( \x22Example: 6 half  => 3\x22 self / 2 )' Author: 'person') examples first expected  => '3'"
        (globals documenter examplesIn: comment) addAll: moreExamples ).

    "Going through its tree"

    sendsDo: block = (
        "Runs the block with each send's tree in the method, and the names that are bound there, outermost first. Answers the receiver.
         Example: [| n <- '' | (draft copySource: 'f: x = ( x + (3 foo: x) )' Author: 'person') sendsDo: [| :s | n: n, (s at: 2) ]. n ] value  => '+xfoo:x'"
        bodySends: (tree at: 3) Bound: globals list copyRemoveAll Do: block.
        self ).
    bodySends: body Bound: outer Do: block = ( "Those in the body of a method or block."
        | bound |
        bound: outer copy addAll: (body at: 1).
        (body at: 2) do: [| :slot | bound add: (slot at: 1) ].
        (body at: 2) do: [| :slot | (slot at: 3) ifNotNil: [| :x | sendsIn: x Bound: bound Do: block ] ].
        (body at: 3) do: [| :x | sendsIn: x Bound: bound Do: block ].
        self ).
    sendsIn: x Bound: bound Do: block = ( "Those in a tree."
        | kind |
        x isNil ifTrue: [ ^ self ].
        kind: x first.
        kind = 'send' ifTrue: [
            block value: x With: bound.
            sendsIn: (x at: 1) Bound: bound Do: block.
            (x at: 3) do: [| :a | sendsIn: a Bound: bound Do: block ]. ^ self ].
        kind = 'resend' ifTrue: [ (x at: 3) do: [| :a | sendsIn: a Bound: bound Do: block ]. ^ self ].
        (kind = 'block') || [ kind = 'method' ] ifTrue: [ bodySends: x Bound: bound Do: block. ^ self ].
        kind = 'object' ifTrue: [
            (x at: 1) do: [| :slot | (slot at: 3) ifNotNil: [| :c | sendsIn: c Bound: bound Do: block ] ] ].
        self ).
    nodes = (
        "How many nodes its tree has. Example: (draft copySource: 'f = ( 1 + 2 )' Author: 'person') nodes  => 5"
        nodesIn: tree ).
    nodesIn: x = ( "How many vectors that begin with a word a tree has."
        | n |
        (reflect: x) isReflecteeVector ifFalse: [ ^ 0 ].
        n: ((x isEmpty not) && [ x first isString ] ifTrue: 1 False: 0).
        x do: [| :each | n: n + (nodesIn: each) ].
        n ).

    "What it may not do"

    checkFor: message = (
        "Finds what is wrong with it as the answer to a message; `problem` is nil if nothing is. Answers the receiver."
        | receiver. arguments |
        problem isNil ifFalse: [ ^ self ].
        receiver: message receiver.
        selector = message selector ifFalse: [
            ^ problem: 'it defines \'', selector, '\', not \'', message selector, '\'' ].
        arguments: ((tree at: 3) at: 1).
        arguments size = message arguments size ifFalse: [ ^ problem: 'it takes another number of arguments' ].
        nodes > globals becomingRules mostNodes ifTrue: [ ^ problem: 'it is too large' ].
        sendsDo: [| :send. :bound |
            checkSend: send Bound: bound Receiver: receiver.
            problem isNil ifFalse: [ ^ self ] ].
        (mutates: receiver) && [ isNamedAsQuestion ] ifTrue: [
            ^ problem: 'a message called \'', selector, '\' should change nothing' ].
        self ).
    checkSend: send Bound: bound Receiver: receiver = ( "Finds what is wrong with one send."
        | name. isBound |
        name: (send at: 2).
        (name hasPrefix: '_') ifTrue: [ ^ problem: 'it uses the primitive \'', name, '\'; only the library may' ].
        (globals becomingRules mayNotBeSent: name) ifTrue: [
            ^ problem: 'it sends \'', name, '\', which only people may' ].
        (send at: 1) isNil ifFalse: [ ^ self ].
        isBound: (bound includes: name) || [ (name hasSuffix: ':') && [ bound includes: name copyWithoutLast ] ].
        isBound ifTrue: [ ^ self ].
        (name = selector) || [ receiver _Understands: name ] ifTrue: [ ^ self ].
        problem: 'nobody knows \'', name, '\' there', (nearest: name For: receiver) ).
    nearest: name For: receiver = ( "What may have been meant, as part of a sentence."
        | near |
        near: (receiver _NearestSelectors: name).
        near isEmpty ifTrue: '' False: [ '; nearest is \'', near first, '\'' ] ).
    mutates: receiver = ( "Does it assign to a slot of the receiver?"
        sendsDo: [| :send. :bound. name |
            name: (send at: 2).
            (send at: 1) isNil && [ (bound includes: name copyWithoutLast) not && [ isAssignment: name For: receiver ] ]
                ifTrue: [ ^ true ] ].
        false ).
    isAssignment: name For: receiver = ( "Would a send of that name assign to a slot?"
        | found |
        (name hasSuffix: ':') ifFalse: [ ^ false ].
        found: (receiver _MatchingHolders: name).
        (found size = 1) && [ (reflect: found first) isAssignmentAt: name ] ).
    isNamedAsQuestion = (
        "Does its name ask something? Example: (draft copySource: 'isOld = ( true )' Author: 'person') isNamedAsQuestion  => true"
        ('is' & 'has' & 'can') asVector do: [| :w |
            (selector hasPrefix: w) && [ (selector size > w size) && [ (selector at: w size) isUpperCase ] ] ifTrue: [
                ^ true ] ].
        false ).

    effectsOn: receiver = (
        "A sorted list of what it may touch outside the world, as far as its text tells: words such as 'file'.
         Example: (draft copySource: 'f: t = ( (file at: \'a\') contents: t )' Author: 'person') effectsOn: lobby  => a list('file')"
        globals effectFinder of: self On: receiver ).

    "Comparing"

    sameTextAs: d = ( "Is its text the same but for white space?" source words = d source words ).
    statePrintString = ( "The beginning of its text." (source copyAtMostWithEllipsis: 40) printString ).
|).

globals _AddSlots: (|
    draft = (|
        {} = 'Comment: A method that is not in any object yet.'.
        parent* = traits draft.
        source       <- ''.
        author       <- ''.
        selector     <- ''.
        tree.
        problem.
        moreExamples <- vector.
        rung.
        model.
        number       <- 0.
    |).

    effectFinder = (|
        {} = 'Comment: Finds what methods may touch outside the world, through the primitives they reach.'.
        parent* = traits oddball.
        depth = ( "How many sends deep it looks." 5 ).
        of: aDraft On: receiver = ( "What a draft may touch if it runs for a receiver."
            | found |
            found: globals set copyRemoveAll.
            aDraft sendsDo: [| :send. :bound |
                (bound includes: (send at: 2)) && [ (send at: 1) isNil ] ifFalse: [ addName: (send at: 2) To: found ].
                follow: send Bound: bound On: receiver Into: found Seen: globals set copyRemoveAll Depth: depth ].
            found asList sort ).
        follow: send Bound: bound On: receiver Into: found Seen: seen Depth: d = ( "Adds what one send may touch."
            | name. target |
            name: (send at: 2).
            (name hasPrefix: '_') ifTrue: [ ^ addPrimitive: name To: found ].
            (bound includes: name) && [ (send at: 1) isNil ] ifTrue: [ ^ self ].
            target: (targetOf: (send at: 1) Bound: bound On: receiver).
            target isNil ifTrue: [ ^ self ].
            followName: name On: target first Into: found Seen: seen Depth: d ).
        addName: name To: found = ( "Adds what whoever has that name may touch."
            | effect |
            effect: (globals becomingRules effectOfName: name).
            effect isEmpty ifFalse: [ found add: effect ].
            self ).
        addPrimitive: name To: found = ( "Adds a primitive's effect if it reaches outside."
            | effect |
            effect: name _PrimitiveEffect.
            (('pure' & 'reads' & 'writes' & '') asVector includes: effect) ifFalse: [ found add: effect ].
            self ).
        targetOf: x Bound: bound On: receiver = (
            "A vector of the object that a tree stands for, or nil: self, names of constants, and what these make."
            | inner. found. name |
            x isNil ifTrue: [ ^ vector copySize: 1 FillingWith: receiver ].
            x first = 'self' ifTrue: [ ^ vector copySize: 1 FillingWith: receiver ].
            x first = 'send' ifFalse: [ ^ nil ].
            name: (x at: 2).
            (x at: 1) isNil && [ bound includes: name ] ifTrue: [ ^ nil ].
            inner: (targetOf: (x at: 1) Bound: bound On: receiver).
            inner isNil ifTrue: [ ^ nil ].
            found: (inner first _MatchingHolders: name).
            found size = 1 ifFalse: [ ^ nil ].
            "What a constant object answers is taken to be of its own kind, as `file at: p` is a file."
            ((reflect: found first) isMethodAt: name) ifTrue: [ ^ (x at: 1) isNil ifTrue: nil False: [ inner ] ].
            vector copySize: 1 FillingWith: ((reflect: found first) contentsAt: name) reflectee ).
        followName: name On: object Into: found Seen: seen Depth: d = ( "Adds what a message to an object may touch."
            | holders. mirror. key. inner |
            d = 0 ifTrue: [ ^ self ].
            holders: (object _MatchingHolders: name).
            holders size = 1 ifFalse: [ ^ self ].
            mirror: (reflect: holders first).
            (mirror isMethodAt: name) ifFalse: [ ^ self ].
            key: name, ' ', mirror hash printString.
            (seen includes: key) ifTrue: [ ^ self ].
            seen add: key.
            inner: (globals draft copySource: (textOf: (mirror contentsAt: name) Named: name) Author: '').
            inner tree isNil ifTrue: [ ^ self ].
            inner sendsDo: [| :send. :bound |
                follow: send Bound: bound On: object Into: found Seen: seen Depth: d - 1 ].
            self ).
        textOf: mirror Named: name = (
            "A method's text with its selector, as a slot.
             Example: effectFinder textOf: ((reflect: (| at: i Put: v = ( i + v ) |)) contentsAt: 'at:Put:') Named: 'at:Put:'  => 'at: i Put: v = ( i + v )'"
            (globals documenter headOf: name Arguments: mirror argumentNames), ' = ', mirror source ).
    |).
|).
