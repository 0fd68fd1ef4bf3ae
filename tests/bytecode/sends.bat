"Each kind of send, after it has learned."

| point2 = (| parent* = traits clonable. x <- 1. y <- 2. k = 5. up = (| z <- 9 |).
    sum = ( x + y ). both: b = ( x: b. self ). far = ( resend.copy ). dir = ( parent.copy ) |).
  child = (| parent* = (| shared <- 4 |) |) |

| shapes = ((1) & (2.0) & ('a') & (nil) & (true) & (false) & (vector) & (point2) & ([]) & (list)) asVector |

| guard = (| parent* = lobby. value = ( 3 ). protect: b = ( _Ensure: b ) |).
  go = (| parent* = lobby.
    run = ( | v. b. s <- 0 |
        v: (vector copySize: 3 FillingWith: 0).
        b: [| :i | s: s + i. i > 100 ifTrue: [ ^ i ]. i ].
        1 to: 3 Do: [| :i |
            point2 sum. point2 both: 3. point2 k. child shared. point2 far. point2 dir.
            v at: 0 Put: (v at: 1). b value: i. v size.
            self twice: i ].
        shapes do: [| :e | e isNil ].
        (1 & 'a') asVector do: [| :e | e printString ].
        [ (| a = 1. b <- s |) ] ensure: [ s ].
        s ).
    twice: i = ( i + i ).
    megamorphic = ( shapes do: [| :e | e isNil ]. nil ) |) |

guard protect: [ 4 ]. go run. go megamorphic.
