x: 8r79.
y: 16rFG.
