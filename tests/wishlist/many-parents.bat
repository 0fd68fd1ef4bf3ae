"More parents than a cache has room for. Today the twelfth assignment of a parent makes the next send fail, as if to nil."
| happy = (| mood = 'happy' |). person = (| parent* <- happy |) |      "=> lobby"
| moods = (| of: n = (| o | o: (| mood <- 0 |). o mood: n. o) |) |
[| t <- 0 | 100 do: [| :i | person parent: (moods of: i). t: t + person mood ]. t ] value   "=> 4950"
