x foo.bar baz.
