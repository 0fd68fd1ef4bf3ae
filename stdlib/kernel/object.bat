"What every object understands: identity, comparison, copying, sending, changing slots. Failure messages are in error.bat,
printing in text/printing.bat."

defaultBehavior _AddSlots: (|
    {} = 'Comment: What every object that reaches the lobby understands.'.

    "Identity and comparison"

    == x = (
        "Is x this very object? Small integers and equal floats are identical; strings and big integers need not be.
         Example: 3 == 3  => true
         Example: 3 == 3.0  => false"
        _Eq: x ).

    !== x = (
        "Is x another object?
         Example: 3 !== 4  => true"
        (_Eq: x) not ).

    = x = (
        "Are the two equal? Identity, unless a descendant says more; then it also defines `hash`.
         Example: nil = nil  => true"
        _Eq: x ).

    != x = (
        "Are the two unequal?
         Example: 'a' != 'b'  => true"
        (= x) not ).

    hash = (
        "A non-negative small integer, the same for equal objects."
        _IdentityHash ).

    identityHash = (
        "A small integer that stays this object's for life; other objects may have it too."
        _IdentityHash ).

    "What an object of another kind answers when a number, string or collection compares itself with it"

    equalsSmallInteger: x  = ( false ).
    equalsFloat: x         = ( false ).
    equalsString: x        = ( false ).
    equalsCollection: x    = ( false ).
    equalsSet: x           = ( false ).
    equalsDictionary: x    = ( false ).
    equalsPoint: x         = ( false ).
    equalsRectangle: x     = ( false ).

    "Testing for nil"

    isNil = (
        "Example: 3 isNil  => false"
        false ).

    isNotNil = (
        "Example: 3 isNotNil  => true"
        true ).

    ifNil: block = (
        "The receiver, or the value of the block if the receiver is nil.
         Example: 3 ifNil: [ 4 ]  => 3"
        self ).

    ifNotNil: block = (
        "The value of the block, given the receiver; nil if the receiver is nil.
         Example: 3 ifNotNil: [| :x | x + 1 ]  => 4"
        block value: self ).

    ifNil: nilBlock IfNotNil: block = (
        "Example: 3 ifNil: [ 0 ] IfNotNil: [| :x | x + 1 ]  => 4"
        block value: self ).

    ifNotNil: block IfNil: nilBlock = (
        "Example: nil ifNotNil: [| :x | x ] IfNil: [ 'none' ]  => 'none'"
        block value: self ).

    "Evaluating: an object that is no block stands for itself"

    value = (
        "Example: 3 value  => 3"
        self ).
    value: a                                         = ( self ).
    value: a With: b                                 = ( self ).
    value: a With: b With: c                         = ( self ).
    value: a With: b With: c With: d                 = ( self ).
    value: a With: b With: c With: d With: e         = ( self ).
    value: a With: b With: c With: d With: e With: f = ( self ).
    valueWithArguments: v                            = ( self ).

    key = (
        "What a dictionary's `add:` files the receiver under."
        self ).

    "Copying"

    clone = (
        "A new object with the same slots and the same values. For use inside an object; others send `copy`."
        _Clone ).

    "Sending a message whose name is computed"

    perform: selector = (
        "Sends the unary message that the string names.
         Example: 5 perform: 'factorial'  => 120"
        _Perform: selector ).

    perform: selector With: a = (
        "Example: 5 perform: '+' With: 4  => 9"
        _Perform: selector With: a ).

    perform: selector With: a With: b = (
        "Example: 1 perform: 'to:By:' With: 7 With: 3  => an interval(1, 4, 7)"
        _Perform: selector With: a With: b ).

    perform: selector WithArguments: arguments = (
        "Sends the message with the elements of a vector as arguments.
         Example: 5 perform: 'max:' WithArguments: (7 & 0) asVector copyWithoutLast  => 7"
        _Perform: selector WithArguments: arguments asVector ).

    "Changing slots"

    addSlots: anObject = (
        "Adds copies of all slots of an object, replacing slots of the same name. The receiver keeps its identity.
         Example: ((| x = 3. parent* = lobby |) addSlots: (| y = 4 |)) y  => 4"
        _AddSlots: anObject IfFail: [| :e. :n |
            wanted: 'an object with slots, such as (| x = 3 |),' Not: anObject Error: e Name: n ] ).

    addSlotsIfAbsent: anObject = (
        "Adds copies of those slots whose names the receiver does not have.
         Example: ((| x = 3. parent* = lobby |) addSlotsIfAbsent: (| x = 4 |)) x  => 3"
        _AddSlotsIfAbsent: anObject IfFail: [| :e. :n |
            wanted: 'an object with slots, such as (| x = 3 |),' Not: anObject Error: e Name: n ] ).

    setSlot: name Value: value = (
        "Gives the slot of that name a value; if there is none that can be assigned, it becomes one. Answers the receiver.
         Example: ((| x <- 3. parent* = lobby |) setSlot: 'x' Value: 4) x  => 4
         Example: ((| x <- 3. parent* = lobby |) setSlot: 'y' Value: 5) y  => 5"
        | m |
        m: (reflect: self).
        (m includesKey: name) && [ m isAssignableAt: name ]
            ifTrue: [ m at: name PutContents: (reflect: value) ]
             False: [
                m replace: '' Name: name Contents: (reflect: value) Parent: false Assignable: true Annotations: '' ].
        self ).

    define: anObject = (
        "Replaces all slots by copies of those of an object. The receiver keeps its identity.
         Example: ((| x = 3. parent* = lobby |) define: (| y = 4 |)) y  => 4"
        _Define: anObject IfFail: [| :e. :n |
            wanted: 'an object with slots, such as (| x = 3 |),' Not: anObject Error: e Name: n ] ).

    removeSlot: name = (
        "Removes the slot of that name; an error if there is none."
        _RemoveSlot: name IfFail: [| :e. :n |
            e = 'slotNameError'
                ifTrue: [
                    primitiveFailedError: e
                        Name: n
                        Because: (globals printing brief: self), ' has no slot \'', name, '\' of its own' ]
                 False: [ wanted: 'the name of a slot, a text,' Not: name Error: e Name: n ] ] ).

    removeAllSlots = (
        "Removes every slot."
        _RemoveAllSlots ).

    "Reflection"

    reflect: x = (
        "A mirror on x: the object to ask about x's slots.
         Example: (reflect: (| a = 1. b = 2 |)) size  => 2"
        x _Mirror ).

    asMirror = (
        "A mirror on the receiver."
        _Mirror ).

    understands: selector = (
        "Would a message of that name be found?
         Example: 3 understands: 'factorial'  => true
         Example: 3 understands: 'nosuch'  => false"
        _Understands: selector ).
|).

traits clonable _AddSlots: (|
    copy = (
        "A new object like the receiver. Where slots hold parts that must not be shared, a descendant copies them too."
        clone ).
|).

traits oddball _AddSlots: (|
    copy = (
        "The receiver: there is only one.
         Example: nil copy  => nil"
        self ).
    clone = (
        "The receiver."
        self ).
|).

mixins _AddSlots: (|
    "The comparisons that follow from `<`."
    ordered = (|
        {} = 'Comment: Comparisons for an object that defines `<` (and `=`).'.
        > x  = ( "Is the receiver greater than x?"             x < self ).
        <= x = ( "Is the receiver less than or equal to x?"    (x < self) not ).
        >= x = ( "Is the receiver greater than or equal to x?" (self < x) not ).
        max: x = ( "The greater of the two." self < x ifTrue: [ x ] False: [ self ] ).
        min: x = ( "The lesser of the two."  x < self ifTrue: [ x ] False: [ self ] ).
        compare: x IfLess: less Equal: equal Greater: greater = (
            "The value of one of three blocks."
            self < x ifTrue: [ ^ less value ].
            self = x ifTrue: [ ^ equal value ].
            greater value ).
        compare: x IfLess: less Equal: equal Greater: greater Incomparable: neither = (
            "The same; the last block if x is neither less, nor equal, nor greater, or cannot be compared with."
            [
                compare: x
                    IfLess: [ ^ less value ]
                    Equal: [ ^ equal value ]
                    Greater: [ self > x ifTrue: [ ^ greater value ] ] ]
                on: 'undefinedSelector'
                Do: [].
            neither value ).
    |).

    "Equality that is identity."
    identity = (|
        {} = 'Comment: Equal means identical.'.
        = x  = ( "Is x this very object?" _Eq: x ).
        hash = ( "The identity hash." _IdentityHash ).
    |).
|).

traits orderedClonable _AddSlots: mixins ordered.
traits orderedOddball  _AddSlots: mixins ordered.
