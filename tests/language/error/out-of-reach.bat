"Who understands errors but sees no names can be asked, and printed."
[ defaultBehavior printString ] onError: [| :e | e selector ]         "=> 'globals'"
printing show: defaultBehavior                                         "=> 'defaultBehavior'"
defaultBehavior printString                                            "=> error: undefinedSelector"
[| x | x: (| parent* = defaultBehavior |). x zork ] value              "=> error: undefinedSelector"
globals _AddSlots: (| twice = 1 |). defaultBehavior _AddSlots: (| twice = 2 |). [ twice ] onError: [| :e | e text ]
    "=> 'lobby finds more than one \'twice\': in globals and defaultBehavior; a slot of its own that sends `parent.twice`, with the name of a parent slot, says which'"
"An object's own answer is asked, whatever the name."
(| doesNotUnderstand: m = ( m selector ) |) globals                    "=> 'globals'"
