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
        _ByteAt: i IfFail: [ absentIndex: i ] ).
    at: i Put: b = (
        "Replaces the byte at index i. Answers the receiver.
         Example: (byteVector copySize: 2) at: 1 Put: 255  => a byteVector(0, 255)"
        _ByteAt: i Put: b IfFail: [| :e. :name |
            e = 'badIndexError' ifTrue: [ absentIndex: i ] False: [ complain: 'holds integers from 0 to 255 only' ] ] ).
    at: i IfAbsent: block = ( "The byte at index i, or the block's value." _ByteAt: i IfFail: [ block value: i ] ).
    copySize: n = (
        "A copy cut or extended to n bytes; new ones are 0. Example: byteVector copySize: 2  => a byteVector(0, 0)"
        _CloneBytes: n Filler: 0 ).
    copySize: n FillingWith: b = (
        "A copy cut or extended to n bytes. Example: byteVector copySize: 2 FillingWith: 9  => a byteVector(9, 9)"
        _CloneBytes: n Filler: b ).
    copyRemoveAll = ( "An empty byte vector." _CloneBytes: 0 Filler: 0 ).
    asByteVector = ( "The receiver." self ).
    utf8String = (
        "The text that the bytes are in UTF-8.
         Example: 'é' asByteVector utf8String  => 'é'"
        _BytesAsString ).
    asString = ( "The text that the bytes are in UTF-8." utf8String ).
|).

traits byteVector _AddSlots: (|
    "Numbers in bytes: an index, how many bytes, and which comes first"

    bigEndianAt: i Size: n = (
        "The number that n bytes from index i on are, the first the most significant.
         Example: ((1 & 2) asVector asByteVector) bigEndianAt: 0 Size: 2  => 258"
        | sum <- 0 |
        i upTo: i + n Do: [| :at | sum: (sum << 8) + (at: at) ].
        sum ).
    littleEndianAt: i Size: n = (
        "The same, the first the least significant.
         Example: ((1 & 2) asVector asByteVector) littleEndianAt: 0 Size: 2  => 513"
        | sum <- 0 |
        (i + n) - 1 downTo: i Do: [| :at | sum: (sum << 8) + (at: at) ].
        sum ).
    bigEndianAt: i Size: n Put: x = (
        "Writes a number into n bytes from index i on, what does not fit left out. Answers the receiver.
         Example: (byteVector copySize: 2) bigEndianAt: 0 Size: 2 Put: 258  => a byteVector(1, 2)"
        0 upTo: n Do: [| :k | at: (i + n) - (k + 1) Put: ((x >> (k * 8)) bitAnd: 255) ].
        self ).
    littleEndianAt: i Size: n Put: x = (
        "The same, the least significant byte first.
         Example: (byteVector copySize: 2) littleEndianAt: 0 Size: 2 Put: 258  => a byteVector(2, 1)"
        0 upTo: n Do: [| :k | at: i + k Put: ((x >> (k * 8)) bitAnd: 255) ].
        self ).
    hexString = (
        "Two hexadecimal digits for each byte.
         Example: 'AB' asByteVector hexString  => '4142'"
        buildStringWith: [| :b | (b printStringBase: 16) padOnLeft: 2 With: '0' ] ).
|).

traits string _AddSlots: (|
    hexAsByteVector = (
        "The bytes that pairs of hexadecimal digits are.
         Example: '00ff' hexAsByteVector  => a byteVector(0, 255)"
        | bytes |
        size even ifFalse: [ ^ complain: 'has an odd number of digits' ].
        bytes: (globals byteVector copySize: size / 2).
        0 upTo: bytes size Do: [| :i | bytes at: i Put: ((_StringFrom: i * 2 UpTo: (i * 2) + 2) asIntegerBase: 16) ].
        bytes ).
|).
