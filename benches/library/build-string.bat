"A string of ten million characters from a million pieces."
| b |
b: mutableString copyRemoveAll.
0 upTo: 1000000 Do: [| :i | b append: 'piece-', (1000 + (i % 9000)) printString ].
b size printLine
