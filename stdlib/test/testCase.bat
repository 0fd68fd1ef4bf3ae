"Tests written in BAT: an object with traits testCase as parent, whose unary slots that begin with `test` are the tests."

traits _AddSlots: (| testCase = (| parent* = traits clonable |) |).

traits testCase _AddSlots: (|
    {} = 'Comment: What test cases share.'.

    setUp    = ( "Runs before each test; nothing here." self ).
    tearDown = ( "Runs after each test; nothing here." self ).

    assert: block = ( "Fails unless the block's value is true." assert: block Message: 'assertion failed' ).
    assert: block Message: text = ( "Fails with that text unless the block's value is true."
        block value == true ifFalse: [ error: text ].
        self ).
    assert: x Equals: y = (
        "Fails unless x = y."
        x = y ifFalse: [ error: 'got ', (globals printing brief: x), ', expected ', (globals printing brief: y) ].
        self ).
    assertError: block = ( "Fails unless the block ends in an error."
        assertError: block Kind: nil ).
    assertError: block Kind: kind = (
        "Fails unless the block ends in an error of that kind."
        [ block value ] onError: [| :e |
            (kind isNil) || [ e kind = kind ] ifTrue: [ ^ self ].
            e pass ].
        error: 'expected an error' ).

    tests = (
        "A vector of the names of the tests."
        ((_Mirror) copyFilteredSlots: [| :s |
            (s name hasPrefix: 'test') && [ s isMethod && [ s name numberOfArguments = 0 ] ] ])
            copyMappedBy: [| :s | s name ] ).
    run: name = (
        "Runs one test. nil, or the error that it ended in."
        [ setUp. [ perform: name ] ensure: [ tearDown ]. nil ] onError: [| :e | e ] ).
    run = (
        "Runs every test. A dictionary from the names of those that failed to their errors; empty if all is well.
         Example: (| parent* = traits testCase. testSum = (assert: 3 + 4 Equals: 7) |) run  => a dictionary()"
        | failed |
        failed: globals dictionary copyRemoveAll.
        tests do: [| :name |
            (run: name) ifNotNil: [| :e | failed at: name Put: e ] ].
        failed ).
|).

globals _AddSlots: (|
    testCase = (|
        {} = 'Comment: A test case without tests, to be copied or used as a model.'.
        parent* = traits testCase.
    |).
|).
