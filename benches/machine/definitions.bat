"A loop of ten million turns during which ten thousand definitions are made: in the lobby, where many lookups pass, a method
 of a new name, and every tenth time a new meaning for a selector that the loop itself sends. With an argument, the loop
 alone. The definitions must not double what it takes."

| base = (| parent* = lobby. weight = ( 1 ) |).
  heir = (| parent* = base. total <- 0. last.
    step: i = ( last: (vector copySize: 2). last at: 0 Put: i. total: (total + (i * weight)) % 1000003. self ) |).
  defined = (| parent* = traits clonable.

    loopWith: block = (
        0 upTo: 10000 Do: [| :i |
            block value: i.
            0 upTo: 1000 Do: [| :turn | heir step: turn ] ].
        self ).

    define: i = (
        (i % 10) = 0 ifTrue: [ base _AddSlots: (| weight = ( 1 ) |) ].
        ('_AddSlots: (| defined', i printString, ' = ( ', i printString, ' ) |)') eval ).
|) |

system arguments isEmpty ifTrue: [ defined loopWith: [| :i | defined define: i ] ] False: [ defined loopWith: [] ].
heir total printLine
