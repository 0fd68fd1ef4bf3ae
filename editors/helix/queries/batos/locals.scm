; A method or block is a scope; its slots and arguments are seen in the blocks inside it too.
(method_slot) @local.scope
(block) @local.scope

(argument_slot name: (argument_name) @local.definition.variable.parameter)
(method_slot argument: (identifier) @local.definition.variable.parameter)
(method_body (slot_list (assignable_slot name: (identifier) @local.definition.variable)))
(method_body (slot_list (constant_slot name: (identifier) @local.definition.variable)))
(block (slot_list (assignable_slot name: (identifier) @local.definition.variable)))
(block (slot_list (constant_slot name: (identifier) @local.definition.variable)))

(identifier) @local.reference
