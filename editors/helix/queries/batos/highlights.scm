; Made from tree-sitter-bat/queries/highlights.scm by tests/it/editors.rs; UPDATE=1 makes it anew.
; What stands later wins where two patterns name one node, so the general come first.

(comment) @comment.block
(shebang) @keyword.directive
(invalid) @error

; Integer, Radix, Float
(integer) @constant.numeric.integer
(radix) @constant.numeric.integer
(float) @constant.numeric.float

; String
(string) @string
(escape_sequence) @constant.character.escape

; Name: a message without arguments, or a local
(identifier) @variable
(unary_message selector: (identifier) @function.method)
((identifier) @constant.builtin
  (#any-of? @constant.builtin "nil" "true" "false"))
((identifier) @function.builtin
  (#match? @function.builtin "^_"))
(assignable_slot name: (identifier) @variable.other.member)
(constant_slot name: (identifier) @variable.other.member)
(method_slot name: (identifier) @function)
(method_slot argument: (identifier) @variable.parameter)

; Argument
(argument_name) @variable.parameter

; SelfName
(self) @variable.builtin

; Delegate
(resend) @keyword
(delegate) @namespace
(resend_message selector: (identifier) @function.method)

; Keyword, CapitalKeyword
(keyword) @function.method
(capital_keyword) @function.method
((keyword) @function.builtin
  (#match? @function.builtin "^_"))
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
"^" @keyword.control.return

; Equal, Arrow
["=" "<-"] @operator

; Star
"*" @attribute

; What annotations say is for people and tools.
(annotated_slots annotation: (string) @string)
(annotated annotation: (string) @string)
