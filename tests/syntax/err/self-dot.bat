self.foo.
