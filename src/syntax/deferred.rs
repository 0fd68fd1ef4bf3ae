//! Bodies of methods that are parsed when they are first needed.
//!
//! A world awakens by running the library's sources, and most of their text is the inside of methods of which a program
//! calls few. So the skeleton of a source is parsed at once and its methods one by one: `Lexer::body` skips a method's body
//! by its brackets, and what is skipped is parsed here. Only for sources that are known to be without mistakes, since a
//! mistake would be found too late to be told to anyone; the tests parse the whole library.

use std::cell::OnceCell;
use std::rc::Rc;

use crate::syntax::ast::Body;
use crate::syntax::parse::parse_body_at;
use crate::text::source::Source;

/// A body, or where the slot begins that holds it.
#[derive(Debug)]
pub(crate) struct DeferredBody {
    start: u32,
    body: OnceCell<Body>,
}

impl DeferredBody {
    pub(crate) fn parsed(body: Body) -> DeferredBody {
        DeferredBody { start: 0, body: OnceCell::from(body) }
    }

    pub(crate) fn at(start: u32) -> DeferredBody {
        DeferredBody { start, body: OnceCell::new() }
    }

    /// The body of the method whose slot ends at byte `end`.
    pub(crate) fn get(&self, source: &Rc<Source>, end: u32) -> &Body {
        self.body.get_or_init(|| parse_body_at(source, self.start as usize, end as usize))
    }
}
