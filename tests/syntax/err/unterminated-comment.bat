x: 3. "never closed
y: 3.
