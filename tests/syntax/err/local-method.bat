(| foo = (| bar = (3) | bar) |).
