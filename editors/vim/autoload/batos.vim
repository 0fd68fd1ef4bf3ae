" Whether a buffer named .bat holds BAT OS. The rule is that of editors/README.md, "Whose file is it?", and the same in each
" editor: Windows' batch files must stay what they are, so whatever is in doubt is one.

let s:ours_by_name = '^#!.*\<batos\>\|-\*-.*\<mode:\s*batos\>\|\<vim\?:.*\<\%(ft\|filetype\)=batos\>'
let s:theirs = '\c' . join([
      \ '^\s*@',
      \ '^\s*::',
      \ '^\s*:\a\w*\s*$',
      \ '%\h\w*%\|%\~\|%%\a\|%[0-9*]',
      \ '^\s*\%(rem\|echo\|setlocal\|endlocal\|goto\|pause\|cls\|title\|chcp\|pushd\|popd\)\>:\@!',
      \ '^\s*set\s\+\%(/[ap]\s\|"\?\h\w*\s*=\)',
      \ '^\s*if\s\+\%(not\s\|exist\s\|defined\s\|errorlevel\s\|/i\s\|["%]\)',
      \ '^\s*\%(call\|start\|cd\|copy\|xcopy\|del\|md\|mkdir\|rd\|exit\|for\|cmd\|type\|ren\|move\)\s\+\%(/\|"\|%\|\.\|\a:\\\)',
      \ '^\s*"\%(\a:[\\/]\|%\|\\\\\|\.\{0,2}[\\/]\)\|^\s*"[^"]*\.\%(exe\|bat\|cmd\|com\|msi\|ps1\)"',
      \ ], '\|')
let s:begins_ours = '\C^\s*\%("[^"]*$\|"[^"]*[.:;!?]\%(\s[^"]*\)\?"\s*$\|(|\|\[|\||\s\|''\)'
let s:ours = '\C(|\||)\|\[|\|\l\w*: \[\|\l\w*\s\+<-\s\|\<_\u\w*\|^[^%^&<>]*\l\w*: [^%^&<>]*\.\s*$\|^[[:alnum:]_ ''+*()-]\+\s\%(printLine\|printString\|print\)\s*\.\?\s*$'

function! batos#is_ours(lines) abort
  let l:lines = map(copy(a:lines), 'substitute(v:val, "\r$", "", "")')
  if !empty(filter(copy(l:lines[0:1]), 'v:val =~# s:ours_by_name'))
    return 1
  endif
  let l:first = matchstr(l:lines, '\S')
  if l:first ==# '' || l:first =~ s:theirs
    return 0
  endif
  if l:first =~# s:begins_ours
    return 1
  endif
  return match(l:lines, s:theirs) < 0 && match(l:lines, s:ours) >= 0
endfunction
