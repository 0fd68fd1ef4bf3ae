//! Every session that README.md and `docs/` show is held: at the prompt (`bat> `) and at the shell (`$ `), entry by entry, with
//! what is shown after it. A line that is `…` stands for any lines, `…` in a line for anything or itself.

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use regex::Regex;

use crate::prompt::Terminal;
use crate::prompt::plain;

/// An indented block of a document, without the indentation, and the line it begins at.
struct Block {
    line: usize,
    text: Vec<String>,
}

fn blocks(text: &str) -> Vec<Block> {
    let mut found: Vec<Block> = Vec::new();
    let mut may_begin = true;
    let mut inside = false;
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        fenced ^= line.starts_with("```");
        match line.strip_prefix("    ").filter(|_| !fenced) {
            Some(code) if inside || may_begin => {
                if !inside {
                    found.push(Block { line: index + 1, text: Vec::new() });
                }
                inside = true;
                let block = found.last_mut().expect("one has begun");
                block.text.push(code.to_string());
            }
            // An empty line within a block belongs to it; at its end it does no harm.
            None if inside && line.is_empty() => {
                let block = found.last_mut().expect("one has begun");
                block.text.push(String::new());
            }
            _ => inside = false,
        }
        may_begin = line.is_empty();
    }
    found
}

/// What was typed somewhere and what is shown then.
struct Step {
    line: usize,
    typed: Typed,
    shown: Vec<String>,
}

enum Typed {
    Shell(String),
    Prompt(String),
    /// To a question.
    Answer(String),
}

fn steps(block: &Block) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for (index, line) in block.text.iter().enumerate() {
        let typed = line
            .strip_prefix("bat> ")
            .or_else(|| line.strip_prefix("bat 1> "))
            .map(|text| Typed::Prompt(text.to_string()))
            .or_else(|| line.strip_prefix("$ ").map(|text| Typed::Shell(text.to_string())))
            .or_else(|| line.strip_prefix("? ").map(|text| Typed::Answer(text.to_string())));
        match (typed, steps.last_mut()) {
            (Some(typed), _) => steps.push(Step { line: block.line + index, typed, shown: Vec::new() }),
            (None, Some(step)) => step.shown.push(line.clone()),
            (None, None) => {}
        }
    }
    steps
}

/// Who reads a document and does what it says, in a folder of their own.
struct Reader {
    folder: tempfile::TempDir,
    terminal: Option<Terminal>,
}

impl Reader {
    fn program() -> PathBuf {
        PathBuf::from(env!("CARGO_BIN_EXE_batos"))
    }

    /// Types something; what is shown then. `next_is_prompt`: what was started goes on as a session.
    fn types(&mut self, typed: &Typed, next_is_prompt: bool) -> String {
        match typed {
            Typed::Shell(command) if command.starts_with("batos") && next_is_prompt => {
                let words: Vec<&str> = command.split_whitespace().skip(1).collect();
                self.terminal = None;
                self.terminal = Some(Terminal::open_as_ann(self.folder.path(), &words));
                String::new()
            }
            Typed::Shell(command) => {
                self.terminal = None;
                let own = Reader::program().parent().map(Path::to_path_buf).unwrap_or_default();
                let path = std::env::join_paths(
                    std::iter::once(own).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
                );
                let output = Command::new("bash")
                    .args(["-c", &format!("{command} 2>&1")])
                    .current_dir(self.folder.path())
                    .env("PATH", path.expect("a path"))
                    .env("HOME", self.folder.path())
                    .env("USER", "ann")
                    .env_remove("BATOS_IMAGE")
                    .output()
                    .expect("there is a shell");
                String::from_utf8_lossy(&output.stdout).into_owned()
            }
            Typed::Prompt(text) | Typed::Answer(text) => {
                let folder = self.folder.path();
                let terminal = self.terminal.get_or_insert_with(|| Terminal::open_as_ann(folder, &[]));
                terminal.press(&format!("{text}\r"));
                terminal.expect("\n");
                let prompts = ["bat> ", "bat 1> ", "? "];
                let shown = plain(&terminal.expect_any(&prompts)).replace('\r', "");
                prompts.iter().find_map(|prompt| shown.strip_suffix(prompt)).unwrap_or(&shown).to_string()
            }
        }
    }
}

/// Is what is shown what was expected?
fn fits(expected: &[String], shown: &str) -> bool {
    let end = expected.iter().rposition(|line| !line.is_empty()).map_or(0, |last| last + 1);
    let begin = expected.iter().position(|line| !line.is_empty()).unwrap_or(0);
    let mut pattern = String::from(r"(?s)\A\s*");
    for line in &expected[begin.min(end)..end] {
        match line.trim() {
            "…" => pattern.push_str(r"(?:[^\n]*\n)*?"),
            _ => {
                let line = regex::escape(line.trim_end()).replace('…', r"[^\n]*");
                let _ = write!(pattern, r"{line}[ ]*\n");
            }
        }
    }
    pattern.push_str(r"\s*\z");
    let moment = Regex::new(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").expect("it is one");
    let pattern = moment.replace_all(&pattern.replace(r"\-", "-"), "MOMENT").into_owned();
    let shown = moment.replace_all(shown, "MOMENT").into_owned() + "\n";
    Regex::new(&pattern).unwrap_or_else(|error| panic!("{error}")).is_match(&shown)
}

/// Does what a document says, from its beginning to its end; what went otherwise.
fn hold(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut reader = Reader { folder: tempfile::tempdir().expect("a folder"), terminal: None };
    let mut wrong = String::new();
    for block in blocks(&text) {
        let steps = steps(&block);
        let builds = block.text.first().is_some_and(|line| line.starts_with("cargo "));
        if steps.is_empty() && !builds {
            let _ =
                writeln!(wrong, "{name}:{}: nothing is typed here, so nobody can tell whether it is true", block.line);
        }
        for (index, step) in steps.iter().enumerate() {
            let next_is_prompt = steps.get(index + 1).is_some_and(|next| !matches!(next.typed, Typed::Shell(_)))
                && step.shown.is_empty();
            let shown = reader.types(&step.typed, next_is_prompt);
            if !fits(&step.shown, &shown) {
                let _ = writeln!(wrong, "{name}:{}: expected\n{}\nshown\n{shown}", step.line, step.shown.join("\n"));
            }
        }
    }
    wrong
}

#[test]
fn documents_are_true() {
    let mut wrong = String::new();
    let mut names = vec!["README.md".to_string()];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let listed = std::fs::read_dir(folder).expect("there are documents").flatten();
    let mut documents: Vec<String> = listed.map(|entry| format!("docs/{}", entry.file_name().display())).collect();
    documents.sort();
    names.append(&mut documents);
    for name in names.iter().filter(|name| name.ends_with(".md")) {
        wrong.push_str(&hold(name));
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_false_document_is_found() {
    assert!(fits(&["7".into()], "7\n"));
    assert!(!fits(&["7".into()], "8\n"));
    assert!(!fits(&[], "8\n"));
    assert!(fits(&["a".into(), "…".into(), "c".into()], "a\nb\nb\nc"));
    assert!(fits(&["at 2026-01-02 03:04:05 ann".into()], "at 2020-11-12 13:14:15 ann"));
    assert!(!fits(&["a".into(), "c".into()], "a\nb\nc"));
    assert_eq!(blocks("text\n\n    $ one\n    two\n\nmore\n    no block\n").len(), 1);
}
