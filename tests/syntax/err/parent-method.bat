(| parent* = (traits clonable) |).
