"Processes run one at a time, until they wait, yield or end."
[ 3 + 4 ] fork join                                    "=> 7"
[| p | p: [ 'b' print ] fork. 'a' print. p join. 'c' print. 3 ] value     "prints: abc"  "=> 3"
[| p | p: [ 'a' print. process yield. 'c' print ] fork. process yield. 'b' print. p join. 3 ] value   "prints: abc"  "=> 3"
[ 1 / 0 ] fork join                                    "=> error: the process failed: division by zero"
[| p | p: [ 3 ] asProcess. p status ] value            "=> 'new'"
[| p | p: [ 3 ] fork. p join. p status ] value         "=> 'done'"
[| p | p: [ process this suspend. 'on' print ] fork. process yield. p status print. p resume. p join. 3 ] value
    "prints: suspendedon"  "=> 3"
[| p | p: [ [ process yield. process yield. 'no' print ] ensure: [ 'cleaned' print ] ] fork. process yield. p abort. process yield. process yield. p status ] value
    "prints: cleaned"  "=> 'aborted'"

"A process that fails alone does not undo the turn."
| kept = (| v <- 0 |) |
[ kept v: 1. nil zork ] fork. kept v: 2. 3             "=> 3"
kept v                                                 "=> 1"
