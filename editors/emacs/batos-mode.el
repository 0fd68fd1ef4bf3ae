;;; batos-mode.el --- Major mode for BAT OS -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; Colours, indentation and recognition of files named .bat that are BAT OS.  Windows' batch files stay what they are.
;;
;; Colouring cuts the text into the tokens of src/syntax/token.rs; which bar opens a slot list and which closes one is told by
;; the brackets around it, as there.

;;; Code:

(require 'seq)
(require 'subr-x)

(defgroup batos nil
  "The language of BAT OS."
  :group 'languages)

(defcustom batos-indent-offset 4
  "How far what is inside brackets is indented."
  :type 'integer
  :safe #'integerp)

(defcustom batos-detect t
  "Whether files named .bat are looked into, to see which are BAT OS."
  :type 'boolean)

;; One face for each class of tokens.
(defmacro batos--faces (&rest faces)
  "Define FACES, a list of (CLASS PARENT DOCUMENTATION)."
  `(progn
     ,@(mapcar (lambda (face)
                 `(defface ,(intern (format "batos-%s" (nth 0 face))) '((t :inherit ,(nth 1 face))) ,(nth 2 face)))
               faces)))

(batos--faces
 (number font-lock-constant-face "Integer, Radix, Float.")
 (escape font-lock-constant-face "An escape in a String.")
 (shebang font-lock-preprocessor-face "The first line, if it is for the system.")
 (name default "Name: a message without arguments, or a local.")
 (constant font-lock-constant-face "The Names nil, true, false.")
 (primitive font-lock-builtin-face "The Name or Keyword of a primitive.")
 (self font-lock-keyword-face "SelfName.")
 (resend font-lock-keyword-face "The Delegate `resend'.")
 (delegate font-lock-type-face "Any other Delegate.")
 (accessor default "The dot behind a Delegate.")
 (keyword font-lock-function-name-face "Keyword, CapitalKeyword.")
 (parameter font-lock-variable-name-face "Argument, or an argument named in a selector.")
 (operator default "Operator.")
 (bracket default "ParenOpen, ParenClose, SquareOpen, SquareClose, BraceOpen, BraceClose.")
 (bar default "BarOpen, BarClose.")
 (dot default "Dot.")
 (return font-lock-keyword-face "Caret.")
 (assignment default "Equal, Arrow in a slot.")
 (star font-lock-builtin-face "Star.")
 (member font-lock-variable-name-face "The name of a slot.")
 (definition font-lock-function-name-face "The selector of a method."))

(eval-and-compile
  (defconst batos--operators "!@#$%^&*+=~/?<>,;|`\\-"
    "The characters of an Operator, as they stand in brackets."))

(defvar batos-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?\" "!" table)
    (modify-syntax-entry ?\' "\"" table)
    (mapc (lambda (c) (modify-syntax-entry c "." table)) (concat batos--operators ".:"))
    (modify-syntax-entry ?\\ "\\" table)
    (modify-syntax-entry ?_ "w" table)
    (modify-syntax-entry ?\( "()" table)
    (modify-syntax-entry ?\) ")(" table)
    (modify-syntax-entry ?\[ "(]" table)
    (modify-syntax-entry ?\] ")[" table)
    (modify-syntax-entry ?\{ "(}" table)
    (modify-syntax-entry ?\} "){" table)
    table)
  "Comments stand in double quotes, strings in single ones; both have escapes.")

;; Colours.

(defmacro batos--rx (pattern)
  "PATTERN with OP for an operator's character, NO-OP for none, SLOT for a name."
  (let ((rest pattern))
    (pcase-dolist (`(,name . ,meaning)
                   `(("NO-OP" . ,(format "\\(?:[^%s]\\|$\\)" batos--operators))
                     ("OP" . ,(format "[%s]" batos--operators))
                     ("SLOT" . "[a-z][A-Za-z0-9_]*")))
      (setq rest (replace-regexp-in-string name meaning rest t t)))
    rest))

(defun batos--paint (group class)
  "Give GROUP of the last search the face of CLASS, and go behind it."
  (when (match-beginning group)
    (put-text-property (match-beginning group) (match-end group) 'face (intern (format "batos-%s" class)))
    (goto-char (match-end group))))

(defun batos--skip-text (quote paint)
  "Go behind the text that begins here with QUOTE; if PAINT, paint its escapes."
  (forward-char)
  (let ((plain (format "^%c\\\\" quote)))
    (while (progn (skip-chars-forward plain) (eq (char-after) ?\\))
      (let ((start (point)))
        (if (looking-at "\\\\\\(?:x[0-9A-Fa-f]\\{2\\}\\|d[0-9]\\{3\\}\\|o[0-7]\\{3\\}\\)")
            (goto-char (match-end 0))
          (forward-char (min 2 (- (point-max) (point)))))
        (when paint (put-text-property start (point) 'face 'batos-escape))))
    (unless (eobp) (forward-char))))

(defun batos--operator-at-point ()
  "The run of operator characters at point, or nil."
  (and (looking-at (batos--rx "OP+")) (match-string-no-properties 0)))

(defun batos--slots-open-p (from to)
  "Whether a slot list is open at TO, in the bracket that begins before FROM."
  (let (open)
    (save-excursion
      (goto-char from)
      (while (progn (skip-chars-forward "^\"'([{!@#$%^&*+=~/?<>,;|`\\\\\\-" to) (< (point) to))
        (pcase (char-after)
          ((or ?\" ?\') (batos--skip-text (char-after) nil))
          ((or ?\( ?\[ ?\{) (goto-char (or (ignore-errors (scan-sexps (point) 1)) to)))
          (_ (let ((run (or (batos--operator-at-point) "?")))
               (when (if open (member run '("|" "*|")) (equal run "|"))
                 (setq open (not open)))
               (forward-char (length run)))))))
    open))

(defun batos--paint-slot ()
  "Paint the head of a slot, if what stands behind point shows it."
  (cond
   ((looking-at (batos--rx "\\(SLOT\\)\\s-*\\(\\*\\)\\s-*\\(?:\\(=\\|<-\\)NO-OP\\|[.|}]\\|$\\)"))
    (let ((data (match-data)))
      (batos--paint 1 'member)
      (set-match-data data)
      (batos--paint 2 'star)
      (set-match-data data)
      (batos--paint 3 'assignment))
    t)
   ((looking-at (batos--rx "\\(SLOT\\)\\s-*\\(=\\|<-\\)NO-OP"))
    (batos--paint 1 'member)
    (batos--paint 2 'assignment)
    t)
   ((and (looking-at (batos--rx "\\(SLOT\\)\\s-*[.|}]"))
         (save-excursion
           (skip-chars-backward " \t")
           (or (bolp) (memq (char-before) '(?. ?|)))))
    (batos--paint 1 'member)
    t)
   ((looking-at (batos--rx "\\({\\s-*}\\)\\s-*\\(=\\)"))
    (batos--paint 1 'bracket)
    (batos--paint 2 'assignment)
    t)
   ((looking-at (batos--rx "\\(SLOT:\\(?:\\s-*SLOT\\_>\\(?:[^:]\\)\\)?\\(?:\\s-*[A-Z][A-Za-z0-9_]*:\\(?:\\s-*SLOT\\_>[^:]\\)?\\)*\\)\\s-*\\(=\\)\\s-*("))
    (let ((equal-sign (match-beginning 2)))
      (while (re-search-forward "[A-Za-z][A-Za-z0-9_]*:?" equal-sign t)
        (batos--paint 0 (if (eq (char-before (match-end 0)) ?:) 'definition 'parameter)))
      (goto-char equal-sign)
      (looking-at "=")
      (batos--paint 0 'assignment))
    t)
   ((looking-at (batos--rx "\\(OP+\\)\\(?:\\s-*\\(SLOT\\)\\)?\\s-+\\(=\\)\\s-*("))
    (batos--paint 1 'definition)
    (batos--paint 2 'parameter)
    (batos--paint 3 'assignment)
    t)))

(defun batos--paint-token (slots operand)
  "Paint the token at point and go behind it.
SLOTS says that a slot list is open, OPERAND that an operand ends here.
Answer whether an operand ends with the token, or `open', `slots', `close'
or `bar', which change where we are."
  (cond
   ((and slots (batos--paint-slot)) nil)
   ((looking-at (if operand "[0-9]+[rR][0-9A-Za-z]+" "-?[0-9]+[rR][0-9A-Za-z]+")) (batos--paint 0 'number) t)
   ((looking-at (concat (if operand "" "-?") "[0-9]+\\(?:\\.[0-9]+\\)?\\(?:[eE][+-]?[0-9]+\\)?")) (batos--paint 0 'number) t)
   ((looking-at (batos--rx "\\(\\(resend\\)\\|\\(SLOT\\)\\)\\(\\.\\)\\(?:[A-Za-z_!@#$%&*+=~/?<>,;`]\\|-[^0-9]\\|[|^]OP\\|\\\\.\\)"))
    (let ((class (if (match-beginning 2) 'resend 'delegate)))
      (batos--paint 1 class)
      (looking-at "\\.")
      (batos--paint 0 'accessor))
    nil)
   ((looking-at "_[A-Za-z0-9_]*:?") (batos--paint 0 'primitive) (not (eq (char-before) ?:)))
   ((looking-at "[A-Za-z][A-Za-z0-9_]*:") (batos--paint 0 'keyword) nil)
   ((looking-at (batos--rx ":SLOT")) (batos--paint 0 'parameter) nil)
   ((looking-at "self\\_>") (batos--paint 0 'self) t)
   ((looking-at "\\(?:nil\\|true\\|false\\)\\_>") (batos--paint 0 'constant) t)
   ((looking-at "[A-Za-z][A-Za-z0-9_]*") (batos--paint 0 'name) t)
   ((looking-at "\\.") (batos--paint 0 'dot) nil)
   ((looking-at "[[(]") (batos--paint 0 'bracket) 'open)
   ((looking-at "{") (batos--paint 0 'bracket) (if slots 'slots 'open))
   ((looking-at "[])}]") (batos--paint 0 'bracket) 'close)
   ((and slots (looking-at (batos--rx "\\(\\*\\)|NO-OP"))) (batos--paint 1 'star) nil)
   ((looking-at (batos--rx "\\(|\\)NO-OP")) (batos--paint 1 'bar) 'bar)
   ((looking-at (batos--rx "\\(\\^\\)NO-OP")) (batos--paint 1 'return) nil)
   ;; A minus after an operand subtracts, even where digits are glued to it.
   ((looking-at (batos--rx "OP+")) (batos--paint 0 'operator) nil)
   (t (forward-char) nil)))

(defun batos--fontify (limit)
  "Paint the tokens up to LIMIT.  Nil, so that font-lock does not ask again."
  (let* ((state (save-excursion (syntax-ppss (point))))
         (start (point))
         ;; For each bracket around us, innermost first, whether a slot list is open in it; the last is the top level.
         (inside (append (mapcar (lambda (open) (batos--in-bracket-p open start)) (reverse (nth 9 state)))
                         (list (batos--slots-open-p (point-min) (or (car (nth 9 state)) start)))))
         (case-fold-search nil)
         operand)
    (when (nth 8 state)
      (let ((quote (char-after (nth 8 state))))
        (goto-char (nth 8 state))
        (batos--skip-text quote (eq quote ?\'))))
    (when (and (bobp) (looking-at "#!.*"))
      (batos--paint 0 'shebang))
    (while (progn (skip-chars-forward " \t\n\r\f\v\b") (< (point) limit))
      (pcase (char-after)
        (?\" (batos--skip-text ?\" nil))
        (?\' (batos--skip-text ?\' t) (setq operand t))
        (_ (pcase (batos--paint-token (car inside) operand)
             ('open (push nil inside) (setq operand nil))
             ('slots (push t inside) (setq operand nil))
             ('close (when (cdr inside) (pop inside)) (setq operand t))
             ('bar (setcar inside (not (car inside))) (setq operand nil))
             (result (setq operand result))))))
    nil))

(defun batos--in-bracket-p (open to)
  "Whether a slot list is open at TO in the bracket at OPEN."
  (if (eq (char-after open) ?\{)
      ;; Braces around slots stand in a slot list.
      (let ((around (nth 1 (save-excursion (syntax-ppss open)))))
        (if around (batos--in-bracket-p around open) (batos--slots-open-p (point-min) open)))
    (batos--slots-open-p (1+ open) to)))

(defconst batos-font-lock-keywords '((batos--fontify)))

;; Indentation.

(defun batos-indent-line ()
  "Indent the line a step further in than the line that opens its bracket.
One that begins with the closing bracket stands below that line.  What is
inside a comment or string stays."
  (interactive)
  (let* ((state (save-excursion (syntax-ppss (line-beginning-position))))
         (open (nth 1 state)))
    (if (nth 8 state)
        'noindent
      (let* ((closes (save-excursion (back-to-indentation) (looking-at "|?[])}]")))
             (column (if open
                         (+ (save-excursion (goto-char open) (current-indentation)) (if closes 0 batos-indent-offset))
                       0)))
        (if (<= (current-column) (current-indentation))
            (indent-line-to column)
          (save-excursion (indent-line-to column)))))))

;; Whose file is it?  The rule is that of editors/README.md, and the same in each editor: Windows' batch files must stay what
;; they are, so whatever is in doubt is one.

(defconst batos--ours-by-name
  "\\`#!.*\\_<batos\\_>\\|-\\*-.*\\_<mode:[ \t]*batos\\_>\\|\\_<vim?:.*\\_<\\(?:ft\\|filetype\\)=batos\\_>")

(defconst batos--theirs
  (mapconcat
   #'identity
   '("^[ \t]*@"
     "^[ \t]*::"
     "^[ \t]*:[A-Za-z][A-Za-z0-9_]*[ \t]*$"
     "%[A-Za-z_][A-Za-z0-9_]*%\\|%~\\|%%[A-Za-z]\\|%[0-9*]"
     "^[ \t]*\\(?:rem\\|echo\\|setlocal\\|endlocal\\|goto\\|pause\\|cls\\|title\\|chcp\\|pushd\\|popd\\)\\(?:[^A-Za-z0-9_:]\\|$\\)"
     "^[ \t]*set[ \t]+\\(?:/[ap][ \t]\\|\"?[A-Za-z_][A-Za-z0-9_]*[ \t]*=\\)"
     "^[ \t]*if[ \t]+\\(?:not[ \t]\\|exist[ \t]\\|defined[ \t]\\|errorlevel[ \t]\\|/i[ \t]\\|[\"%]\\)"
     "^[ \t]*\\(?:call\\|start\\|cd\\|copy\\|xcopy\\|del\\|md\\|mkdir\\|rd\\|exit\\|for\\|cmd\\|type\\|ren\\|move\\)[ \t]+\\(?:/\\|\"\\|%\\|\\.\\|[A-Za-z]:\\\\\\)"
     "^[ \t]*\"\\(?:[A-Za-z]:[\\\\/]\\|%\\|\\\\\\\\\\|\\.\\{0,2\\}[\\\\/]\\)\\|^[ \t]*\"[^\"]*\\.\\(?:exe\\|bat\\|cmd\\|com\\|msi\\|ps1\\)\"")
   "\\|"))

(defconst batos--begins-ours "^[ \t]*\\(?:\"[^\"]*$\\|\"[^\"]*[.:;!?]\\(?:[ \t][^\"]*\\)?\"[ \t]*$\\|(|\\|\\[|\\||\\(?:[ \t]\\|$\\)\\|'\\)")

(defconst batos--ours
  "(|\\||)\\|\\[|\\|[a-z][A-Za-z0-9_]*: \\[\\|[a-z][A-Za-z0-9_]*[ \t]+<-[ \t]\\|\\_<_[A-Z]\\|^[^%^&<>]*[a-z][A-Za-z0-9_]*: [^%^&<>]*\\.[ \t]*$\\|^[A-Za-z0-9_ \t'+*()-]+[ \t]\\(?:printLine\\|printString\\|print\\)[ \t]*\\.?[ \t]*$")

(defun batos-ours-p (text)
  "Whether TEXT, the beginning of a file, is BAT OS."
  (let* ((all (split-string (string-remove-prefix "\ufeff" text) "\r?\n"))
         (lines (butlast all (max 0 (- (length all) 60))))
         (first (seq-find (lambda (line) (string-match-p "[^ \t]" line)) lines))
         (matches (lambda (regexp line fold) (let ((case-fold-search fold)) (string-match-p regexp line)))))
    (with-syntax-table batos-mode-syntax-table
      (cond
       ((seq-some (lambda (line) (funcall matches batos--ours-by-name line nil)) (seq-take lines 2)) t)
       ((or (null first) (funcall matches batos--theirs first t)) nil)
       ((funcall matches batos--begins-ours first nil) t)
       ((seq-some (lambda (line) (funcall matches batos--theirs line t)) lines) nil)
       (t (and (seq-some (lambda (line) (funcall matches batos--ours line nil)) lines) t))))))

(defun batos-detect-p ()
  "Whether the current buffer visits a file named .bat that is BAT OS."
  (and batos-detect
       buffer-file-name
       (string-match-p "\\.bat\\'" buffer-file-name)
       (batos-ours-p (buffer-substring-no-properties (point-min) (min (point-max) (+ (point-min) 8000))))))

;;;###autoload
(define-derived-mode batos-mode prog-mode "BAT OS"
  "Major mode for programs of BAT OS."
  (setq-local comment-start "\"")
  (setq-local comment-end "\"")
  (setq-local comment-start-skip "\"[ \t]*")
  (setq-local comment-end-can-be-escaped t)
  (setq-local parse-sexp-ignore-comments t)
  (setq-local indent-line-function #'batos-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append "])}" electric-indent-chars))
  (setq-local font-lock-defaults '(batos-font-lock-keywords nil nil nil))
  (setq-local imenu-generic-expression
              '((nil "^[ \t]*\\([a-z][A-Za-z0-9_]*:?\\)\\(?:[ \tA-Za-z0-9_:]*[A-Za-z0-9_]\\)?[ \t]*=[ \t]*(" 1))))

;; `auto-mode-alist' would give all files named .bat to one mode.
;;;###autoload
(add-to-list 'magic-mode-alist '(batos-detect-p . batos-mode))
;;;###autoload
(add-to-list 'interpreter-mode-alist '("batos" . batos-mode))

(provide 'batos-mode)

;;; batos-mode.el ends here
