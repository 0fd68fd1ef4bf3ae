"Trees: collections whose elements stand in order, in balanced binary trees. Looking up, adding and removing take as many steps
as the logarithm of the size.

        treeDictionary  a value for each key        treeSet  each element once        treeBag  also several times

Nodes never change: adding makes new ones on the way from the root down. So a copy costs nothing, and `do:` goes over what was
there when it began, whatever is added or removed meanwhile.

Balanced by weight (Adams 1993): of two subtrees none is more than three times as large as the other, counting one more for
each. An empty subtree is `treeEnd`, which answers what nodes answer."

traits _AddSlots: (|
    treeNode = (| parent* = traits clonable |).
    tree     = (| parent* = traits collection |).
|).
traits _AddSlots: (|
    treeDictionary = (| parent* = traits tree |).
    treeSet        = (| parent* = traits tree |).
    treeBag        = (| parent* = traits tree |).
|).

globals _AddSlots: (|
    treeEnd = (|
        {} = 'Comment: The subtree without nodes.'.
        parent* = traits oddball.
        nodes = 0.
        at: k By: before IfPresent: found IfAbsent: none = ( "The value of the second block." none value ).
        at: k Put: v By: before = ( "A subtree of one node." globals treeNode copyKey: k Value: v ).
        without: k By: before = ( "There is nothing to remove." self ).
        at: i IfAbsent: block = ( "No node." block value: i ).
        do: block = ( "Nothing to do." self ).
        reverseDo: block = ( "Nothing to do." self ).
        firstIfAbsent: block = ( "The block's value." block value ).
        lastIfAbsent: block = ( "The block's value." block value ).
        from: low By: before Do: block = ( "Nothing to do." self ).
        lastNotAbove: k By: before Else: candidate = ( "The candidate." candidate ).
        firstNotBelow: k By: before Else: candidate = ( "The candidate." candidate ).
    |).
|).

traits treeNode _AddSlots: (|
    {} = 'Comment: What the nodes of trees share. Blocks are given nodes; `before` is the order of the keys, as a block.'.

    copyKey: k Value: v = (
        "A node without subtrees."
        (((clone key: k) value: v) left: globals treeEnd) right: globals treeEnd ).
    copyLeft: l Right: r = (
        "The same key and value over other subtrees."
        ((clone left: l) right: r) nodes: l nodes + r nodes + 1 ).
    copyValue: v = ( "The same key with another value." clone value: v ).

    at: k By: before IfPresent: found IfAbsent: none = (
        "The value of one of two blocks; the first is given the node of key k."
        (before value: k With: key) ifTrue: [ ^ left at: k By: before IfPresent: found IfAbsent: none ].
        (before value: key With: k) ifTrue: [ ^ right at: k By: before IfPresent: found IfAbsent: none ].
        found value: self ).
    at: k Put: v By: before = (
        "A subtree like this, with v at key k."
        (before value: k With: key) ifTrue: [ ^ balancedLeft: (left at: k Put: v By: before) Right: right ].
        (before value: key With: k) ifTrue: [ ^ balancedLeft: left Right: (right at: k Put: v By: before) ].
        copyValue: v ).
    without: k By: before = (
        "A subtree like this, without key k."
        (before value: k With: key) ifTrue: [ ^ balancedLeft: (left without: k By: before) Right: right ].
        (before value: key With: k) ifTrue: [ ^ balancedLeft: left Right: (right without: k By: before) ].
        left nodes = 0 ifTrue: [ ^ right ].
        right nodes = 0 ifTrue: [ ^ left ].
        left nodes > right nodes
            ifTrue: [ left lastNode balancedLeft: left withoutLast Right: right ]
             False: [ right firstNode balancedLeft: left Right: right withoutFirst ] ).
    firstNode = ( "The node of the first key." firstIfAbsent: nil ).
    lastNode  = ( "The node of the last key." lastIfAbsent: nil ).
    firstIfAbsent: block = ( "The node of the first key." left firstIfAbsent: [ self ] ).
    lastIfAbsent: block  = ( "The node of the last key." right lastIfAbsent: [ self ] ).
    withoutFirst = ( "A subtree without the first node."
        left nodes = 0 ifTrue: [ right ] False: [ balancedLeft: left withoutFirst Right: right ] ).
    withoutLast = ( "A subtree without the last node."
        right nodes = 0 ifTrue: [ left ] False: [ balancedLeft: left Right: right withoutLast ] ).

    balancedLeft: l Right: r = (
        "This node over two subtrees of which one has changed by one node, turned so that neither is too large."
        (l nodes + r nodes) < 2 ifTrue: [ ^ copyLeft: l Right: r ].
        (r nodes + 1) > ((l nodes + 1) * 3) ifTrue: [
            (r left nodes + 1) < ((r right nodes + 1) * 2) ifTrue: [
                ^ r copyLeft: (copyLeft: l Right: r left) Right: r right ].
            ^ r left copyLeft: (copyLeft: l Right: r left left) Right: (r copyLeft: r left right Right: r right) ].
        (l nodes + 1) > ((r nodes + 1) * 3) ifTrue: [
            (l right nodes + 1) < ((l left nodes + 1) * 2) ifTrue: [
                ^ l copyLeft: l left Right: (copyLeft: l right Right: r) ].
            ^ l right copyLeft: (l copyLeft: l left Right: l right left) Right: (copyLeft: l right right Right: r) ].
        copyLeft: l Right: r ).

    at: i IfAbsent: block = (
        "The node number i in order, or the block's value."
        | n |
        n: left nodes.
        i < n ifTrue: [ ^ left at: i IfAbsent: block ].
        i = n ifTrue: [ self ] False: [ right at: (i - n) - 1 IfAbsent: block ] ).
    do: block = ( "Runs the block with each node in order." left do: block. block value: self. right do: block ).
    reverseDo: block = (
        "Runs the block with each node from the last to the first."
        right reverseDo: block.
        block value: self.
        left reverseDo: block ).
    from: low By: before Do: block = (
        "Runs the block with each node whose key does not come before `low`, in order."
        (before value: key With: low) ifFalse: [ left from: low By: before Do: block. block value: self ].
        right from: low By: before Do: block ).
    lastNotAbove: k By: before Else: candidate = (
        "The last node whose key does not come after k, or the candidate."
        (before value: k With: key)
            ifTrue: [ left lastNotAbove: k By: before Else: candidate ]
             False: [ right lastNotAbove: k By: before Else: self ] ).
    firstNotBelow: k By: before Else: candidate = (
        "The first node whose key does not come before k, or the candidate."
        (before value: key With: k)
            ifTrue: [ right firstNotBelow: k By: before Else: candidate ]
             False: [ left firstNotBelow: k By: before Else: self ] ).
|).

globals _AddSlots: (|
    treeNode = (|
        {} = 'Comment: A node: a key with its value, between those before and those after.'.
        parent* = traits treeNode.
        key.
        value.
        left  <- globals treeEnd.
        right <- globals treeEnd.
        nodes <- 1.
    |).
|).

traits tree _AddSlots: (|
    {} = 'Comment: What trees share.'.

    copy = ( "Another with the same elements, at no cost." clone ).
    copyRemoveAll = ( "An empty one in the same order." clone root: globals treeEnd ).
    copyOrderedBy: before = (
        "An empty one in which a block of two arguments says which of two keys comes first.
         Example: (treeSet copyOrderedBy: [| :a. :b | a > b ]) addAll: (1 & 3 & 2) asVector  => a treeSet(3, 2, 1)"
        (copyRemoveAll order: before asOrderBlock) ).
    size = ( "The number of elements." root nodes ).
    isEmpty = ( "Example: treeSet isEmpty  => true" root nodes = 0 ).
    removeAll = ( "Removes everything. Answers the receiver." root: globals treeEnd ).
    includesKey: k = (
        "Is there something at key k?
         Example: (treeDictionary copyRemoveAll at: 3 Put: 4) includesKey: 3  => true"
        root at: k By: order IfPresent: true IfAbsent: false ).
    keys = (
        "A list of the keys in order."
        | result |
        result: globals list copyRemoveAll.
        root do: [| :node | result add: node key ].
        result ).
    firstKey = ( "The first key; an error if there is none. Example: (3 & 1) asTreeSet firstKey  => 1"
        (root firstIfAbsent: [ ^ complain: 'is empty' ]) key ).
    lastKey = ( "The last key. Example: (3 & 1) asTreeSet lastKey  => 3"
        (root lastIfAbsent: [ ^ complain: 'is empty' ]) key ).
    keyNotAbove: k IfAbsent: block = (
        "The last key that does not come after k, or the block's value.
         Example: (1 & 5 & 9) asTreeSet keyNotAbove: 7 IfAbsent: nil  => 5"
        | node |
        node: (root lastNotAbove: k By: order Else: nil).
        node ifNil: [ block value: k ] IfNotNil: [ node key ] ).
    keyNotBelow: k IfAbsent: block = (
        "The first key that does not come before k, or the block's value.
         Example: (1 & 5 & 9) asTreeSet keyNotBelow: 6 IfAbsent: nil  => 9"
        | node |
        node: (root firstNotBelow: k By: order Else: nil).
        node ifNil: [ block value: k ] IfNotNil: [ node key ] ).
    from: low To: high Do: block = (
        "Runs the block with the value and the key of each key from low to high, both included, in order.
         Example: [| s <- '' | (1 & 3 & 5 & 7) asTreeSet from: 2 To: 5 Do: [| :x | s: s, x printString ]. s ] value  => '35'"
        root from: low By: order Do: [| :node |
            (order value: high With: node key) ifTrue: [ ^ self ].
            doNode: node With: block ].
        self ).
    do: block = (
        "Runs the block with each value and its key, in the order of the keys."
        root do: [| :node | doNode: node With: block ].
        self ).
    reverseDo: block = (
        "The same from the last to the first.
         Example: [| s <- '' | 'bca' asTreeSet reverseDo: [| :x | s: s, x ]. s ] value  => 'cba'"
        root reverseDo: [| :node | doNode: node With: block ].
        self ).
    doNode: node With: block = ( "Runs the block for one node." block value: node value With: node key ).
    sortedDo: block = (
        "The elements are in order already: do:. Example: [| s <- '' | 'ba' asTreeSet sortedDo: [| :x | s: s, x ]. s ] value  => 'ab'"
        do: block ).
    removeKey: k = (
        "Removes what is at key k; an error if there is nothing. Answers the receiver."
        removeKey: k IfAbsent: [ absent: k ] ).
    removeKey: k IfAbsent: block = (
        "The same, or the block's value.
         Example: (3 & 1 & 2) asTreeSet removeKey: 2 IfAbsent: nil  => a treeSet(1, 3)"
        (includesKey: k) ifFalse: [ ^ block value: k ].
        root: (root without: k By: order) ).
    < c = ( "An error: trees are not compared by order." complain: 'has no order among trees' ).
|).

traits treeDictionary _AddSlots: (|
    {} = 'Comment: What tree dictionaries share.'.
    collectionName = 'treeDictionary'.

    at: k = (
        "The value at key k; an error if there is none.
         Example: (treeDictionary copyRemoveAll at: 'a' Put: 3) at: 'a'  => 3"
        at: k IfAbsent: [ absent: k ] ).
    at: k IfAbsent: block = (
        "The same, or the block's value.
         Example: treeDictionary at: 'a' IfAbsent: 0  => 0"
        root at: k By: order IfPresent: [| :node | node value ] IfAbsent: [ block value: k ] ).
    at: k Put: v = (
        "Makes v the value at key k. Answers the receiver.
         Example: ((treeDictionary copyRemoveAll at: 'b' Put: 1) at: 'a' Put: 2)  => a treeDictionary('a'->2, 'b'->1)"
        root: (root at: k Put: v By: order) ).
    at: k IfAbsentPut: block = (
        "The value at key k; if there is none, the block's value, which is put there.
         Example: treeDictionary copyRemoveAll at: 3 IfAbsentPut: [ 4 ]  => 4"
        root
            at: k
            By: order
            IfPresent: [| :node | node value ]
            IfAbsent: [| v | v: (block value: k). at: k Put: v. v ] ).
    at: k Put: v IfAbsent: block = ( "Replaces the value at key k, or runs the block if there is none."
        (includesKey: k) ifTrue: [ at: k Put: v ] False: [ block value: k ] ).
    if: k IsPresentDo: present IfAbsentDo: absent = (
        "The value of one of two blocks: the first gets the value, the second the key."
        root at: k By: order IfPresent: [| :node | present value: node value With: k ] IfAbsent: [ absent value: k ] ).
    add: x = ( "Files x under its own key." at: x key Put: x ).
    add: x WithKey: k = ( "Makes x the value at key k." at: k Put: x ).
    remove: v IfAbsent: block = (
        "Removes one entry whose value is equal to v. Answers the receiver, or the block's value."
        removeKey: (keyOf: v IfAbsent: [ ^ block value ]) ).
    removeFirst = (
        "Removes the entry of the first key and answers its value. Example: (treeDictionary copyRemoveAll at: 1 Put: 2) removeFirst  => 2"
        | k. v | k: firstKey. v: (at: k). removeKey: k. v ).
    removeLast = ( "The same with the last key."
        | k. v | k: lastKey. v: (at: k). removeKey: k. v ).
    mapBy: block = (
        "Replaces each value by the block's value. Answers the receiver."
        do: [| :v. :k | at: k Put: (block value: v With: k) ].
        self ).
    copyContaining: c = ( "One from the keys of c to its elements, in the same order." copyRemoveAll addAll: c ).
    asDictionary = (
        "Example: (treeDictionary copyRemoveAll at: 1 Put: 2) asDictionary  => a dictionary(1->2)"
        globals dictionary copyContaining: self ).

    = d = ( "The same keys with equal values?" d equalsDictionary: self ).
    equalsDictionary: d = ( "The other half of =."
        size = d size ifFalse: [ ^ false ].
        do: [| :v. :k | (d at: k IfAbsent: [ ^ false ]) = v ifFalse: [ ^ false ] ].
        true ).
    equalsCollection: c = ( "A dictionary is equal to dictionaries only." false ).
    hash = ( "The same for equal dictionaries, of whatever kind."
        | h <- 11 |
        do: [| :v. :k | h: h ^^ (k hash + v hash) ].
        h ).
    printStringOf: v At: k = ( "Key and value." (globals printing show: k), '->', (globals printing show: v) ).
|).

traits treeSet _AddSlots: (|
    {} = 'Comment: What tree sets share.'.
    collectionName = 'treeSet'.

    add: x = (
        "Adds x, unless an element is there that comes neither before nor after it. Answers the receiver.
         Example: (3 & 1) asTreeSet add: 2  => a treeSet(1, 2, 3)"
        (includesKey: x) ifTrue: [ self ] False: [ root: (root at: x Put: x By: order) ] ).
    at: i = (
        "The element number i in order; an error if there is none.
         Example: (30 & 10 & 20) asTreeSet at: 1  => 20"
        (root at: i IfAbsent: [ ^ absent: i ]) value ).
    at: i IfAbsent: block = ( "The same, or the block's value."
        0 <= i ifFalse: [ ^ block value: i ].
        (root at: i IfAbsent: [ ^ block value: i ]) value ).
    includes: x = ( "Example: (3 & 1) asTreeSet includes: 3  => true" includesKey: x ).
    occurrencesOf: x = ( "0 or 1." (includesKey: x) asInteger ).
    remove: x IfAbsent: block = (
        "Removes x. Answers the receiver, or the block's value. Example: (3 & 1) asTreeSet remove: 3 IfAbsent: nil  => a treeSet(1)"
        removeKey: x IfAbsent: [ ^ block value ] ).
    removeFirst = (
        "Removes the first element and answers it. Example: (3 & 1) asTreeSet removeFirst  => 1"
        | k |
        k: firstKey.
        removeKey: k.
        k ).
    removeLast = (
        "Removes the last element and answers it. Example: (3 & 1) asTreeSet removeLast  => 3"
        | k |
        k: lastKey.
        removeKey: k.
        k ).
    first = ( "The first element." firstKey ).
    last  = ( "The last element." lastKey ).
    max   = ( "The last element." lastKey ).
    min   = ( "The first element." firstKey ).
    mapBy: block = (
        "Replaces the elements by the block's values. Answers the receiver."
        | new |
        new: (mapBy: block Into: copyRemoveAll).
        removeAll.
        addAll: new ).
    = s = ( "The same elements? Example: (2 & 1) asTreeSet = (1 & 2) asSet  => true" s equalsSet: self ).
    equalsSet: s = ( "The other half of =." (size = s size) && [ s allSatisfy: [| :x | includes: x ] ] ).
    equalsCollection: c = ( "A set is equal to sets only." false ).
    hash = ( "The same for equal sets, of whatever kind." inject: 7 Into: [| :h. :x | h ^^ x hash ] ).
|).

traits treeBag _AddSlots: (|
    {} = 'Comment: What tree bags share. A node holds a vector of elements of which none comes before another.'.
    collectionName = 'treeBag'.

    copyRemoveAll = ( "An empty one in the same order." resend.copyRemoveAll count: 0 ).
    removeAll = ( "Removes everything. Answers the receiver." resend.removeAll. count: 0 ).
    size = ( "The number of elements. Example: (1 & 1) asTreeBag size  => 2" count ).
    add: x = (
        "Adds x behind those that it is not to come before. Answers the receiver.
         Example: (3 & 1) asTreeBag add: 1  => a treeBag(1, 1, 3)"
        | v |
        v: (root at: x By: order IfPresent: [| :node | node value ] IfAbsent: [ globals vector ]).
        root: (root at: x Put: (v copyAddLast: x) By: order).
        count: count + 1 ).
    doNode: node With: block = (
        "Runs the block for the elements of one node."
        node value do: [| :x | block value: x With: x ] ).
    includes: x = ( "Example: (3 & 1) asTreeBag includes: 3  => true" (occurrencesOf: x) > 0 ).
    occurrencesOf: x = (
        "How many elements are equal to x.
         Example: (3 & 1 & 3) asTreeBag occurrencesOf: 3  => 2"
        root at: x By: order IfPresent: [| :node | node value occurrencesOf: x ] IfAbsent: 0 ).
    remove: x IfAbsent: block = (
        "Removes one element equal to x. Answers the receiver, or the block's value.
         Example: (3 & 1 & 3) asTreeBag remove: 3 IfAbsent: nil  => a treeBag(1, 3)"
        | v. i |
        v: (root at: x By: order IfPresent: [| :node | node value ] IfAbsent: [ ^ block value ]).
        i: (v keyOf: x IfAbsent: [ ^ block value ]).
        v size = 1
            ifTrue: [ root: (root without: x By: order) ]
             False: [ root: (root at: x Put: (v copyFrom: 0 UpTo: i), (v copyFrom: i + 1) By: order) ].
        count: count - 1 ).
    removeKey: k IfAbsent: block = (
        "Removes all elements that come neither before nor after k. Answers the receiver, or the block's value."
        | n |
        n: (root at: k By: order IfPresent: [| :node | node value size ] IfAbsent: [ ^ block value: k ]).
        root: (root without: k By: order).
        count: count - n ).
    removeFirst = (
        "Removes the first element and answers it. Example: (3 & 1) asTreeBag removeFirst  => 1"
        | x |
        x: first.
        remove: x.
        x ).
    removeLast = (
        "Removes the last element and answers it. Example: (3 & 1) asTreeBag removeLast  => 3"
        | x |
        x: last.
        remove: x.
        x ).
    first = (
        "The first element; an error if there is none."
        (root firstIfAbsent: [ ^ complain: 'is empty' ]) value first ).
    last  = (
        "The last element; an error if there is none."
        (root lastIfAbsent: [ ^ complain: 'is empty' ]) value last ).
    max   = ( "The last element." last ).
    min   = ( "The first element." first ).
    mapBy: block = (
        "Replaces the elements by the block's values. Answers the receiver."
        | new |
        new: (mapBy: block Into: copyRemoveAll).
        removeAll.
        addAll: new ).
    = b = ( "The same elements equally often?" b equalsBag: self ).
    equalsBag: b = ( "The other half of =." occurrencesOfEachElement = b occurrencesOfEachElement ).
    equalsCollection: c = ( "A bag is equal to bags only." false ).
    hash = ( "The same for equal bags." occurrencesOfEachElement hash ).
|).

globals _AddSlots: (|
    treeDictionary = (|
        {} = 'Comment: An empty tree dictionary in ascending order, to be copied with copyRemoveAll or copyOrderedBy:.'.
        parent* = traits treeDictionary.
        root  <- globals treeEnd.
        order <- globals ascendingOrder.
    |).
    treeSet = (|
        {} = 'Comment: An empty tree set in ascending order, to be copied with copyRemoveAll or copyOrderedBy:.'.
        parent* = traits treeSet.
        root  <- globals treeEnd.
        order <- globals ascendingOrder.
    |).
    treeBag = (|
        {} = 'Comment: An empty tree bag in ascending order, to be copied with copyRemoveAll or copyOrderedBy:.'.
        parent* = traits treeBag.
        root  <- globals treeEnd.
        order <- globals ascendingOrder.
        count <- 0.
    |).
|).

traits collection _AddSlots: (|
    asTreeSet = (
        "Example: (3 & 1 & 3) asVector asTreeSet  => a treeSet(1, 3)"
        globals treeSet copyRemoveAll addAll: self ).
    asTreeBag = (
        "Example: (3 & 1 & 3) asVector asTreeBag  => a treeBag(1, 3, 3)"
        globals treeBag copyRemoveAll addAll: self ).
    asTreeDictionary = (
        "From each key to its element. Example: 'ab' asTreeDictionary  => a treeDictionary(0->'a', 1->'b')"
        globals treeDictionary copyRemoveAll addAll: self ).
|).
