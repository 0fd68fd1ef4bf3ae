"Literals with the same text are one string; they still are after the world was entered again, wherever the literal stands."

| word <- nil. text <- nil |.
word: 'a word'. nil                     "=> nil"
word == 'a word'                        "=> true"
word == 'a word'                        "=> true"
| saying = ( 'a word' ) |. saying == word "=> true"
saying == word                          "=> true"
(| parent* = lobby. s = 'a word' |) s == word "=> true"

"One that was computed is another, and stays so."
text: 'a w', 'ord'.
text = word                             "=> true"
text == word                            "=> false"
text == word                            "=> false"
text == 'a word'                        "=> false"

"So do hashes of literals."
| drawn <- 0 |. drawn: 'a word' _IdentityHash. nil "=> nil"
'a word' _IdentityHash = drawn          "=> true"
saying _IdentityHash = drawn            "=> true"
