" The colours of BAT OS. Each group names a token of src/syntax/token.rs; which bar opens and which closes is told by nesting.
if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim
syntax case match
" A comment or string may have begun anywhere above.
syntax sync fromstart

syntax cluster batosLiteral contains=batosComment,batosString,batosInteger,batosRadix,batosFloat,batosSubtraction
syntax cluster batosWord contains=batosName,batosConstant,batosPrimitive,batosSelfName,batosKeyword,batosCapitalKeyword,batosArgument,batosResend,batosDelegate
syntax cluster batosMark contains=batosOperator,batosDot,batosCaret
syntax cluster batosCode contains=@batosLiteral,@batosWord,@batosMark,batosParen,batosSquare,batosBrace,batosSlots
syntax cluster batosSlot contains=@batosLiteral,@batosWord,@batosMark,batosParen,batosSquare,batosSlotBrace,batosBareSlot,batosMember,batosSlotKeyword,batosSlotOperator,batosObjectAnnotation

" Where two match at one place, the one defined later wins; a keyword would win over all, so there are none.

" Operator, Equal, Arrow
syntax match batosOperator /[!@#$%^&*\-+=~/?<>,;|`\\]\+/ display
" Caret, Dot
syntax match batosCaret /[!@#$%^&*\-+=~/?<>,;|`\\]\@1<!\^[!@#$%^&*\-+=~/?<>,;|`\\]\@!/ display
syntax match batosDot /\./ display

" Name, SelfName
syntax match batosName /\<[a-z][A-Za-z0-9_]*/ display
syntax match batosConstant /\<\%(nil\|true\|false\)\>/ display
syntax match batosPrimitive /\<_[A-Za-z0-9_]*:\?/ display
syntax match batosSelfName /\<self\>/ display
" Keyword, CapitalKeyword, Argument
syntax match batosKeyword /\<[a-z][A-Za-z0-9_]*:/ display
syntax match batosCapitalKeyword /\<[A-Z][A-Za-z0-9_]*:/ display
syntax match batosArgument /:[a-z][A-Za-z0-9_]*/ display
" Delegate: the dot has a message right behind it
syntax match batosDelegate /\<[a-z_][A-Za-z0-9_]*\.\%([A-Za-z_!@#$%&*+=~/?<>,;`]\|-[0-9]\@!\|\\$\@!\|[|^][!@#$%^&*\-+=~/?<>,;|`\\]\)\@=/ display contains=batosAccessor
syntax match batosResend /\<resend\.\%([A-Za-z_!@#$%&*+=~/?<>,;`]\|-[0-9]\@!\|\\$\@!\|[|^][!@#$%^&*\-+=~/?<>,;|`\\]\)\@=/ display contains=batosAccessor
syntax match batosAccessor /\./ contained display

" Integer, Radix, Float
syntax match batosInteger /-\?\<[0-9]\+/ display
syntax match batosRadix /-\?\<[0-9]\+[rR][0-9A-Za-z]\+/ display
syntax match batosFloat /-\?\<[0-9]\+\%(\.[0-9]\+\%([eE][+-]\?[0-9]\+\)\?\|[eE][+-]\?[0-9]\+\)[A-Za-z0-9_]\@!/ display
" Operator: a minus after an operand subtracts, even where digits are glued to it
syntax match batosSubtraction /\%([A-Za-z0-9_)\]}']\s*\)\@20<=-[0-9]\@=/ display

" String
syntax region batosString matchgroup=batosQuote start=/'/ skip=/\\\_./ end=/'/ contains=batosEscape,batosBadEscape
syntax match batosBadEscape /\\./ contained display
syntax match batosEscape /\\\%(x[0-9A-Fa-f]\{2}\|d[0-9]\{3}\|o[0-7]\{3}\|[tbnfrva0\\'"?]\|$\)/ contained display
syntax region batosComment start=/"/ skip=/\\\_./ end=/"/ contains=@Spell

" ParenOpen, ParenClose, SquareOpen, SquareClose, BraceOpen, BraceClose
syntax region batosParen matchgroup=batosBracket start=/(/ end=/)/ transparent contains=@batosCode
syntax region batosSquare matchgroup=batosBracket start=/\[/ end=/\]/ transparent contains=@batosCode
syntax region batosBrace matchgroup=batosBracket start=/{/ end=/}/ transparent contains=@batosCode
syntax region batosSlotBrace matchgroup=batosBracket start=/{/ end=/}/ transparent contained contains=@batosSlot
" BarOpen, BarClose: in code a bar begins a slot list, and the next one ends it
syntax region batosSlots matchgroup=batosBar start=/[!@#$%^&*\-+=~/?<>,;|`\\]\@1<!|[!@#$%^&*\-+=~/?<>,;|`\\]\@!/ end=/[!@#$%^&\-+=~/?<>,;|`\\]\@1<!|[!@#$%^&*\-+=~/?<>,;|`\\]\@!/ transparent contains=@batosSlot

" What a slot list defines. Name, Star, Equal, Arrow
syntax match batosBareSlot /\%(\%([.|]\|^\)\s*\)\@80<=\<[a-z][A-Za-z0-9_]*\%(\s*[.|}]\)\@=/ contained display
syntax match batosMember /[A-Za-z0-9_.]\@1<![a-z][A-Za-z0-9_]*\%(\s*\%(=\|<-\)[!@#$%^&*\-+=~/?<>,;|`\\]\@!\)\@=/ contained nextgroup=batosAssign skipwhite display
syntax match batosMember /[A-Za-z0-9_.]\@1<![a-z][A-Za-z0-9_]*\%(\s*\*\s*\%(\%(=\|<-\)[!@#$%^&*\-+=~/?<>,;|`\\]\@!\|[.|}]\|$\)\)\@=/ contained nextgroup=batosStar skipwhite display
syntax match batosStar /\*/ contained nextgroup=batosAssign skipwhite display
syntax match batosAssign /=\|<-/ contained display
syntax match batosObjectAnnotation /{\s*}\%(\s*=\)\@=/ contained nextgroup=batosAssign skipwhite display
" Keyword, CapitalKeyword, Operator: a method's selector with its arguments, on one line
syntax match batosSlotKeyword /\<[a-z][A-Za-z0-9_]*:\%(\s*[a-z][A-Za-z0-9_]*\>:\@!\)\?\%(\s*[A-Z][A-Za-z0-9_]*:\%(\s*[a-z][A-Za-z0-9_]*\>:\@!\)\?\)*\%(\s*=\s*(\)\@=/ contained contains=batosDefinition,batosParameter nextgroup=batosAssign skipwhite display
syntax match batosSlotOperator /[!@#$%^&*\-+=~/?<>,;|`\\]\+\%(\s*[a-z][A-Za-z0-9_]*\)\?\%(\s\+=\s*(\)\@=/ contained contains=batosDefinitionOperator,batosParameter nextgroup=batosAssign skipwhite display
syntax match batosParameter /[a-z][A-Za-z0-9_]*/ contained display
syntax match batosDefinition /[A-Za-z][A-Za-z0-9_]*:/ contained display
syntax match batosDefinitionOperator /[!@#$%^&*\-+=~/?<>,;|`\\]\+/ contained display

syntax match batosShebang /\%^#!.*/ display

highlight default link batosComment Comment
highlight default link batosShebang PreProc
highlight default link batosString String
highlight default link batosQuote String
highlight default link batosEscape SpecialChar
highlight default link batosBadEscape Error
highlight default link batosInteger Number
highlight default link batosRadix Number
highlight default link batosFloat Float
highlight default link batosSubtraction Operator
highlight default link batosOperator Operator
highlight default link batosConstant Constant
highlight default link batosPrimitive Special
highlight default link batosSelfName Keyword
highlight default link batosResend Keyword
highlight default link batosDelegate Type
highlight default link batosAccessor Delimiter
highlight default link batosKeyword Function
highlight default link batosCapitalKeyword Function
highlight default link batosArgument Identifier
highlight default link batosParameter Identifier
highlight default link batosDefinition Define
highlight default link batosDefinitionOperator Define
highlight default link batosBareSlot Define
highlight default link batosMember Define
highlight default link batosStar StorageClass
highlight default link batosAssign Operator
highlight default link batosObjectAnnotation Delimiter
highlight default link batosBracket Delimiter
highlight default link batosBar Delimiter
highlight default link batosDot Delimiter
highlight default link batosCaret Statement

let b:current_syntax = 'batos'
let &cpo = s:cpo
unlet s:cpo
