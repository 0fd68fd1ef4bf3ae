(| at: i put: v = ( v ) |).
