//! How code looks: `batos fmt`. docs/format.md is the rule.
//!
//! Only what stands between tokens and comments is changed, so a formatted program is the same program; that is proved
//! each time before it is answered.

mod layout;
mod page;
mod piece;
mod tree;

use std::rc::Rc;

use crate::syntax::format::piece::Piece;
use crate::syntax::format::piece::pieces;
use crate::syntax::format::piece::start_of;
use crate::syntax::parse::NewlineRule;
use crate::syntax::parse::parse_script;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::source::Span;

/// What is laid out is looked at again until it stays as it is; so often at most.
const ROUNDS: usize = 8;

/// The text of a script as it should look. Formatting that again changes nothing.
///
/// # Errors
/// The mistakes of a text that is no program, and one named `unformatted` if the result would be another program, which
/// is a mistake of ours.
pub fn format(source: &Rc<Source>, rule: NewlineRule) -> Result<String, Vec<Diagnostic>> {
    parse_script(source, rule)?;
    let line_end = if source.text.split('\n').next().is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" };
    let first = pieces(source, rule).map_err(|mistake| vec![*mistake])?;
    let mut formatted = laid_out(&source.text, &first, rule, line_end);
    for _ in 0..ROUNDS {
        let again = Source::new(source.name.as_str(), formatted);
        let unlike = || {
            let mistake = "the formatter would have changed what this means; nothing was done";
            vec![Diagnostic::new(source, "unformatted", Span::default(), mistake).with_help("please report this file")]
        };
        let second = pieces(&again, rule).map_err(|_| unlike())?;
        if !is_same(&first, &second) {
            return Err(unlike());
        }
        let next = laid_out(&again.text, &second, rule, line_end);
        if next == again.text {
            return Ok(next);
        }
        formatted = next;
    }
    Ok(formatted)
}

fn laid_out(text: &str, pieces: &[Piece<'_>], rule: NewlineRule, line_end: &'static str) -> String {
    let before = text[..start_of(text)].trim_end_matches('\r');
    let body = layout::lay_out(pieces, rule, line_end);
    if !before.starts_with("#!") {
        return format!("{before}{body}");
    }
    let blank = if pieces.first().is_some_and(|piece| piece.newlines > 1) { line_end } else { "" };
    format!("{before}{line_end}{blank}{body}")
}

/// The same tokens and comments in the same order, and the same items.
fn is_same(one: &[Piece<'_>], other: &[Piece<'_>]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(one, other)| {
            one.starts_item == other.starts_item
                && match (one.is_comment(), other.is_comment()) {
                    (true, true) => one.text.split_whitespace().eq(other.text.split_whitespace()),
                    (false, false) => one.kind == other.kind && one.text == other.text,
                    _ => false,
                }
        })
}
