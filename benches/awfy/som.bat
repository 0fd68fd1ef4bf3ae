"The suite's own collections. Every port carries them, so that all languages do the same work: a growing vector,
 a set that searches it, dictionaries of chained buckets, and a generator of known random numbers."

traits _AddSlots: (|
    somVector = (|
        parent* = traits clonable.
        initialCapacity = 10.

        copySize: capacity = ( copy storage: (vector copySize: capacity) ).
        copyWith: element = ( (copySize: 1) append: element ).

        size = ( last - first ).
        isEmpty = ( last = first ).
        capacity = ( storage isNil ifTrue: [ 0 ] False: [ storage size ] ).

        at: index = (
            storage isNil || [ index >= storage size ] ifTrue: [ nil ] False: [ storage at: index ] ).

        at: index Put: value = (
            storage isNil
                ifTrue: [ storage: (vector copySize: (index + 1 max: initialCapacity)) ]
                False: [ index < storage size ifFalse: [ growToHold: index ] ].
            storage at: index Put: value.
            last <= index ifTrue: [ last: index + 1 ].
            self ).

        append: element = (
            storage isNil
                ifTrue: [ storage: (vector copySize: initialCapacity) ]
                False: [ last < storage size ifFalse: [ growTo: 2 * storage size ] ].
            storage at: last Put: element.
            last: last + 1.
            self ).

        growToHold: index = ( | capacity |
            capacity: storage size.
            [ capacity <= index ] whileTrue: [ capacity: 2 * capacity ].
            growTo: capacity ).

        growTo: capacity = ( | larger |
            larger: vector copySize: capacity.
            0 upTo: storage size Do: [| :i | larger at: i Put: (storage at: i) ].
            storage: larger ).

        forEach: block = (
            first upTo: last Do: [| :i | block value: (storage at: i) ].
            self ).

        "Does the block answer true for some element?"
        hasSome: block = (
            first upTo: last Do: [| :i | (block value: (storage at: i)) ifTrue: [ ^ true ] ].
            false ).

        "The first element for which the block answers true, or nil."
        getOne: block = ( | element |
            first upTo: last Do: [| :i |
                element: storage at: i.
                (block value: element) ifTrue: [ ^ element ] ].
            nil ).

        removeFirst = (
            isEmpty ifTrue: [ ^ nil ].
            first: first + 1.
            storage at: first - 1 ).

        removeAll = (
            first: 0.
            last: 0.
            storage isNil ifFalse: [ storage: (vector copySize: storage size) ].
            self ).

        "Was the object here? All its occurrences go."
        remove: object = ( | kept. count <- 0. found <- false |
            storage isNil || [ isEmpty ] ifTrue: [ ^ false ].
            kept: vector copySize: capacity.
            forEach: [| :element |
                element == object
                    ifTrue: [ found: true ]
                    False: [
                        kept at: count Put: element.
                        count: count + 1 ] ].
            storage: kept.
            first: 0.
            last: count.
            found ).

        "Sorts so that the block answers true for each pair of neighbours."
        sort: inOrder = (
            isEmpty ifFalse: [ sortFrom: first To: last - 1 By: inOrder ].
            self ).

        "Quicksort around the median of first, middle and last."
        sortFrom: i To: j By: inOrder = ( | low. middle. high. center. left. right |
            j <= i ifTrue: [ ^ self ].
            low: storage at: i.
            high: storage at: j.
            (inOrder value: low With: high) ifFalse: [
                swap: i With: j.
                low: high.
                high: storage at: j ].
            (j - i) = 1 ifTrue: [ ^ self ].

            center: (i + j) / 2.
            middle: storage at: center.
            (inOrder value: low With: middle)
                ifTrue: [
                    (inOrder value: middle With: high) ifFalse: [
                        swap: j With: center.
                        middle: high ] ]
                False: [
                    swap: i With: center.
                    middle: low ].
            (j - i) = 2 ifTrue: [ ^ self ].

            left: i.
            right: j.
            [
                [ right: right - 1.
                  (left <= right) && [ inOrder value: middle With: (storage at: right) ] ] whileTrue.
                [ left: left + 1.
                  (left <= right) && [ inOrder value: (storage at: left) With: middle ] ] whileTrue.
                left <= right
            ] whileTrue: [ swap: left With: right ].
            sortFrom: i To: right By: inOrder.
            sortFrom: left To: j By: inOrder ).

        swap: i With: j = ( | element |
            element: storage at: i.
            storage at: i Put: (storage at: j).
            storage at: j Put: element ).
    |).

    "A set is a vector that looks before it appends."
    somSet = (|
        parent* = traits clonable.

        copy = ( copySize: 10 ).
        copySize: capacity = ( resend.copy items: (somVector copySize: capacity) ).

        size = ( items size ).
        removeAll = ( items removeAll ).
        forEach: block = ( items forEach: block ).
        hasSome: block = ( items hasSome: block ).
        getOne: block = ( items getOne: block ).

        add: object = ( (contains: object) ifFalse: [ items append: object ]. self ).
        contains: object = ( hasSome: [| :element | element = object ] ).

        collect: block = ( | results |
            results: somVector copy.
            forEach: [| :element | results append: (block value: element) ].
            results ).
    |).

    "Keys answer customHash; an entry hangs in the bucket that the low bits of its hash name."
    somDictionary = (|
        parent* = traits clonable.

        copy = ( copySize: 16 ).
        copySize: capacity = ( resend.copy buckets: (vector copySize: capacity) ).

        isEmpty = ( size = 0 ).

        hashOf: key = ( | hash |
            key isNil ifTrue: [ ^ 0 ].
            hash: key customHash.
            hash bitXor: (hash shiftRight: 16) ).

        bucketIndex: hash = ( hash bitAnd: buckets size - 1 ).
        bucket: hash = ( buckets at: (bucketIndex: hash) ).

        at: key = ( | entry. hash |
            hash: (hashOf: key).
            entry: (bucket: hash).
            [ entry isNil ] whileFalse: [
                (entry match: hash Key: key) ifTrue: [ ^ entry value ].
                entry: entry next ].
            nil ).

        containsKey: key = ( | entry. hash |
            hash: (hashOf: key).
            entry: (bucket: hash).
            [ entry isNil ] whileFalse: [
                (entry match: hash Key: key) ifTrue: [ ^ true ].
                entry: entry next ].
            false ).

        at: key Put: value = ( | hash. index. head |
            hash: (hashOf: key).
            index: (bucketIndex: hash).
            head: buckets at: index.
            head isNil
                ifTrue: [
                    buckets at: index Put: (newEntry: key Value: value Hash: hash).
                    size: size + 1 ]
                False: [ insert: key Value: value Hash: hash Head: head ].
            size > buckets size ifTrue: [ resize ].
            self ).

        newEntry: key Value: value Hash: hash = ( somEntry copyKey: key Value: value Hash: hash ).

        insert: key Value: value Hash: hash Head: head = ( | entry |
            entry: head.
            [
                (entry match: hash Key: key) ifTrue: [ entry value: value. ^ self ].
                entry next isNil ifTrue: [
                    size: size + 1.
                    entry next: (newEntry: key Value: value Hash: hash).
                    ^ self ].
                entry: entry next
            ] loop ).

        resize = ( | old |
            old: buckets.
            buckets: (vector copySize: 2 * old size).
            transfer: old ).

        transfer: old = ( | head |
            0 upTo: old size Do: [| :i |
                head: old at: i.
                head isNil ifFalse: [
                    old at: i Put: nil.
                    head next isNil
                        ifTrue: [ buckets at: (bucketIndex: head hash) Put: head ]
                        False: [ split: old Bucket: i Head: head ] ] ] ).

        "The chain of a bucket divides between its old index and the one as far above as the old size."
        split: old Bucket: i Head: head = ( | low. lowTail. high. highTail. entry |
            entry: head.
            [ entry isNil ] whileFalse: [
                (entry hash bitAnd: old size) = 0
                    ifTrue: [
                        lowTail isNil ifTrue: [ low: entry ] False: [ lowTail next: entry ].
                        lowTail: entry ]
                    False: [
                        highTail isNil ifTrue: [ high: entry ] False: [ highTail next: entry ].
                        highTail: entry ].
                entry: entry next ].
            lowTail isNil ifFalse: [
                lowTail next: nil.
                buckets at: i Put: low ].
            highTail isNil ifFalse: [
                highTail next: nil.
                buckets at: i + old size Put: high ] ).

        removeAll = (
            buckets: (vector copySize: buckets size).
            size: 0.
            self ).

        keys = ( collect: [| :entry | entry key ] ).
        values = ( collect: [| :entry | entry value ] ).

        collect: block = ( | results. entry |
            results: (somVector copySize: size).
            0 upTo: buckets size Do: [| :i |
                entry: buckets at: i.
                [ entry isNil ] whileFalse: [
                    results append: (block value: entry).
                    entry: entry next ] ].
            results ).
    |).

    somEntry = (|
        parent* = traits clonable.

        copyKey: aKey Value: aValue Hash: aHash = ( ((copy key: aKey) value: aValue) hash: aHash ).
        match: aHash Key: aKey = ( (hash = aHash) && [ key = aKey ] ).
    |).

    somRandom = (|
        parent* = traits clonable.

        next = (
            seed: ((seed * 1309) + 13849 bitAnd: 65535).
            seed ).
    |).
|).

traits _AddSlots: (|
    somIdentitySet = (|
        parent* = traits somSet.
        contains: object = ( hasSome: [| :element | element == object ] ).
    |).

    somIdentityDictionary = (|
        parent* = traits somDictionary.
        newEntry: key Value: value Hash: hash = ( somIdentityEntry copyKey: key Value: value Hash: hash ).
    |).

    somIdentityEntry = (|
        parent* = traits somEntry.
        match: aHash Key: aKey = ( (hash = aHash) && [ key == aKey ] ).
    |).
|).

|
    somVector = (| parent* = traits somVector. storage. first <- 0. last <- 0 |).
    somSet = (| parent* = traits somSet. items |).
    somIdentitySet = (| parent* = traits somIdentitySet. items |).
    somDictionary = (| parent* = traits somDictionary. buckets. size <- 0 |).
    somIdentityDictionary = (| parent* = traits somIdentityDictionary. buckets. size <- 0 |).
    somEntry = (| parent* = traits somEntry. key. value. hash <- 0. next |).
    somIdentityEntry = (| parent* = traits somIdentityEntry. key. value. hash <- 0. next |).
    somRandom = (| parent* = traits somRandom. seed <- 74755 |).
|
