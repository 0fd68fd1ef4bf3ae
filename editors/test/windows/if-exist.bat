if not exist "out" (
  md out
) else (
  del /q out\*
)
