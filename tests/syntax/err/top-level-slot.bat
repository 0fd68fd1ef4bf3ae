double = (| t <- 0 | t + t).
