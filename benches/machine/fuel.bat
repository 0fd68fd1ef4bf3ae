"The suite's harness with fuel to count: takes the harness's arguments. See ../cost."

_ProcessThis _ProcessSetFuel: 1000000000000.
'../awfy/harness.bat' runScript
