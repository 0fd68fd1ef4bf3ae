"Slots as objects: what a mirror answers for a name."

traits _AddSlots: (| slot = () |).

traits slot _AddSlots: (|
    {} = 'Comment: What slot objects share.'.
    parent* = traits clonable.

    copyHolder: mirror Key: name = ( "A new slot object." (clone holder: mirror) key: name ).

    name = ( "Its name. Example: ((reflect: (| a = 2 |)) at: 'a') name  => 'a'" key ).
    contents = ( "A mirror on what it holds." holder contentsAt: key ).
    value = (
        "What it holds; of a method slot the method.
         Example: ((reflect: (| a = 2 |)) at: 'a') value  => 2"
        contents reflectee ).
    isParent     = (
        "Is it a parent slot? Example: ((reflect: (| p* = lobby |)) at: 'p') isParent  => true"
        holder isParentAt: key ).
    isAssignable = ( "Is it a data slot that can be assigned?" holder isAssignableAt: key ).
    isAssignment = (
        "Is it the `x:` of such a slot? Example: ((reflect: (| a <- 2 |)) at: 'a:') isAssignment  => true"
        holder isAssignmentAt: key ).
    isMethod     = (
        "Does it hold a method? Example: ((reflect: (| a = (3) |)) at: 'a') isMethod  => true"
        holder isMethodAt: key ).
    isArgument   = ( "Is it an argument?" holder isArgumentAt: key ).

    annotation = ( "What is written in the braces around it." holder annotationAt: key ).
    comment = (
        "The comment in its annotation.
         Example: ((reflect: (| {'Comment: two' a = 2 } |)) at: 'a') comment  => 'two'"
        globals annotations comment: annotation ).
    categories = (
        "A list of the categories in its annotation.
         Example: ((reflect: (| {'Category: a' {'Category: b' x = 3 } } |)) at: 'x') categories  => a list('a', 'b')"
        globals annotations categories: annotation ).

    exists = ( "Is it still there?" holder includesKey: key ).

    "Changing it: answers the receiver, which stands for the slot afterwards too"

    name: new = (
        "Gives it another name; a slot of that name goes.
         Example: [| x | x: (| a = 1 |). ((reflect: x) at: 'a') name: 'b'. x b ] value  => 1"
        change: new Contents: contents Parent: isParent Assignable: isAssignable Annotations: annotation ).
    contents: mirror = (
        "Makes it hold what a mirror looks at. Example: [| x | x: (| a = 1 |). ((reflect: x) at: 'a') contents: (reflect: 2). x a ] value  => 2"
        change: key Contents: mirror Parent: isParent Assignable: isAssignable Annotations: annotation ).
    isParent: flag = (
        "Makes it a parent slot, or none. Example: [| x | x: (| a = (| b = 5 |) |). ((reflect: x) at: 'a') isParent: true. x b ] value  => 5"
        change: key Contents: contents Parent: flag Assignable: isAssignable Annotations: annotation ).
    isAssignable: flag = (
        "Makes it a slot that can be assigned, or a constant. Example: [| x | x: (| a = 3 |). ((reflect: x) at: 'a') isAssignable: true. (x a: 4) a ] value  => 4"
        change: key Contents: contents Parent: isParent Assignable: flag Annotations: annotation ).
    annotation: text = ( "Replaces what is written in the braces around it; parts are separated by the character 7f."
        change: key Contents: contents Parent: isParent Assignable: isAssignable Annotations: text ).
    comment: text = (
        "Replaces the comment in its annotation.
         Example: [| x | x: (| a = 1 |). ((reflect: x) at: 'a') comment: 'one'. ((reflect: x) at: 'a') comment ] value  => 'one'"
        annotation: (globals annotations
            text: annotation
            Without: 'Comment'
            With: (globals vector copySize: 1 FillingWith: 'Comment: ', text)) ).
    categories: names = (
        "Replaces the categories in its annotation.
         Example: [| x | x: (| a = 1 |). ((reflect: x) at: 'a') categories: ('p' & 'q') asVector. ((reflect: x) at: 'a') categories ] value  => a list('p', 'q')"
        | text |
        annotation: (globals annotations
            text: annotation
            Without: 'Category'
            With: (names copyMappedBy: [| :name | 'Category: ', name ])) ).
    change: new Contents: mirror Parent: p Assignable: a Annotations: text = ( "Replaces it."
        holder replace: key Name: new Contents: mirror Parent: p Assignable: a Annotations: text.
        key: new ).
    remove = (
        "Removes it. Example: [| x | x: (| a = 1. b = 2 |). ((reflect: x) at: 'a') remove. (reflect: x) names ] value  => a vector('b')"
        holder removeKey: key.
        self ).

    "Who uses it"

    senders = ( "A vector of the slots whose methods send its name." globals browser sendersOf: key ).
    implementors = ( "A vector of all slots of the same name, itself included." globals browser implementorsOf: key ).

    = s = ( "The same slot of the same object?"
        (_Eq: s) ifTrue: [ ^ true ].
        s equalsSlotOf: holder Key: key ).
    equalsSlotOf: mirror Key: name = ( "The other half of =." (key = name) && [ holder = mirror ] ).
    hash = ( "The same for equal slots." key hash ).
    statePrintString = ( "Its name." key ).
|).

globals _AddSlots: (|
    slot = (|
        {} = 'Comment: A slot of an object: the object\'s mirror and the slot\'s name.'.
        parent* = traits slot.
        holder.
        key    <- ''.
    |).

    annotations = (|
        {} = 'Comment: Reads annotation texts: parts like `Comment: …` and `Category: …`, separated by the character 7f.'.
        parent* = lobby.
        parts: text Of: kind = (
            "A list of what follows `kind: ` in the parts of a text.
             Example: annotations parts: 'Category: a\x7fCategory: b' Of: 'Category'  => a list('a', 'b')"
            | found. prefix |
            found: globals list copyRemoveAll.
            prefix: kind, ': '.
            (text splitOn: '\x7f') do: [| :part |
                (part hasPrefix: prefix) ifTrue: [ found add: (part copyWithoutPrefix: prefix) ] ].
            found ).
        text: text Without: kind With: parts = (
            "An annotation text with all parts of a kind replaced by other parts.
             Example: annotations text: 'Comment: a' Without: 'Comment' With: ('Comment: b' & 'Category: c') asVector  => 'Comment: b\x7fCategory: c'"
            | kept |
            kept: ((text splitOn: '\x7f') copyFilteredBy: [| :part |
                ((part hasPrefix: kind, ': ') || [ part isEmpty ]) not ]).
            (kept addAll: parts) joinUsing: '\x7f' ).
        comment: text = (
            "The first comment in an annotation text, or the empty string."
            (parts: text Of: 'Comment') firstIfAbsent: '' ).
        categories: text = (
            "A list of the categories in an annotation text."
            parts: text Of: 'Category' ).
    |).
|).

defaultBehavior _AddSlots: (|
    equalsSlotOf: mirror Key: name = ( false ).
|).
