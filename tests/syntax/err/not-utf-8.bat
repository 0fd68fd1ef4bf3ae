'café' printLine.
