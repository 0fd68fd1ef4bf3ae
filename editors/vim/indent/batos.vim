" A line stands one step further in than the line that holds the bracket around it; one that begins with the closing bracket
" stands below that line. What is inside a comment or string stays.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=BatosIndent(v:lnum)
setlocal indentkeys=0),0],0},0\|,!^F,o,O
let b:undo_indent = 'setlocal indentexpr< indentkeys<'

if exists('*BatosIndent')
  finish
endif

function! s:IsText(line, column) abort
  return synIDattr(synID(a:line, a:column, 1), 'name') =~# '^batos\%(Comment\|String\|Quote\|Escape\|BadEscape\)$'
endfunction

function! BatosIndent(line) abort
  call cursor(a:line, 1)
  " The last character before the line: if the line begins inside a text, both are text and so is the end of the line before.
  let l:before = a:line - 1
  if l:before < 1
    return 0
  endif
  if getline(a:line) =~# '\S' && s:IsText(a:line, 1) && getline(a:line) !~# '^["'']' && s:BeginsInside(a:line)
    return -1
  endif
  let l:skip = 's:IsText(line("."), col("."))'
  let l:open = searchpair('[([{]', '', '[)\]}]', 'bnW', l:skip)
  if l:open == 0
    return 0
  endif
  if getline(a:line) =~# '^\s*|\?[)\]}]'
    return indent(l:open)
  endif
  return indent(l:open) + shiftwidth()
endfunction

" Whether a comment or string goes on from the line above.
function! s:BeginsInside(line) abort
  let l:above = prevnonblank(a:line - 1)
  return l:above > 0 && s:IsText(l:above, max([1, col([l:above, '$']) - 1])) && !s:Ends(l:above)
endfunction

" Whether the text that a line ends in ends there too: then the character behind it is none.
function! s:Ends(line) abort
  return empty(filter(synstack(a:line + 1, 1), 'synIDattr(v:val, "name") =~# "^batos\\%(Comment\\|String\\)$"'))
endfunction
