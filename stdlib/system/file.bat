"Files, folders and the standard input. Whoever reads or writes waits while others run. What is outside cannot be undone: a turn
that fails has still written what it wrote. A process may use them if it has the capability 'file'; a trial has not.

What fails is an error of the kind 'file'; its reason is 'absent', 'denied', 'exists', 'folder', 'notText', 'tooLarge', 'full' or
'outside'. Text that was read is marked as coming from outside."

traits _AddSlots: (|
    file      = (| parent* = traits orderedClonable |).
    fileError = (| parent* = traits error |).
|).

traits fileError _AddSlots: (|
    {} = 'Comment: What a file or folder refused.'.
    copyReceiver: r Reason: w Text: t = ( "A new error about r." ((copy receiver: r) reason: w) message: t ).
    kind = ( "'file'." 'file' ).
|).

globals errors _AddSlots: (|
    file = (| parent* = traits fileError. receiver. reason <- ''. message <- ''. handler. resumption |).
|).

traits file _AddSlots: (|
    {} = 'Comment: What files and folders share: a file object is a path, whether anything is there or not.'.

    "Naming"
    / name = (
        "What is called so in this folder.
         Example: ((file at: 'a') / 'b.txt') path  => 'a/b.txt'"
        path isEmpty || [ path last = '/' ] ifTrue: [ at: path, name ] False: [ at: path, '/', name ] ).
    at: p = (
        "The file or folder with that path.
         Example: (file at: 'a/b.txt') name  => 'b.txt'"
        copy path: p ).
    name = (
        "The last part of the path.
         Example: (file at: '/tmp/x.txt') name  => 'x.txt'"
        | i |
        i: lastSlash.
        path copyFrom: i + 1 UpTo: path size ).
    folder = (
        "The folder it is in.
         Example: (file at: '/tmp/x.txt') folder path  => '/tmp'
         Example: (file at: 'x.txt') folder path  => '.'"
        | i |
        i: lastSlash.
        i < 0 ifTrue: [ ^ at: '.' ].
        i = 0 ifTrue: [ ^ at: '/' ].
        at: (path copyFrom: 0 UpTo: i) ).
    extension = (
        "What follows the last period of the name, without it; empty if there is none.
         Example: (file at: 'a.tar.gz') extension  => 'gz'
         Example: (file at: '.profile') extension  => ''"
        | n. i |
        n: name.
        i: n size - 1.
        [ i > 0 ] whileTrue: [
            (n at: i) = '.' ifTrue: [ ^ n copyFrom: i + 1 UpTo: n size ].
            i: i - 1 ].
        '' ).
    lastSlash = ( "The index of the last slash, or -1."
        | i |
        i: path size - 1.
        [ (i >= 0) && [ (path at: i) != '/' ] ] whileTrue: [ i: i - 1 ].
        i ).

    "Looking"
    exists   = (
        "Is anything there?
         Example: (file at: '/no/such/thing') exists  => false"
        facts isNil not ).
    isFile   = ( "Is it a file? Example: (file at: '/') isFile  => false" kind = 'file' ).
    isFolder = ( "Is it a folder? Example: (file at: '/') isFolder  => true" kind = 'folder' ).
    kind     = (
        "'file', 'folder', 'other', or 'absent' if nothing is there."
        | f |
        f: facts.
        f isNil ifTrue: 'absent' False: [ f at: 1 ] ).
    size     = ( "Its bytes; an error if nothing is there." factsOrError at: 2 ).
    changed  = (
        "The moment it was last changed; an error if nothing is there."
        globals time copyMicroseconds: (factsOrError at: 3) ).
    facts = ( "A vector of true, kind, size and time of the last change; nil if nothing is there."
        | f |
        f: path _FileFacts.
        f isNil ifTrue: [ ^ lost ].
        (f at: 0) ifFalse: [ ^ outcome: f ].
        (f at: 1) isNil ifTrue: [ nil ] False: [ f ] ).
    factsOrError = ( "The same; an error if nothing is there."
        facts ifNil: [ refuse: 'absent' Text: 'there is nothing at ', path ] ).

    "Reading"
    contents = (
        "All of it, as text. It must be UTF-8.
         Example: [ (file at: '/no/such') contents ] onError: [| :e | e text ]  => 'cannot read /no/such: there is no such file or folder'"
        outcome: path _FileText ).
    bytes = ( "All of it, as a byte vector." outcome: path _FileBytes ).
    lines = ( "A list of its lines, without their ends." contents lines ).
    linesDo: block = ( "Runs the block with each line. Answers the receiver." lines do: block. self ).

    "Writing"
    contents: x = (
        "Makes x, a string or byte vector, all that the file holds: wholly, or, if that fails, not at all. Answers the receiver."
        outcome: (path _FileWrite: x). self ).
    append: x = (
        "Adds x at the end; the file is made if it is not there. Answers the receiver."
        outcome: (path _FileAppend: x). self ).
    copyTo: other = (
        "Copies the file to another path (a string, or a file object). Answers the copy's file object."
        | to |
        to: (asFile: other).
        outcome: (path _FileCopy: to path). to ).
    moveTo: other = (
        "Gives it another path; what was there is replaced. Answers the file object of that path."
        | to |
        to: (asFile: other).
        outcome: (path _FileRename: to path). to ).
    delete = (
        "Removes it; of folders only empty ones. An error if nothing is there. Answers the receiver."
        outcome: path _FileDelete.
        self ).
    asFile: x = (
        "A file object of a path or file object."
        (x _Understands: 'lastSlash') ifTrue: [ x ] False: [ at: x ] ).

    "Folders"
    makeFolder = (
        "Makes a folder here, and those around it, unless they are there. Answers the receiver."
        outcome: path _FolderMake.
        self ).
    entries = ( "A list of what is in the folder, as file objects, sorted by name."
        names asList mapBy: [| :n | self / n ] ).
    names = ( "A list of the names in the folder, sorted." (outcome: path _FolderEntries) asList ).
    allFilesDo: block = (
        "Runs the block with each file in the folder and in those inside it. Answers the receiver."
        entries do: [| :each |
            each isFolder ifTrue: [ each allFilesDo: block ] False: [ block value: each ] ].
        self ).

    "Failing"
    outcome: v = ( "What came of it, or an error."
        v isNil ifTrue: [ ^ lost ].
        (v at: 0) ifTrue: [ v at: 1 ] False: [ refuse: (v at: 1) Text: (v at: 2) ] ).
    refuse: why Text: t = (
        "Signals why it could not be done."
        (globals errors file copyReceiver: self Reason: why Text: t) signal ).
    lost = ( "The world was left while this was under way, or the time is up."
        globals process goOn: self.
        refuse: 'outside' Text: 'the program ended before it was known what came of it' ).

    "Comparing and printing"
    = f = ( "The same path?" f equalsFile: self ).
    equalsFile: f = ( "The other half of =." path = f path ).
    < f = ( "In the order of their paths." path < f path ).
    hash = ( "The same for equal paths." path hash ).
    statePrintString = ( "The path." path printString ).
|).

defaultBehavior _AddSlots: (| equalsFile: f = ( false ) |).

globals _AddSlots: (|
    file = (|
        {} = 'Comment: The folder in which the program was started, and a prototype: `file at: path`.'.
        parent* = traits file.
        path   <- '.'.
    |).
    input = (|
        {} = 'Comment: The standard input.'.
        parent* = traits oddball.

        readLine = (
            "The next line, without its end; nil if there are no more."
            globals file outcome: _ReadLine ).
        contents = ( "All that is left, as text." globals file outcome: _ReadInput ).
        linesDo: block = (
            "Runs the block with each line that is left. Answers the receiver."
            | line |
            [ line: readLine. line isNil ] whileFalse: [ block value: line ].
            self ).
        lines = ( "A list of the lines that are left."
            | all |
            all: globals list copyRemoveAll.
            linesDo: [| :line | all add: line ].
            all ).
        printString = 'input'.
    |).
|).
