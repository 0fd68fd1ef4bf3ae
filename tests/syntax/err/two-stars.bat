(| p** = lobby |).
