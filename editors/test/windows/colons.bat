:: A comment of the other kind
cd /d "%~dp0"
call build.bat
