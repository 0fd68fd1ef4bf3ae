//! What the prompt does while a person types: when an entry is complete, its colours, and what a name may go on to.
//!
//! Nothing here runs a program: completion follows names through data only (`world/look.rs`).

use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::rc::Rc;

use logos::Logos;
use rustyline::Context;
use rustyline::Helper;
use rustyline::completion::Completer;
use rustyline::completion::Pair;
use rustyline::highlight::CmdKind;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::validate::ValidationContext;
use rustyline::validate::ValidationResult;
use rustyline::validate::Validator;

use crate::syntax::parse::Completeness;
use crate::syntax::parse::is_complete;
use crate::syntax::token::Raw;
use crate::vm::primitive::primitives;
use crate::world::driver::World;
use crate::world::look::Literal;

/// More candidates than this say nothing.
const MOST: usize = 400;

/// Helps the line editor.
pub struct Editing {
    pub world: Rc<RefCell<World>>,
    pub colour: bool,
    /// Whether anything stands in the entry, as it was shown last.
    pub has_text: Rc<Cell<bool>>,
}

/// Is this a terminal on which rustyline only reads lines?
fn is_plain_terminal() -> bool {
    std::env::var("TERM").is_ok_and(|term| ["dumb", "cons25", "emacs"].contains(&term.to_ascii_lowercase().as_str()))
}

/// Is this an entry in the prompt's own words (`:undo`, `?list`), which ends with its line?
pub fn is_word(text: &str) -> bool {
    let text = text.trim();
    text == "help"
        || text.starts_with('?')
        || text.strip_prefix(':').is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
}

impl Helper for Editing {}

impl Validator for Editing {
    fn validate(&self, context: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let input = context.input();
        if is_word(input) {
            return Ok(ValidationResult::Valid(None));
        }
        Ok(match is_complete(input) {
            Completeness::Complete | Completeness::Empty => ValidationResult::Valid(None),
            // Whoever presses Enter twice on nothing wonders what is wanted.
            Completeness::Open { opener, .. } if input.ends_with("\n\n") => {
                // A terminal that edits nothing reads whole lines, and Ctrl-C ends no line.
                let way = if is_plain_terminal() { "close it to go on" } else { "Ctrl-C gives the entry up" };
                ValidationResult::Invalid(Some(format!("   … {opener} is still open; {way}")))
            }
            Completeness::Open { .. } | Completeness::Unfinished { .. } => ValidationResult::Incomplete,
        })
    }
}

impl Hinter for Editing {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<String> {
        self.has_text.set(!line.is_empty());
        if pos < line.len() || !line.ends_with('\n') {
            return None;
        }
        match is_complete(line) {
            Completeness::Open { opener, .. } => Some(format!("… {} open", shown(opener))),
            Completeness::Unfinished { span } => {
                Some(format!("… {} wants more", &line[span.start as usize..span.end as usize]))
            }
            Completeness::Complete | Completeness::Empty => None,
        }
    }
}

/// An opening bracket with what closes it.
fn shown(opener: char) -> &'static str {
    match opener {
        '(' => "( )",
        '[' => "[ ]",
        '{' => "{ }",
        '|' => "| |",
        '\'' => "' '",
        _ => "\" \"",
    }
}

impl Highlighter for Editing {
    fn highlight<'l>(&self, line: &'l str, _: usize) -> Cow<'l, str> {
        if self.colour { Cow::Owned(coloured(line)) } else { Cow::Borrowed(line) }
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        if self.colour { Cow::Owned(format!("\x1b[2m{hint}\x1b[0m")) } else { Cow::Borrowed(hint) }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.colour && kind != CmdKind::MoveCursor
    }
}

/// The text with the colours of its tokens.
pub fn coloured(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    let mut done = 0;
    for (token, range) in tokens(text) {
        out.push_str(&text[done..range.start]);
        done = range.end;
        let piece = &text[range];
        match style(token) {
            Some(style) => out.extend(["\x1b[", style, "m", piece, "\x1b[0m"]),
            None => out.push_str(piece),
        }
    }
    out.push_str(&text[done..]);
    out
}

/// How a token looks: quiet comments, data in green and cyan, what is sent in blue.
fn style(token: Raw) -> Option<&'static str> {
    match token {
        Raw::Comment(_) => Some("2"),
        Raw::String(_) => Some("32"),
        Raw::Integer | Raw::Radix | Raw::Float => Some("36"),
        Raw::BadNumber => Some("31"),
        Raw::SelfName | Raw::Resend => Some("35"),
        Raw::Keyword | Raw::CapitalKeyword => Some("34"),
        Raw::Argument => Some("33"),
        Raw::Caret | Raw::Arrow => Some("1"),
        _ => None,
    }
}

fn tokens(text: &str) -> Vec<(Raw, Range<usize>)> {
    Raw::lexer(text).spanned().filter_map(|(token, range)| Some((token.ok()?, range))).collect()
}

impl Completer for Editing {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let typed = &line[..pos];
        let Ok(mut world) = self.world.try_borrow_mut() else { return Ok((pos, Vec::new())) };
        Ok(completions(&mut world, typed))
    }
}

/// Where what is typed last begins, and what it may go on to.
pub fn completions(world: &mut World, typed: &str) -> (usize, Vec<Pair>) {
    match wanted(typed) {
        None => (typed.len(), Vec::new()),
        Some(wanted) => (wanted.start, pairs(names(world, typed, &wanted), &wanted.before)),
    }
}

/// What is being typed, and to whom it would be sent.
#[derive(Debug, PartialEq)]
struct Wanted {
    /// Where what is typed begins.
    start: usize,
    receiver: Receiver,
    /// Of a message of several keywords, those that stand already.
    before: String,
}

#[derive(Debug, PartialEq)]
enum Receiver {
    /// The `shell` object: one of its words.
    Shell,
    /// Whatever a chain of names leads to from the lobby or a literal.
    Chain(Option<Literal>, Vec<Range<usize>>),
    /// Only running it would tell.
    Unknown,
}

/// Nothing inside strings and comments, where nothing is typed, or after a number.
fn wanted(typed: &str) -> Option<Wanted> {
    let trimmed = typed.trim_start();
    let indent = typed.len() - trimmed.len();
    if let Some(word) = trimmed.strip_prefix(':')
        && word.chars().all(char::is_alphanumeric)
    {
        return Some(Wanted { start: indent + 1, receiver: Receiver::Shell, before: String::new() });
    }
    let mut tokens = tokens(typed);
    if is_word(typed) {
        tokens.remove(0);
    }
    let (token, range) = tokens.last()?.clone();
    let touches = range.end == typed.len();
    match token {
        Raw::String(false) | Raw::Comment(false) => None,
        Raw::Name | Raw::SelfName | Raw::Resend if touches => {
            let receiver = receiver(&tokens[..tokens.len() - 1]);
            Some(Wanted { start: range.start, receiver, before: String::new() })
        }
        Raw::CapitalName if touches => {
            let (before, receiver) = keywords(typed, &tokens[..tokens.len() - 1])?;
            Some(Wanted { start: range.start, receiver, before })
        }
        _ if touches => None,
        _ => Some(Wanted { start: typed.len(), receiver: receiver(&tokens), before: String::new() }),
    }
}

/// What the last of some tokens leaves as the receiver of a unary message.
fn receiver(tokens: &[(Raw, Range<usize>)]) -> Receiver {
    let names = tokens.iter().rev().take_while(|(token, _)| *token == Raw::Name).count();
    let (rest, names) = tokens.split_at(tokens.len() - names);
    let names: Vec<Range<usize>> = names.iter().map(|(_, range)| range.clone()).collect();
    match rest.last().map(|(token, _)| *token) {
        Some(Raw::Integer | Raw::Radix) => Receiver::Chain(Some(Literal::Integer), names),
        Some(Raw::Float) => Receiver::Chain(Some(Literal::Float), names),
        Some(Raw::String(_)) => Receiver::Chain(Some(Literal::String), names),
        Some(Raw::SquareClose) => Receiver::Chain(Some(Literal::Block), names),
        Some(Raw::ParenClose | Raw::BraceClose | Raw::Resend | Raw::CapitalName | Raw::Argument) => Receiver::Unknown,
        _ => Receiver::Chain(None, names),
    }
}

/// The keywords of an unfinished message, and its receiver.
fn keywords(typed: &str, tokens: &[(Raw, Range<usize>)]) -> Option<(String, Receiver)> {
    let mut parts = Vec::new();
    let mut depth = 0usize;
    for (at, (token, range)) in tokens.iter().enumerate().rev() {
        match token {
            Raw::ParenClose | Raw::SquareClose | Raw::BraceClose => depth += 1,
            Raw::ParenOpen | Raw::SquareOpen | Raw::BraceOpen => depth = depth.checked_sub(1)?,
            Raw::CapitalKeyword if depth == 0 => parts.push(&typed[range.clone()]),
            Raw::Keyword if depth == 0 => {
                parts.push(&typed[range.clone()]);
                parts.reverse();
                return Some((parts.concat(), receiver(&tokens[..at])));
            }
            Raw::Dot if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The names that what is typed may go on to, nearest first.
fn names(world: &mut World, typed: &str, wanted: &Wanted) -> Vec<String> {
    let prefix = format!("{}{}", wanted.before, &typed[wanted.start..]);
    // The machine's own messages are wanted by those who begin them.
    let fits = |name: &str| name.starts_with(&prefix) && name.starts_with('_') == prefix.starts_with('_');
    let value = match &wanted.receiver {
        Receiver::Shell => world.value_along(None, &["shell"]),
        Receiver::Chain(literal, chain) => {
            let start = literal.and_then(|literal| world.example_of(literal));
            let chain: Vec<&str> = chain.iter().map(|range| &typed[range.clone()]).collect();
            if literal.is_some() && start.is_none() { None } else { world.value_along(start, &chain) }
        }
        Receiver::Unknown => None,
    };
    if prefix.starts_with('_') {
        return primitives().map(|primitive| primitive.name).filter(|name| fits(name)).map(str::to_string).collect();
    }
    let found: Vec<String> = match value {
        Some(value) if wanted.receiver == Receiver::Shell => {
            let own = world.names_in(value);
            let words = own.iter().map(|name| name.as_str().trim_end_matches(':'));
            words.filter(|name| fits(name)).collect::<BTreeSet<&str>>().into_iter().map(str::to_string).collect()
        }
        Some(value) => {
            let names = world.understood_by(value);
            names.iter().map(|name| name.as_str()).filter(|name| fits(name)).map(str::to_string).collect()
        }
        None => world.all_names().into_iter().filter(|name| fits(name)).map(str::to_string).collect(),
    };
    let is_message = |name: &String| name.starts_with(char::is_alphabetic);
    found.into_iter().filter(is_message).take(MOST).collect()
}

/// Each name as it is shown and what is typed for it: of a message of keywords the next keyword.
fn pairs(names: Vec<String>, before: &str) -> Vec<Pair> {
    let typed = |name: &str| {
        let rest = &name[before.len()..];
        match rest.find(':') {
            Some(colon) => format!("{} ", &rest[..=colon]),
            None => rest.to_string(),
        }
    };
    let mut known = BTreeSet::new();
    let assigns = |name: &str| name.ends_with(':') && names.iter().any(|other| other == &name[..name.len() - 1]);
    let (first, last): (Vec<&String>, Vec<&String>) = names.iter().partition(|name| !assigns(name));
    let all = first.into_iter().chain(last);
    all.map(|name| Pair { display: name.clone(), replacement: typed(name) })
        .filter(|pair| known.insert(pair.display.clone()))
        .collect()
}
