"The words of a file, counted in a dictionary: how many, how many different ones, and how often the most frequent one stands
 there. The argument is the file's name."
| counts. words <- 0 |
counts: dictionary copyRemoveAll.
(file at: system arguments first) linesDo: [| :line |
    line words do: [| :word |
        words: words + 1.
        counts at: word Put: (counts at: word IfAbsent: 0) + 1 ] ].
(words printString, ' ', counts size printString, ' ', counts max printString) printLine
