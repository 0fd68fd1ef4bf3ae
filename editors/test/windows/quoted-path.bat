"C:\Program Files\Git\bin\git.exe" pull
pause
