; Made from tree-sitter-bat/queries/highlights.scm by tests/it/editors.rs; UPDATE=1 makes it anew.
; What stands later wins where two patterns name one node, so the general come first.

(comment) @comment
(shebang) @preproc
(invalid) @variable

; Integer, Radix, Float
(integer) @number
(radix) @number
(float) @number

; String
(string) @string
(escape_sequence) @string.escape

; Name: a message without arguments, or a local
(identifier) @variable
(unary_message selector: (identifier) @function)
((identifier) @constant
  (#any-of? @constant "nil" "true" "false"))
((identifier) @function.special
  (#match? @function.special "^_"))
(assignable_slot name: (identifier) @property)
(constant_slot name: (identifier) @property)
(method_slot name: (identifier) @function)
(method_slot argument: (identifier) @variable.parameter)

; Argument
(argument_name) @variable.parameter

; SelfName
(self) @variable.special

; Delegate
(resend) @keyword
(delegate) @type
(resend_message selector: (identifier) @function)

; Keyword, CapitalKeyword
(keyword) @function
(capital_keyword) @function
((keyword) @function.special
  (#match? @function.special "^_"))
(method_slot selector: (keyword) @function)
(method_slot selector: (capital_keyword) @function)

; Operator
(operator) @operator
(method_slot selector: (operator) @function)

; ParenOpen, ParenClose, SquareOpen, SquareClose, BraceOpen, BraceClose, BarOpen, BarClose
["(" ")" "[" "]" "{" "}"] @punctuation.bracket
"|" @punctuation.special

; Dot
"." @punctuation.delimiter

; Caret
"^" @keyword

; Equal, Arrow
["=" "<-"] @operator

; Star
"*" @attribute

; What annotations say is for people and tools.
(annotated_slots annotation: (string) @string)
(annotated annotation: (string) @string)
