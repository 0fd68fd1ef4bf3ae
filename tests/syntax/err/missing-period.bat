x: 3
'hello' printLine.
