"Texts that are not well formed."
'{"a": }' parseJson
'[1, 2' parseJson
'{"a": 1} x' parseJson
'(a' asRegex
'a{9,1}' asRegex
'3 +' eval
'(3' eval
'1.2.3' asFloat
'x' asDate
'2026-13-45' asDate
