; A method or block is a scope; its slots and arguments are seen in the blocks inside it too.
(method_slot) @local.scope
(block) @local.scope

(argument_slot name: (argument_name) @local.definition.parameter)
(method_slot argument: (identifier) @local.definition.parameter)
(method_body (slot_list (assignable_slot name: (identifier) @local.definition.var)))
(method_body (slot_list (constant_slot name: (identifier) @local.definition.var)))
(block (slot_list (assignable_slot name: (identifier) @local.definition.var)))
(block (slot_list (constant_slot name: (identifier) @local.definition.var)))

(identifier) @local.reference
