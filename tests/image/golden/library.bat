"A library of next to nothing: what a golden image needs, so that it stays small."

traits _AddSlots: (| clonable = (| parent* = lobby |) |).
traits integer _AddSlots: (| parent* = lobby. + n = ( _IntAdd: n ). - n = ( _IntSub: n ) |).
traits smallInt _AddSlots: (| parent* = traits integer |).
traits bigInt _AddSlots: (| parent* = traits integer |).
traits float _AddSlots: (| parent* = lobby |).
traits string _AddSlots: (| parent* = lobby |).
traits vector _AddSlots: (| parent* = lobby |).
traits byteVector _AddSlots: (| parent* = lobby |).
traits block _AddSlots: (| parent* = lobby. value = ( _BlockValue ). value: x = ( _BlockValue: x ) |).
traits method _AddSlots: (| parent* = lobby |).
traits mirror _AddSlots: (| parent* = lobby |).
traits process _AddSlots: (| parent* = lobby |).
