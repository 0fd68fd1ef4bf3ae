"Byte vectors: a fixed number of integers from 0 to 255."

traits byteVector _AddSlots: (|
    {} = 'Comment: What byte vectors share.'.
    parent* = traits indexable.

    collectionName = 'byteVector'.

    size = (
        "The number of bytes.
         Example: (byteVector copySize: 3) size  => 3"
        _ByteSize ).
    at: i = (
        "The byte at index i.
         Example: (byteVector copySize: 3 FillingWith: 7) at: 2  => 7"
        _ByteAt: i IfFail: [ absent: i ] ).
    at: i Put: b = (
        "Replaces the byte at index i. Answers the receiver.
         Example: (byteVector copySize: 2) at: 1 Put: 255  => a byteVector(0, 255)"
        _ByteAt: i Put: b IfFail: [| :e. :name |
            e = 'badIndexError' ifTrue: [ absent: i ] False: [ complain: 'holds integers from 0 to 255 only' ] ] ).
    at: i IfAbsent: block = ( "The byte at index i, or the block's value." _ByteAt: i IfFail: [ block value: i ] ).
    copySize: n = ( "A copy cut or extended to n bytes; new ones are 0. Example: byteVector copySize: 2  => a byteVector(0, 0)"
        _CloneBytes: n Filler: 0 ).
    copySize: n FillingWith: b = ( "A copy cut or extended to n bytes. Example: byteVector copySize: 2 FillingWith: 9  => a byteVector(9, 9)"
        _CloneBytes: n Filler: b ).
    copyRemoveAll = ( "An empty byte vector." _CloneBytes: 0 Filler: 0 ).
    asByteVector = ( "The receiver." self ).
    utf8String = (
        "The text that the bytes are in UTF-8.
         Example: 'é' asByteVector utf8String  => 'é'"
        _BytesAsString ).
    asString = ( "The text that the bytes are in UTF-8." utf8String ).
|).
