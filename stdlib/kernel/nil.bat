"nil: nothing is here. The value of a slot that was given none, and of a body without expressions that ran."

nil _AddSlots: (|
    {} = 'Comment: Nothing. There is one nil.'.
    parent* = traits oddball.

    isNil = (
        "Example: nil isNil  => true"
        true ).
    isNotNil = (
        "Example: nil isNotNil  => false"
        false ).
    ifNil: block = (
        "Example: nil ifNil: [ 'was nil' ]  => 'was nil'"
        block value: self ).
    ifNotNil: block = (
        "Example: nil ifNotNil: [| :x | x + 1 ]  => nil"
        nil ).
    ifNil: nilBlock IfNotNil: block = (
        "Example: nil ifNil: [ 0 ] IfNotNil: [| :x | x + 1 ]  => 0"
        nilBlock value: self ).
    ifNotNil: block IfNil: nilBlock = (
        "Example: nil ifNotNil: [| :x | x + 1 ] IfNil: [ 0 ]  => 0"
        nilBlock value: self ).

    printString = (
        "Example: nil printString  => 'nil'"
        'nil' ).
|).
