//! The prompt: a line in, a printString out.

use rustyline::Completer;
use rustyline::Editor;
use rustyline::Helper;
use rustyline::Highlighter;
use rustyline::Hinter;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;
use rustyline::validate::ValidationContext;
use rustyline::validate::ValidationResult;
use rustyline::validate::Validator;

use crate::shell::entry::run_entry;
use crate::shell::report::report;
use crate::syntax::parse::Completeness;
use crate::syntax::parse::is_complete;
use crate::world::driver::TurnError;
use crate::world::driver::World;

/// Tells the line editor when an entry is complete.
#[derive(Completer, Helper, Highlighter, Hinter)]
struct Entries;

impl Validator for Entries {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        Ok(match is_complete(context.input()) {
            Completeness::Complete | Completeness::Empty => ValidationResult::Valid(None),
            Completeness::Open { opener, .. } => {
                let text = format!("   … {opener} is still open");
                if context.input().ends_with("\n\n") {
                    ValidationResult::Invalid(Some(text))
                } else {
                    ValidationResult::Incomplete
                }
            }
            Completeness::Unfinished { .. } => ValidationResult::Incomplete,
        })
    }
}

/// Reads and runs entries until the person leaves. Answers the exit status.
pub fn run_prompt(world: &mut World, colour: bool) -> i32 {
    let Ok(mut editor) = Editor::<Entries, DefaultHistory>::new() else {
        eprintln!("this terminal cannot be used; pipe a program into batos, or use `batos eval`");
        return 2;
    };
    editor.set_helper(Some(Entries));
    let kept = match &world.image {
        Some(image) if world.read_only => format!("You look at {}: nothing is kept.", image.path().display()),
        Some(image) => format!("Each entry is kept in {}.", image.path().display()),
        None => "This world is in memory: it ends with the session.".to_string(),
    };
    println!("BAT OS {}. {kept} Ctrl-D leaves.", env!("CARGO_PKG_VERSION"));
    if !world.read_only && world.library_differs().unwrap_or(false) {
        println!(
            "This program's library differs from the image's: `image upgrade` brings it in, as a turn that can be taken back."
        );
    }
    let mut number = 0;
    loop {
        match editor.readline("bat> ") {
            Ok(line) if is_complete(&line) == Completeness::Empty => {}
            Ok(line) => {
                number += 1;
                // History is kept in memory; that it cannot grow is no reason to stop.
                let _ = editor.add_history_entry(&line);
                match run_entry(world, &format!("<prompt {number}>"), &line) {
                    Ok(()) => {}
                    Err(TurnError::Exit(status)) => return status,
                    Err(error) => eprint!("{}", report(&error, colour)),
                }
            }
            Err(ReadlineError::Interrupted) => println!("(Ctrl-D leaves)"),
            Err(ReadlineError::Eof) => return 0,
            Err(error) => {
                eprintln!("cannot read from the terminal: {error}");
                return 2;
            }
        }
    }
}
