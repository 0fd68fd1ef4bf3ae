[| :Each | Each ].
