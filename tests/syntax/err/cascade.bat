list add: 1; add: 2; yourself.
