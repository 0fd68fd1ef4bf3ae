;; Prints which mode Emacs gives each of the files: emacs -Q --batch -L EMACS -l detect.el FILE…
(require 'batos-mode)
(while command-line-args-left
  (let ((path (pop command-line-args-left)))
    (with-current-buffer (find-file-noselect path)
      (princ (format "%s %s\n" major-mode path)))))
