" Indents each file of the argument list anew and says how many lines stay where they stand: 98 of 100 must.
filetype plugin indent on
syntax on
let s:lines = 0
let s:moved = []
for s:path in argv()
  execute 'edit' fnameescape(s:path)
  for s:line in range(1, line('$'))
    if getline(s:line) !~# '\S' || s:line == 1
      continue
    endif
    let s:wanted = BatosIndent(s:line)
    let s:lines += 1
    if s:wanted >= 0 && s:wanted != indent(s:line)
      call add(s:moved, printf('%s:%d: from %d to %d: %s', s:path, s:line, indent(s:line), s:wanted, getline(s:line)))
    endif
  endfor
endfor
call writefile(s:moved + [printf('vim: %d of %d lines stay', s:lines - len(s:moved), s:lines)], g:report)
if len(s:moved) * 50 > s:lines
  cquit
endif
quitall!
