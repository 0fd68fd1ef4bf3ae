//! Data every layer may name; no behaviour of its own.

pub mod diagnostic;
pub mod render;
pub mod source;
pub mod symbol;

/// Where the first of these places starts.
pub fn span_start(spans: &[source::Span]) -> u32 {
    spans.first().map_or(0, |span| span.start)
}
