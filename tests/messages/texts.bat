"Texts that are not well formed."
json read: '{"a": }'
json read: '[1, 2'
'(a' asRegex
'a{9,1}' asRegex
'3 +' eval
'(3' eval
'1.2.3' asFloat
date fromString: 'x'
date fromString: '2026-13-45'
