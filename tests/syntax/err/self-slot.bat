(| self = 3. |).
(| resend = 3 |).
