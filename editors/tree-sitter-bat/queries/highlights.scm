; What stands later wins where two patterns name one node, so the general come first.

(comment) @comment
(shebang) @keyword.directive
(invalid) @error

; Integer, Radix, Float
(integer) @number
(radix) @number
(float) @number.float

; String
(string) @string
(escape_sequence) @string.escape

; Name: a message without arguments, or a local
(identifier) @variable
(unary_message selector: (identifier) @function.call)
((identifier) @constant.builtin
  (#any-of? @constant.builtin "nil" "true" "false"))
((identifier) @function.builtin
  (#match? @function.builtin "^_"))
(assignable_slot name: (identifier) @variable.member)
(constant_slot name: (identifier) @variable.member)
(method_slot name: (identifier) @function)
(method_slot argument: (identifier) @variable.parameter)

; Argument
(argument_name) @variable.parameter

; SelfName
(self) @variable.builtin

; Delegate
(resend) @keyword
(delegate) @module
(resend_message selector: (identifier) @function.call)

; Keyword, CapitalKeyword
(keyword) @function.call
(capital_keyword) @function.call
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
"^" @keyword.return

; Equal, Arrow
["=" "<-"] @keyword.operator

; Star
"*" @attribute

; What annotations say is for people and tools.
(annotated_slots annotation: (string) @string.documentation)
(annotated annotation: (string) @string.documentation)
