double: n = (| t <- 0 | n + n).
