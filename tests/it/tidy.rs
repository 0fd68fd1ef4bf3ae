//! What must be true of the sources themselves. Each rule says where it comes from; `src/README.md` has the reasons.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

/// Bottom to top. A file may name its own layer and those to its left, nothing to its right.
const LAYERS: &[&str] = &["text", "syntax", "object", "code", "vm", "image", "world", "shell"];

/// Layers from here on may touch files, the terminal and the environment.
const FIRST_WITH_IO: &str = "image";

/// Lines a source file may have, unless it is one long table, which reads well at any length.
const LINES: usize = 900;
const TABLES: &[(&str, &str)] = &[("src/code/opcode.rs", "the table of instructions")];

/// Where `unsafe` may stand: what reads and writes objects, moves them, and runs the instructions; what maps files into
/// memory; and, outside the program, what calls the generated parser of the editors.
const UNSAFE: &[&str] = &[
    "src/object/layout.rs",
    "src/object/collect",
    "src/vm/interpreter/",
    "src/image/blob.rs",
    "editors/tree-sitter-bat/bindings/rust/lib.rs",
];

/// Folders of programs that tests run. They need no README; the nearest one above names each with its path.
const CASES: &[&str] = &[
    "tests/conformance/",
    "tests/format/",
    "tests/image/",
    "tests/language/",
    "tests/messages/",
    "tests/screens/",
    "tests/stdlib/",
    "tests/syntax/",
    "tests/bytecode/",
    "tests/regression/",
    "tests/wishlist/",
];

/// This file holds the words it looks for.
const THIS: &str = "tests/it/tidy.rs";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The paths of the repository's files, with `/`, from its root: what git tracks, or what is there if git cannot say.
fn files() -> Vec<String> {
    let listed = Command::new("git").arg("-C").arg(root()).args(["ls-files", "-z"]).output();
    let mut found = match listed {
        Ok(listed) if listed.status.success() && !listed.stdout.is_empty() => {
            String::from_utf8_lossy(&listed.stdout).split_terminator('\0').map(str::to_string).collect()
        }
        _ => walk(root().to_path_buf()),
    };
    // A file that is removed but not yet committed is no longer our business.
    found.retain(|path| root().join(path).is_file());
    found.sort();
    found
}

fn walk(start: PathBuf) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![start];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
        for entry in entries {
            let path = entry.expect("a listed file can be read").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            match path.is_dir() {
                true if [".git", "target", "artifacts", "corpus"].contains(&name.as_str()) => {}
                true => folders.push(path),
                false => {
                    let inner = path.strip_prefix(root()).expect("what is walked is below the root");
                    found.push(inner.to_string_lossy().replace('\\', "/"));
                }
            }
        }
    }
    found
}

fn read(path: &str) -> String {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

fn report(errors: &[String]) {
    assert!(errors.is_empty(), "{} found\n{}", errors.len(), errors.join("\n"));
}

/// The layer a file of `src/` or the grammar belongs to.
fn layer_of(path: &str) -> Option<&'static str> {
    let folder = match path.strip_prefix("src/") {
        Some(inner) => inner.split('/').next()?,
        None if path.ends_with(".lalrpop") => "syntax",
        None => return None,
    };
    LAYERS.iter().copied().find(|layer| *layer == folder)
}

fn rank(name: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| *layer == name)
}

fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}

/// The words of a text: runs of letters, digits and underscores.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty())
}

/// A line of Rust without the comment at its end. (A string that holds `//` is cut too, which hides nothing from us.)
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

#[test]
fn imports_go_one_way() {
    let mut errors = Vec::new();
    for path in files() {
        let Some(layer) = layer_of(&path) else { continue };
        for (number, line) in read(&path).lines().enumerate() {
            let place = format!("{path}:{}", number + 1);
            for used in line.split("crate::").skip(1) {
                let used = word_at(used);
                if used.is_empty() && line.trim_start().starts_with("use ") {
                    errors.push(format!("{place}: one path per line, so that the layer can be seen"));
                }
                if rank(used) > rank(layer) {
                    errors.push(format!("{place}: {layer} may not use {used}"));
                }
            }
            // `super` from the top of a layer leads out of it without naming where to.
            if path.matches('/').count() == 2 && path.ends_with("/mod.rs") && code(line).contains("super::") {
                errors.push(format!("{place}: write crate::, so that the layer can be seen"));
            }
        }
    }
    report(&errors);
}

/// What is below `image` asks for files, the terminal and other programs by stopping, so that it can be tried in safety.
#[test]
fn lower_layers_do_no_input_or_output() {
    let forbidden = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "io::stdin",
        "io::stdout",
        "io::stderr",
        "print!",
        "println!",
        "tokio::",
        "rustyline::",
        "clap::",
    ];
    let mut errors = Vec::new();
    for path in files() {
        let Some(layer) = layer_of(&path) else { continue };
        if rank(layer) >= rank(FIRST_WITH_IO) {
            continue;
        }
        for (number, line) in read(&path).lines().enumerate() {
            for used in forbidden.iter().filter(|used| code(line).contains(**used)) {
                errors.push(format!("{path}:{}: {layer} may not use {used}", number + 1));
            }
        }
    }
    report(&errors);
}

#[test]
fn files_are_short() {
    let mut errors = Vec::new();
    for path in files() {
        if !path.starts_with("src/") || !path.ends_with(".rs") || TABLES.iter().any(|(table, _)| *table == path) {
            continue;
        }
        let lines = read(&path).lines().count();
        if lines > LINES {
            errors.push(format!("{path}: {lines} lines; a file is split by noun before {LINES}"));
        }
    }
    report(&errors);
}

#[test]
fn nothing_is_left_half_done() {
    // In this form the words do not find themselves.
    let marks = ["todo", "dbg", "unimplemented"].map(|word| format!("{word}!"));
    let mut errors = Vec::new();
    for path in files().iter().filter(|path| path.ends_with(".rs") || path.ends_with(".lalrpop")) {
        for (number, line) in read(path).lines().enumerate() {
            for mark in marks.iter().filter(|mark| code(line).contains(mark.as_str())) {
                errors.push(format!("{path}:{}: {mark}", number + 1));
            }
        }
    }
    report(&errors);
}

#[test]
fn unsafe_stays_where_it_is_argued_for() {
    let mut errors = Vec::new();
    for path in files().iter().filter(|path| path.ends_with(".rs") && *path != THIS) {
        if UNSAFE.iter().any(|allowed| path.starts_with(allowed)) {
            continue;
        }
        for (number, line) in read(path).lines().enumerate() {
            if words(code(line)).any(|word| word == "unsafe") {
                errors.push(format!("{path}:{}: unsafe is for {}", number + 1, UNSAFE.join(", ")));
            }
        }
    }
    report(&errors);
}

/// Each folder and file is named in the nearest README above it. Folders of test programs are named with their path, and
/// their programs speak for themselves; so do the files at the top, and the settings of tools.
#[test]
fn readmes_name_every_child() {
    let files = files();
    let is_readme = |path: &str| files.binary_search_by(|file| file.as_str().cmp(path)).is_ok();
    // The folder of the nearest README at `folder` or above, with its text.
    let nearest = |folder: &str| {
        let mut at = folder;
        while !at.is_empty() && !is_readme(&format!("{at}/README.md")) {
            at = at.rsplit_once('/').map_or("", |(above, _)| above);
        }
        let readme = if at.is_empty() { "README.md".to_string() } else { format!("{at}/README.md") };
        let text = if is_readme(&readme) { read(&readme) } else { String::new() };
        (at.to_string(), readme, text)
    };
    let mut errors = Vec::new();
    let mut folders = BTreeSet::new();
    for path in &files {
        let Some((folder, name)) = path.rsplit_once('/') else { continue };
        if folder == ".cargo" || folder.starts_with(".github") {
            continue;
        }
        folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
        if name == "README.md" || CASES.iter().any(|cases| path.starts_with(cases)) {
            continue;
        }
        // One line may speak of a program and its twins: `fib` for fib.bat, fib.lua and fib.py.
        let (_, readme, text) = nearest(folder);
        let stem = name.split('.').next().unwrap_or(name);
        if !text.contains(name) && !text.contains(&format!("`{stem}`")) {
            errors.push(format!("{readme}: does not name {path}"));
        }
    }
    for folder in folders {
        let (above, readme, text) = nearest(folder.rsplit_once('/').map_or("", |(above, _)| above));
        let name = folder[above.len()..].trim_start_matches('/');
        if !text.contains(&format!("{name}/")) {
            errors.push(format!("{readme}: does not name {folder}/"));
        }
        let has_own = is_readme(&format!("{folder}/README.md"));
        if (folder == "src" || folder.starts_with("src/") || folder.starts_with("stdlib/")) && !has_own {
            errors.push(format!("{folder}/README.md: is missing"));
        }
    }
    report(&errors);
}

/// A comment that sends its reader to a document must send them to one that is here.
#[test]
fn comments_name_documents_that_exist() {
    let files = files();
    let ends = |c: char| !(c.is_alphanumeric() || "_-./".contains(c));
    let mut errors = Vec::new();
    for path in files.iter().filter(|path| *path != THIS && !path.starts_with("LICENSE") && *path != "NOTICE") {
        for (number, line) in read(path).lines().enumerate() {
            for named in line.split(ends).filter(|word| word.ends_with(".md") && word.len() > 3) {
                let name = named.rsplit('/').next().unwrap_or(named);
                if !files.iter().any(|file| file == name || file.ends_with(&format!("/{name}"))) {
                    errors.push(format!("{path}:{}: there is no {named}", number + 1));
                }
            }
        }
    }
    report(&errors);
}

/// The text of everything that tests, without this file and the READMEs, which only speak of it.
fn texts_under(folders: &[&str]) -> String {
    files()
        .iter()
        .filter(|path| folders.iter().any(|folder| path.starts_with(folder)))
        .filter(|path| *path != THIS && !path.ends_with(".md"))
        .map(|path| read(path))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_opcode_is_tested() {
    let text = texts_under(&["tests/"]);
    let seen: BTreeSet<&str> = words(&text).collect();
    let missing: Vec<String> = batos::code::opcode::OPCODES
        .iter()
        .filter(|opcode| !seen.contains(opcode.name))
        .map(|opcode| format!("{} is in no test", opcode.name))
        .collect();
    report(&missing);
}

/// An error a primitive can give is also told in words.
#[test]
fn every_failure_has_words() {
    let names = read("src/vm/primitive/mod.rs");
    let words = read("stdlib/kernel/error.bat");
    let names: Vec<&str> = names.split('"').filter(|name| name.ends_with("Error") && !name.contains(' ')).collect();
    assert!(names.len() > 10, "the names of failures are elsewhere: {names:?}");
    let missing: Vec<String> = names
        .iter()
        .filter(|name| !words.contains(&format!("kind = '{name}' ")))
        .map(|name| format!("{name} has no words in error.bat"))
        .collect();
    report(&missing);
}

/// A primitive is either wrapped by the library or shown by a test.
#[test]
fn every_primitive_is_used() {
    let text = texts_under(&["tests/", "stdlib/"]);
    // `_At:Put:` is written `_At: i Put: v`, so look for its first part at the beginning of a word, then for the others.
    let parts_of = |name: &str| name.split_inclusive(':').map(str::to_string).collect::<Vec<_>>();
    let is_part = |part: &str| {
        text.match_indices(part).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + part.len()..].chars().next();
            let goes_on = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
            // A unary primitive may be followed by the handler of its failure.
            !goes_on(before)
                && (part.ends_with(':') || !goes_on(after) || text[at + part.len()..].starts_with("IfFail:"))
        })
    };
    let missing: Vec<String> = batos::vm::primitive::primitives()
        .filter(|primitive| !parts_of(primitive.name).iter().all(|part| is_part(part)))
        .map(|primitive| format!("{} is used neither by the library nor by a test", primitive.name))
        .collect();
    report(&missing);
}

#[test]
fn every_primitive_is_documented_once() {
    let mut errors = Vec::new();
    let mut names = BTreeSet::new();
    for primitive in batos::vm::primitive::primitives() {
        if !names.insert(primitive.name) {
            errors.push(format!("{}: in the table twice", primitive.name));
        }
        if primitive.doc.trim().is_empty() {
            errors.push(format!("{}: no documentation", primitive.name));
        }
    }
    report(&errors);
}

/// What is true of one machine only does not belong in the repository: folders of a person, hosts that packages came from.
#[test]
fn nothing_is_tied_to_one_machine() {
    let marks = [
        concat!("/wo", "rk/"),
        "/home/",
        concat!("/ro", "ot/"),
        "/Users/",
        "/tmp/target",
        "index.crates.io",
        "static.crates.io",
        "pypi.org",
        "files.pythonhosted.org",
        "registry.npmjs.org",
        "proxy.golang.org",
        "artifactory",
        "localhost:",
        "127.0.0.1",
    ];
    let mut errors = Vec::new();
    for path in files().iter().filter(|path| *path != THIS) {
        for (number, line) in read(path).lines().enumerate() {
            for mark in marks.iter().filter(|mark| line.contains(**mark)) {
                errors.push(format!("{path}:{}: {mark}", number + 1));
            }
            let from_elsewhere =
                line.starts_with("source = ") && !line.contains("github.com/rust-lang/crates.io-index");
            if path == "Cargo.lock" && from_elsewhere {
                errors.push(format!("{path}:{}: a package from elsewhere", number + 1));
            }
        }
    }
    report(&errors);
}
