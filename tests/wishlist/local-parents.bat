"A parent slot among a method's locals is searched after self. Today only self is searched."
| a1 = (| x = 'a1x' |) |                                            "=> lobby"
(| x = 'rcvr'. t = (| loc* = a1 | x) |) t                           "=> 'rcvr'"
(| t = (| loc* = a1 | x) |) t                                       "=> 'a1x'"

"A local's parent is searched too, but is no self."
| pointLike = (| px = 7 |) |
(| go = (| loc* = pointLike | px) |) go                          "=> 7"
