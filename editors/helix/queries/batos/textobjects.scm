(method_slot body: (_) @function.inside) @function.around
(block) @function.around
(object) @class.around
(argument_slot) @parameter.inside
(method_slot argument: (identifier) @parameter.inside)
(comment) @comment.around
