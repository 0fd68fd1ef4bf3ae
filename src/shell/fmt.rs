//! `batos fmt`: files, folders and the standard input, as docs/format.md says that code looks.

use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use similar::TextDiff;

use crate::shell::output::Output;
use crate::shell::report::Style;
use crate::shell::script::read_script;
use crate::shell::script::rule_for;
use crate::shell::script::unread;
use crate::shell::whose::is_ours;
use crate::syntax::format::format;
use crate::text::source::Source;

/// Bytes of a file that are read to see whose it is: more than its first 60 lines usually are.
const BEGINNING: u64 = 16 << 10;

/// How files are to be formatted.
pub struct Fmt {
    /// Change nothing, show what would change.
    pub check: bool,
    /// By Self's newline rule, whatever they are called.
    pub self_rule: bool,
}

/// Formats files, what folders hold, or for `-` the standard input; whether all could be, and with `check` whether all are.
pub fn fmt(paths: &[PathBuf], how: &Fmt, style: Style) -> bool {
    let mut out = Output::new();
    let mut well = true;
    let mut files = Vec::new();
    for path in paths {
        let added = if path.is_dir() {
            add_folder(path, &mut files)
        } else {
            files.push(path.clone());
            Ok(())
        };
        if let Err(error) = added {
            eprintln!("batos: {error}");
            well = false;
        }
    }
    let (mut changed, mut failed) = (0, 0);
    for file in &files {
        match format_file(file, how, &mut out) {
            Ok(true) => changed += 1,
            Ok(false) => {}
            Err(Failure::Mistakes(told)) => {
                eprint!("{}", unread(&told, style));
                failed += 1;
            }
            Err(Failure::Unwritten(told)) => {
                eprintln!("batos: {told}");
                failed += 1;
            }
        }
    }
    // What is written to standard output is a program.
    if !files.iter().any(|file| is_input(file)) {
        let would = if how.check { "would be" } else { "were" };
        let unread = if failed > 0 { format!(", {failed} could not be") } else { String::new() };
        let _ = writeln!(out, "{changed} of {} files {would} changed{unread}", files.len());
    }
    let _ = out.flush();
    well && failed == 0 && !(how.check && changed > 0)
}

enum Failure {
    Mistakes(Vec<crate::text::diagnostic::Diagnostic>),
    Unwritten(String),
}

fn is_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// Formats one; whether that changes it.
fn format_file(file: &Path, how: &Fmt, out: &mut Output) -> Result<bool, Failure> {
    let source = read_script(file).map_err(Failure::Mistakes)?;
    let formatted = format(&source, rule_for(file, how.self_rule)).map_err(Failure::Mistakes)?;
    let changes = formatted != source.text;
    if how.check {
        if changes {
            show_difference(&source, &formatted, out);
        }
    } else if is_input(file) {
        let written = out.write_all(formatted.as_bytes());
        written.map_err(|error| Failure::Unwritten(format!("cannot write: {error}")))?;
    } else if changes {
        replace(file, &formatted)
            .map_err(|error| Failure::Unwritten(format!("cannot write {}: {error}", file.display())))?;
    }
    Ok(changes)
}

fn show_difference(source: &Source, formatted: &str, out: &mut Output) {
    let difference = TextDiff::from_lines(source.text.as_str(), formatted);
    let name = &source.name;
    let _ = write!(out, "{}", difference.unified_diff().header(name, &format!("{name} (formatted)")));
}

/// Writes a file anew, whole or not at all: beside it, then in its place.
fn replace(file: &Path, text: &str) -> std::io::Result<()> {
    // Behind a link stands the file that is meant.
    let file = std::fs::canonicalize(file)?;
    let metadata = std::fs::metadata(&file)?;
    // Who may not write the file is not to get around that by replacing it.
    std::fs::OpenOptions::new().write(true).open(&file)?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = file.with_file_name(format!(".{name}.{}", std::process::id()));
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut new| {
        new.write_all(text.as_bytes())?;
        new.set_permissions(metadata.permissions())?;
        new.sync_all()?;
        std::fs::rename(&beside, &file)
    });
    if written.is_err() {
        // It is of no use, whatever became of it.
        let _ = std::fs::remove_file(&beside);
    }
    written
}

/// Adds the programs in a folder and those below it, in order. Hidden folders, links to folders and Windows' batch files are
/// left out.
fn add_folder(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), String> {
    let unread = |error: std::io::Error| format!("cannot read {}: {error}", folder.display());
    let mut entries: Vec<_> = std::fs::read_dir(folder).map_err(unread)?.collect::<Result<_, _>>().map_err(unread)?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        let is_folder = entry.file_type().map_err(unread)?.is_dir();
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if hidden => {}
            _ if is_folder => add_folder(&path, files)?,
            Some("self") => files.push(path),
            Some("bat") if begins_as_ours(&path)? => files.push(path),
            _ => {}
        }
    }
    Ok(())
}

fn begins_as_ours(file: &Path) -> Result<bool, String> {
    let mut beginning = Vec::new();
    let read = std::fs::File::open(file).and_then(|open| open.take(BEGINNING).read_to_end(&mut beginning));
    read.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    Ok(is_ours(&String::from_utf8_lossy(&beginning)))
}
