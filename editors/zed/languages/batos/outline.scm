(method_slot name: (identifier) @name) @item
(method_slot selector: (_) @name) @item
(constant_slot name: (identifier) @name value: (object)) @item
