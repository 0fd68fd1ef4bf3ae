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

impl Diagnostic {
    /// A mistake at `span`, with nothing beside it yet.
    pub fn new(source: &Rc<Source>, code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code,
            message: message.into(),
            source: source.clone(),
            span,
            label: String::new(),
            notes: Vec::new(),
            help: None,
        }
    }

    /// Says what stands at the place.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Diagnostic {
        self.label = label.into();
        self
    }

    /// Points to another place that matters.
    #[must_use]
    pub fn with_note(mut self, span: Span, note: impl Into<String>) -> Diagnostic {
        self.notes.push((span, note.into()));
        self
    }

    /// Says what to try.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Diagnostic {
        self.help = Some(help.into());
        self
    }
}
