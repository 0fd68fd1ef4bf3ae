// a comment
x foo. // another
y bar.
