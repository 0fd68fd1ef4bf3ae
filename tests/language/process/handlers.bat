"Handlers belong to the process that set them up."
[ [ 1 / 0 ] fork. process yield. 'fine' ] onError: [ 'handled' ]           "=> 'fine'"
[| p | p: [ [ process yield. 1 / 0 ] onError: [ 'mine' ] ] fork. [ p join ] onError: [ 'other' ] ] value   "=> 'mine'"
