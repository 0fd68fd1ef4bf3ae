x: 'hello.
y: 3.
