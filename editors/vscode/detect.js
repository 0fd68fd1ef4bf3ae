'use strict';
// Whether a text in a file named .bat is BAT OS. The rule is that of editors/README.md, "Whose file is it?", and the same in each
// editor: Windows' batch files must stay what they are, so whatever is in doubt is one.

/** Lines that are looked at. */
const LINES = 60;

const OURS_BY_NAME = /^#!.*\bbatos\b|-\*-.*\bmode:\s*batos\b|\bvim?:.*\b(?:ft|filetype)=batos\b/;
const THEIRS = new RegExp(
  [
    '^\\s*@',
    '^\\s*::',
    '^\\s*:[A-Za-z]\\w*\\s*$',
    '%[A-Za-z_]\\w*%|%~|%%[A-Za-z]|%[0-9*]',
    '^\\s*(?:rem|echo|setlocal|endlocal|goto|pause|cls|title|chcp|pushd|popd)\\b(?!:)',
    '^\\s*set\\s+(?:/[ap]\\s|"?[A-Za-z_]\\w*\\s*=)',
    '^\\s*if\\s+(?:not\\s|exist\\s|defined\\s|errorlevel\\s|/i\\s|["%])',
    '^\\s*(?:call|start|cd|copy|xcopy|del|md|mkdir|rd|exit|for|cmd|type|ren|move)\\s+(?:/|"|%|\\.|[A-Za-z]:\\\\)',
    '^\\s*"(?:[A-Za-z]:[\\\\/]|%|\\\\\\\\|\\.{0,2}[\\\\/])|^\\s*"[^"]*\\.(?:exe|bat|cmd|com|msi|ps1)"',
  ].join('|'),
  'i',
);
// A comment that goes on in the next line, or is a sentence; bars; a string. Windows' quotes end in their line.
const BEGINS_OURS = /^\s*(?:"[^"]*$|"[^"]*[.:;!?](?:\s[^"]*)?"\s*$|\(\||\[\||\|\s|')/;
const OURS = /\(\||\|\)|\[\||[a-z]\w*: \[|[a-z]\w*\s+<-\s|\b_[A-Z]\w*|^[^%^&<>]*[a-z]\w*: [^%^&<>]*\.\s*$|^[\w\s'+*()-]+\s(?:printLine|printString|print)\s*\.?\s*$/;

/**
 * @param {string} text the beginning of a file
 * @returns {boolean}
 */
function isBatOs(text) {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/, LINES);
  if (lines.slice(0, 2).some(line => OURS_BY_NAME.test(line))) return true;
  const first = lines.find(line => line.trim() !== '');
  if (first === undefined || THEIRS.test(first)) return false;
  if (BEGINS_OURS.test(first)) return true;
  return !lines.some(line => THEIRS.test(line)) && lines.some(line => OURS.test(line));
}

module.exports = { isBatOs, LINES };
