//! Sources and places in them: every later error can point into the text it came from.

use std::fmt;
use std::rc::Rc;

/// A range of bytes in one source, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// The span from byte `start` to byte `end`, exclusive.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A piece of program text with the name a person knows it by (a path, `<eval>`, `<prompt 3>`).
pub struct Source {
    pub name: String,
    pub text: String,
    /// The number of its first line: more than 1 if it is a part of something longer.
    pub first_line: usize,
    line_starts: Vec<u32>,
}

impl Source {
    /// Wraps `text`; lines are found once, here.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        Source::part(name, text, 1)
    }

    /// Wraps a part of a longer text, which begins in that line of it.
    pub fn part(name: impl Into<String>, text: impl Into<String>, first_line: usize) -> Rc<Source> {
        let text = text.into();
        let mut line_starts = vec![0];
        line_starts.extend(text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(i, _)| i as u32 + 1));
        Rc::new(Source { name: name.into(), text, first_line, line_starts })
    }

    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_column(&self, offset: u32) -> (usize, usize) {
        let line = self.line_starts.partition_point(|start| *start <= offset) - 1;
        let start = self.line_starts[line] as usize;
        let end = (offset as usize).min(self.text.len());
        let column = self.text.get(start..end).map_or(0, |text| text.chars().count());
        (line + self.first_line, column + 1)
    }

    /// The text under a span; empty if the span lies outside.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

impl fmt::Debug for Source {
    /// The name alone: a source's text is too long to be of use in a report.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({:?})", self.name)
    }
}
