"my program.exe" /s
"another.exe"
