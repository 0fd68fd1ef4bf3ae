//! `batos doctor`: what may be wrong with the image, the terminal and the editors, and what to do about it.

use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;

use miette::Diagnostic;
use serde_json::json;

use crate::image::store::Access;
use crate::image::store::FORMAT;
use crate::image::store::Store;
use crate::shell::place;

/// Something looked at.
pub struct Finding {
    pub subject: &'static str,
    pub told: String,
    /// What to do, if something is wrong.
    pub advice: Option<String>,
}

impl Finding {
    fn well(subject: &'static str, told: impl Into<String>) -> Finding {
        Finding { subject, told: told.into(), advice: None }
    }

    fn wrong(subject: &'static str, told: impl Into<String>, advice: impl Into<String>) -> Finding {
        Finding { subject, told: told.into(), advice: Some(advice.into()) }
    }
}

/// Looks at everything. Nothing is changed.
pub fn examine(image: Option<&Path>) -> Vec<Finding> {
    let version = format!("batos {}, images of format {FORMAT}", env!("CARGO_PKG_VERSION"));
    let mut found = vec![Finding::well("program", version), image_at(image), history(), terminal()];
    found.extend(editors());
    found
}

fn image_at(image: Option<&Path>) -> Finding {
    let Some(path) = image else {
        return Finding::well("image", "none: the world is in memory");
    };
    if !path.exists() {
        return Finding::well("image", format!("{}: not made yet; the prompt makes it", path.display()));
    }
    match Store::open(path, Access::Read).and_then(|mut store| Ok((store.last_turn()?, store.is_foreign()?))) {
        Ok((_, true)) => Finding::wrong(
            "image",
            format!("{} comes from elsewhere: its processes rest", path.display()),
            "`batos image adopt` makes it yours",
        ),
        Ok((turns, false)) => Finding::well("image", format!("{}, {turns} turns", path.display())),
        Err(error) => {
            let advice = error.help().map_or_else(|| "see `batos image verify`".to_string(), |help| help.to_string());
            Finding::wrong("image", error.to_string(), advice)
        }
    }
}

fn history() -> Finding {
    match place::history_file() {
        None => Finding::well("history", "the prompt remembers no entries: $BATOS_HISTORY is empty"),
        Some(file) if !file.exists() => Finding::well("history", format!("{}: not made yet", file.display())),
        Some(file) => match std::fs::OpenOptions::new().append(true).open(&file) {
            Ok(_) => Finding::well("history", file.display().to_string()),
            Err(error) => Finding::wrong(
                "history",
                format!("{}: {error}", file.display()),
                "make it writable, or name another with $BATOS_HISTORY",
            ),
        },
    }
}

fn terminal() -> Finding {
    let term = std::env::var("TERM").unwrap_or_default();
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Finding::well("terminal", "none: input or output is a pipe or a file, so there is no prompt");
    }
    match term.as_str() {
        "" => Finding::wrong("terminal", "$TERM is not set", "set it, for example to xterm-256color"),
        "dumb" => Finding::well("terminal", "dumb: no colours, no editing of lines"),
        _ if no_colour => Finding::well("terminal", format!("{term}, without colours: $NO_COLOR is set")),
        _ => Finding::well("terminal", term),
    }
}

/// Editors that are installed.
fn editors() -> Vec<Finding> {
    let known = ["code", "nvim", "vim", "emacs", "hx", "zed"];
    let found: Vec<&str> = known.into_iter().filter(|name| in_path(name).is_some()).collect();
    if found.is_empty() {
        return Vec::new();
    }
    vec![Finding::well("editors", format!("{}; the folder editors/ says how they learn BAT", found.join(", ")))]
}

fn in_path(name: &str) -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(name)).find(|path| path.is_file())
}

/// For people.
pub fn as_text(findings: &[Finding]) -> String {
    let mut told = String::new();
    for finding in findings {
        let mark = if finding.advice.is_some() { "!" } else { " " };
        told.push_str(&format!("{mark} {:<9} {}\n", finding.subject, finding.told));
        if let Some(advice) = &finding.advice {
            told.push_str(&format!("            → {advice}\n"));
        }
    }
    told
}

/// For programs.
pub fn as_json(findings: &[Finding]) -> String {
    let all: Vec<_> = findings
        .iter()
        .map(|finding| json!({"subject": finding.subject, "found": finding.told, "advice": finding.advice}))
        .collect();
    format!("{}\n", json!(all))
}
