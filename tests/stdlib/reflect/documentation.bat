"Documentation names each thing once, where it is found, and says what it overrides."
((documenter of: 3@4) splitOn: '`max:`') size          "=> 2"
(documenter of: 3@4) includesSubstring: '`max:` (overrides that of traits orderedClonable)'   "=> true"
(documenter of: (1 & 2) asList) includesSubstring: '### `size`\n\nA data slot: `2`\n\nOverrides that of traits collection.'   "=> true"
| base = (| go = 1. stay = 2 |). refined = (| p* = base. go = 3 |) |
| both = (| p* = base. q* = refined |) |
(documenter of: both) includesSubstring: '## From refined\n\n`go` (overrides that of base)'   "=> true"
((documenter of: both) splitOn: '`go`') size           "=> 2"
