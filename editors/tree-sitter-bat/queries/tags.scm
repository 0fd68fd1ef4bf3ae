; A slot defines its name; the comment before it says what it is.
((comment)* @doc
  .
  (method_slot name: (identifier) @name) @definition.method
  (#strip! @doc "^\"|\"$"))

(method_slot selector: (keyword) @name) @definition.method
(method_slot selector: (operator) @name) @definition.method
(constant_slot name: (identifier) @name value: (object)) @definition.class
(assignable_slot name: (identifier) @name) @definition.field

(unary_message selector: (identifier) @name) @reference.call
(keyword_message selector: (keyword) @name) @reference.call
