//! A text as pieces: its tokens and comments in order, each with what stood before it.
//!
//! Between two pieces there is nothing but blanks, so whoever writes the same pieces with other blanks between them has
//! written the same program.

use std::mem::Discriminant;
use std::mem::discriminant;
use std::ops::Range;
use std::rc::Rc;

use crate::syntax::lexer::Lexer;
use crate::syntax::mistake::Mistake;
use crate::syntax::parse::NewlineRule;
use crate::syntax::token::Token;
use crate::text::source::Source;

/// Columns from one tab stop to the next, in texts that have tabs.
const TAB: usize = 8;
/// So many lines away something may stand with which a piece is aligned.
const NEAR: usize = 4;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Kind<'s> {
    Comment,
    Token(Token<'s>),
}

impl Kind<'_> {
    /// The sort of token; none for a comment.
    fn sort(&self) -> Option<Discriminant<Token<'_>>> {
        match self {
            Kind::Comment => None,
            Kind::Token(token) => Some(discriminant(token)),
        }
    }
}

/// A token or comment.
#[derive(Clone, Debug)]
pub(super) struct Piece<'s> {
    pub(super) kind: Kind<'s>,
    pub(super) text: &'s str,
    /// It is the first token of something at the top level.
    pub(super) starts_item: bool,
    /// Line ends between the piece before and this one.
    pub(super) newlines: usize,
    /// Blanks between the piece before and this one, if both stand in one line.
    pub(super) blanks: usize,
    /// Columns count characters, from 0.
    pub(super) column: usize,
    /// The first piece of its line; none if the line begins within a comment or string.
    pub(super) line_start: Option<usize>,
    /// It stands below or above something on purpose: its column is to be kept.
    pub(super) aligned: bool,
}

impl<'s> Piece<'s> {
    pub(super) fn is(&self, token: Token<'_>) -> bool {
        self.kind == Kind::Token(token)
    }

    pub(super) fn is_comment(&self) -> bool {
        self.kind == Kind::Comment
    }

    pub(super) fn is_dot(&self) -> bool {
        self.is(Token::Dot)
    }

    pub(super) fn is_delegate(&self) -> bool {
        matches!(self.kind, Kind::Token(Token::Delegate(_)))
    }

    pub(super) fn closes(&self) -> bool {
        matches!(self.kind, Kind::Token(Token::ParenClose | Token::SquareClose | Token::BraceClose | Token::BarClose))
    }

    pub(super) fn is_operator(&self) -> bool {
        matches!(self.kind, Kind::Token(Token::Operator(_) | Token::Equal | Token::Arrow | Token::Star))
    }

    /// An author broke the line before it.
    pub(super) fn begins_line(&self) -> bool {
        self.newlines > 0
    }

    /// Characters of its first line.
    pub(super) fn first_line(&self) -> usize {
        width(self.text.split('\n').next().unwrap_or_default().trim_end_matches('\r'))
    }

    pub(super) fn is_long(&self) -> bool {
        self.text.contains('\n')
    }
}

/// Characters of a text.
pub(super) fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Where the first piece may begin: behind a byte-order mark or a line `#!…`, which are no pieces.
pub(super) fn start_of(text: &str) -> usize {
    match text {
        _ if text.starts_with("#!") => text.find('\n').unwrap_or(text.len()),
        _ if text.starts_with('\u{FEFF}') => '\u{FEFF}'.len_utf8(),
        _ => 0,
    }
}

/// The pieces of a text in which there are no mistakes.
///
/// # Errors
/// The first mistake of the lexer, if there is one all the same.
pub(super) fn pieces(source: &Rc<Source>, rule: NewlineRule) -> Result<Vec<Piece<'_>>, Mistake> {
    let mut lexer = Lexer::new(source, rule);
    // Where each begins and ends, and whether it begins something at the top level.
    let mut tokens: Vec<(usize, usize, Token<'_>, bool)> = Vec::new();
    while lexer.begin_item().is_some() {
        let first = tokens.len();
        for token in &mut lexer {
            let (start, token, end) = token?;
            tokens.push((start as usize, end as usize, token, tokens.len() == first));
        }
        if tokens.get(first).is_some_and(|(_, _, token, _)| *token == Token::BarOpen) {
            lexer.skip_period();
        }
    }
    let text = source.text.as_str();
    let mut found = Found { text, pieces: Vec::with_capacity(tokens.len()), end: start_of(text) };
    let mut comments = lexer.comments.iter().peekable();
    for (start, end, token, starts_item) in tokens {
        while let Some(comment) = comments.next_if(|comment| (comment.start as usize) < start) {
            found.add(Kind::Comment, comment.start as usize, comment.end as usize, false);
        }
        found.add(Kind::Token(token), start, end, starts_item);
    }
    for comment in comments {
        found.add(Kind::Comment, comment.start as usize, comment.end as usize, false);
    }
    found.add_period(text.len());
    let mut pieces = found.pieces;
    note_columns(text, &mut pieces);
    Ok(pieces)
}

struct Found<'s> {
    text: &'s str,
    pieces: Vec<Piece<'s>>,
    /// Where the last piece ends.
    end: usize,
}

impl<'s> Found<'s> {
    fn add(&mut self, kind: Kind<'s>, start: usize, end: usize, starts_item: bool) {
        self.add_period(start);
        self.push(kind, start, end, starts_item);
    }

    /// A period of the top level ends an item and is no token.
    fn add_period(&mut self, before: usize) {
        if let Some(at) = self.text[self.end..before].find('.') {
            let at = self.end + at;
            self.push(Kind::Token(Token::Dot), at, at + 1, false);
        }
    }

    fn push(&mut self, kind: Kind<'s>, start: usize, end: usize, starts_item: bool) {
        let newlines = self.text[self.end..start].bytes().filter(|byte| *byte == b'\n').count();
        self.pieces.push(Piece {
            kind,
            text: &self.text[start..end],
            starts_item,
            newlines,
            blanks: 0,
            // Until columns are known: the byte.
            column: start,
            line_start: None,
            aligned: false,
        });
        self.end = end;
    }
}

/// Finds columns, lines and what is aligned.
fn note_columns(text: &str, pieces: &mut [Piece<'_>]) {
    // The pieces of each line that has any, with its number and whether it begins within a piece.
    let mut lines: Vec<(usize, bool, Range<usize>)> = Vec::new();
    let (mut line, mut line_byte, mut column) = (0, 0, 0);
    // The byte and the column reached.
    let mut reached = 0;
    #[expect(clippy::needless_range_loop, reason = "each piece is changed while the others are looked at")]
    for at in 0..pieces.len() {
        let start = pieces[at].column;
        let between = &text[reached..start];
        line += between.bytes().filter(|byte| *byte == b'\n').count();
        if let Some(newline) = between.rfind('\n') {
            line_byte = reached + newline + 1;
            column = 0;
            reached = line_byte;
        }
        let end_before = column;
        column = advance(column, &text[reached..start]);
        if at > 0 && pieces[at].newlines == 0 {
            pieces[at].blanks = column - end_before;
        }
        pieces[at].column = column;
        match lines.last_mut() {
            Some((last, _, range)) if *last == line => range.end = at + 1,
            _ => {
                let within = at > 0 && pieces[at].newlines == 0;
                lines.push((line, within, at..at + 1));
            }
        }
        let (_, within, range) = &lines[lines.len() - 1];
        pieces[at].line_start = (!within).then_some(range.start);
        let end = start + pieces[at].text.len();
        line += pieces[at].text.bytes().filter(|byte| *byte == b'\n').count();
        if let Some(newline) = pieces[at].text.rfind('\n') {
            line_byte = start + newline + 1;
            column = 0;
        }
        column = advance(column, &text[line_byte.max(start)..end]);
        reached = end;
    }
    for at in 0..lines.len() {
        let (number, _, line) = &lines[at];
        let near = lines[at.saturating_sub(NEAR)..lines.len().min(at + NEAR + 1)].iter();
        let near = near.filter(|other| other.0 != *number && other.0.abs_diff(*number) <= NEAR);
        let code_end = line.clone().rfind(|piece| !pieces[*piece].is_comment()).map_or(line.start, |last| last + 1);
        for piece in line.clone().skip(1) {
            let trailing = piece >= code_end && pieces[piece].blanks > 0;
            let wide = pieces[piece].blanks > 1 && !pieces[piece].closes();
            if (wide && trailing)
                || ((wide || trailing) && near.clone().any(|(_, _, line)| lines_up(pieces, piece, line)))
            {
                pieces[piece].aligned = true;
            }
        }
    }
}

/// The column after a text without line ends that begins in a column.
fn advance(column: usize, text: &str) -> usize {
    match text.contains('\t') {
        false => column + width(text),
        true => text.chars().fold(column, |at, c| if c == '\t' { (at / TAB + 1) * TAB } else { at + 1 }),
    }
}

/// Whether in a line something alike begins in the same column as this piece, or both are initializers that end in one.
fn lines_up(pieces: &[Piece<'_>], at: usize, line: &Range<usize>) -> bool {
    let others = line.start + 1..line.end;
    let Some(others) = pieces.get(others) else { return false };
    let end = |piece: &Piece<'_>| piece.column + piece.first_line();
    let sort = |at: usize| pieces[at].kind.sort();
    let begins = others.binary_search_by_key(&pieces[at].column, |other| other.column).is_ok_and(|other| {
        let other = line.start + 1 + other;
        pieces[other].blanks > 0 && (sort(other) == sort(at) || sort(other - 1) == sort(at - 1))
    });
    let initializes = |piece: &Piece<'_>| matches!(piece.kind, Kind::Token(Token::Equal | Token::Arrow));
    let ends = || others.binary_search_by_key(&end(&pieces[at]), end).is_ok_and(|other| initializes(&others[other]));
    begins || (initializes(&pieces[at]) && ends())
}
