x printLine: "hello".
y: "a" , "b".
(| s <- "text". |).
