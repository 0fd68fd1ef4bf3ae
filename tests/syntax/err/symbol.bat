dictionary at: #name Put: 3.
