;; Indents each file anew and says how many lines stay where they stand, 98 of 100 must:
;; emacs -Q --batch -L EMACS -l indent.el FILE…
(require 'batos-mode)
(let ((lines 0) (moved 0))
  (while command-line-args-left
    (with-current-buffer (find-file-noselect (pop command-line-args-left))
      (goto-char (point-min))
      (while (not (eobp))
        (unless (looking-at "[ \t]*$")
          (let ((before (current-indentation)))
            (setq lines (1+ lines))
            (batos-indent-line)
            (unless (= before (current-indentation))
              (setq moved (1+ moved))
              (indent-line-to before))))
        (forward-line))
      (set-buffer-modified-p nil)))
  (princ (format "emacs: %d of %d lines stay\n" (- lines moved) lines))
  (kill-emacs (if (> (* moved 50) lines) 1 0)))
