"Strings as programs: evaluating text, and running files."

traits string _AddSlots: (|
    eval = (
        "Evaluates the text with self = lobby; an error if it is not well formed.
         Example: '3 + 4' eval  => 7"
        _EvalIn: lobby IfFail: [ globals failures syntaxError: _SyntaxErrors ] ).
    evalIn: receiver = (
        "Evaluates the text with another object as self.
         Example: 'x + 1' evalIn: (| x = 3. parent* = lobby |)  => 4"
        _EvalIn: receiver IfFail: [ globals failures syntaxError: _SyntaxErrors ] ).
    evalIfFail: block = (
        "The same as eval; if the text is not well formed the block's value, which gets a description of the mistake.
         Example: '3 + ' evalIfFail: 'bad'  => 'bad'"
        evalIn: lobby IfFail: block ).
    evalIn: receiver IfFail: block = (
        "Evaluates the text with another object as self; the block runs if it is not well formed."
        | mistakes |
        mistakes: _SyntaxErrors.
        mistakes isEmpty ifFalse: [ ^ block value: mistakes ].
        _EvalIn: receiver ).

    runScript = (
        "Runs the file of that name, each time. A relative path begins at the file that says it. Answers its last value."
        runScriptIfFail: [| :reason | error: reason ] ).
    runScriptIfFail: block = (
        "The same; the block runs, given a reason, if the file cannot be read or is not well formed."
        _RunScriptIfFail: [| :e. :name | scriptFailed: e Name: name Do: block ] ).
    requireScript = (
        "Runs the file unless this world has run it already; an error if it is being run, which means that files require
         each other. A relative path begins at the file that says it."
        _RequireScriptIfFail: [| :e. :name | scriptFailed: e Name: name Do: [| :reason | error: reason ] ] ).
    scriptFailed: e Name: name Do: block = ( "Who may not use files at all is told so; else the block gets the reason."
        (e hasSuffix: 'CapabilityError')
            ifTrue: [ primitiveFailedError: e Name: name ]
             False: [ block value: _FailureReason ] ).
|).
