"The image: where this world is kept."

traits _AddSlots: (| image = () |).

traits image _AddSlots: (|
    {} = 'Comment: The behaviour of the image object.'.
    parent* = traits oddball.

    "Asking"

    path = ( "The file it is in, or nil if this world is in memory only." ask: 'path' With: '' ).
    isKept = ( "Is this world in an image?" path isNil not ).
    turn = ( "The number of the newest turn that is kept." ask: 'turn' With: '' ).
    log = ( "The twenty newest turns, as strings, newest first." log: 20 ).
    log: count = ( "So many of the newest turns, as strings, newest first." ask: 'log' With: count printString ).
    snapshots = ( "The names of the moments that have names." ask: 'snapshots' With: '' ).

    birthLog = (
        "What was awakened when the image was born, in this order, as strings.
         Example: image isKept ifFalse: [ [ image birthLog ] onError: [| :e | e text size > 10 ] ] True: true  => true"
        ask: 'birth' With: '' ).

    "Keeping"

    commit = (
        "Keeps what this turn has done so far, whatever becomes of the rest of it. Answers the number of the turn kept, or nil
         if there was nothing to keep.
         Example: image isKept ifFalse: [ [ image commit ] onError: [| :e | e text size > 10 ] ] True: true  => true"
        ask: 'commit' With: '' ).
    snapshot: name = (
        "Keeps what this turn has done so far and gives that moment a name. Answers the number of its turn."
        ask: 'snapshot' With: name ).

    "Going back: done when the turn that asks for it has ended"

    undo = ( "Takes back the newest turn that is not taken back yet." ask: 'undo' With: '' ).
    undoNewest: count = (
        "Takes back so many of the newest turns that are not taken back yet."
        ask: 'undo' With: 'newest ', count printString ).
    undo: turn = ( "Takes back the turn with this number." ask: 'undo' With: turn printString ).
    redo = ( "Does the turn again that was last taken back." ask: 'redo' With: '' ).
    restore: name = (
        "Makes the world what it was at the moment with that name. That can be undone."
        ask: 'restore' With: name ).

    "Renewing the library: done when the turn that asks for it has ended"

    upgrade = (
        "Brings in what the library of the program has that this image's has not, as one turn that can be taken back. What
         you have changed stays as you have it."
        ask: 'upgrade' With: '' ).

    "As text"

    exportTo: folder = (
        "Writes this world as text into a folder, which is new, empty or holds an earlier export: a file for each object that
         stands in the lobby, globals or traits, and for each object of the library that you changed. Sends them nothing.
         Answers what was written and what had to be left out, in words."
        ask: 'export' With: folder ).
    import: folder = (
        "Runs the text that exportTo: wrote into a folder, in this world, as one turn, when the turn that asks for it has ended."
        ask: 'import' With: folder ).

    ask: what With: text = (
        "What the world around says; an error if it cannot be."
        | answer |
        answer: _ImageAsk: what With: text.
        (answer at: 0) ifFalse: [ ^ error: (answer at: 1) ].
        answer at: 1 ).
|).

globals _AddSlots: (|
    image = (|
        {} = 'Comment: The file this world is kept in.'.
        parent* = traits image.
        printString = 'image'.
    |).
|).
