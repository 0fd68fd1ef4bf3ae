//! What is wrong with a program, as data: the place, the reason, and what to write instead. `render.rs` draws it.

use std::rc::Rc;

use crate::text::source::Source;
use crate::text::source::Span;

/// One mistake in the user's program.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// A short stable name for the kind of mistake, e.g. `missing-period`.
    pub code: &'static str,
    /// The claim, lower case, no full stop: `expected \`)\` to close the object begun here`.
    pub message: String,
    pub source: Rc<Source>,
    /// The place the message is about.
    pub span: Span,
    /// What stands beside the underlined place.
    pub label: String,
    /// Other places that matter, with what they are.
    pub notes: Vec<(Span, String)>,
    /// One thing to try.
    pub help: Option<String>,
}
