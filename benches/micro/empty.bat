"Nothing: what starting costs."

'0' printLine.
