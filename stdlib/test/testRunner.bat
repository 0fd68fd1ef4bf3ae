"Running the tests of files: `batos test FILE…`. A file is run; then the test cases among the slots it has given the lobby are run, and
the examples in the comments of what it has defined. What the files and tests do to the world is undone in the end."

globals _AddSlots: (|
    testRunner = (|
        {} = 'Comment: Runs tests and tells how they went. Copy it for another run.'.
        parent* = traits clonable.
        passed  <- 0.
        failed  <- 0.
        filter  <- ''.
        report.

        copy = ( "A new run that reports in lines of text." resend.copy initialize ).
        initialize = (
            "Begins anew. Answers the receiver."
            passed: 0.
            failed: 0.
            filter: ''.
            report: globals testReport ).

        main = (
            "What `batos test` does: files, --filter TEXT and --json are the program's arguments. The program ends with status 1 if a
             test failed."
            | run. files. words |
            run: copy.
            files: list copyRemoveAll.
            words: system arguments asList.
            [ words isEmpty ] whileFalse: [| word |
                word: words removeFirst.
                word = '--json' ifTrue: [ run report: globals testReportForPrograms ] False: [
                    word = '--filter' ifTrue: [ run filter: words removeFirst ] False: [ files add: word ] ] ].
            files do: [| :f | run runFile: f ].
            run report summaryOf: run.
            system exit: (run failed = 0 ifTrue: 0 False: 1) ).

        runFile: path = (
            "Runs a file, then the tests in what it has defined. Answers the receiver."
            (slotsMadeBy: [ path runScriptIfFail: [| :why | noteFailed: path Because: why After: 0. ^ self ] ])
                do: [| :s | runSlot: s ].
            self ).
        slotsMadeBy: block = (
            "A list of the slots that the lobby has got, or that hold something else, after the block has run."
            | before. made |
            before: dictionary copyRemoveAll.
            lobbySlotsDo: [| :s | before at: s name Put: s value ].
            block value.
            made: list copyRemoveAll.
            lobbySlotsDo: [| :s | ((before at: s name IfAbsent: [ before ]) == s value) ifFalse: [ made add: s ] ].
            made ).
        lobbySlotsDo: block = ( "Runs the block with each slot of the lobby that is no parent."
            (reflect: lobby) do: [| :s |
                s isParent not && [ s isAssignment not && [ s isMethod not ] ] ifTrue: [ block value: s ] ].
            self ).
        runSlot: s = ( "The tests of what a slot holds, and the examples of its methods."
            (s value _Understands: 'assertError:Kind:') ifTrue: [ runCase: s value Named: s name ].
            runExamplesOf: s contents Named: s name.
            self ).
        runCase: case Named: name = (
            "Runs the tests of a test case. Answers the receiver.
             Example: (testRunner copy runCase: (| parent* = traits testCase |) Named: 'empty') passed  => 0"
            case tests do: [| :test | run: [ runTest: test Of: case ] Named: name, ' ', test ].
            self ).
        runTest: test Of: case = ( "nil, or why it failed."
            (case run: test) ifNotNil: [| :e | e text ] ).
        runExamplesOf: mirror Named: name = (
            "Runs the examples in the comments of an object's methods. Answers the receiver."
            mirror isReflecteeSlots ifFalse: [ ^ self ].
            mirror do: [| :s |
                s isMethod ifTrue: [
                    (documenter examplesIn: (documenter commentOf: s)) do: [| :e. :i |
                        run: [ e holds ifTrue: [ nil ] False: [ 'got ', e result, ', expected ', e expected ] ]
                            Named: name, ' ', s name, ' example ', (i + 1) printString ] ] ].
            self ).
        run: block Named: name = ( "Runs one test, unless it is filtered out: the block answers nil or why it failed."
            | start. why |
            (name includesSubstring: filter) ifFalse: [ ^ self ].
            start: system monotonicMicroseconds.
            why: block value.
            start: system monotonicMicroseconds - start.
            why isNil
                ifTrue: [ passed: passed + 1. report passed: name After: start ]
                 False: [ noteFailed: name Because: why After: start ].
            self ).
        noteFailed: name Because: why After: time = (
            "Counts and tells it."
            failed: failed + 1.
            report failed: name Because: why After: time ).
        statePrintString = ( "How it stands." passed printString, ' passed, ', failed printString, ' failed' ).
    |).

    testReport = (|
        {} = 'Comment: Tells of tests in lines for people.'.
        parent* = traits oddball.
        passed: name After: time = ( "Tells of one that went well." ('  ok    ', name) printLine ).
        failed: name Because: why After: time = (
            "Tells of one that did not."
            ('  FAIL  ', name, ': ', why) printLine ).
        summaryOf: run = ( "The last line." run statePrintString printLine ).
    |).
    testReportForPrograms = (|
        {} = 'Comment: Tells of tests in lines of JSON.'.
        parent* = traits oddball.
        passed: name After: time = (
            "Tells of one that went well."
            tell: ((entry: name Outcome: 'passed') at: 'microseconds' Put: time) ).
        failed: name Because: why After: time = ( "Tells of one that did not."
            tell: (((entry: name Outcome: 'failed') at: 'why' Put: why) at: 'microseconds' Put: time) ).
        summaryOf: run = (
            "The last line."
            tell: ((dictionary copyRemoveAll at: 'passed' Put: run passed) at: 'failed' Put: run failed) ).
        entry: name Outcome: outcome = (
            "What there is to tell of any test.
             Example: testReportForPrograms entry: 'a' Outcome: 'passed'  => a dictionary('name'->'a', 'outcome'->'passed')"
            (dictionary copyRemoveAll at: 'name' Put: name) at: 'outcome' Put: outcome ).
        tell: entry = ( "Prints a line." (json print: entry) printLine. self ).
    |).
|).
