if (x > 3) { y printLine }.
while (x < 3) [ x: x + 1 ].
