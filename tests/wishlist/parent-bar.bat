"A parent's star may be glued to the bar that ends its slot list, at the top level too. Today what follows there is refused."
| p*| 3                                                             "=> 3"
