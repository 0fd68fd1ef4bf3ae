x: Point new.
