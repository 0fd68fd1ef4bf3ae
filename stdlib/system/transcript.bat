"The transcript: the standard output as an object, for code that prints through something it is given."

globals _AddSlots: (|
    transcript = (|
        {} = 'Comment: The standard output.'.
        parent* = traits oddball.
        show: x = ( "Writes x as text. Answers the receiver." x asString print. self ).
        append: x = ( "Writes x as text. Answers the receiver." show: x ).
        showLine: x = ( "Writes x as text, and a line end." x asString printLine. self ).
        newLine = ( "Writes a line end." '' printLine. self ).
        showError: x = ( "Writes x as text, and a line end, to the standard error." x asString _WriteErrorLine. self ).
    |).
|).
