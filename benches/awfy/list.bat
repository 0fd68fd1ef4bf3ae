"List: recursion over linked lists, Takeuchi's function on their lengths. After the suite's SOM version."

'benchmark.bat' requireScript.

| listElement = (|
    parent* = traits clonable.
    value <- 0.
    next.

    copyValue: aValue = ( copy value: aValue ).
    length = ( next isNil ifTrue: [ 1 ] False: [ 1 + next length ] ).
|) |

| listBenchmark = (|
    parent* = traits benchmark.

    benchmark = (
        (tailOf: (makeList: 15) With: (makeList: 10) With: (makeList: 6)) length ).

    verifyResult: result = ( result = 10 ).

    makeList: length = ( | element |
        length = 0 ifTrue: [ ^ nil ].
        element: (listElement copyValue: length).
        element next: (makeList: length - 1).
        element ).

    isShorter: x Than: y = ( | xTail. yTail |
        xTail: x.
        yTail: y.
        [ yTail isNil ] whileFalse: [
            xTail isNil ifTrue: [ ^ true ].
            xTail: xTail next.
            yTail: yTail next ].
        false ).

    tailOf: x With: y With: z = (
        (isShorter: y Than: x)
            ifTrue: [
                tailOf: (tailOf: x next With: y With: z)
                With: (tailOf: y next With: z With: x)
                With: (tailOf: z next With: x With: y) ]
            False: [ z ] ).
|) |
