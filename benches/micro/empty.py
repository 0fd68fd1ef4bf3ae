# Nothing: what starting costs.
print(0)
