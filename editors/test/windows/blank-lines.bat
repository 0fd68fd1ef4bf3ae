

  @ECHO OFF
  TITLE Menu
:menu
CLS
SET /P choice=Choose: 
IF "%choice%"=="1" GOTO menu
