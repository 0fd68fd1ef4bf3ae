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
    isParent     = ( "Is it a parent slot? Example: ((reflect: (| p* = lobby |)) at: 'p') isParent  => true" holder isParentAt: key ).
    isAssignable = ( "Is it a data slot that can be assigned?" holder isAssignableAt: key ).
    isAssignment = ( "Is it the `x:` of such a slot? Example: ((reflect: (| a <- 2 |)) at: 'a:') isAssignment  => true" holder isAssignmentAt: key ).
    isMethod     = ( "Does it hold a method? Example: ((reflect: (| a = (3) |)) at: 'a') isMethod  => true" holder isMethodAt: key ).
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
