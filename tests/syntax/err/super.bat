(| copy = ( super copy ). at: i = ( super at: i ) |).
