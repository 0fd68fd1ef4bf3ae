//! Every program of the corpora, the examples, the library's comments and the documents does what stands beside it.
//!
//! Programs of a file share a world. Everything runs four times: with the inline caches, without them, in an image that
//! is closed and opened between any two programs, and in one of which hardly anything is kept in memory. What `tests/wishlist`
//! holds is run and reported, and may fail.

use std::cell::RefCell;
use std::fmt::Write;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use batos::image::store::Access;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;

use crate::corpus::files;
use crate::expectation::Case;
use crate::expectation::Expectation;
use crate::expectation::cases;
use crate::expectation::examples;
use crate::expectation::fenced;

#[test]
fn the_corpora_do_what_they_say() {
    check("the corpora", Mode::Plain, &corpora());
}

#[test]
fn the_corpora_do_the_same_without_caches() {
    check("the corpora without caches", Mode::NoCaches, &corpora());
}

#[test]
fn the_library_does_what_its_comments_say() {
    check("the library's examples", Mode::Plain, &library());
}

#[test]
fn the_library_does_the_same_without_caches() {
    check("the library's examples without caches", Mode::NoCaches, &library());
}

#[test]
fn the_corpora_do_the_same_in_an_image() {
    check("the corpora in an image", Mode::Reopened, &corpora());
}

#[test]
fn the_library_does_the_same_in_an_image() {
    check("the library's examples in an image", Mode::Reopened, &library());
}

#[test]
fn the_corpora_do_the_same_when_memory_is_given_back() {
    // With a collection at every safepoint besides, some must stand for all.
    let every = if cfg!(feature = "stress") { 15 } else { 1 };
    let programs: Vec<_> = corpora().into_iter().step_by(every).collect();
    check("the corpora without memory", Mode::Forgetful, &programs);
}

#[test]
fn the_library_does_the_same_when_memory_is_given_back() {
    check("the library's examples without memory", Mode::Forgetful, &library());
}

#[test]
fn what_a_world_keeps_is_there_when_it_is_entered_again() {
    check("what an image keeps", Mode::Reopened, &programs(&["tests/image"], cases));
}

#[test]
fn the_documents_say_what_happens() {
    check("the documents", Mode::Plain, &documents());
}

#[test]
fn what_is_wished_for_is_reported() {
    let programs = programs(&["tests/wishlist"], cases);
    let report = run_all(Mode::Plain, &programs);
    println!("the wishlist: {} of {} come true\n{}", report.passed, report.count, report.wrong);
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Plain,
    NoCaches,
    /// In an image, which is closed after each program and opened for the next.
    Reopened,
    /// In an image, to which all memory is given back at every safepoint that can be read from it again.
    Forgetful,
}

/// A file of programs; they share a world.
struct Programs {
    name: String,
    cases: Vec<Case>,
    /// What a mind says in their world, where unknown messages become: the file `….transcript` beside them, if there is one.
    transcript: Option<String>,
}

fn corpora() -> Vec<Programs> {
    programs(&["tests/conformance", "tests/language", "tests/stdlib", "examples"], cases)
}

fn library() -> Vec<Programs> {
    programs(&["stdlib"], examples)
}

fn documents() -> Vec<Programs> {
    let name = "docs/language.md";
    let mut found = Vec::new();
    for (begins, block) in fenced(&read(&root().join(name))) {
        let shifted = cases(&block).into_iter().map(|case| Case { line: case.line + begins - 1, ..case });
        found.extend(shifted);
    }
    vec![Programs { name: name.to_string(), cases: found, transcript: None }]
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files under these folders with the programs in them; a folder that is not there holds none.
fn programs(folders: &[&str], extract: fn(&str) -> Vec<Case>) -> Vec<Programs> {
    let mut found = Vec::new();
    for folder in folders.iter().map(|folder| root().join(folder)).filter(|folder| folder.is_dir()) {
        for path in files(&folder, &["bat"]) {
            let name = path.strip_prefix(root()).unwrap_or(&path).display().to_string();
            let transcript = std::fs::read_to_string(path.with_extension("transcript")).ok();
            found.push(Programs { name, cases: extract(&read(&path)), transcript });
        }
    }
    found
}

struct Report {
    count: usize,
    passed: usize,
    wrong: String,
}

fn check(what: &str, mode: Mode, programs: &[Programs]) {
    let report = run_all(mode, programs);
    assert!(report.count > 0, "{what}: there are none");
    let failed = report.count - report.passed;
    assert!(failed == 0, "{what}: {failed} of {} differ\n{}", report.count, report.wrong);
}

fn run_all(mode: Mode, programs: &[Programs]) -> Report {
    let mut report = Report { count: 0, passed: 0, wrong: String::new() };
    for programs in programs {
        report.count += programs.cases.len();
        let mut passed = 0;
        let mut wrong = String::new();
        // A machine that panics says so for its file; the others run nevertheless.
        let whole = catch_unwind(AssertUnwindSafe(|| {
            let mut stage = Stage::new(mode, programs.transcript.clone());
            for case in &programs.cases {
                match stage.mismatch(&programs.name, case) {
                    None => passed += 1,
                    Some(text) => {
                        let program = case.program.trim();
                        let _ = writeln!(wrong, "{}:{}: {program}\n{text}", programs.name, case.line);
                    }
                }
            }
        }));
        if whole.is_err() {
            let _ = writeln!(wrong, "{}: the machine panicked", programs.name);
        }
        report.passed += passed;
        report.wrong.push_str(&wrong);
    }
    report
}

/// What programs write, for the test to read.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A world whose output is read.
struct Stage {
    world: Option<World>,
    written: Written,
    mode: Mode,
    transcript: Option<String>,
    /// The image, if the world has one, and the folder it is in.
    image: Option<(PathBuf, tempfile::TempDir)>,
}

impl Stage {
    fn new(mode: Mode, transcript: Option<String>) -> Stage {
        let mut stage = Stage { world: None, written: Written::default(), mode, transcript, image: None };
        if matches!(mode, Mode::Reopened | Mode::Forgetful) {
            let folder = tempfile::tempdir().expect("a folder for the image");
            let path = folder.path().join("world.redb");
            drop(World::create(&path, "the tests").unwrap_or_else(|error| panic!("an image is made: {error:?}")));
            stage.image = Some((path, folder));
        }
        stage.enter();
        stage
    }

    /// Enters the world, again if it is in an image.
    fn enter(&mut self) {
        let mut world = match &self.image {
            Some((path, _)) => {
                // One at a time: the last one closes first.
                self.world = None;
                World::open(path, Access::Write, None, "the tests")
                    .unwrap_or_else(|error| panic!("the image opens: {error:?}"))
            }
            None => World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}")),
        };
        world.vm.output = Box::new(self.written.clone());
        world.vm.forgetful = self.mode == Mode::Forgetful;
        world.vm.caches.off = self.mode == Mode::NoCaches;
        if self.transcript.is_some() {
            world.let_become("auto");
            world.minds.transcript.clone_from(&self.transcript);
        }
        // Some programs recurse until this is used up.
        world.vm.heap.budget_bytes = 256 << 20;
        self.world = Some(world);
    }

    /// Runs a program as one turn; how that differs from what is expected, if it does.
    fn mismatch(&mut self, name: &str, case: &Case) -> Option<String> {
        self.written.0.borrow_mut().clear();
        if self.mode == Mode::Reopened {
            self.enter();
        }
        let world = self.world.as_mut()?;
        let result = world.run(&Source::new(name, &case.program), NewlineRule::Bat);
        let written = String::from_utf8_lossy(&self.written.0.borrow()).into_owned();
        let result = result.map(|value| world.print_string(value));
        let got = match &result {
            Ok(printed) => format!("  got      => {printed}"),
            Err(TurnError::Syntax(diagnostics)) => {
                let first = diagnostics.first().map_or("", |diagnostic| diagnostic.message.as_str());
                format!("  got      => syntax error: {first}")
            }
            Err(TurnError::Failed { text, kind, .. }) => format!("  got      => error: {kind}: {text}"),
            Err(other) => format!("  got      => {other:?}"),
        };
        let mut wrong = String::new();
        for expected in &case.expected {
            let _ = match expected {
                Expectation::Prints(text) if written.trim_end() != text.trim_end() => {
                    writeln!(wrong, "  expected prints: {text:?}\n  got      prints: {written:?}\n{got}")
                }
                Expectation::Prints(_) => Ok(()),
                Expectation::Value(text) if !matches!(&result, Ok(printed) if printed == text) => {
                    writeln!(wrong, "  expected => {text}\n{got}")
                }
                Expectation::Error(text) if !is_error(&result, text) => {
                    writeln!(wrong, "  expected => error: {text}\n{got}")
                }
                Expectation::SyntaxError if !matches!(&result, Err(TurnError::Syntax(_))) => {
                    writeln!(wrong, "  expected => syntax error\n{got}")
                }
                Expectation::Value(_) | Expectation::Error(_) | Expectation::SyntaxError => Ok(()),
            };
        }
        let says_how_it_ends = case.expected.iter().any(|expected| !matches!(expected, Expectation::Prints(_)));
        if !says_how_it_ends && result.is_err() {
            let _ = writeln!(wrong, "  expected no error\n{got}");
        }
        (!wrong.is_empty()).then_some(wrong)
    }
}

/// Whether a turn failed with this kind of error, or with a text that begins so.
fn is_error(result: &Result<String, TurnError>, expected: &str) -> bool {
    matches!(result, Err(TurnError::Failed { text, kind, .. }) if kind == expected || text.starts_with(expected))
}
