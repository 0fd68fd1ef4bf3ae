"A document of 20 MB built, written, read and written again."
| rows. text |
rows: list copyRemoveAll.
0 upTo: 150000 Do: [| :i. row |
    row: dictionary copyRemoveAll.
    row at: 'id' Put: i.
    row at: 'name' Put: 'a name that is number ', i printString.
    row at: 'score' Put: i asFloat / 7.0.
    row at: 'tags' Put: ('red' & 'green' & 'a "quoted" one') asVector.
    row at: 'active' Put: i even.
    row at: 'parent' Put: nil.
    rows add: row ].
text: (json print: rows).
text size printLine.
((json print: (json read: text)) = text) printLine
