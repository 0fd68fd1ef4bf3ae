x Foo: 3.
Bar: 4.
