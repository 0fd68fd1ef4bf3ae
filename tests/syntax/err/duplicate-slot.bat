(| x = 3. y. x = 4 |).
(| at: i Put: i = ( i ) |).
[| :x. x | x ].
