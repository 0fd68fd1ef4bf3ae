@echo off
setlocal enabledelayedexpansion
set DIR=%~dp0
for %%f in ("%DIR%*.txt") do (
  echo %%~nf
)
endlocal
