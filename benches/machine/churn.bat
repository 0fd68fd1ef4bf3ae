"A heap of about 64 MB that lives while garbage is made: a million vectors of six, each replaced now and then by a
 younger one, and four million that die at once."

| churn = (|
    parent* = traits clonable.
    live.

    fill = (
        live: (vector copySize: 1000000).
        0 upTo: live size Do: [| :i | live at: i Put: (cell: i) ].
        self ).

    cell: n = ( | cell |
        cell: (vector copySize: 6).
        cell at: 0 Put: n.
        cell ).

    "One cell in four stays; which one it replaces jumps about the heap."
    run: turns = (
        0 upTo: turns Do: [| :i |
            cell: i.
            cell: i.
            cell: i.
            live at: (i * 7919) % 1000000 Put: (cell: i) ].
        self ).

    check = ( | count <- 0 |
        live do: [| :each | each size = 6 ifTrue: [ count: count + 1 ] ].
        count ).
|) |
