; What is between brackets or bars stands one step further in.
[
  (object)
  (method_body)
  (parenthesized)
  (block)
  (annotated)
  (annotated_slots)
  (slot_list)
] @indent.begin

[")" "]" "}"] @indent.branch @indent.end
(slot_list "|" @indent.branch .)

(comment) @indent.ignore
(string) @indent.ignore
