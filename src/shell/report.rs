//! What a person is told when a turn has failed: the error in words, the place, and the way there.

use crate::text::diagnostic::Diagnostic;
use crate::text::render::render;
use crate::text::render::render_all;
use crate::text::render::render_short;
use crate::vm::trace::TraceLine;
use crate::world::driver::TurnError;

/// Of a long way to the place, activations shown at either end.
const INNERMOST: usize = 8;
const OUTERMOST: usize = 4;

/// How errors are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    pub colour: bool,
    /// One line each, for programs that make lists of them.
    pub short: bool,
}

impl Style {
    /// For files and pipes.
    pub const PLAIN: Style = Style { colour: false, short: false };

    /// One mistake.
    pub fn one(self, mistake: &Diagnostic) -> String {
        if self.short { render_short(mistake) } else { render(mistake, self.colour) }
    }

    /// All of them, one after the other.
    pub fn all(self, mistakes: &[Diagnostic]) -> String {
        if self.short { mistakes.iter().map(render_short).collect() } else { render_all(mistakes, self.colour) }
    }
}

/// The text of a failed turn, ending with a newline; empty if there is nothing to say.
pub fn report(error: &TurnError, style: Style) -> String {
    match error {
        TurnError::Syntax(mistakes) => style.all(mistakes),
        TurnError::Failed { text, trace, .. } | TurnError::Stands { text, trace, .. } => failure(text, trace, style),
        TurnError::NotSaved(why) => format!("the turn could not be saved, so it was undone: {why}\n"),
        TurnError::Interrupted => "interrupted; the world is as it was before\n".into(),
        TurnError::Exit(_) => String::new(),
    }
}

/// The exit status a failed turn gives.
pub fn status(error: &TurnError) -> i32 {
    match error {
        TurnError::Syntax(_) => 2,
        TurnError::Failed { .. } | TurnError::Stands { .. } | TurnError::NotSaved(_) => 1,
        TurnError::Interrupted => 130,
        TurnError::Exit(status) => *status,
    }
}

/// Is this a place in the library, which is not where the user's mistake is?
fn in_library(line: &TraceLine) -> bool {
    line.source.name.starts_with("stdlib/")
}

/// An error's text with the place nearest to it in the user's own code, then the activations.
pub fn failure(text: &str, trace: &[TraceLine], style: Style) -> String {
    let Some(place) = trace.iter().find(|line| !in_library(line)) else {
        return format!("error: {text}\n");
    };
    let label =
        if place.in_block { format!("in a block of {}", place.selector) } else { format!("in {}", described(place)) };
    let mistake = Diagnostic::new(&place.source, "error", place.span, text).with_label(label);
    let mut drawn = style.one(&mistake);
    if style.short {
        return drawn;
    }
    let own: Vec<&TraceLine> = trace.iter().filter(|line| !in_library(line)).collect();
    if own.len() > 1 {
        drawn.push_str("called from\n");
        let callers = &own[1..];
        let skipped: usize = trace.iter().map(|line| line.skipped).sum();
        let is_long = skipped > 0 || callers.len() > INNERMOST + OUTERMOST + 1;
        let (near, far) = match is_long {
            true => (INNERMOST.min(callers.len()), callers.len().saturating_sub(OUTERMOST).max(INNERMOST)),
            false => (callers.len(), callers.len()),
        };
        callers[..near].iter().for_each(|line| drawn.push_str(&caller(line)));
        let left_out = skipped + far.saturating_sub(near);
        if left_out > 0 {
            drawn.push_str(&format!("  … {left_out} more …\n"));
        }
        callers[far.min(callers.len())..].iter().for_each(|line| drawn.push_str(&caller(line)));
    }
    drawn
}

/// One line of the way to the place.
fn caller(line: &TraceLine) -> String {
    let (row, column) = line.source.line_column(line.span.start);
    format!("  {}  {}:{row}:{column}\n", described(line), line.source.name)
}

fn described(line: &TraceLine) -> String {
    if line.selector.as_str() == "doIt" {
        return "the program".into();
    }
    match line.in_block {
        true => format!("a block of {}", line.selector),
        false => format!("{} of {}", line.selector, line.receiver),
    }
}
