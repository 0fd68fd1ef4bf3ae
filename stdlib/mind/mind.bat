"Minds: who is asked when a text is wanted that nobody has written yet. `pLLM` is the first of them and the prototype of the others; it
has no model yet, so it answers nothing. A scripted mind answers from a transcript. Whatever a mind answers is kept beside the
world at once, so that the same question is never asked twice."

traits _AddSlots: (| pLLM = (| parent* = traits clonable |) |).
traits _AddSlots: (| scriptedMind = (| parent* = traits pLLM |) |).

traits pLLM _AddSlots: (|
    {} = 'Comment: What minds share.'.

    isReady = ( "Can it answer? Example: pLLM isReady  => false" false ).
    answerTo: prompt Seed: seed Purpose: purpose = (
        "One text, or nil if it has none. To be defined by each kind of mind."
        nil ).

    "Asking"

    propose: prompt N: n Purpose: purpose = (
        "A list of up to n texts, of which those that were paid for before are not asked for again.
         Example: pLLM propose: 'hello' N: 2 Purpose: 'test'  => a list()"
        | found |
        found: globals list copyRemoveAll.
        isReady ifFalse: [ ^ found ].
        0 upTo: n Do: [| :seed |
            (ask: prompt Seed: seed Purpose: purpose) ifNotNil: [| :text | found add: text ] ].
        found ).
    propose: prompt N: n = (
        "The same for no purpose that is told. Example: pLLM propose: 'hello' N: 2  => a list()"
        propose: prompt N: n Purpose: 'propose' ).
    ask: prompt = (
        "One text, or nil. Example: pLLM ask: 'hello'  => nil"
        isReady ifTrue: [ ask: prompt Seed: 0 Purpose: 'ask' ] False: nil ).
    infer: prompt = ( "Another name of ask:. Example: pLLM infer: 'hello'  => nil" ask: prompt ).
    ask: prompt Seed: seed Purpose: purpose = ( "What was answered before, or what it answers now, which is kept."
        | question. key. text |
        question: mindName, '\n', purpose, '\n', seed printString, '\n', prompt.
        key: (globals minds world: 'key' With: question).
        (globals minds world: 'recall' With: key) ifNotNil: [| :known |
            globals minds saved: globals minds saved + 1.
            ^ known ].
        text: (answerTo: prompt Seed: seed Purpose: purpose).
        text isNil ifTrue: [
            globals minds record: prompt Seed: seed Purpose: purpose Key: key Said: nil.
            ^ nil ].
        globals minds asked: globals minds asked + 1.
        globals minds world: 'remember' With: key, '\n', text.
        globals minds record: prompt Seed: seed Purpose: purpose Key: key Said: text.
        text ).
    writeMethod: pack N: n = (
        "A list of up to n texts that should hold a method. Example: pLLM writeMethod: 'pack' N: 2  => a list()"
        propose: pack N: n Purpose: 'writeMethod' ).
|).

globals _AddSlots: (|
    pLLM = (|
        {} = 'Comment: The mind\'s proxy, from which other minds are cloned. It holds no weights until a model is added.'.
        parent* = traits pLLM.
        mindName         <- 'pLLM'.
        baseModelName.
        tokenizerId.
        modelBlob.
        status           <- 'empty'.
        adapterName.
        adapterBlob.
        loraConfig.
        trainingSteps    <- 0.
        { 'Transient' loadedModel }.
        { 'Transient' loadedTokenizer }.
    |).
|).

globals _AddSlots: (|
    minds = (|
        {} = 'Comment: The minds of this world, and what they have cost.'.
        parent* = traits oddball.
        asked <- 0.
        saved <- 0.
        current = (
            "The mind that is asked now: the script that the session was given, or pLLM."
            | text |
            text: world: 'transcript' With: ''.
            text isNil ifTrue: [ ^ globals pLLM ].
            (script isNil) || [ scriptText != text ] ifTrue: [
                scriptText: text.
                script: (globals scriptedMind copyTranscript: text) ].
            script ).
        { 'Transient' script }.
        { 'Transient' scriptText }.
        world: what With: text = (
            "What the world around knows of minds; nil where nobody may ask, such as in trials."
            | answer |
            answer: (_MindAsk: what With: text IfFail: [ ^ nil ]).
            (answer at: 0) ifFalse: [ ^ error: (answer at: 1) ].
            answer at: 1 ).
        record: prompt Seed: seed Purpose: purpose Key: key Said: text = (
            "Writes down what was asked and answered, if the session records."
            | d |
            d: globals dictionary copyRemoveAll.
            d at: 'key' Put: key. d at: 'purpose' Put: purpose. d at: 'seed' Put: seed.
            d at: 'prompt' Put: prompt. d at: 'say' Put: text.
            world: 'record' With: (globals json print: d Indent: 0).
            self ).
    |).

    scriptedMind = (|
        {} = 'Comment: A mind that answers from a transcript: lines of JSON, each with what the question contains and what is said to it.'.
        parent* = traits scriptedMind.
        mindName <- 'script'.
        rows     <- vector.
    |).
|).

traits scriptedMind _AddSlots: (|
    {} = 'Comment: What scripted minds share.'.
    copyTranscript: text = (
        "A mind that says what a transcript has. A line is an object of JSON: `when` a text or several that the question must contain, `say` one
         answer or several; or `key`, the hash of a recorded question, with `say`.
         Example: (scriptedMind copyTranscript: '{\x22when\x22:\x22a\x22,\x22say\x22:\x22b\x22}') ask: 'abc'  => 'b'"
        | m |
        m: clone.
        m rows: ((text lines copyFilteredBy: [| :line | line trimmed isEmpty not ]) copyMappedBy: [| :line |
            globals json read: line ]).
        m ).
    isReady = ( "It can answer." true ).
    answerTo: prompt Seed: seed Purpose: purpose = (
        "The answer of the first line that fits; an error if none does, so that a test notices. Nil if that line has fewer answers."
        rows do: [| :row. said |
            (fits: row Prompt: prompt Seed: seed Purpose: purpose) ifTrue: [
                said: (row at: 'say').
                said isNil ifTrue: [ ^ nil ].
                said isString ifTrue: [ ^ (seed = 0) || [ row includesKey: 'key' ] ifTrue: [ said ] False: nil ].
                ^ seed < said size ifTrue: [ said at: seed ] False: nil ] ].
        error: 'the script has no answer to this question:\n', prompt ).
    fits: row Prompt: prompt Seed: seed Purpose: purpose = ( "Does a line of the transcript answer the question?"
        | parts |
        (row includesKey: 'key') ifTrue: [
            ^ (row at: 'key')
                = (globals minds world: 'key' With: mindName, '\n', purpose, '\n', seed printString, '\n', prompt) ].
        parts: (row at: 'when').
        parts isString ifTrue: [ ^ prompt includesSubstring: parts ].
        parts do: [| :part | (prompt includesSubstring: part) ifFalse: [ ^ false ] ].
        true ).
|).
