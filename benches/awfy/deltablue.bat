"DeltaBlue: an incremental solver of one-way constraints in a hierarchy of strengths (Freeman-Benson and Maloney,
 Communications of the ACM, January 1990). After the suite's SOM version of Maloney's and Wolczko's program;
 see NOTICE."

'benchmark.bat' requireScript.

"A name with a hash of its own, for dictionaries keyed by identity."
| deltablueName = (|
    parent* = traits clonable.
    customHash <- 0.
    copyHash: hash = ( copy customHash: hash ).
|) |

"Strengths, the strongest with the least value. There is one object for each name; ask constraintStrength of: aName."
traits _AddSlots: (|
    constraintStrength = (|
        parent* = traits clonable.

        symAbsoluteStrongest = deltablueName copyHash: 0.
        symRequired = deltablueName copyHash: 1.
        symStrongPreferred = deltablueName copyHash: 2.
        symPreferred = deltablueName copyHash: 3.
        symStrongDefault = deltablueName copyHash: 4.
        symDefault = deltablueName copyHash: 5.
        symWeakDefault = deltablueName copyHash: 6.
        symAbsoluteWeakest = deltablueName copyHash: 7.

        values <- nil.
        constants <- nil.
        absoluteWeakest <- nil.
        required <- nil.

        sameAs: other = ( value = other value ).
        stronger: other = ( value < other value ).
        weaker: other = ( value > other value ).
        strongest: other = ( (other stronger: self) ifTrue: [ other ] False: [ self ] ).
        weakest: other = ( (other weaker: self) ifTrue: [ other ] False: [ self ] ).

        of: aName = ( constants at: aName ).
        copyName: aName = ( (copy name: aName) value: (values at: aName) ).

        initialize = (
            values: createValues.
            constants: createConstants.
            absoluteWeakest: (of: symAbsoluteWeakest).
            required: (of: symRequired).
            self ).

        createValues = ( | table |
            table: somIdentityDictionary copy.
            table at: symAbsoluteStrongest Put: -10000.
            table at: symRequired Put: -800.
            table at: symStrongPreferred Put: -600.
            table at: symPreferred Put: -400.
            table at: symStrongDefault Put: -200.
            table at: symDefault Put: 0.
            table at: symWeakDefault Put: 500.
            table at: symAbsoluteWeakest Put: 10000.
            table ).

        createConstants = ( | table |
            table: somIdentityDictionary copy.
            values keys forEach: [| :aName | table at: aName Put: (copyName: aName) ].
            table ).
    |).
|).

| constraintStrength = (| parent* = traits constraintStrength. name. value <- 0 |) |

constraintStrength initialize.

"A constraint relates variables and is as strong as its strength. Kinds of constraint say what it means to choose
 a way of satisfying it, and to execute that way."
traits _AddSlots: (|
    constraint = (|
        parent* = traits clonable.

        isInput = false.

        addTo: planner = (
            addToGraph.
            planner incrementalAdd: self.
            self ).

        destroyIn: planner = (
            isSatisfied ifTrue: [ planner incrementalRemove: self ].
            removeFromGraph ).

        "An input is known if the plan has computed it, if it stays, or if nothing determines it."
        inputsKnown: mark = (
            (inputsHasOne: [| :v | ((v mark = mark) || [ v stay || [ v determinedBy isNil ] ]) not ]) not ).

        "Tries to hold. Answers the constraint that this one overrode, or nil."
        satisfy: mark Propagate: planner = ( | out. overridden |
            chooseMethod: mark.
            isSatisfied
                ifTrue: [
                    inputsDo: [| :in | in mark: mark ].
                    out: output.
                    overridden: out determinedBy.
                    overridden isNil ifFalse: [ overridden markUnsatisfied ].
                    out determinedBy: self.
                    (planner addPropagate: self Mark: mark) ifFalse: [ error: 'Cycle encountered' ].
                    out mark: mark ]
                False: [
                    (strength sameAs: constraintStrength required) ifTrue: [
                        error: 'Failed to satisfy a required constraint' ] ].
            overridden ).
    |).
|).

"One possible output."
traits _AddSlots: (|
    unaryConstraint = (|
        parent* = traits constraint.

        copyOn: variable Strength: aName In: planner = (
            (((copy strength: (constraintStrength of: aName)) output: variable) isSatisfied: false) addTo: planner ).

        addToGraph = (
            output addConstraint: self.
            isSatisfied: false ).

        removeFromGraph = (
            output isNil ifFalse: [ output removeConstraint: self ].
            isSatisfied: false ).

        chooseMethod: mark = (
            isSatisfied: (output mark != mark) && [ strength stronger: output walkStrength ] ).

        execute = ( self ).
        inputsDo: block = ( self ).
        inputsHasOne: block = ( false ).
        markUnsatisfied = ( isSatisfied: false ).

        recalculate = (
            output walkStrength: strength.
            output stay: isInput not.
            output stay ifTrue: [ execute ] ).
    |).
|).

"Two possible outputs: forward computes the second from the first. Without a direction it is not satisfied."
traits _AddSlots: (|
    binaryConstraint = (|
        parent* = traits constraint.

        forward = 'forward'.
        backward = 'backward'.

        isSatisfied = ( direction isNil not ).

        addToGraph = (
            v1 addConstraint: self.
            v2 addConstraint: self.
            direction: nil ).

        removeFromGraph = (
            v1 isNil ifFalse: [ v1 removeConstraint: self ].
            v2 isNil ifFalse: [ v2 removeConstraint: self ].
            direction: nil ).

        chooseMethod: mark = (
            v1 mark = mark ifTrue: [
                ^ direction: ((v2 mark != mark) && [ strength stronger: v2 walkStrength ]
                    ifTrue: [ forward ] False: [ nil ]) ].
            v2 mark = mark ifTrue: [
                ^ direction: ((v1 mark != mark) && [ strength stronger: v1 walkStrength ]
                    ifTrue: [ backward ] False: [ nil ]) ].

            (v1 walkStrength weaker: v2 walkStrength)
                ifTrue: [ direction: ((strength stronger: v1 walkStrength) ifTrue: [ backward ] False: [ nil ]) ]
                False: [ direction: ((strength stronger: v2 walkStrength) ifTrue: [ forward ] False: [ nil ]) ] ).

        inputsDo: block = (
            direction == forward ifTrue: [ block value: v1 ] False: [ block value: v2 ] ).

        inputsHasOne: block = (
            direction == forward ifTrue: [ block value: v1 ] False: [ block value: v2 ] ).

        markUnsatisfied = ( direction: nil ).

        output = ( direction == forward ifTrue: [ v2 ] False: [ v1 ] ).

        recalculate = ( | in. out |
            direction == forward
                ifTrue: [ in: v1. out: v2 ]
                False: [ in: v2. out: v1 ].
            out walkStrength: (strength weakest: in walkStrength).
            out stay: in stay.
            out stay ifTrue: [ execute ] ).
    |).
|).

|
    "Asks its variable to stay as it is."
    stayConstraint = (|
        parent* = traits unaryConstraint.
        strength.
        output.
        isSatisfied <- false.
    |).

    "Marks a variable that the program wishes to change."
    editConstraint = (|
        parent* = traits unaryConstraint.
        strength.
        output.
        isSatisfied <- false.

        isInput = true.
    |).

    "Keeps two variables equal."
    equalityConstraint = (|
        parent* = traits binaryConstraint.
        strength.
        v1.
        v2.
        direction.

        copyFrom: a To: b Strength: aName In: planner = (
            (((copy strength: (constraintStrength of: aName)) v1: a) v2: b) addTo: planner ).

        execute = (
            direction == forward ifTrue: [ v2 value: v1 value ] False: [ v1 value: v2 value ] ).
    |).

    "Keeps the second variable at the first times the scale plus the offset."
    scaleConstraint = (|
        parent* = traits binaryConstraint.
        strength.
        v1.
        v2.
        direction.
        scale.
        offset.

        copyFrom: a Scale: aScale Offset: anOffset To: b Strength: aName In: planner = (
            (((((copy strength: (constraintStrength of: aName)) v1: a) v2: b) scale: aScale) offset: anOffset)
                addTo: planner ).

        addToGraph = (
            v1 addConstraint: self.
            v2 addConstraint: self.
            direction: nil.
            scale addConstraint: self.
            offset addConstraint: self ).

        removeFromGraph = (
            v1 isNil ifFalse: [ v1 removeConstraint: self ].
            v2 isNil ifFalse: [ v2 removeConstraint: self ].
            direction: nil.
            scale isNil ifFalse: [ scale removeConstraint: self ].
            offset isNil ifFalse: [ offset removeConstraint: self ] ).

        execute = (
            direction == forward
                ifTrue: [ v2 value: (v1 value * scale value) + offset value ]
                False: [ v1 value: (v2 value - offset value) / scale value ] ).

        inputsDo: block = (
            direction == forward ifTrue: [ block value: v1 ] False: [ block value: v2 ].
            block value: scale.
            block value: offset ).

        recalculate = ( | in. out |
            direction == forward
                ifTrue: [ in: v1. out: v2 ]
                False: [ in: v2. out: v1 ].
            out walkStrength: (strength weakest: in walkStrength).
            out stay: in stay && [ scale stay && [ offset stay ] ].
            out stay ifTrue: [ execute ] ).
    |).

    constrainedVariable = (|
        parent* = traits clonable.
        value <- 0.
        constraints.
        determinedBy.
        walkStrength.
        stay <- true.
        mark <- 0.

        copy = (
            (resend.copy constraints: (somVector copySize: 2)) walkStrength: constraintStrength absoluteWeakest ).
        copyValue: aValue = ( copy value: aValue ).

        addConstraint: constraint = ( constraints append: constraint ).

        removeConstraint: constraint = (
            constraints remove: constraint.
            determinedBy == constraint ifTrue: [ determinedBy: nil ] ).
    |).

    "Constraints to execute in order."
    plan = (|
        parent* = traits somVector.
        storage.
        first <- 0.
        last <- 0.

        execute = ( forEach: [| :constraint | constraint execute ] ).
    |).
|

| planner = (|
    parent* = traits clonable.
    currentMark <- 1.

    newMark = ( currentMark: currentMark + 1. currentMark ).

    "Satisfies the constraint, then each one that was overridden on the way, until none is."
    incrementalAdd: constraint = ( | mark. overridden |
        mark: newMark.
        overridden: (constraint satisfy: mark Propagate: self).
        [ overridden isNil ] whileFalse: [
            overridden: (overridden satisfy: mark Propagate: self) ] ).

    "Takes a satisfied constraint out, then gives those below it another chance, the strongest first."
    incrementalRemove: constraint = ( | out |
        out: constraint output.
        constraint markUnsatisfied.
        constraint removeFromGraph.
        (removePropagateFrom: out) forEach: [| :u | incrementalAdd: u ] ).

    extractPlanFrom: constraints = ( | sources |
        sources: somVector copy.
        constraints forEach: [| :c |
            c isInput && [ c isSatisfied ] ifTrue: [ sources append: c ] ].
        makePlan: sources ).

    "A constraint joins the plan when all its inputs are known; its output is then known too."
    makePlan: todo = ( | mark. steps. c |
        mark: newMark.
        steps: (plan copySize: 15).
        [ todo isEmpty ] whileFalse: [
            c: todo removeFirst.
            (c output mark != mark) && [ c inputsKnown: mark ] ifTrue: [
                steps append: c.
                c output mark: mark.
                addConstraintsConsuming: c output To: todo ] ].
        steps ).

    propagateFrom: variable = ( | todo. c |
        todo: somVector copy.
        addConstraintsConsuming: variable To: todo.
        [ todo isEmpty ] whileFalse: [
            c: todo removeFirst.
            c execute.
            addConstraintsConsuming: c output To: todo ] ).

    addConstraintsConsuming: variable To: collection = ( | determining |
        determining: variable determinedBy.
        variable constraints forEach: [| :c |
            (c == determining) || [ c isSatisfied not ] ifFalse: [ collection append: c ] ] ).

    constraintsConsuming: variable Do: block = ( | determining |
        determining: variable determinedBy.
        variable constraints forEach: [| :c |
            (c == determining) || [ c isSatisfied not ] ifFalse: [ block value: c ] ] ).

    "Recomputes what lies downstream. False if the constraint's own inputs do, and then it is taken out."
    addPropagate: constraint Mark: mark = ( | todo. d |
        todo: (somVector copyWith: constraint).
        [ todo isEmpty ] whileFalse: [
            d: todo removeFirst.
            d output mark = mark ifTrue: [
                incrementalRemove: constraint.
                ^ false ].
            d recalculate.
            addConstraintsConsuming: d output To: todo ].
        true ).

    "The unsatisfied constraints downstream of a variable that lost its constraint, the strongest first."
    removePropagateFrom: out = ( | unsatisfied. todo. v |
        unsatisfied: somVector copy.
        out determinedBy: nil.
        out walkStrength: constraintStrength absoluteWeakest.
        out stay: true.
        todo: (somVector copyWith: out).
        [ todo isEmpty ] whileFalse: [
            v: todo removeFirst.
            v constraints forEach: [| :c | c isSatisfied ifFalse: [ unsatisfied append: c ] ].
            constraintsConsuming: v Do: [| :c |
                c recalculate.
                todo append: c output ] ].
        unsatisfied sort: [| :a. :b | a strength stronger: b strength ].
        unsatisfied ).

    change: variable To: value = ( | edit. steps |
        edit: (editConstraint copyOn: variable Strength: constraintStrength symPreferred In: self).
        steps: (extractPlanFrom: (somVector copyWith: edit)).
        0 upTo: 10 Do: [
            variable value: value.
            steps execute ].
        edit destroyIn: self ).

    "A chain of equalities: its end must follow its beginning."
    chainTest: n = ( | variables. edit. steps |
        variables: (vector copySize: n + 1).
        0 to: n Do: [| :i | variables at: i Put: constrainedVariable copy ].
        0 upTo: n Do: [| :i |
            equalityConstraint copyFrom: (variables at: i) To: (variables at: i + 1)
                Strength: constraintStrength symRequired In: self ].

        stayConstraint copyOn: variables last Strength: constraintStrength symStrongDefault In: self.
        edit: (editConstraint copyOn: variables first Strength: constraintStrength symPreferred In: self).
        steps: (extractPlanFrom: (somVector copyWith: edit)).

        0 upTo: 100 Do: [| :i |
            variables first value: i.
            steps execute.
            variables last value != i ifTrue: [ error: 'Chain test failed' ] ].
        edit destroyIn: self ).

    "Pairs of variables with one scale and offset between them: a change of either end must reach the other."
    projectionTest: n = ( | destinations. scale. offset. source. destination |
        destinations: somVector copy.
        scale: (constrainedVariable copyValue: 10).
        offset: (constrainedVariable copyValue: 1000).

        1 to: n Do: [| :i |
            source: (constrainedVariable copyValue: i).
            destination: (constrainedVariable copyValue: i).
            destinations append: destination.
            stayConstraint copyOn: source Strength: constraintStrength symDefault In: self.
            scaleConstraint copyFrom: source Scale: scale Offset: offset To: destination
                Strength: constraintStrength symRequired In: self ].

        change: source To: 17.
        destination value != 1170 ifTrue: [ error: 'Projection test 1 failed' ].

        change: destination To: 1050.
        source value != 5 ifTrue: [ error: 'Projection test 2 failed' ].

        change: scale To: 5.
        0 upTo: n - 1 Do: [| :i |
            (destinations at: i) value != ((5 * (i + 1)) + 1000) ifTrue: [ error: 'Projection test 3 failed' ] ].

        change: offset To: 2000.
        0 upTo: n - 1 Do: [| :i |
            (destinations at: i) value != ((5 * (i + 1)) + 2000) ifTrue: [ error: 'Projection test 4 failed' ] ] ).
|) |

| deltablueBenchmark = (|
    parent* = traits benchmark.

    innerBenchmarkLoop: innerIterations = (
        planner copy chainTest: innerIterations.
        planner copy projectionTest: innerIterations.
        true ).
|) |
