printLine(3).
