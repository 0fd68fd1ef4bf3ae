"Rectangles: from an origin, which belongs to them, up to a corner, which does not."

traits _AddSlots: (| rectangle = () |).

traits rectangle _AddSlots: (|
    {} = 'Comment: What rectangles share.'.
    parent* = traits clonable.

    copyOrigin: o Corner: c = (
        "A new rectangle.
         Example: (rectangle copyOrigin: 0@0 Corner: 2@3) area  => 6"
        (clone origin: o) corner: c ).

    top    = ( "Example: ((1@2) # (3@5)) top  => 2"    origin y ).
    left   = ( "Example: ((1@2) # (3@5)) left  => 1"   origin x ).
    bottom = ( "Example: ((1@2) # (3@5)) bottom  => 5" corner y ).
    right  = ( "Example: ((1@2) # (3@5)) right  => 3"  corner x ).
    width  = ( "Example: ((1@2) # (3@5)) width  => 2"  corner x - origin x ).
    height = ( "Example: ((1@2) # (3@5)) height  => 3" corner y - origin y ).
    size   = ( "Width and height. Example: ((1@2) # (3@5)) size  => a point(2@3)" corner - origin ).
    area   = ( "Example: ((1@2) # (3@5)) area  => 6" width * height ).
    center = ( "Example: ((0@0) # (4@6)) center  => a point(2@3)" (origin + corner) / 2 ).
    isEmpty = ( "Is there no point in it? Example: ((1@1) # (1@5)) isEmpty  => true" (width <= 0) || [ height <= 0 ] ).

    includes: p = (
        "Example: ((0@0) # (4@6)) includes: 0@0  => true
         Example: ((0@0) # (4@6)) includes: 4@6  => false"
        ((origin x <= p x) && [ p x < corner x ]) && [ (origin y <= p y) && [ p y < corner y ] ] ).
    intersects: r = (
        "Example: ((0@0) # (4@4)) intersects: (2@2) # (9@9)  => true"
        (intersect: r) isEmpty not ).
    intersect: r = (
        "The common part; empty if there is none.
         Example: ((0@0) # (4@4)) intersect: (2@2) # (9@9)  => a rectangle((2@2)#(4@4))"
        copyOrigin: (origin max: r origin) Corner: (corner min: r corner) ).
    union: r = (
        "The smallest rectangle around both.
         Example: ((0@0) # (1@1)) union: (2@2) # (3@3)  => a rectangle((0@0)#(3@3))"
        copyOrigin: (origin min: r origin) Corner: (corner max: r corner) ).
    translateBy: p = (
        "Example: ((0@0) # (1@1)) translateBy: 5@6  => a rectangle((5@6)#(6@7))"
        copyOrigin: origin + p Corner: corner + p ).
    growBy: n = (
        "Larger by n on all sides.
         Example: ((1@1) # (2@2)) growBy: 1  => a rectangle((0@0)#(3@3))"
        copyOrigin: origin - n Corner: corner + n ).

    = r  = ( "Example: ((0@0) # (1@1)) = ((0@0) # (1@1))  => true" r equalsRectangle: self ).
    equalsRectangle: r = ( "The other half of =." (origin = r origin) && [ corner = r corner ] ).
    hash = ( "The same for equal rectangles." origin hash ^^ corner hash ).
    statePrintString = ( "Both corners." '(', origin statePrintString, ')#(', corner statePrintString, ')' ).
|).

globals _AddSlots: (|
    rectangle = (|
        {} = 'Comment: An empty rectangle, to be copied.'.
        parent* = traits rectangle.
        origin <- globals point.
        corner <- globals point.
    |).
|).
