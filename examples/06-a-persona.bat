"A persona: someone who is told who they are before they are asked.

 Run it as
     batos --becoming auto --mind examples/06-a-persona.transcript examples/06-a-persona.bat
 The four personas are objects, and so is the matrix that says who leads when."

robin.                                                  "=> ROBIN"
(matrix at: 'Technical Deconstruction') primary.        "=> BRICK"
(matrix at: 'Emotional Processing') supporting first.   "=> BRICK"

"What a mind is told of who speaks. The manner is a slot like any other: change it, and the next question is asked otherwise."
brick prompt hasPrefix: 'You are BRICK, the Embodied Brick-Knight Engine'.  "=> true"
(brick propose: 'Why does the bridge stand?' N: 1) first.  "=> 'Because of what it rests on.'"
brick manner: 'You answer in one word.'.                "=> BRICK"
(brick propose: 'Why does the bridge stand?' N: 1) first.  "=> 'Stone.'"

"Another persona is a copy with a title of its own."
|
    carla = (|
        parent* = traits persona.
        title = 'CARLA'.
        epithet = 'the Cartographer'.
        archetype = 'the Archetype of Known Places'.
        manner <- 'You draw.'.
        mind
    |)
|
carla prompt.                                           "=> 'You are CARLA, the Cartographer: the Archetype of Known Places. You draw.'"
