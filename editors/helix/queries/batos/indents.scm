[
  (object)
  (method_body)
  (parenthesized)
  (block)
  (annotated)
  (annotated_slots)
] @indent

[")" "]" "}"] @outdent
