//! `batos check`: the syntax of files, for people, for editors' lists of errors, and for programs.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::Instant;

use serde_json::Value;
use serde_json::json;

use crate::shell::output::Output;
use crate::shell::report::Style;
use crate::shell::script::read_script;
use crate::shell::script::rule_for;
use crate::shell::script::unread;
use crate::syntax::parse;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::source::Span;

/// How files are to be checked.
pub struct Check {
    /// By Self's newline rule, whatever they are called.
    pub self_rule: bool,
    /// Tell how long it took.
    pub time: bool,
    /// One line of JSON for each mistake.
    pub json: bool,
}

/// Checks files; whether all are well formed.
pub fn check(files: &[PathBuf], how: &Check, style: Style) -> bool {
    let mut out = Output::new();
    let (mut failed, mut bytes, mut spent) = (0, 0, Duration::ZERO);
    for file in files {
        let checked = read_script(file).and_then(|source| {
            bytes += source.text.len();
            let start = Instant::now();
            let parsed = parse::parse_script(&source, rule_for(file, how.self_rule));
            spent += start.elapsed();
            parsed
        });
        let Err(mistakes) = checked else { continue };
        failed += 1;
        match how.json {
            true => mistakes.iter().for_each(|mistake| drop(writeln!(out, "{}", as_json(file, mistake)))),
            false => eprint!("{}", unread(&mistakes, style)),
        }
    }
    if !how.json {
        let _ = writeln!(out, "{} of {} files have no syntax errors", files.len() - failed, files.len());
    }
    if how.time {
        let rate = bytes as f64 / 1e6 / spent.as_secs_f64().max(1e-9);
        let _ = writeln!(out, "{bytes} bytes in {:.1} ms: {rate:.1} MB/s", spent.as_secs_f64() * 1e3);
    }
    let _ = out.flush();
    failed == 0
}

/// A mistake as programs read it. Lines and columns begin with 1, columns count characters.
fn as_json(file: &Path, mistake: &Diagnostic) -> Value {
    let notes = mistake.notes.iter().map(|(span, text)| {
        let mut note = place(&mistake.source, *span);
        note["message"] = json!(text);
        note
    });
    let mut told = place(&mistake.source, mistake.span);
    told["file"] = json!(file.display().to_string());
    told["code"] = json!(mistake.code);
    told["message"] = json!(mistake.message);
    told["label"] = json!(mistake.label);
    told["help"] = json!(mistake.help);
    told["notes"] = notes.collect();
    told
}

fn place(source: &Source, span: Span) -> Value {
    let ((line, column), (end_line, end_column)) = (source.line_column(span.start), source.line_column(span.end));
    json!({"line": line, "column": column, "end_line": end_line, "end_column": end_column})
}
