//! Entries: what Enter ends at the prompt and in a pipe, and running one.

use std::io::BufRead;
use std::io::Write;

use crate::shell::report::Style;
use crate::shell::report::report;
use crate::shell::report::status;
use crate::syntax::parse::Completeness;
use crate::syntax::parse::NewlineRule;
use crate::syntax::parse::is_complete;
use crate::syntax::parse::parse_script;
use crate::text::source::Source;
use crate::world::driver::TurnError;
use crate::world::driver::World;

/// Runs an entry, each of its expressions as a turn, and prints each result's `printString`. Stops at the first failure.
pub fn run_entry(world: &mut World, name: &str, text: &str) -> Result<(), TurnError> {
    let source = Source::new(name, text);
    let script = parse_script(&source, NewlineRule::Bat).map_err(TurnError::Syntax)?;
    for item in &script.items {
        let value = world.run_items(&source, std::slice::from_ref(item))?;
        let printed = world.print_string(value);
        // A reader that has gone away ends the program; other trouble with the output is nothing an entry can mend.
        let _ = writeln!(world.vm.output, "{printed}");
    }
    let _ = world.vm.output.flush();
    Ok(())
}

/// Runs what comes through a pipe: each entry's result on standard output, its error on standard error; goes on after an
/// error. Answers the exit status.
pub fn run_pipe(world: &mut World, input: &mut dyn BufRead, style: Style) -> i32 {
    let mut worst = 0;
    let mut entry = String::new();
    let mut number = 0;
    loop {
        let mut bytes = Vec::new();
        let read = input.read_until(b'\n', &mut bytes).unwrap_or(0);
        if read > 0 {
            entry.push_str(&String::from_utf8_lossy(&bytes));
        }
        let ended = read == 0;
        match is_complete(&entry) {
            Completeness::Empty => {}
            Completeness::Open { .. } | Completeness::Unfinished { .. } if !ended => continue,
            _ => {
                number += 1;
                if let Err(error) = run_entry(world, &format!("<entry {number}>"), &entry) {
                    let _ = world.vm.output.flush();
                    if let TurnError::Exit(status) = error {
                        return status;
                    }
                    eprint!("{}", report(&error, style));
                    if status(&error) == 130 {
                        return 130;
                    }
                    worst = 1;
                }
            }
        }
        entry.clear();
        if ended {
            return worst;
        }
    }
}
