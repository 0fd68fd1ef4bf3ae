(| parent* = traits clonable. name <- 'a name that is rather long'. balance <- 0. history <- list copyRemoveAll. deposit: amount = ( amount < 0 ifTrue: [ ^ error: 'negative' ]. balance: balance + amount. history add: amount. self ) |).
aLongReceiver withAFirstKeyword: anArgumentOfSomeLength AndASecond: anotherArgument AndAThird: yetAnotherArgumentToSee.
firstElementOfTheChain & secondElementOfTheChain & thirdElementOfTheChain & fourthElementOfTheChain & fifth.
