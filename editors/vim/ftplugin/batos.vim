" How files of BAT OS are edited.
if exists('b:did_ftplugin')
  finish
endif
let b:did_ftplugin = 1

setlocal commentstring=\"%s\" comments=
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal iskeyword=@,48-57,_
setlocal suffixesadd=.bat
" `batos check` prints what an error list reads.
setlocal makeprg=batos\ check\ %:S
let b:match_words = '(|:|),(:),\[:\],{:}'
let b:undo_ftplugin = 'setlocal commentstring< comments< expandtab< shiftwidth< softtabstop< iskeyword< suffixesadd< makeprg< | unlet! b:match_words'
