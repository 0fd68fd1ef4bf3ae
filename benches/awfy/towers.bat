"Towers: thirteen disks of Hanoi. After the suite's SOM version."

'benchmark.bat' requireScript.

| towersDisk = (|
    parent* = traits clonable.
    size <- 0.
    next.

    copySize: aSize = ( copy size: aSize ).
|) |

| towersBenchmark = (|
    parent* = traits benchmark.
    piles.
    moves <- 0.

    benchmark = (
        piles: (vector copySize: 3).
        buildTowerAt: 0 Disks: 13.
        moves: 0.
        move: 13 From: 0 To: 1.
        moves ).

    verifyResult: result = ( result = 8191 ).

    push: disk OnPile: pile = ( | top |
        top: piles at: pile.
        top isNil || [ disk size < top size ] ifFalse: [
            error: 'Cannot put a big disk on a smaller one' ].
        disk next: top.
        piles at: pile Put: disk ).

    popFrom: pile = ( | top |
        top: piles at: pile.
        top isNil ifTrue: [ error: 'Attempting to remove a disk from an empty pile' ].
        piles at: pile Put: top next.
        top next: nil.
        top ).

    moveTopDiskFrom: source To: target = (
        push: (popFrom: source) OnPile: target.
        moves: moves + 1 ).

    buildTowerAt: pile Disks: disks = (
        disks downTo: 0 Do: [| :size | push: (towersDisk copySize: size) OnPile: pile ] ).

    move: disks From: source To: target = ( | other |
        disks = 1
            ifTrue: [ moveTopDiskFrom: source To: target ]
            False: [
                other: 3 - source - target.
                move: disks - 1 From: source To: other.
                moveTopDiskFrom: source To: target.
                move: disks - 1 From: other To: target ] ).
|) |
