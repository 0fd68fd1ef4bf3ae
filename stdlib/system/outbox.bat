"The outbox: what is to happen outside exactly once, and only if the turn that asks for it is kept."

traits _AddSlots: (| outbox = () |).

traits outbox _AddSlots: (|
    {} = 'Comment: The behaviour of the outbox.'.
    parent* = traits oddball.

    write: text ToFile: path = (
        "Writes a file whole when this turn has been kept, in the place of one that is there: once, even if the program is
         killed meanwhile. If the turn fails, or is taken back before that, nothing is written. Answers the receiver.
         Example: [ outbox write: 'a' ToFile: '' ] onError: [| :e | e text ]  => 'a file cannot be called \'\''"
        globals image ask: 'write' With: path, '\n', text.
        self ).
    waiting = (
        "A vector of the paths of the files that wait to be written.
         Example: outbox waiting size  => 0"
        globals image ask: 'outbox' With: '' ).
|).

globals _AddSlots: (|
    outbox = (|
        {} = 'Comment: What is to happen outside, exactly once.'.
        parent* = traits outbox.
        printString = 'outbox'.
    |).
|).
