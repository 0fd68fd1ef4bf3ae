x foo.
-- a comment
