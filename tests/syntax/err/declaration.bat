var x = 3.
def foo(x).
