" Compares Vim's colours with classes.json: vim -es -u NONE --cmd 'set rtp+=VIM' -c 'let g:classes = PATH' -S classes.vim
let s:classes = {
      \ 'batosComment': 'comment', 'batosShebang': 'shebang', 'batosString': 'string', 'batosQuote': 'string',
      \ 'batosEscape': 'escape', 'batosInteger': 'number', 'batosRadix': 'number', 'batosFloat': 'number',
      \ 'batosSubtraction': 'operator', 'batosOperator': 'operator', 'batosConstant': 'constant', 'batosName': 'name',
      \ 'batosPrimitive': 'primitive', 'batosSelfName': 'self', 'batosResend': 'resend', 'batosDelegate': 'delegate',
      \ 'batosAccessor': 'accessor', 'batosKeyword': 'keyword', 'batosCapitalKeyword': 'keyword',
      \ 'batosArgument': 'parameter', 'batosParameter': 'parameter', 'batosDefinition': 'definition',
      \ 'batosDefinitionOperator': 'definition', 'batosBareSlot': 'member', 'batosMember': 'member', 'batosStar': 'star',
      \ 'batosAssign': 'assignment', 'batosObjectAnnotation': 'bracket', 'batosBracket': 'bracket', 'batosBar': 'bar',
      \ 'batosDot': 'dot', 'batosCaret': 'return',
      \ }
set encoding=utf-8 nomore
filetype plugin indent on
syntax on
let s:count = 0
let s:wrong = []
for [s:path, s:tokens] in items(json_decode(join(readfile(g:classes), '')))
  execute 'edit' fnameescape(s:path)
  if &filetype !=# 'batos'
    call add(s:wrong, s:path . ': filetype ' . &filetype)
  endif
  for [s:row, s:column, s:length, s:expected, s:text] in s:tokens
    let s:line = getline(s:row + 1)
    " The first and the last character of the token in this line.
    let s:last = stridx(s:text, "\n") >= 0 ? 1 : s:length
    let s:found = []
    for s:at in uniq([s:column, s:column + s:last - 1])
      let s:name = synIDattr(synID(s:row + 1, byteidx(s:line, s:at) + 1, 1), 'name')
      let s:class = get(s:classes, s:name, s:name)
      if index(s:found, s:class) < 0
        call add(s:found, s:class)
      endif
    endfor
    let s:count += 1
    if s:found !=# [s:expected]
      call add(s:wrong, printf('%s:%d:%d: %s is %s, coloured as %s', s:path, s:row + 1, s:column + 1, strtrans(s:text[:30]), s:expected, join(s:found, ',')))
    endif
  endfor
endfor
call writefile(s:wrong[:20] + [printf('vim: %d of %d tokens of their class', s:count - len(s:wrong), s:count)], g:report)
if empty(s:wrong)
  quitall!
endif
cquit
