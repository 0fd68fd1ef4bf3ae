"Pauses of the collector under a steady load: the longest one, in microseconds."

'churn.bat' requireScript.

churn fill.
churn run: 1000000.
('live cells: ', churn check printString) printLine.
('longest pause: ', system longestPauseMicroseconds printString, 'us') printLine.
