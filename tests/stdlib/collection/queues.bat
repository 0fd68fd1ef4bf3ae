"Priority queues and sorted sequences."
[| q. r. s | r: (random copySeed: 9). q: priorityQueue copyRemoveAll. 500 timesRepeat: [ q add: (r integer: 100) ].
  200 timesRepeat: [ q remove: (r integer: 100) IfAbsent: nil ].
  s: list copyRemoveAll. q orderedDo: [| :x | s add: x ]. (s copyReversed isSorted) && [ s size = q size ] ] value   "=> true"
priorityQueue removeFirst                              "=> error: a priorityQueue() is empty"
[| s. r | r: (random copySeed: 4). s: sortedSequence copyRemoveAll. 300 timesRepeat: [ s add: (r integer: 50) ]. s isSorted ] value   "=> true"
[| s | s: (sortedSequence copyOrderedBy: [| :a. :b | a x < b x ]). s add: 1@1. s add: 0@2. s add: 1@3. s ] value   "=> a sortedSequence(a point(0@2), a point(1@1), a point(1@3))"
(1 & 2) asSortedSequence at: 0 Put: 9                  "=> error: "
(1 & 2 & 2) asBag removeAllOccurences: 2               "=> a bag(1)"
(1 & 2 & 2) asBag = (2 & 1 & 2) asTreeBag              "=> true"
bag add: 3 Occurrences: -1                             "=> error: add:Occurrences: needs a number that is not negative"
