count := 3.
