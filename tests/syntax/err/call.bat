account.deposit(100).
