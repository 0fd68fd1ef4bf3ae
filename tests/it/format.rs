//! Formatting: goldens, and what holds of every program: it stays the same program, with all its comments, and what is
//! formatted once stays so.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::rc::Rc;
use std::time::Instant;

use batos::shell::whose::is_ours;
use batos::syntax::format::format;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::parse_script;
use batos::text::render::render_all;
use batos::text::source::Source;
use proptest::prelude::*;

use crate::corpus;
use crate::program::program;
use crate::syntax::dump_items;
use crate::syntax::generated_script;
use crate::syntax::rule_of;

#[test]
fn goldens() {
    corpus::check(&corpus::folder("format"), &["bat", "self"], "formatted", |name, text| {
        let source = Source::new(name, String::from_utf8(text).expect("a golden is UTF-8"));
        let formatted = formatted(&source, rule_of(name));
        assert_holds(&source, rule_of(name));
        formatted
    });
}

fn formatted(source: &Rc<Source>, rule: NewlineRule) -> String {
    format(source, rule).unwrap_or_else(|mistakes| panic!("{}\n{}", source.text, render_all(&mistakes[..1], false)))
}

/// Whether the program is one; then all that must hold of it does.
fn holds(source: &Rc<Source>, rule: NewlineRule) -> Result<bool, String> {
    let Ok(before) = parse_script(source, rule) else { return Ok(false) };
    let told = |why: &str, text: &str| format!("{}: {why}\n--- from\n{}\n--- to\n{text}", source.name, source.text);
    let text = format(source, rule).map_err(|mistakes| told(&render_all(&mistakes[..1], false), ""))?;
    let again = Source::new("formatted", text.clone());
    let after = parse_script(&again, rule).map_err(|mistakes| told(&render_all(&mistakes[..1], false), &text))?;
    if dump_items(&before.items) != dump_items(&after.items) {
        return Err(told("another program", &text));
    }
    let words = |source: &Source, comment| source.slice(comment).split_whitespace().map(str::to_string).collect();
    let one: Vec<Vec<String>> = before.comments.iter().map(|comment| words(source, *comment)).collect();
    let other: Vec<Vec<String>> = after.comments.iter().map(|comment| words(&again, *comment)).collect();
    if one != other {
        return Err(told("other comments", &text));
    }
    match format(&again, rule) {
        Ok(second) if second == text => {}
        Ok(second) => return Err(told("not the same when formatted again", &format!("{text}\n--- then\n{second}"))),
        Err(mistakes) => return Err(told(&render_all(&mistakes[..1], false), &text)),
    }
    // Within strings anything may stand.
    if !source.text.contains('\'') {
        let wrong = text.lines().any(|line| line.ends_with([' ', '\t']) || line.contains('\t'));
        if wrong || text.contains("\n\n\n") || text.ends_with("\n\n") {
            return Err(told("blanks at the end of a line, or too many empty lines", &text));
        }
    }
    Ok(true)
}

fn assert_holds(source: &Rc<Source>, rule: NewlineRule) -> bool {
    holds(source, rule).unwrap_or_else(|why| panic!("{why}"))
}

/// Every program of the repository; those that are meant to be none are left out.
#[test]
fn every_program_stays_what_it_is() {
    let mut count = 0;
    for folder in ["../stdlib", "../examples", "."] {
        for path in corpus::files(&corpus::folder(folder), &["bat", "self"]) {
            let name = path.display().to_string();
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            // Those with an expectation on each line end their expressions with it.
            for rule in [NewlineRule::Bat, NewlineRule::SelfFile] {
                if !assert_holds(&Source::new(&name, text.as_str()), rule) {
                    continue;
                }
                count += 1;
                // And with the line ends of Windows.
                let windows = Source::new(&name, text.replace('\n', "\r\n"));
                assert!(assert_holds(&windows, rule), "{name}");
                let ends = formatted(&windows, rule);
                assert_eq!(ends.matches('\n').count(), ends.matches("\r\n").count(), "{name}");
            }
        }
    }
    assert!(count > 200, "only {count} programs");
}

/// `batos fmt stdlib examples` sees to it.
#[test]
fn the_library_and_the_examples_look_as_code_should() {
    let mut wrong = Vec::new();
    for path in ["../stdlib", "../examples"].map(|folder| corpus::files(&corpus::folder(folder), &["bat"])).concat() {
        let text = std::fs::read_to_string(&path).expect("a listed file can be read");
        if formatted(&Source::new("library", text.as_str()), NewlineRule::Bat) != text {
            wrong.push(path.display().to_string());
        }
    }
    assert!(wrong.is_empty(), "`batos fmt stdlib examples` would change {}", wrong.join(", "));
}

/// Other blanks and comments between the words of a program: wherever a blank stands outside of texts, another may.
fn shaken(program: &str, choices: &[u8]) -> String {
    const BETWEEN: [&str; 12] = [
        " ",
        " ",
        " ",
        " ",
        " ",
        "  ",
        "\n",
        "\n",
        "\n    ",
        "\n\n\n",
        " \"a comment\"\n",
        "\n  \"of two\n     lines\" ",
    ];
    let mut choices = choices.iter().cycle();
    let mut shaken = String::new();
    let mut quote = None;
    let mut escaped = false;
    for character in program.chars() {
        match quote {
            Some(end) => {
                quote = if character == end && !escaped { None } else { quote };
                escaped = character == '\\' && !escaped;
            }
            None if character == '\'' || character == '"' => quote = Some(character),
            None if character == ' ' || character == '\n' => {
                let choice = choices.next().map_or(0, |choice| *choice as usize);
                shaken.push_str(BETWEEN[choice % BETWEEN.len()]);
                continue;
            }
            None => {}
        }
        shaken.push(character);
    }
    shaken
}

/// A generated program, on one line or many and shaken.
fn any_layout(text: &str, choices: &[u8]) -> Result<(), String> {
    let mut good = 0;
    for layout in [
        text.to_string(),
        text.replace('\n', " "),
        shaken(text, choices),
        shaken(&shaken(text, &choices[1..]), choices),
    ] {
        good += usize::from(holds(&Source::new("generated", layout), NewlineRule::Bat)?);
    }
    // A comment between a name and its period, or an operator that begins a line, may make it no program.
    if good < 2 { Err(format!("is no program: {text}")) } else { Ok(()) }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn printed_trees_stay_what_they_are(text in generated_script(), choices in prop::collection::vec(any::<u8>(), 2..60)) {
        any_layout(&text, &choices).map_err(TestCaseError::fail)?;
    }
}

/// Programs out of a plain generator: `$BATOS_CASES` of them, else 600, in four layouts each.
#[test]
fn generated_programs_stay_what_they_are() {
    let cases = std::env::var("BATOS_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(600_u64);
    let mut state = std::env::var("BATOS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u64);
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    for case in 0..cases {
        let bytes: Vec<u8> = (0..next() / 4).map(|_| next()).collect();
        let choices: Vec<u8> = (0..50).map(|_| next()).collect();
        any_layout(&program(&bytes), &choices).unwrap_or_else(|why| panic!("case {case}: {why}"));
    }
}

#[test]
fn a_long_program_is_formatted_in_linear_time() {
    let nested = |depth: usize| format!("{}x{}", "[ x foo: ( ".repeat(depth), " ) ]".repeat(depth));
    let long = [
        "x foo: 3 Bar: 'abc'. ".repeat(20_000),
        format!("x{}", ", 'abc'".repeat(60_000)),
        format!("x{}", "   foo".repeat(80_000)),
        format!("{}\n", nested(80)).repeat(200).replace('\n', ".\n"),
        "\"c\" ".repeat(80_000),
    ];
    for text in long {
        let start = Instant::now();
        let source = Source::new("long", text);
        let _ = formatted(&source, NewlineRule::Bat);
        let spent = start.elapsed().as_secs_f64();
        // Quadratic time would take minutes.
        assert!(spent < 15.0, "{spent} s for {}", &source.text[..40]);
    }
}

/// Not part of the daily tests: every source under `$BATOS_SOURCES`.
#[test]
#[ignore = "needs sources from elsewhere"]
fn foreign_sources_stay_what_they_are() {
    let folder = std::env::var_os("BATOS_SOURCES").expect("BATOS_SOURCES names a folder of sources");
    let (mut good, mut refused) = (0, 0);
    for path in corpus::files(folder.as_ref(), &["self", "bat"]) {
        let name = path.display().to_string();
        let Ok(text) = String::from_utf8(std::fs::read(&path).expect("a listed file can be read")) else {
            refused += 1;
            continue;
        };
        match assert_holds(&Source::new(&name, text), rule_of(&name)) {
            true => good += 1,
            false => refused += 1,
        }
    }
    assert!(good > 0);
    println!("{good} files stay what they are, {refused} are no programs");
}

// The command.

fn batos(folder: &Path, arguments: &[&str], input: &str) -> (String, String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.args(arguments).current_dir(folder).env("NO_COLOR", "1").env_remove("BATOS_IMAGE");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // A program that does not read has closed its input.
    let _ = child.stdin.take().expect("it has an input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap_or(-1))
}

#[test]
fn files_are_replaced_only_if_they_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let write = |name: &str, text: &str| std::fs::write(at.join(name), text).expect("written");
    let read = |name: &str| std::fs::read_to_string(at.join(name)).expect("read");
    std::fs::create_dir_all(at.join("lib/deeper/.hidden")).expect("folders");
    write("lib/a.bat", "| x=3|\nx   foo.\n");
    write("lib/deeper/b.self", "3+4\n  5\n");
    write("lib/deeper/.hidden/c.bat", "|x=3|\n");
    write("lib/windows.bat", "@echo off\r\nrem  a  batch   file\r\nset X=3\r\n");
    write("lib/wrong.bat", "| x = 3 |\nx at: 1 put:   2.\n");
    write("lib/notes.txt", "3+4");
    let check = |arguments: &[&str], out: &str, told: &[&str], status: i32| {
        let (said, error, ended) = batos(at, arguments, "");
        assert_eq!((said.as_str(), ended), (out, status), "{error}");
        assert!(told.iter().all(|told| error.contains(told)), "{error}");
    };
    let difference = "--- lib/a.bat\n+++ lib/a.bat (formatted)\n@@ -1,2 +1,2 @@\n-| x=3|\n-x   foo.\n+| x = 3 |\n+x foo.\n\
                      --- lib/deeper/b.self\n+++ lib/deeper/b.self (formatted)\n@@ -1,2 +1,2 @@\n-3+4\n-  5\n+3 + 4\n+5\n\
                      2 of 3 files would be changed, 1 could not be\n";
    check(&["fmt", "--check", "lib"], difference, &["lower-keyword", "wrong.bat"], 1);
    assert_eq!(read("lib/a.bat"), "| x=3|\nx   foo.\n");
    check(
        &["--error-format", "short", "fmt", "lib"],
        "2 of 3 files were changed, 1 could not be\n",
        &["lib/wrong.bat:2:"],
        1,
    );
    assert_eq!(read("lib/a.bat"), "| x = 3 |\nx foo.\n");
    assert_eq!(read("lib/deeper/b.self"), "3 + 4\n5\n");
    assert_eq!(read("lib/deeper/.hidden/c.bat"), "|x=3|\n");
    assert_eq!(read("lib/windows.bat"), "@echo off\r\nrem  a  batch   file\r\nset X=3\r\n");
    assert_eq!(read("lib/wrong.bat"), "| x = 3 |\nx at: 1 put:   2.\n");
    let modified = || std::fs::metadata(at.join("lib/a.bat")).and_then(|data| data.modified()).expect("a time");
    let before = modified();
    check(&["fmt", "lib/a.bat", "lib/deeper"], "0 of 2 files were changed\n", &[], 0);
    check(&["fmt", "--check", "lib/a.bat"], "0 of 1 files would be changed\n", &[], 0);
    assert_eq!(modified(), before);
    check(&["fmt", "missing.bat"], "0 of 1 files were changed, 1 could not be\n", &["there is no file missing.bat"], 1);
    let left: Vec<_> =
        std::fs::read_dir(at.join("lib")).expect("a folder").map(|entry| entry.expect("one").path()).collect();
    assert_eq!(left.len(), 5, "nothing is left beside: {left:?}");
}

#[test]
fn the_standard_input_is_formatted_to_the_standard_output() {
    let folder = tempfile::tempdir().expect("a folder");
    let fmt = |arguments: &[&str], input: &str| batos(folder.path(), arguments, input);
    assert_eq!(fmt(&["fmt", "-"], "x  foo.\n").0, "x foo.\n");
    assert_eq!(fmt(&["fmt", "-"], "").0, "");
    assert_eq!(fmt(&["fmt", "--self", "-"], "3\n4").0, "3\n4\n");
    // Line ends, a byte-order mark and the first line of a script stay.
    assert_eq!(fmt(&["fmt", "-"], "\u{FEFF}3+4.\r\n'a\nb'  size.\n").0, "\u{FEFF}3 + 4.\r\n'a\nb' size.\r\n");
    assert_eq!(fmt(&["fmt", "-"], "#!/usr/bin/env batos\r\n3+4").0, "#!/usr/bin/env batos\r\n3 + 4\r\n");
    let (out, told, status) = fmt(&["fmt", "--check", "-"], "3+4\n");
    assert!(out.contains("+3 + 4") && status == 1, "{out}{told}");
    let (out, told, status) = fmt(&["fmt", "-"], "(3 +");
    assert!(out.is_empty() && told.contains("<standard input>") && status == 1, "{out}{told}");
}

#[cfg(unix)]
#[test]
fn a_file_keeps_its_mode_and_its_links() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let (file, link) = (folder.path().join("script.bat"), folder.path().join("link.bat"));
    std::fs::write(&file, "#!/usr/bin/env batos\n3+4\n").expect("written");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o750)).expect("allowed");
    std::os::unix::fs::symlink(&file, &link).expect("linked");
    let (_, told, status) = batos(folder.path(), &["fmt", "link.bat"], "");
    assert_eq!(status, 0, "{told}");
    assert_eq!(std::fs::read_to_string(&file).expect("read"), "#!/usr/bin/env batos\n3 + 4\n");
    assert!(std::fs::symlink_metadata(&link).expect("there").is_symlink());
    assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o750);
}

/// The rule of the editors, held to the same files.
#[test]
fn windows_files_are_not_ours() {
    let windows = corpus::files(&corpus::folder("../editors/test/windows"), &["bat"]);
    let ours = ["../stdlib", "../examples"].map(|folder| corpus::files(&corpus::folder(folder), &["bat"])).concat();
    assert!(windows.len() > 15 && ours.len() > 60);
    let text =
        |path: &Path| String::from_utf8_lossy(&std::fs::read(path).expect("a listed file can be read")).into_owned();
    for path in windows {
        assert!(!is_ours(&text(&path)), "{}", path.display());
    }
    for path in ours {
        assert!(is_ours(&text(&path)), "{}", path.display());
    }
}
