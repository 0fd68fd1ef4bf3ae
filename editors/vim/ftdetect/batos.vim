" `let g:batos_detect = 0` leaves all files named .bat to Windows.
autocmd BufNewFile,BufRead *.bat if get(g:, 'batos_detect', 1) && batos#is_ours(getline(1, 60)) | set filetype=batos | endif
autocmd BufNewFile,BufRead * if did_filetype() == 0 && getline(1) =~# '^#!.*\<batos\>' | set filetype=batos | endif
