"The lobby: where names are looked up that nothing nearer defines.

    defaultBehavior   globals          what every object understands; the names
           \\         /
            lobby                     what people define at the prompt
              |
        traits clonable               behaviour above everything that is copied
              |
         traits point                 behaviour
              |
          a point                     state

Before this file runs there are only the machine's own objects: the lobby, globals, traits, mixins, defaultBehavior, the
traits of the built-in kinds and the prototypes of the indexable ones, all without parents."

_AddSlots: (|
    {} = 'Comment: The root of the names: programs are evaluated with self = lobby.'.
    defaultBehavior* = globals defaultBehavior.
    globals*         = globals.
|).

globals _AddSlots: (|
    {} = 'Comment: The names every program sees.'.
|).

traits _AddSlots: (|
    {} = 'Comment: Shared behaviour; the object `x` has its behaviour in `traits x`.'.
    clonable = (| {} = 'Comment: Above everything that is made by copying.'. parent* = lobby |).
    oddball  = (| {} = 'Comment: Above what exists once: a copy is the thing itself.'. parent* = lobby |).
|).

traits _AddSlots: (|
    orderedClonable = (| parent* = traits clonable |).
    orderedOddball  = (| parent* = traits oddball |).
|).

mixins _AddSlots: (|
    {} = 'Comment: Behaviour without a parent, to be added as a second parent.'.
|).
