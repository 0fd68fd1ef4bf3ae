"Mirrors: the way to ask an object about its slots, and to change them, without sending it a message. A mirror is a
collection of slots: its keys are their names, in alphabetical order."

traits mirror _AddSlots: (|
    {} = 'Comment: What mirrors share.'.
    parent* = traits collection.

    collectionName = 'mirror'.

    "The object"

    reflectee = (
        "The object itself.
         Example: (reflect: 3) reflectee  => 3"
        _MirrorReflectee ).
    kind = (
        "What the machine takes it for: 'slots', 'smallInt', 'bigInt', 'float', 'string', 'vector', 'byteVector', 'block',
         'method', 'mirror', 'process', 'nil', 'true' or 'false'.
         Example: (reflect: 'a') kind  => 'string'"
        _MirrorKind ).
    isReflecteeSlots   = ( "Is it an ordinary object?"  kind = 'slots' ).
    isReflecteeInteger = ( "Is it an integer?"          (kind = 'smallInt') || [ kind = 'bigInt' ] ).
    isReflecteeFloat   = ( "Is it a float?"             kind = 'float' ).
    isReflecteeString  = ( "Is it a string?"            kind = 'string' ).
    isReflecteeVector  = ( "Is it a vector?"            kind = 'vector' ).
    isReflecteeByteVector = ( "Is it a byte vector?"    kind = 'byteVector' ).
    isReflecteeProcess = ( "Is it a process?"           kind = 'process' ).
    isReflecteeBlock   = ( "Is it a block?"             kind = 'block' ).
    isReflecteeMethod  = ( "Is it a method?"            kind = 'method' ).
    isReflecteeMirror  = ( "Is it a mirror?"            kind = 'mirror' ).
    isReflecteeBoolean = ( "Is it true or false?"       (kind = 'true') || [ kind = 'false' ] ).
    isReflecteeNil     = ( "Is it nil?"                 kind = 'nil' ).

    "Its slots"

    names = (
        "A vector of the names of its slots, sorted; an assignable slot has two, `x` and `x:`.
         Example: (reflect: (| b <- 1. a = 2 |)) names  => a vector('a', 'b', 'b:')"
        _MirrorNames sort ).
    size = (
        "How many slots it has.
         Example: (reflect: (| b <- 1. a = 2 |)) size  => 3"
        _MirrorNames size ).
    includesKey: name = (
        "Has it a slot of that name?
         Example: (reflect: (| a = 2 |)) includesKey: 'a'  => true"
        _MirrorIncludes: name ).
    at: name = (
        "The slot of that name, as an object.
         Example: ((reflect: (| a <- 2 |)) at: 'a') isAssignable  => true"
        at: name IfAbsent: [ absent: name ] ).
    at: name IfAbsent: block = (
        "The same, or the block's value."
        (_MirrorIncludes: name) ifTrue: [ globals slot copyHolder: self Key: name ] False: [ block value: name ] ).
    contentsAt: name = (
        "A mirror on what a slot holds.
         Example: ((reflect: (| a = 2 |)) contentsAt: 'a') reflectee  => 2"
        _MirrorContentsAt: name IfFail: [ absent: name ] ).
    do: block = (
        "Runs the block with each slot and its name."
        names do: [| :name | block value: (globals slot copyHolder: self Key: name) With: name ].
        self ).
    isParentAt: name     = ( "Is it a parent slot?" _MirrorIsParentAt: name ).
    isAssignableAt: name = ( "Is it a data slot that can be assigned?" _MirrorIsAssignableAt: name ).
    isAssignmentAt: name = ( "Is it the `x:` of such a slot?" _MirrorIsAssignmentAt: name ).
    isMethodAt: name     = ( "Does it hold a method?" _MirrorIsMethodAt: name ).
    isArgumentAt: name   = ( "Is it an argument of a method?" false ).
    parents = (
        "A vector of mirrors on its parents.
         Example: ((reflect: 3@4) parents at: 0) reflectee  => traits point"
        ((_MirrorNames copyFilteredBy: [| :n | isParentAt: n ]) asVector copySort) copyMappedBy: [| :n |
            contentsAt: n ] ).
    parentsDo: block = (
        "Runs the block with a mirror on each parent. Example: [| n <- 0 | (reflect: 3@4) parentsDo: [ n: n + 1 ]. n ] value  => 1"
        parents do: block.
        self ).
    ancestors = (
        "A list of mirrors on everything it inherits from, nearest first; each once.
         Example: (reflect: 3) ancestors first  => a mirror on traits smallInt"
        | found. i <- 0 |
        found: globals list copyRemoveAll.
        found addAll: parents.
        [ i < found size ] whileTrue: [
            (found at: i) parentsDo: [| :m | (found includes: m) ifFalse: [ found add: m ] ].
            i: i + 1 ].
        found ).
    inheritsFrom: mirror = (
        "Is what a mirror looks at among its ancestors? Example: (reflect: 3) inheritsFrom: (reflect: traits number)  => true"
        ancestors includes: mirror ).
    methods = ( "A vector of the slots that hold methods. Example: (reflect: (| a = (3). b = 4 |)) methods size  => 1"
        copyFilteredSlots: [| :s | s isMethod ] ).
    slotsInCategory: name = (
        "A vector of the slots that are annotated with that category.
         Example: (reflect: (| {'Category: odd' x = 3 }. y = 4 |)) slotsInCategory: 'odd'  => a vector(a slot(x))"
        copyFilteredSlots: [| :s | s categories includes: name ] ).
    categories = (
        "A vector of the categories of its slots, sorted. Example: (reflect: (| {'Category: odd' x = 3 } |)) categories  => a vector('odd')"
        ((asList gather: [| :s | s categories ]) asSet asVector) copySort ).
    slotAt: name = ( "Another name of at:. Example: ((reflect: 3@4) slotAt: 'x') value  => 3" at: name ).
    copyFilteredSlots: test = (
        "A vector of the slots for which the test is true."
        (filterBy: test Into: globals list copyRemoveAll) asVector ).
    add: x WithKey: k = ( "An error: slots are added with addSlots:." error: 'add slots with addSlots:' ).
    copyRemoveAll = ( "An empty list." globals list copyRemoveAll ).
    copy = ( "The receiver." self ).

    "Its descriptions"

    annotation = (
        "What is written in `{} = '…'`, or the empty string."
        _MirrorAnnotation ).
    annotationAt: name = ( "What is written in the braces around a slot, outermost first." _MirrorAnnotationAt: name ).
    comment = (
        "The comment in its annotation.
         Example: (reflect: (| {} = 'Comment: a pair'. a = 1. b = 2 |)) comment  => 'a pair'"
        globals annotations comment: annotation ).

    "Its code, if it is a method or block"

    source = (
        "The text of the method or block, with its brackets.
         Example: ((reflect: (| double = ( 2 * 3 ) |)) contentsAt: 'double') source  => '( 2 * 3 )'
         Example: (reflect: [| :x | x ]) source  => '[| :x | x ]'"
        _MirrorSource ).
    argumentNames = (
        "A vector of the names of the method's arguments.
         Example: ((reflect: (| at: i Put: v = ( i + v ) |)) contentsAt: 'at:Put:') argumentNames  => a vector('i', 'v')"
        _MirrorArgumentNames ).
    place = ( "Where that text stands: the source's name and the line." _MirrorPlace ).

    "Its name"

    creatorPath = (
        "The names through which the lobby leads to it, or nil.
         Example: (reflect: traits integer) creatorPath  => 'traits integer'
         Example: (reflect: 3@4) creatorPath  => nil"
        _MirrorCreatorPath ).
    prototypeName = (
        "The name of the prototype it was copied from, or of its kind, or nil.
         Example: (reflect: 3@4) prototypeName  => 'point'"
        _MirrorPrototypeName ).
    name = (
        "Its own name, or one made of that of its prototype.
         Example: (reflect: 3@4) name  => 'a point'
         Example: (reflect: (| x = 3 |)) name  => 'a slots object'"
        creatorPath ifNil: [ nameWithArticle ] ).
    nameWithArticle = (
        "Its prototype's name with an article."
        | path |
        path: creatorPath.
        path ifNil: [ path: prototypeName ].
        path ifNil: [ path: kind = 'slots' ifTrue: 'slots object' False: [ kind ] ].
        path prependAOrAn ).

    "Lookup"

    understands: selector = ( "Would a message of that name be found?" reflectee _Understands: selector ).
    lookup: selector = (
        "A vector of mirrors on the objects whose slots match a message of that name: none, one, or several if it is
         ambiguous.
         Example: ((reflect: 3) lookup: 'factorial') size  => 1"
        (reflectee _MatchingHolders: selector) copyMappedBy: [| :holder | holder _Mirror ] ).
    selectors = (
        "A vector of all selectors it understands, sorted."
        _MirrorSelectors sort ).

    "Changing slots: answers the receiver"

    addSlots: anObject = ( "Adds copies of the slots of an object." reflectee _AddSlots: anObject. self ).
    addSlotsFrom: text = (
        "Adds the slots written in a text, as between the bars of an object.
         Example: [| x | x: (| a = 1 |). (reflect: x) addSlotsFrom: 'b = (a + 1)'. x b ] value  => 2"
        reflectee _AddSlots: ('(| ', text, ' |)') eval.
        self ).
    at: name PutContents: mirror = (
        "Makes the slot of that name hold what a mirror looks at; what else is true of the slot stays. A slot that is not there yet
         is a constant one.
         Example: [| x | x: (| a = 1 |). (reflect: x) at: 'a' PutContents: (reflect: 2). x a ] value  => 2"
        (_MirrorIncludes: name)
            ifTrue: [ (at: name) contents: mirror. self ]
             False: [ replace: '' Name: name Contents: mirror Parent: false Assignable: false Annotations: '' ] ).
    rename: name To: new = (
        "Gives a slot another name; one of that name goes.
         Example: [| x | x: (| a <- 1 |). (reflect: x) rename: 'a' To: 'b'. x b: 3. x b ] value  => 3"
        (at: name) name: new.
        self ).
    replace: old Name: name Contents: mirror Parent: isParent Assignable: isAssignable Annotations: text = (
        "Replaces a slot by another; '' for the old name adds one. An error if the parts do not go together."
        (mirror isReflecteeMethod) && [ isParent || [ isAssignable ] ] ifTrue: [
            ^ error: 'a slot that holds a method can be neither a parent nor assigned' ].
        _MirrorSlot: old
            Name: name
            Contents: mirror
            Parent: isParent
            Assignable: isAssignable
            Annotations: text
            IfFail: [| :e. :primitive |
                e = 'syntaxError' ifTrue: [ ^ error: (globals printing brief: name), ' is no name for a slot' ].
                e = 'slotNameError' ifTrue: [ ^ absent: old ].
                e = 'badTypeError' ifTrue: [
                    ^ error: 'slot ', (globals printing brief: name),
                        ' cannot be like that: its name and its contents take different numbers of arguments, or the object has fixed slots' ].
                primitiveFailedError: e Name: primitive ] ).
    removeKey: name = ( "Removes the slot of that name." removeKey: name IfAbsent: [ absent: name ] ).
    removeKey: name IfAbsent: block = ( "The same, or the block's value."
        (_MirrorIncludes: name) ifFalse: [ ^ block value: name ].
        reflectee _RemoveSlot: name.
        self ).
    removeAll = ( "Removes every slot." reflectee _RemoveAllSlots. self ).
    define: anObject = ( "Replaces all slots by copies of those of an object." reflectee _Define: anObject. self ).

    "Comparing and printing"

    = m = (
        "A mirror on the same object?
         Example: (reflect: nil) = (reflect: nil)  => true"
        m equalsMirrorOn: reflectee ).
    equalsMirrorOn: x = ( "The other half of =." reflectee _Eq: x ).
    equalsCollection: c = ( "A mirror is equal to mirrors only." false ).
    hash = ( "The same for mirrors on the same object." reflectee _IdentityHash ).
    printString = (
        "Example: (reflect: 3) printString  => 'a mirror on 3'"
        | on |
        on: _MirrorReflecteeIfFail: [ ^ resend.printString ].
        globals printing of: self Do: [ 'a mirror on ', (globals printing show: on) ] ).
|).

defaultBehavior _AddSlots: (|
    equalsMirrorOn: x = ( false ).
|).
