"CD: watches aircraft for 200 frames and finds those that come too close. After the suite's SOM version of the
 collision detector from Purdue University and Apple; see NOTICE."

'benchmark.bat' requireScript.

"Where the aircraft are, in kilometres, and how near is too near."
| cdConstants = (|
    minX = 0.0.
    minY = 0.0.
    minZ = 0.0.
    maxX = 1000.0.
    maxY = 1000.0.
    maxZ = 10.0.
    proximityRadius = 1.0.
    goodVoxelSize = 2.0.
|) |

| vector2D = (|
    parent* = traits clonable.
    x <- 0.0.
    y <- 0.0.

    copyX: ax Y: ay = ( (copy x: ax) y: ay ).

    plus: other = ( vector2D copyX: x + other x Y: y + other y ).
    minus: other = ( vector2D copyX: x - other x Y: y - other y ).

    compareTo: other = ( | result |
        result: (compare: x With: other x).
        result != 0 ifTrue: [ ^ result ].
        compare: y With: other y ).

    "Not-a-number is less than any number."
    compare: a With: b = (
        a = b ifTrue: [ ^ 0 ].
        a < b ifTrue: [ ^ -1 ].
        a > b ifTrue: [ ^ 1 ].
        a = a ifTrue: [ 1 ] False: [ -1 ] ).
|).

vector3D = (|
    parent* = traits clonable.
    x <- 0.0.
    y <- 0.0.
    z <- 0.0.

    copyX: ax Y: ay Z: az = ( ((copy x: ax) y: ay) z: az ).

    plus: other = ( vector3D copyX: x + other x Y: y + other y Z: z + other z ).
    minus: other = ( vector3D copyX: x - other x Y: y - other y Z: z - other z ).
    times: n = ( vector3D copyX: x * n Y: y * n Z: z * n ).
    dot: other = ( (x * other x) + (y * other y) + (z * other z) ).
    squaredMagnitude = ( dot: self ).
    magnitude = ( squaredMagnitude squareRoot ).
|) |

"A red-black tree after Cormen, Leiserson, Rivest and Stein."
| redBlackColors = (|
    red = 'red'.
    black = 'black'.
|) |

| redBlackNode = (|
    parent* = traits clonable.
    colors* = redBlackColors.
    key.
    value.
    left.
    right.
    parentNode.
    color.

    copyKey: aKey Value: aValue = ( ((copy key: aKey) value: aValue) color: red ).

    minimum = ( | node |
        node: self.
        [ node left isNil ] whileFalse: [ node: node left ].
        node ).

    successor = ( | x. y |
        right isNil ifFalse: [ ^ right minimum ].
        x: self.
        y: parentNode.
        [ y isNil || [ (x == y right) not ] ] whileFalse: [
            x: y.
            y: y parentNode ].
        y ).
|).

redBlackEntry = (|
    parent* = traits clonable.
    key.
    value.

    copyKey: aKey Value: aValue = ( (copy key: aKey) value: aValue ).
|).

"What an insertion did: made a new node, or replaced an old value."
insertResult = (|
    parent* = traits clonable.
    isNewEntry <- false.
    newNode.
    oldValue.

    copyNode: node = ( (copy isNewEntry: true) newNode: node ).
    copyOldValue: value = ( copy oldValue: value ).
|) |

| redBlackTree = (|
    parent* = traits clonable.
    colors* = redBlackColors.
    root.

    at: key = ( | node |
        node: (findNode: key).
        node isNil ifTrue: [ nil ] False: [ node value ] ).

    "Answers the value that was there before, or nil."
    at: key Put: value = ( | result. x. y |
        result: (insert: key Value: value).
        result isNewEntry ifFalse: [ ^ result oldValue ].
        x: result newNode.
        [ (x == root) || [ x parentNode color == black ] ] whileFalse: [
            x parentNode == x parentNode parentNode left
                ifTrue: [
                    y: x parentNode parentNode right.
                    y isNil || [ y color == black ]
                        ifTrue: [
                            x == x parentNode right ifTrue: [
                                x: x parentNode.
                                rotateLeft: x ].
                            x parentNode color: black.
                            x parentNode parentNode color: red.
                            rotateRight: x parentNode parentNode ]
                        False: [
                            x parentNode color: black.
                            y color: black.
                            x parentNode parentNode color: red.
                            x: x parentNode parentNode ] ]
                False: [
                    y: x parentNode parentNode left.
                    y isNil || [ y color == black ]
                        ifTrue: [
                            x == x parentNode left ifTrue: [
                                x: x parentNode.
                                rotateRight: x ].
                            x parentNode color: black.
                            x parentNode parentNode color: red.
                            rotateLeft: x parentNode parentNode ]
                        False: [
                            x parentNode color: black.
                            y color: black.
                            x parentNode parentNode color: red.
                            x: x parentNode parentNode ] ] ].
        root color: black.
        nil ).

    insert: key Value: value = ( | x. y. z. comparison. oldValue |
        x: root.
        [ x isNil ] whileFalse: [
            y: x.
            comparison: (key compareTo: x key).
            comparison < 0
                ifTrue: [ x: x left ]
                False: [
                    comparison > 0
                        ifTrue: [ x: x right ]
                        False: [
                            oldValue: x value.
                            x value: value.
                            ^ insertResult copyOldValue: oldValue ] ] ].
        z: (redBlackNode copyKey: key Value: value).
        z parentNode: y.
        y isNil
            ifTrue: [ root: z ]
            False: [ (key compareTo: y key) < 0 ifTrue: [ y left: z ] False: [ y right: z ] ].
        insertResult copyNode: z ).

    findNode: key = ( | node. comparison |
        node: root.
        [ node isNil ] whileFalse: [
            comparison: (key compareTo: node key).
            comparison = 0 ifTrue: [ ^ node ].
            node: (comparison < 0 ifTrue: [ node left ] False: [ node right ]) ].
        nil ).

    forEach: block = ( | node |
        root isNil ifTrue: [ ^ self ].
        node: root minimum.
        [ node isNil ] whileFalse: [
            block value: (redBlackEntry copyKey: node key Value: node value).
            node: node successor ].
        self ).

    "Answers the value removed, or nil. y leaves its place, x takes it."
    remove: key = ( | x. xParent. y. z |
        z: (findNode: key).
        z isNil ifTrue: [ ^ nil ].
        y: (z left isNil || [ z right isNil ] ifTrue: [ z ] False: [ z successor ]).
        x: (y left isNil ifTrue: [ y right ] False: [ y left ]).
        xParent: y parentNode.
        x isNil ifFalse: [ x parentNode: xParent ].
        replace: y In: xParent By: x.

        y == z
            ifTrue: [ y color == black ifTrue: [ fixAfterRemoval: x Under: xParent ] ]
            False: [
                y color == black ifTrue: [ fixAfterRemoval: x Under: xParent ].
                y parentNode: z parentNode.
                y color: z color.
                y left: z left.
                y right: z right.
                z left isNil ifFalse: [ z left parentNode: y ].
                z right isNil ifFalse: [ z right parentNode: y ].
                replace: z In: z parentNode By: y ].
        z value ).

    "Hangs the new node where the old one was."
    replace: old In: parentNode By: new = (
        parentNode isNil
            ifTrue: [ root: new ]
            False: [
                old == parentNode left
                    ifTrue: [ parentNode left: new ]
                    False: [ parentNode right: new ] ] ).

    rotateLeft: x = ( | y |
        y: x right.
        x right: y left.
        y left isNil ifFalse: [ y left parentNode: x ].
        y parentNode: x parentNode.
        x parentNode isNil
            ifTrue: [ root: y ]
            False: [
                x == x parentNode left
                    ifTrue: [ x parentNode left: y ]
                    False: [ x parentNode right: y ] ].
        y left: x.
        x parentNode: y.
        y ).

    rotateRight: y = ( | x |
        x: y left.
        y left: x right.
        x right isNil ifFalse: [ x right parentNode: y ].
        x parentNode: y parentNode.
        y parentNode isNil
            ifTrue: [ root: x ]
            False: [
                y == y parentNode left
                    ifTrue: [ y parentNode left: x ]
                    False: [ y parentNode right: x ] ].
        x right: y.
        y parentNode: x.
        x ).

    isBlack: node = ( node isNil || [ node color == black ] ).

    fixAfterRemoval: node Under: parentOfNode = ( | x. xParent. w |
        x: node.
        xParent: parentOfNode.
        [ (x == root) || [ (isBlack: x) not ] ] whileFalse: [
            x == xParent left
                ifTrue: [
                    w: xParent right.
                    w color == red ifTrue: [
                        w color: black.
                        xParent color: red.
                        rotateLeft: xParent.
                        w: xParent right ].
                    (isBlack: w left) && [ isBlack: w right ]
                        ifTrue: [
                            w color: red.
                            x: xParent.
                            xParent: x parentNode ]
                        False: [
                            (isBlack: w right) ifTrue: [
                                w left color: black.
                                w color: red.
                                rotateRight: w.
                                w: xParent right ].
                            w color: xParent color.
                            xParent color: black.
                            w right isNil ifFalse: [ w right color: black ].
                            rotateLeft: xParent.
                            x: root.
                            xParent: x parentNode ] ]
                False: [
                    w: xParent left.
                    w color == red ifTrue: [
                        w color: black.
                        xParent color: red.
                        rotateRight: xParent.
                        w: xParent left ].
                    (isBlack: w right) && [ isBlack: w left ]
                        ifTrue: [
                            w color: red.
                            x: xParent.
                            xParent: x parentNode ]
                        False: [
                            (isBlack: w left) ifTrue: [
                                w right color: black.
                                w color: red.
                                rotateLeft: w.
                                w: xParent left ].
                            w color: xParent color.
                            xParent color: black.
                            w left isNil ifFalse: [ w left color: black ].
                            rotateRight: xParent.
                            x: root.
                            xParent: x parentNode ] ] ].
        x isNil ifFalse: [ x color: black ] ).
|) |

| callSign = (|
    parent* = traits clonable.
    value <- 0.

    copyValue: aValue = ( copy value: aValue ).

    compareTo: other = (
        value = other value
            ifTrue: [ 0 ]
            False: [ value < other value ifTrue: [ -1 ] False: [ 1 ] ] ).
|).

aircraft = (|
    parent* = traits clonable.
    sign.
    position.

    copySign: aSign Position: aPosition = ( (copy sign: aSign) position: aPosition ).
|).

collision = (|
    parent* = traits clonable.
    signA.
    signB.
    position.

    copyA: a B: b Position: aPosition = ( ((copy signA: a) signB: b) position: aPosition ).
|) |

"One aircraft's way from one frame to the next, on a line and at constant speed."
| motion = (|
    parent* = traits clonable.
    constants* = cdConstants.
    sign.
    posOne.
    posTwo.

    copySign: aSign From: start To: end = ( ((copy sign: aSign) posOne: start) posTwo: end ).

    delta = ( posTwo minus: posOne ).

    "The place where the two come within the radius, or nil: the first time v in 0 to 1 at which the squared
     distance, a quadratic in v, equals the squared radius."
    findIntersection: other = ( | init1. init2. vec1. vec2. a. b. c. discriminant. v1. v2. v. result |
        init1: posOne.
        init2: other posOne.
        vec1: delta.
        vec2: other delta.
        a: (vec2 minus: vec1) squaredMagnitude.

        a = 0.0 ifTrue: [
            ^ (init2 minus: init1) magnitude <= proximityRadius
                ifTrue: [ (init1 plus: init2) times: 0.5 ]
                False: [ nil ] ].

        b: 2.0 * ((init1 minus: init2) dot: (vec1 minus: vec2)).
        c: ((0.0 - proximityRadius) * proximityRadius) + (init2 minus: init1) squaredMagnitude.
        discriminant: (b * b) - (4.0 * a * c).
        discriminant < 0.0 ifTrue: [ ^ nil ].

        v1: ((0.0 - b) - discriminant squareRoot) / (2.0 * a).
        v2: ((0.0 - b) + discriminant squareRoot) / (2.0 * a).
        (v1 <= v2) && [
            ((v1 <= 1.0) && [ 1.0 <= v2 ])
                || [ ((v1 <= 0.0) && [ 0.0 <= v2 ])
                || [ (0.0 <= v1) && [ v2 <= 1.0 ] ] ] ] ifFalse: [ ^ nil ].

        v: (v1 <= 0.0 ifTrue: [ 0.0 ] False: [ v1 ]).
        result: (((init1 plus: (vec1 times: v)) plus: (init2 plus: (vec2 times: v))) times: 0.5).
        (result x >= minX)
            && [ (result x <= maxX)
            && [ (result y >= minY)
            && [ (result y <= maxY)
            && [ (result z >= minZ)
            && [ result z <= maxZ ] ] ] ] ]
            ifTrue: [ result ] False: [ nil ] ).
|) |

| collisionDetector = (|
    parent* = traits clonable.
    constants* = cdConstants.
    state.

    horizontal = vector2D copyX: 2.0 Y: 0.0.
    vertical = vector2D copyX: 0.0 Y: 2.0.
    infinity = 0.0 infinity.

    copy = ( resend.copy state: redBlackTree copy ).

    handleNewFrame: frame = ( | motions. seen. departed. collisions |
        motions: somVector copy.
        seen: redBlackTree copy.
        frame forEach: [| :plane. oldPosition. newPosition |
            oldPosition: (state at: plane sign Put: plane position).
            newPosition: plane position.
            seen at: plane sign Put: true.
            "A new aircraft counts as standing still."
            oldPosition isNil ifTrue: [ oldPosition: newPosition ].
            motions append: (motion copySign: plane sign From: oldPosition To: newPosition) ].

        departed: somVector copy.
        state forEach: [| :entry | (seen at: entry key) isNil ifTrue: [ departed append: entry key ] ].
        departed forEach: [| :sign | state remove: sign ].

        collisions: somVector copy.
        (reduceCollisionSet: motions) forEach: [| :near. a. b. place |
            0 upTo: near size Do: [| :i |
                a: (near at: i).
                i + 1 upTo: near size Do: [| :j |
                    b: (near at: j).
                    place: (a findIntersection: b).
                    place isNil ifFalse: [
                        collisions append: (collision copyA: a sign B: b sign Position: place) ] ] ] ].
        collisions ).

    "The motions that share a voxel with others, one vector for each such voxel."
    reduceCollisionSet: motions = ( | voxels. result |
        voxels: redBlackTree copy.
        motions forEach: [| :each | draw: each On: voxels ].
        result: somVector copy.
        voxels forEach: [| :entry | entry value size > 1 ifTrue: [ result append: entry value ] ].
        result ).

    draw: aMotion On: voxels = (
        recurse: voxels Seen: redBlackTree copy Voxel: (voxelAt: aMotion posOne) Motion: aMotion ).

    voxelAt: position = ( | x. y |
        x: goodVoxelSize * (position x / goodVoxelSize) truncate.
        y: goodVoxelSize * (position y / goodVoxelSize) truncate.
        position x < 0.0 ifTrue: [ x: x - goodVoxelSize ].
        position y < 0.0 ifTrue: [ y: y - goodVoxelSize ].
        vector2D copyX: x Y: y ).

    recurse: voxels Seen: seen Voxel: voxel Motion: aMotion = (
        (isIn: voxel Motion: aMotion) ifFalse: [ ^ self ].
        (seen at: voxel Put: true) isNil ifFalse: [ ^ self ].
        put: aMotion Into: voxels At: voxel.

        recurse: voxels Seen: seen Voxel: (voxel minus: horizontal) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: (voxel plus: horizontal) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: (voxel minus: vertical) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: (voxel plus: vertical) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: ((voxel minus: horizontal) minus: vertical) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: ((voxel minus: horizontal) plus: vertical) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: ((voxel plus: horizontal) minus: vertical) Motion: aMotion.
        recurse: voxels Seen: seen Voxel: ((voxel plus: horizontal) plus: vertical) Motion: aMotion ).

    put: aMotion Into: voxels At: voxel = ( | motions |
        motions: (voxels at: voxel).
        motions isNil ifTrue: [
            motions: somVector copy.
            voxels at: voxel Put: motions ].
        motions append: aMotion ).

    "Does the motion touch the voxel, grown by half the radius?"
    isIn: voxel Motion: aMotion = (
        | start. end. size. r. vx. vy. x0. y0. xv. yv. lowX. highX. lowY. highY. swap |
        (voxel x > maxX) || [ (voxel x < minX) || [ (voxel y > maxY) || [ voxel y < minY ] ] ] ifTrue: [ ^ false ].

        start: aMotion posOne.
        end: aMotion posTwo.
        size: goodVoxelSize.
        r: proximityRadius / 2.0.
        vx: voxel x.
        x0: start x.
        xv: end x - start x.
        vy: voxel y.
        y0: start y.
        yv: end y - start y.

        xv = 0.0
            ifTrue: [
                lowX: infinity.
                highX: infinity ]
            False: [
                lowX: (vx - r - x0) / xv.
                highX: (((vx + size) + r) - x0) / xv ].
        xv < 0.0 ifTrue: [
            swap: lowX.
            lowX: highX.
            highX: swap ].

        yv = 0.0
            ifTrue: [
                lowY: infinity.
                highY: infinity ]
            False: [
                lowY: (vy - r - y0) / yv.
                highY: (((vy + size) + r) - y0) / yv ].
        yv < 0.0 ifTrue: [
            swap: lowY.
            lowY: highY.
            highY: swap ].

        "It does if it passes the voxel's stretch of x and of y, or stands still there, at some common time."
        (((xv = 0.0) && [ (vx <= (x0 + r)) && [ (x0 - r) <= (vx + size) ] ])
            || [ ((lowX <= 1.0) && [ 1.0 <= highX ])
            || [ ((lowX <= 0.0) && [ 0.0 <= highX ])
            || [ (0.0 <= lowX) && [ highX <= 1.0 ] ] ] ])
        && [
            (((yv = 0.0) && [ (vy <= (y0 + r)) && [ (y0 - r) <= (vy + size) ] ])
                || [ ((lowY <= 1.0) && [ 1.0 <= highY ])
                || [ ((lowY <= 0.0) && [ 0.0 <= highY ])
                || [ (0.0 <= lowY) && [ highY <= 1.0 ] ] ] ])
            && [
                (xv = 0.0)
                    || [ (yv = 0.0)
                    || [ ((lowY <= highX) && [ highX <= highY ])
                    || [ ((lowY <= lowX) && [ lowX <= highY ])
                    || [ (lowX <= lowY) && [ highY <= highX ] ] ] ] ] ] ] ).
|) |

| cdSimulator = (|
    parent* = traits clonable.
    signs.

    copySize: count = ( | simulator |
        simulator: copy.
        simulator signs: somVector copy.
        0 upTo: count Do: [| :i | simulator signs append: (callSign copyValue: i) ].
        simulator ).

    "Pairs of aircraft, one following the cosine and one the sine."
    simulate: time = ( | frame |
        frame: somVector copy.
        0 upTo: signs size - 1 By: 2 Do: [| :i |
            frame append: (aircraft copySign: (signs at: i)
                Position: (vector3D copyX: time Y: (time cos * 2.0) + (i * 3.0) Z: 10.0)).
            frame append: (aircraft copySign: (signs at: i + 1)
                Position: (vector3D copyX: time Y: (time sin * 2.0) + (i * 3.0) Z: 10.0)) ].
        frame ).
|) |

| cdBenchmark = (|
    parent* = traits benchmark.

    innerBenchmarkLoop: innerIterations = (
        verify: (collisionsAmong: innerIterations) Inner: innerIterations ).

    collisionsAmong: count = ( | simulator. detector. collisions <- 0 |
        simulator: (cdSimulator copySize: count).
        detector: collisionDetector copy.
        0 upTo: 200 Do: [| :i |
            collisions: collisions + (detector handleNewFrame: (simulator simulate: i / 10.0)) size ].
        collisions ).

    verify: result Inner: innerIterations = (
        innerIterations = 1000 ifTrue: [ ^ result = 14484 ].
        innerIterations = 500 ifTrue: [ ^ result = 14484 ].
        innerIterations = 250 ifTrue: [ ^ result = 10830 ].
        innerIterations = 200 ifTrue: [ ^ result = 8655 ].
        innerIterations = 100 ifTrue: [ ^ result = 4305 ].
        innerIterations = 10 ifTrue: [ ^ result = 390 ].
        innerIterations = 2 ifTrue: [ ^ result = 42 ].
        noResultFor: innerIterations Was: result ).
|) |
