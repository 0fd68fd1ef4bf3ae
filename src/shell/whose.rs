//! Whose a file named `.bat` is. Windows' batch files must stay what they are, so whatever is in doubt is one.
//!
//! The rule is that of editors/README.md, "Whose file is it?", and the same in each editor.

use std::sync::LazyLock;

use regex::Regex;

/// Lines that are looked at.
const LINES: usize = 60;

static OURS_BY_NAME: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^#!.*\bbatos\b|-\*-.*\bmode:\s*batos\b|\bvim?:.*\b(?:ft|filetype)=batos\b"));

static THEIRS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"(?i)^\s*@",
            r"^\s*::",
            r"^\s*:[A-Za-z]\w*\s*$",
            r"%[A-Za-z_]\w*%|%~|%%[A-Za-z]|%[0-9*]",
            // A word before a colon is a keyword of ours.
            r"^\s*(?:rem|echo|setlocal|endlocal|goto|pause|cls|title|chcp|pushd|popd)(?:[^\w:]|$)",
            r#"^\s*set\s+(?:/[ap]\s|"?[A-Za-z_]\w*\s*=)"#,
            r#"^\s*if\s+(?:not\s|exist\s|defined\s|errorlevel\s|/i\s|["%])"#,
            r#"^\s*(?:call|start|cd|copy|xcopy|del|md|mkdir|rd|exit|for|cmd|type|ren|move)\s+(?:/|"|%|\.|[A-Za-z]:\\)"#,
            r#"^\s*"(?:[A-Za-z]:[\\/]|%|\\\\|\.{0,2}[\\/])|^\s*"[^"]*\.(?:exe|bat|cmd|com|msi|ps1)""#,
        ]
        .join("|"),
    )
});

/// A comment that goes on in the next line, or is a sentence; bars; a string. Windows' quotes end in their line.
static BEGINS_OURS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r#"^\s*(?:"[^"]*$|"[^"]*[.:;!?](?:\s[^"]*)?"\s*$|\(\||\[\||\|\s|')"#));

static OURS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        &[
            r"\(\||\|\)|\[\||[a-z]\w*: \[|[a-z]\w*\s+<-\s|\b_[A-Z]\w*",
            r"^[^%^&<>]*[a-z]\w*: [^%^&<>]*\.\s*$",
            r"^[\w\s'+*()-]+\s(?:printLine|printString|print)\s*\.?\s*$",
        ]
        .join("|"),
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is one")
}

/// Whether a file that begins with this text is BAT OS.
pub fn is_ours(text: &str) -> bool {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let lines: Vec<&str> = text.split('\n').take(LINES).map(|line| line.trim_end_matches('\r')).collect();
    if lines.iter().take(2).any(|line| OURS_BY_NAME.is_match(line)) {
        return true;
    }
    let Some(first) = lines.iter().find(|line| !line.trim().is_empty()) else { return false };
    if THEIRS.is_match(first) {
        return false;
    }
    let has = |rule: &Regex| lines.iter().any(|line| rule.is_match(line));
    BEGINS_OURS.is_match(first) || (!has(&THEIRS) && has(&OURS))
}
