[| :x | | t | t: x. t] value: 3.
