rem Cleans the build folder.
if exist build rmdir /s /q build
mkdir build
