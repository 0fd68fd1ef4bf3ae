"Havlak: finds the loops of a control flow graph of 5,213 blocks, over and over. After the suite's SOM version of
 Robert Hundt's program; see NOTICE."

'benchmark.bat' requireScript.

| basicBlock = (|
    parent* = traits clonable.
    customHash <- 0.
    inEdges.
    outEdges.

    copyName: name = (
        ((copy customHash: name) inEdges: (somVector copySize: 2)) outEdges: (somVector copySize: 2) ).

    predecessorCount = ( inEdges size ).
    addOutEdge: block = ( outEdges append: block ).
    addInEdge: block = ( inEdges append: block ).
|).

basicBlockEdge = (|
    parent* = traits clonable.
    from.
    to.

    copyIn: graph From: fromName To: toName = ( | edge |
        edge: copy.
        edge from: (graph createNode: fromName).
        edge to: (graph createNode: toName).
        edge from addOutEdge: edge to.
        edge to addInEdge: edge from.
        graph addEdge: edge.
        edge ).
|).

controlFlowGraph = (|
    parent* = traits clonable.
    basicBlocks.
    edges.
    startBasicBlock.

    copy = ( (resend.copy basicBlocks: somVector copy) edges: somVector copy ).

    nodeCount = ( basicBlocks size ).
    addEdge: edge = ( edges append: edge ).

    "The node of this name, new if there is none; the first one is where the program starts."
    createNode: name = ( | node |
        node: (basicBlocks at: name).
        node isNil ifTrue: [
            node: (basicBlock copyName: name).
            basicBlocks at: name Put: node ].
        nodeCount = 1 ifTrue: [ startBasicBlock: node ].
        node ).
|) |

"A loop found, and where it nests."
| simpleLoop = (|
    parent* = traits clonable.
    header.
    isReducible <- false.
    isRoot <- false.
    counter <- 0.
    depthLevel <- 0.
    level <- 0.
    outerLoop.
    basicBlocks.
    children.

    copyHeader: block Reducible: reducible = ( | loop |
        loop: copy.
        loop header: block.
        loop isReducible: reducible.
        loop basicBlocks: somIdentitySet copy.
        loop children: somIdentitySet copy.
        block isNil ifFalse: [ loop addNode: block ].
        loop ).

    addNode: block = ( basicBlocks add: block ).
    addChildLoop: loop = ( children add: loop ).

    nestIn: loop = (
        outerLoop: loop.
        loop addChildLoop: self ).

    nestingLevel: aLevel = (
        level: aLevel.
        aLevel = 0 ifTrue: [ isRoot: true ] ).
|) |

| loopStructureGraph = (|
    parent* = traits clonable.
    root.
    loops.
    loopCounter <- 0.

    copy = ( | graph |
        graph: resend.copy.
        graph loops: somVector copy.
        graph root: (graph createNewLoop: nil Reducible: false).
        graph root nestingLevel: 0.
        graph ).

    loopCount = ( loops size ).

    createNewLoop: block Reducible: reducible = ( | loop |
        loop: (simpleLoop copyHeader: block Reducible: reducible).
        loop counter: loopCounter.
        loopCounter: loopCounter + 1.
        loops append: loop.
        loop ).

    calculateNestingLevel = (
        loops forEach: [| :loop |
            loop isRoot ifFalse: [
                loop outerLoop isNil ifTrue: [ loop nestIn: root ] ] ].
        calculateNestingLevel: root Depth: 0 ).

    calculateNestingLevel: loop Depth: depth = (
        loop depthLevel: depth.
        loop children forEach: [| :child |
            calculateNestingLevel: child Depth: depth + 1.
            loop nestingLevel: (loop level max: 1 + child level) ] ).
|) |

"Tarjan's union-find: a node knows its representative."
| unionFindNode = (|
    parent* = traits clonable.
    representative.
    block.
    dfsNumber <- 0.
    loop.

    initBlock: aBlock Number: aNumber = (
        representative: self.
        block: aBlock.
        dfsNumber: aNumber.
        self ).

    union: node = ( representative: node ).

    findSet = ( | passed. node |
        passed: somVector copy.
        node: self.
        [ node == node representative ] whileFalse: [
            node representative == node representative representative ifFalse: [ passed append: node ].
            node: node representative ].
        passed forEach: [| :each | each union: representative ].
        node ).
|) |

| havlakLoopFinder = (|
    parent* = traits clonable.
    graph.
    loopGraph.
    nonBackPreds.
    backPreds.
    number.
    maxSize <- 0.
    header.
    type.
    last.
    nodes.

    unvisited = 2147483647.
    maxNonBackPreds = 32768.

    bbNonHeader = 'nonHeader'.
    bbReducible = 'reducible'.
    bbSelf = 'self'.
    bbIrreducible = 'irreducible'.
    bbDead = 'dead'.

    copyGraph: aGraph LoopGraph: aLoopGraph = ( | finder |
        finder: copy.
        finder graph: aGraph.
        finder loopGraph: aLoopGraph.
        finder nonBackPreds: somVector copy.
        finder backPreds: somVector copy.
        finder number: somIdentityDictionary copy.
        finder ).

    isAncestor: w Of: v = ( (w <= v) && [ v <= (last at: w) ] ).

    "Numbers the blocks depth first; answers the last number given below this block."
    depthFirst: block Current: current = ( | lastId |
        (nodes at: current) initBlock: block Number: current.
        number at: block Put: current.
        lastId: current.
        block outEdges forEach: [| :target |
            (number at: target) = unvisited ifTrue: [
                lastId: (depthFirst: target Current: lastId + 1) ] ].
        last at: current Put: lastId.
        lastId ).

    initAllNodes = (
        graph basicBlocks forEach: [| :block | number at: block Put: unvisited ].
        depthFirst: graph startBasicBlock Current: 0 ).

    identifyEdges: size = ( | block |
        0 upTo: size Do: [| :w |
            header at: w Put: 0.
            type at: w Put: bbNonHeader.
            block: (nodes at: w) block.
            block isNil
                ifTrue: [ type at: w Put: bbDead ]
                False: [ processEdges: block Node: w ] ] ).

    processEdges: block Node: w = (
        block predecessorCount > 0 ifTrue: [
            block inEdges forEach: [| :from. v |
                v: (number at: from).
                v = unvisited ifFalse: [
                    (isAncestor: w Of: v)
                        ifTrue: [ (backPreds at: w) append: v ]
                        False: [ (nonBackPreds at: w) add: v ] ] ] ] ).

    findLoops = ( | size. nodePool. workList. block. x |
        graph startBasicBlock isNil ifTrue: [ ^ self ].
        size: graph nodeCount.

        nonBackPreds removeAll.
        backPreds removeAll.
        number removeAll.
        size > maxSize ifTrue: [
            header: (vector copySize: size FillingWith: 0).
            type: (vector copySize: size).
            last: (vector copySize: size FillingWith: 0).
            nodes: (vector copySize: size).
            maxSize: size ].

        0 upTo: size Do: [| :i |
            nonBackPreds append: somSet copy.
            backPreds append: somVector copy.
            nodes at: i Put: unionFindNode copy ].

        initAllNodes.
        identifyEdges: size.
        header at: 0 Put: 0.

        size - 1 downTo: 0 Do: [| :w |
            nodePool: somVector copy.
            block: (nodes at: w) block.
            block isNil ifFalse: [
                stepD: w Pool: nodePool.
                workList: (copyOf: nodePool).
                nodePool size != 0 ifTrue: [ type at: w Put: bbReducible ].

                [ workList isEmpty ] whileFalse: [
                    x: workList removeFirst.
                    (nonBackPreds at: x dfsNumber) size > maxNonBackPreds ifTrue: [ ^ self ].
                    stepE: w Pool: nodePool WorkList: workList Node: x ].

                (nodePool size > 0) || [ (type at: w) == bbSelf ] ifTrue: [
                    setLoop: w Pool: nodePool Loop: (loopGraph
                        createNewLoop: block Reducible: ((type at: w) == bbIrreducible) not) ] ] ] ).

    copyOf: pool = ( | list |
        list: somVector copy.
        pool forEach: [| :node | list append: node ].
        list ).

    "Collects the loop's ends: the sources of the edges back to w."
    stepD: w Pool: nodePool = (
        (backPreds at: w) forEach: [| :v |
            v = w
                ifTrue: [ type at: w Put: bbSelf ]
                False: [ nodePool append: (nodes at: v) findSet ] ] ).

    "Walks backwards from x: what w reaches is in the loop, anything else makes it irreducible."
    stepE: w Pool: nodePool WorkList: workList Node: x = (
        (nonBackPreds at: x dfsNumber) forEach: [| :v. y |
            y: (nodes at: v) findSet.
            (isAncestor: w Of: y dfsNumber)
                ifTrue: [
                    y dfsNumber = w ifFalse: [
                        (nodePool hasSome: [| :node | node == y ]) ifFalse: [
                            workList append: y.
                            nodePool append: y ] ] ]
                False: [
                    type at: w Put: bbIrreducible.
                    (nonBackPreds at: w) add: y dfsNumber ] ] ).

    setLoop: w Pool: nodePool Loop: loop = (
        (nodes at: w) loop: loop.
        nodePool forEach: [| :node |
            header at: node dfsNumber Put: w.
            node union: (nodes at: w).
            node loop isNil
                ifTrue: [ loop addNode: node block ]
                False: [ node loop nestIn: loop ] ] ).
|) |

"Builds the graph and measures."
| loopTester = (|
    parent* = traits clonable.
    graph.
    loopGraph.

    copy = ( | tester |
        tester: (resend.copy graph: controlFlowGraph copy) loopGraph: loopStructureGraph copy.
        tester graph createNode: 0.
        tester ).

    "Answers a vector: loops found, nodes in the graph."
    runDummies: dummies Loops: loops Parallel: p Parallel: pp Parallel: ppp = (
        constructSimpleGraph.
        0 upTo: dummies Do: [ findLoops: loopGraph ].
        construct: p Of: pp Of: ppp.

        findLoops: loopGraph.
        0 upTo: loops Do: [ findLoops: loopStructureGraph copy ].
        loopGraph calculateNestingLevel.
        (loopGraph loopCount & graph nodeCount) asVector ).

    findLoops: aLoopGraph = (
        (havlakLoopFinder copyGraph: graph LoopGraph: aLoopGraph) findLoops ).

    constructSimpleGraph = (
        graph createNode: 0.
        buildBaseLoop: 0.
        graph createNode: 1.
        connect: 0 To: 2 ).

    construct: p Of: pp Of: ppp = ( | n. top. bottom |
        n: 2.
        0 upTo: p Do: [
            graph createNode: n + 1.
            connect: 2 To: n + 1.
            n: n + 1.
            0 upTo: pp Do: [
                top: n.
                n: (buildStraight: n Length: 1).
                0 upTo: ppp Do: [ n: (buildBaseLoop: n) ].
                bottom: (buildStraight: n Length: 1).
                connect: n To: top.
                n: bottom ].
            connect: n To: 1 ] ).

    connect: start To: end = ( basicBlockEdge copyIn: graph From: start To: end ).

    buildDiamond: start = (
        connect: start To: start + 1.
        connect: start To: start + 2.
        connect: start + 1 To: start + 3.
        connect: start + 2 To: start + 3.
        start + 3 ).

    buildStraight: start Length: n = (
        0 upTo: n Do: [| :i | connect: start + i To: start + i + 1 ].
        start + n ).

    buildBaseLoop: from = ( | top. first. between. second. footer |
        top: (buildStraight: from Length: 1).
        first: (buildDiamond: top).
        between: (buildStraight: first Length: 1).
        second: (buildDiamond: between).
        footer: (buildStraight: second Length: 1).
        connect: second To: between.
        connect: first To: top.
        connect: footer To: from.
        buildStraight: footer Length: 1 ).
|) |

| havlakBenchmark = (|
    parent* = traits benchmark.

    innerBenchmarkLoop: innerIterations = (
        verify: (loopTester copy runDummies: innerIterations Loops: 50 Parallel: 10 Parallel: 10 Parallel: 5)
        Inner: innerIterations ).

    verify: result Inner: innerIterations = ( | loops |
        (result at: 1) = 5213 ifFalse: [ ^ noResultFor: innerIterations Was: result ].
        loops: result at: 0.
        innerIterations = 15000 ifTrue: [ ^ loops = 46602 ].
        innerIterations = 1500 ifTrue: [ ^ loops = 6102 ].
        innerIterations = 150 ifTrue: [ ^ loops = 2052 ].
        innerIterations = 15 ifTrue: [ ^ loops = 1647 ].
        innerIterations = 1 ifTrue: [ ^ loops = 1605 ].
        noResultFor: innerIterations Was: result ).
|) |
