" Writes which filetype Vim gives each of the files of its argument list to g:report, a line for each.
filetype on
let s:found = []
for s:path in argv()
  execute 'edit' fnameescape(s:path)
  call add(s:found, &filetype . ' ' . s:path)
endfor
call writefile(s:found, g:report)
quitall!
