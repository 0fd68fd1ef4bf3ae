"Methods as objects. A method in a slot runs when the slot is looked up; a mirror's contentsAt: leads to the method itself."

traits method _AddSlots: (|
    {} = 'Comment: What methods share.'.
    parent* = traits oddball.

    source = (
        "The text of the method, with its parentheses.
         Example: ((reflect: (| double = ( 2 * 3 ) |)) contentsAt: 'double') reflectee source  => '( 2 * 3 )'"
        _Mirror source ).
    comment = (
        "The comment at the beginning of its text.
         Example: (((reflect: traits boolean) contentsAt: 'not') reflectee comment) isEmpty  => false"
        | text. start. end |
        text: source.
        start: (text indexOf: '\x22').
        start < 0 ifTrue: [ ^ '' ].
        (text copyFrom: 1 UpTo: start) trimmed isEmpty ifFalse: [ ^ '' ].
        end: (text indexOf: '\x22' From: start + 1).
        text copyFrom: start + 1 UpTo: end ).
    printString = ( "Its text." '<', source, '>' ).
|).
