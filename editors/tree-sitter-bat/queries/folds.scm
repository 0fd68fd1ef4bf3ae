[
  (object)
  (method_body)
  (block)
  (slot_list)
  (annotated_slots)
  (comment)
] @fold
