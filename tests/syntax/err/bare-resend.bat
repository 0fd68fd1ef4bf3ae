(| foo = (resend). bar = 3 |).
