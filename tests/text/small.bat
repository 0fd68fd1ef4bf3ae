"A small world with something of every sort."
traits _AddSlots: (|
    account = (|
        {} = 'Comment: What accounts share.'.
        parent* = traits clonable.
        deposit: n = (
            "Puts n in. It isn't checked."
            balance: balance + n ).
        + n = ( balance + n ).
        from: a To: b = ( [| :x | x + a ] value: b ).
        at: Put: = (| :i. :v. sum | sum: i + v. sum ).
    |).
|).

| account = (|
    {} = 'Comment: It\'s\nto be copied.'.
    parent* = traits account.
    { 'Category: money' balance <- 0. { 'Transient' cache <- 3 } }
    { 'Secret' token <- 'hush' }
    name = 'a\\nb\n\tc "q" \r'.
    m: = (| :q | q + 1 ).
    friend.
  |).
  numbers = (| small = -3. big = 123456789012345678901234567890. bigger <- -98765432109876543210.
               f = 1.5e300. zero = -0.0. inf = 1e999. minus <- -1e999. tenth = 0.1. yes = true. none = nil |).
  blocks = (| next = [| :x. y | y: x. y + 1 ]. empty = []. of = vector |).
  people <- nil. table <- nil. chosen <- nil. holes <- nil. bytes <- nil. look <- nil. odd <- nil.
  empty = (| |). greet = ( 'hello' ).
  ring = (| next <- nil. back* <- nil |).
|.
"A name that hides one of the library's."
| set = (| isMine = true |) |.
people: (1 & account & 'x' & nil) asList. people addFirst: people. people removeLast.
table: dictionary copyRemoveAll. table at: 'gone' Put: 0. table at: 'a' Put: account. table at: 3 Put: table.
table at: 'b' Put: (| x = 3 |). table removeKey: 'gone'.
chosen: globals set copyRemoveAll. chosen add: account. chosen add: traits account.
holes: (vector copySize: 9) asVector. holes _AddSlots: (| label = 'nine' |).
bytes: 'bytes' asByteVector. look: (reflect: account).
odd: (((vector copySize: 3) at: 0 Put: 7) at: 1 Put: -7) at: 2 Put: (vector copySize: 8 FillingWith: 'eight').
account friend: account copy. account friend friend: account. account friend balance: 12.
ring next: (| up* = ring. down* <- nil. { 'Comment: a constant' same = ring } |). ring next down: ring. ring back: traits clonable.
account _AddSlots: (| later <- ring next |).
"Changes of the library."
traits integer _AddSlots: (| double = ( self + self ). factorial = ( 'another' ) |).
traits integer _RemoveSlot: 'even'.
traits point _AddSlots: (| {} = 'Comment: Points of mine.' |).
globals _AddSlots: (| limits = (| low = 3 |). point3 = (| parent* = traits point. z <- account |) |).
mixins _AddSlots: (| named = (| name = ( 'nobody' ) |) |).
