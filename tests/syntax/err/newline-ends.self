3 max:
  7
