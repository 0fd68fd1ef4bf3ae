"The ladder: answers that need no mind, because a rule or what is in the world already gives them (phase P2 of docs/becoming.md). Each rung
answers a list of drafts."

globals _AddSlots: (|
    becomingLadder = (|
        {} = 'Comment: Finds drafts without a mind.'.
        parent* = traits oddball.

        draftsFor: message = (
            "The drafts of the first rung that has any.
             Example: (becomingLadder draftsFor: (message receiver: (| parent* = lobby. balance <- 3 |) Selector: 'getBalance')) first selector  => 'getBalance'"
            ([ family: message ] & [ accessor: message ] & [ borrow: message ] & [ alias: message ]
                & [ template: message ]) asVector
                do: [| :rung. drafts |
                    drafts: rung value.
                    drafts isEmpty ifFalse: [ ^ drafts ] ].
            globals list copyRemoveAll ).
        draft: source Rung: rung = ( "A list of one draft."
            globals list copyRemoveAll add: ((globals draft copySource: source Author: 'ladder ', rung) rung: rung) ).

        "Rungs"

        accessor: message = ( "`getX`, `setX:` and other spellings of a slot that the receiver has."
            | s. r. name |
            s: message selector. r: message receiver.
            (s includes: ':') ifFalse: [
                name: ((s hasPrefix: 'get') && [ s size > 3 ]
                    ifTrue: [ (s copyFrom: 3 UpTo: 4) asLowercase, (s copyFrom: 4 UpTo: s size) ]
                     False: [ spelledOtherwise: s For: r ]).
                name isNil not && [ (r _Understands: name) && [ isData: name Of: r ] ] ifTrue: [
                    ^ draft: s, ' = ( \x22The same as `', name, '`.\x22 ', name, ' )' Rung: 'accessor' ].
                ^ globals list copyRemoveAll ].
            (s occurrencesOf: ':') = 1 ifFalse: [ ^ globals list copyRemoveAll ].
            (s hasPrefix: 'set') && [ s size > 4 ] ifTrue: [
                name: ((s copyFrom: 3 UpTo: 4) asLowercase, (s copyFrom: 4 UpTo: s size)).
                (r _Understands: name) && [ isData: name copyWithoutLast Of: r ] ifTrue: [
                    ^ draft: s, ' x = ( \x22The same as `', name, '`.\x22 ', name, ' x )' Rung: 'accessor' ] ].
            globals list copyRemoveAll ).
        isData: name Of: r = ( "Is it a slot with data?"
            | found |
            found: (r _MatchingHolders: name).
            (found size = 1) && [ ((reflect: found first) isMethodAt: name) not ] ).
        spelledOtherwise: s For: r = ( "The name of an own slot that differs in case and underscores only, or nil."
            | plain |
            plain: (s replace: '_' With: '') asLowercase.
            (reflect: r) names do: [| :n |
                (n != s) && [ (n replace: '_' With: '') asLowercase = plain ] ifTrue: [ ^ n ] ].
            nil ).

        family: message = (
            "What another object of the same shape was given when it was sent the message: people or evidence have spoken for it, so it goes on to all of its kin."
            | r. text |
            r: message receiver.
            (reflect: r) isReflecteeSlots ifFalse: [ ^ globals list copyRemoveAll ].
            globals becomings kept reverseDo: [| :k |
                (k selector = message selector) && [ k state = 'kept' ] ifTrue: [
                    k homes do: [| :h. m |
                        m: (reflect: h).
                        (m includesKey: k selector) && [ (m isMethodAt: k selector) && [ is: h KinOf: r ] ] ifTrue: [
                            text: (globals effectFinder textOf: (m contentsAt: k selector) Named: k selector).
                            ^ globals list copyRemoveAll add: ((draft: text Rung: 'family') first model: k) ] ] ] ].
            globals list copyRemoveAll ).
        is: a KinOf: b = (
            "Have two objects data slots of the same names, and the same parents?
             Example: becomingLadder is: (| a <- 1. b = ( 3 ) |) KinOf: (| a <- 2 |)  => true
             Example: becomingLadder is: (| a <- 1 |) KinOf: (| a <- 1. b <- 2 |)  => false"
            ((shapeOf: a) = (shapeOf: b)) && [ sameParents: (reflect: a) With: (reflect: b) ] ).
        shapeOf: x = (
            "A vector of the names of its data slots, sorted. Example: becomingLadder shapeOf: (| b <- 1. a = 2. c = ( 3 ) |)  => a vector('a', 'b')"
            | m |
            m: (reflect: x).
            m names copyFilteredBy: [| :n | ((m isMethodAt: n) || [ m isAssignmentAt: n ]) not ] ).
        sameParents: a With: b = ( "Have two mirrors' objects the same parents?"
            | x. y |
            x: a parents. y: b parents.
            x size = y size ifFalse: [ ^ false ].
            0 upTo: x size Do: [| :i | ((x at: i) reflectee _Eq: (y at: i) reflectee) ifFalse: [ ^ false ] ].
            true ).

        borrow: message = ( "A method of another prototype, if the receiver understands all that it sends to self."
            | s. r. found |
            s: message selector. r: message receiver.
            found: globals list copyRemoveAll.
            (reflect: r) isReflecteeSlots ifFalse: [ ^ found ].
            (globals becomings sourcesFor: s) do: [| :text. d |
                d: ((globals draft copySource: text Author: 'ladder borrow') rung: 'borrow').
                (d checkFor: message) problem isNil ifTrue: [ found add: d ] ].
            found ).

        alias: message = ( "What the receiver understands under nearly the same words."
            | s. r. best. bestScore <- 0.9. names |
            s: message selector. r: message receiver.
            (reflect: r) isReflecteeSlots ifFalse: [ ^ globals list copyRemoveAll ].
            names: (globals becomings ownNamesOf: r).
            names do: [| :n |
                (n != s) && [ n numberOfArguments = s numberOfArguments ] ifTrue: [
                    | score |
                    score: (globals likeness of: n With: s).
                    score >= bestScore ifTrue: [ best: n. bestScore: score ] ] ].
            best isNil ifTrue: [ ^ globals list copyRemoveAll ].
            draft: (forward: s To: best) Rung: 'alias' ).
        forward: s To: other = (
            "The text of a method that sends on under another name.
             Example: (becomingLadder forward: 'add:To:' To: 'put:In:') hasSuffix: 'put: a0 In: a1 )'  => true"
            | names |
            names: ((0 to: s numberOfArguments - 1) copyMappedBy: [| :i | 'a', i printString ]).
            (globals documenter headOf: s Arguments: names), ' = ( \x22The same as `', other, '`.\x22 ',
                (globals documenter headOf: other Arguments: names), ' )' ).

        templates = (
            'do: block = ( \x22Runs the block with each element.\x22 0 upTo: size Do: [| :i | block value: (at: i) ]. self )'
                & 'collect: block = ( \x22A list of the block\'s values for each element.\x22 | found | found: list copyRemoveAll. 0 upTo: size Do: [| :i | found add: (block value: (at: i)) ]. found )'
                & 'select: block = ( \x22A list of the elements for which the block is true.\x22 | found | found: list copyRemoveAll. 0 upTo: size Do: [| :i | (block value: (at: i)) ifTrue: [ found add: (at: i) ] ]. found )'
                & 'isEmpty = ( \x22Is nothing in it?\x22 size = 0 )'
                & 'notEmpty = ( \x22Is anything in it?\x22 size > 0 )'
                & 'first = ( \x22The element at 0.\x22 at: 0 )'
                & 'last = ( \x22The last element.\x22 at: size - 1 )') asVector.
        template: message = ( "What all that have `size` and `at:` can do in the same way."
            | found |
            found: globals list copyRemoveAll.
            (message receiver _Understands: 'size') && [ message receiver _Understands: 'at:' ] ifFalse: [ ^ found ].
            templates do: [| :text. d |
                d: ((globals draft copySource: text Author: 'ladder template') rung: 'template').
                d selector = message selector ifTrue: [ ^ found add: d ] ].
            found ).

        "Slips of the finger"

        misspelt: message = (
            "The one selector that was surely meant, or nil: one that the receiver understands and that differs by one edit, or by two if
             it is long.
             Example: becomingLadder misspelt: (message receiver: (1 & 2) asList Selector: 'isEmtpy')  => 'isEmpty'"
            | s. near |
            s: message selector.
            "Of short names too many are alike."
            s size < 5 ifTrue: [ ^ nil ].
            near: ((message receiver _NearestSelectors: s) copyFilteredBy: [| :n |
                (n != s) && [
                    (n numberOfArguments = s numberOfArguments)
                        && [ (edits: n asLowercase From: s asLowercase) <= (s size >= 9 ifTrue: 2 False: 1) ] ] ]).
            near size = 1 ifTrue: [ near first ] False: [ nil ] ).
        edits: a From: b = (
            "How many characters must be added, removed, replaced or exchanged with their neighbour.
             Example: becomingLadder edits: 'balnace' From: 'balance'  => 1"
            | before2. before. now |
            before: ((0 to: b size) asVector).
            0 upTo: a size Do: [| :i |
                now: (vector copySize: b size + 1).
                now at: 0 Put: i + 1.
                0 upTo: b size Do: [| :j. cost. least |
                    cost: ((a at: i) = (b at: j) ifTrue: 0 False: 1).
                    least: (((before at: j + 1) + 1) min: ((now at: j) + 1)) min: ((before at: j) + cost).
                    (i > 0) && [ (j > 0) && [ ((a at: i) = (b at: j - 1)) && [ (a at: i - 1) = (b at: j) ] ] ] ifTrue: [
                        least: (least min: (before2 at: j - 1) + 1) ].
                    now at: j + 1 Put: least ].
                before2: before. before: now ].
            before last ).
    |).

    likeness = (|
        {} = 'Comment: How alike two names are, by the groups of three letters in them, whatever their case (hashed character n-grams).'.
        parent* = traits oddball.
        of: a With: b = (
            "The cosine of the two, from 0 to 1.
             Example: likeness of: 'printString' With: 'print_string'  => 1.0"
            | x. y. dot <- 0.0. nx <- 0.0. ny <- 0.0 |
            x: (grams: a). y: (grams: b).
            x do: [| :n. :g | nx: nx + (n * n). dot: dot + (n * (y at: g IfAbsent: 0)) ].
            y do: [| :n | ny: ny + (n * n) ].
            (nx = 0.0) || [ ny = 0.0 ] ifTrue: [ ^ 0.0 ].
            dot / (nx * ny) squareRoot ).
        grams: name = ( "A dictionary of its groups of three, and how often each stands there."
            | text. d |
            text: '<', ((name replace: '_' With: '') replace: ':' With: '') asLowercase, '>'.
            d: globals dictionary copyRemoveAll.
            0 upTo: text size - 2 Do: [| :i. g |
                g: (text copyFrom: i UpTo: i + 3).
                d at: g Put: (d at: g IfAbsent: 0) + 1 ].
            d ).
    |).
|).
