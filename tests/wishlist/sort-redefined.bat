"Who redefines < is obeyed by sorting too. Today the elements of (1 & 3 & 2) come out unsorted."
traits smallInt _AddSlots: (| < n = ( _IntGT: n ) |). [| v | v: (1 & 3 & 2) asVector copySort. traits smallInt _RemoveSlot: '<'. v ] value   "=> a vector(3, 2, 1)"
