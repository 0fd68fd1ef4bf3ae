powershell -Command "Get-ChildItem | Where-Object { $_.Length -gt 1 } | ForEach-Object { $_.Name }"
