"Sends to the implicit self with parent slots among the locals around."

| known = (| size2 = 2 |) |

| go = (| parent* = lobby.
    run: n = ( | other* = known. inner* = (| deep <- 3 |) | [| nearest* = lobby | deep + size2 ] value. at: n. + n ).
    at: i = ( i ).
    + i = ( i ) |) |

go run: 3.
