"More parents than the maps have room for: lookup goes on, uncached."
| happy = (| mood = 'happy' |). person = (| parent* <- happy |) |      "=> lobby"
| moods = (| of: n = (| o | o: (| mood <- 0 |). o mood: n. o) |) |
[| t <- 0 | 100 do: [| :i | person parent: (moods of: i). t: t + person mood ]. t ] value   "=> 4950"
