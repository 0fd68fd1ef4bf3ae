@if (@X)==(@Y) @end /* JScript comment
@cscript //E:JScript //nologo "%~f0" %*
@goto :eof */
WScript.Echo("both");
