[| :a | foo: :a ].
