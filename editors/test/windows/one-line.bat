start notepad.exe
