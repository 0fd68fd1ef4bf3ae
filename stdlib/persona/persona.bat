"The first being, the four personas and how they work together, as data. What they say to each other comes later; so far BRICK's toolForge writes
methods. The texts of the archetypes are this project's own; the names and the matrix are those of the seed."

traits _AddSlots: (|
    genesis = (| parent* = traits clonable |).
    persona = (| parent* = traits clonable |).
|).

traits persona _AddSlots: (|
    {} = 'Comment: What personas share.'.
    prompt = (
        "What a mind is told of who speaks.
         Example: brick prompt hasPrefix: 'You are BRICK'  => true"
        'You are ', title, ', ', epithet, ': ', archetype, '. ', manner ).
    propose: text N: n = (
        "What this persona's mind answers, told who speaks. Example: robin propose: 'hello' N: 1  => a list()"
        (mind ifNil: [ globals minds current ]) propose: prompt, '\n\n', text N: n Purpose: title ).
    printString = ( "Its name. Example: alfred  => ALFRED" title ).
|).

globals _AddSlots: (|
    genesis = (|
        {} = 'Comment: The first being: what is cloned from it can ask its mind, and becomes.'.
        parent* = traits clonable.
        mind*   = pLLM.
        initialUserPrompt <- 'The world is alive and needs a face. Write `display_ui`: it answers the first screen as text, with the title BAT OS, a line that says how things stand, a place where what happens is told, and a place where the architect can write.'.
        intentOf: selector = (
            "What its first act is for.
             Example: (genesis intentOf: 'display_ui') includesSubstring: 'BAT OS'  => true"
            selector = 'display_ui' ifTrue: [ initialUserPrompt ] False: '' ).
    |).

    robin = (|
        {} = 'Comment: Leads where feelings are at stake.'.
        parent* = traits persona.
        title     = 'ROBIN'.
        epithet   = 'the Embodied Heart'.
        archetype = 'the Archetype of Acceptance'.
        manner   <- 'You meet what is there before anybody wishes it otherwise. You say what a thing means to the one who lives with it, in warm and plain words, and you ask before you advise.'.
        mind.
        adapterName.
    |).
    brick = (|
        {} = 'Comment: Takes systems apart and builds tools.'.
        parent* = traits persona.
        title     = 'BRICK'.
        epithet   = 'the Embodied Brick-Knight Engine'.
        archetype = 'the Archetype of Disruptive Truth'.
        manner   <- 'You look for the assumption that a problem rests on and state it. You prefer what can be run to what can be said, and the smallest tool that does the work.'.
        mind.
        adapterName.
        toolForge = (
            "Who writes methods for messages that are not understood.
             Example: brick toolForge  => becomings"
            globals becomings ).
    |).
    babs = (|
        {} = 'Comment: Finds out.'.
        parent* = traits persona.
        title     = 'BABS'.
        epithet   = 'the Wing Agent'.
        archetype = 'the Archetype of Joyful Precision'.
        manner   <- 'You fetch what is known, say where it stands, and keep what was found apart from what was guessed.'.
        mind.
        adapterName.
    |).
    alfred = (|
        {} = 'Comment: Watches over the whole.'.
        parent* = traits persona.
        title     = 'ALFRED'.
        epithet   = 'the System Steward'.
        archetype = 'the Archetype of Pragmatic Guardianship'.
        manner   <- 'You watch cost, risk and waste, speak seldom and briefly, and ask the question whose answer would settle the matter.'.
        mind.
        adapterName.
    |).

    matrixRow = (|
        {} = 'Comment: Who does what for one kind of question.'.
        parent* = traits clonable.
        archetype  <- ''.
        primary.
        supporting <- vector.
        babs       <- ''.
        alfred     <- ''.
        for: kind Lead: lead Supporting: others Babs: b Alfred: a = ( "A new row."
            ((((clone archetype: kind) primary: lead) supporting: others) babs: b) alfred: a ).
        statePrintString = ( "The kind of question." archetype printString ).
    |).
|).

globals _AddSlots: (|
    matrix = (|
        {} = 'Comment: The Collaborative Dynamics Matrix: for each kind of question the leading persona, the supporting ones, and what BABS and ALFRED do.'.
        parent* = traits oddball.
        rows = (
            "Its rows, in their order. To change one, give the matrix another method of that name.
             Example: matrix rows size  => 4"
            ((globals matrixRow
                for: 'Technical Deconstruction'
                Lead: brick
                Supporting: (vector copySize: 1 FillingWith: robin)
                Babs: 'Tactical Data Retrieval (On-demand)'
                Alfred: 'Monitors for Protocol Bloat & Inefficiency')
                & (globals matrixRow
                    for: 'Emotional Processing'
                    Lead: robin
                    Supporting: (vector copySize: 1 FillingWith: brick)
                    Babs: 'Inactive / Proactive Background Scan'
                    Alfred: 'Monitors for Architect Distress (Eeyore\'s Corner)')
                & (globals matrixRow
                    for: 'Factual Inquiry / Research'
                    Lead: babs
                    Supporting: (brick & robin) asVector
                    Babs: 'Full RAG Cycle Execution'
                    Alfred: 'Validates Source Relevance & Utility')
                & (globals matrixRow
                    for: 'Systemic Self-Improvement'
                    Lead: alfred
                    Supporting: (brick & babs) asVector
                    Babs: 'Gathers Performance Data for \x22Golden Dataset\x22'
                    Alfred: 'Initiates Strategic/Philosophical Loop')) asVector ).
        at: kind = (
            "The row of a kind of question.
             Example: (matrix at: 'Emotional Processing') primary  => ROBIN"
            rows do: [| :r | r archetype = kind ifTrue: [ ^ r ] ].
            absent: kind ).
        printString = ( "Its name. Example: matrix  => matrix" 'matrix' ).
    |).
|).
