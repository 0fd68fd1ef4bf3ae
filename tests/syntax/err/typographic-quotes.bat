x: ‘hello’.
