("(" @open ")" @close)
("[" @open "]" @close)
("{" @open "}" @close)
(slot_list "|" @open "|" @close)
