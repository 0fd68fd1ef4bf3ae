"More than one slot matches, or a parent is not there: which, and how to say what is meant."
| fish = (| swim = 'fish'. legs = 0 |). bird = (| swim = 'bird'. legs = 2 |) |
| penguin = (| parent* = fish. other* = bird. both = ( swim ). mine = ( parent.swim ). theirs = ( nobody.swim ) |) |
penguin swim
penguin both
penguin mine
penguin theirs
| orphan = (| up = ( resend.up ) |) |
orphan up
'at:Put:' sendTo: 3 With: 4
'size' sendTo: list With: 4
