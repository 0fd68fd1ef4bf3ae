x + resend.+ 3.
3 resend.foo.
