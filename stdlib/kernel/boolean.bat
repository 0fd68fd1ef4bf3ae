"true and false. Control is an ordinary send to one of them; the two differ in which block they run."

traits _AddSlots: (| boolean = () |).

traits boolean _AddSlots: (|
    {} = 'Comment: What true and false share.'.
    parent* = traits oddball.

    "Choosing"

    ifTrue: block = (
        "The block's value if the receiver is true, else nil.
         Example: (3 < 4) ifTrue: [ 'less' ]  => 'less'
         Example: (4 < 3) ifTrue: [ 'less' ]  => nil"
        ifTrue: block False: nil ).

    ifFalse: block = (
        "The block's value if the receiver is false, else nil.
         Example: (4 < 3) ifFalse: [ 'not less' ]  => 'not less'"
        ifTrue: nil False: block ).

    ifFalse: falseBlock True: trueBlock = (
        "Example: true ifFalse: [ 0 ] True: [ 1 ]  => 1"
        ifTrue: trueBlock False: falseBlock ).

    "Combining: a block given as argument runs only if it can make a difference"

    and: block = (
        "Example: (3 < 4) and: [ 4 < 5 ]  => true"
        ifTrue: block False: false ).

    or: block = (
        "Example: (4 < 3) or: [ 4 < 5 ]  => true"
        ifTrue: true False: block ).

    && block = (
        "Both. The argument may be a block.
         Example: (3 < 4) && [ 5 < 4 ]  => false"
        ifTrue: block False: false ).

    || block = (
        "At least one. The argument may be a block.
         Example: (3 < 4) || [ 1 / 0 ]  => true"
        ifTrue: true False: block ).

    ^^ block = (
        "Exactly one. The argument may be a block, which always runs.
         Example: true ^^ true  => false"
        ifTrue: [ block value not ] False: [ block value ] ).

    not = (
        "Example: true not  => false"
        ifTrue: false False: true ).

    "Comparing"

    = x  = (
        "Example: true = (3 < 4)  => true"
        _Eq: x ).
    hash = ( "The same for equal booleans." asInteger ).

    asInteger = (
        "Example: true asInteger  => 1
         Example: false asInteger  => 0"
        ifTrue: 1 False: 0 ).
|).

true _AddSlots: (|
    {} = 'Comment: The one true object.'.
    parent* = traits boolean.
    ifTrue: trueBlock False: falseBlock = (
        "The value of the first block.
         Example: true ifTrue: 3 False: 4  => 3"
        trueBlock value ).
    printString = (
        "Example: true printString  => 'true'"
        'true' ).
|).

false _AddSlots: (|
    {} = 'Comment: The one false object.'.
    parent* = traits boolean.
    ifTrue: trueBlock False: falseBlock = (
        "The value of the second block.
         Example: false ifTrue: 3 False: 4  => 4"
        falseBlock value ).
    printString = (
        "Example: false printString  => 'false'"
        'false' ).
|).
