//! What a person is told when something fails while it runs: `tests/messages/*.bat` hold entries, and the file `.out` beside each
//! what came of them. `UPDATE=1` writes those anew; they are then to be read aloud: what went wrong, with which values, what next?

use std::path::Path;

use batos::shell::report::Style;
use batos::shell::report::report;
use batos::syntax::parse::Completeness;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::is_complete;
use batos::text::source::Source;
use batos::world::driver::World;

/// Little enough that what never ends is over soon.
const MEMORY: usize = 200 << 20;

/// Each entry, indented, with what it answers or is told.
fn told(program: &str) -> String {
    let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    world.vm.heap.budget_bytes = MEMORY;
    world.vm.output = Box::new(std::io::sink());
    let style = Style { short: true, ..Style::PLAIN };
    let mut out = String::new();
    let mut entry = String::new();
    for line in program.lines() {
        entry.push_str(line);
        entry.push('\n');
        match is_complete(&entry) {
            Completeness::Empty => entry.clear(),
            Completeness::Open { .. } | Completeness::Unfinished { .. } => {}
            Completeness::Complete => {
                let source = Source::new("entry", std::mem::take(&mut entry));
                let answer = match world.run(&source, NewlineRule::Bat) {
                    Ok(value) => format!("=> {}\n", world.print_string(value)),
                    Err(error) => report(&error, style),
                };
                out.push_str(&format!("{}    {}\n", source.text, answer.trim_end().replace('\n', "\n    ")));
            }
        }
    }
    assert!(entry.is_empty(), "the last entry is whole: {entry}");
    out
}

#[test]
fn failures_are_told_as_they_were_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/messages");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("there are messages").flatten().map(|f| f.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "bat"));
    files.sort();
    let mut failed = Vec::new();
    let mut messages = 0;
    for file in files {
        let told = told(&std::fs::read_to_string(&file).expect("it can be read"));
        messages += told.lines().filter(|line| line.starts_with("    entry:")).count();
        let golden = file.with_extension("out");
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&golden, &told).expect("it can be written");
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        if expected != told {
            let differs = told.lines().zip(expected.lines()).find(|(is, was)| is != was);
            failed.push(format!("{}: {differs:?}", file.display()));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(messages >= 60, "{messages} messages");
}
