x: 3foo.
