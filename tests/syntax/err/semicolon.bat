x = 3;
y printLine;
