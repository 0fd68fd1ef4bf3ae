:main
  call :work "a b"
  exit /b 0
:work
  echo %~1
  goto :eof
