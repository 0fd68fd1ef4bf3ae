count:= count + 1.
