//! The tokens: what logos cuts the text into, and what the grammar sees.
//!
//! `Raw` is one regular expression per line and knows nothing of its neighbours. `lexer.rs` turns it into `Token`,
//! which does: whether a bar opens or closes, whether `-4` is a number or a subtraction, where an item ends.

use logos::Logos;

/// A token by its spelling alone.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
#[logos(skip r"[ \t\r\x08\x0B\x0C]+")]
#[logos(skip r"\\\r?\n")]
pub(crate) enum Raw {
    #[token("\n")]
    Newline,
    /// `"` to `"`; a backslash keeps the next character from ending it, as in Self. False if the end is missing.
    #[token("\"", |lexer| quoted(lexer, b'"'))]
    Comment(bool),
    /// `'` to `'`, escapes not yet looked at. False if the end is missing.
    #[token("'", |lexer| quoted(lexer, b'\''))]
    String(bool),

    #[regex(r"-?[0-9]+", priority = 10)]
    Integer,
    #[regex(r"-?[0-9]+[rR][0-9a-zA-Z]+", priority = 10)]
    Radix,
    #[regex(r"-?[0-9]+\.[0-9]+([eE][+\-]?[0-9]+)?", priority = 10)]
    #[regex(r"-?[0-9]+[eE][+\-]?[0-9]+", priority = 10)]
    Float,
    /// Digits with letters glued to them: `3foo`, `0x1F`, `12e`, `1_000`.
    #[regex(r"-?[0-9]+(\.[0-9]+)?[0-9A-Za-z_]+", priority = 5)]
    BadNumber,

    #[token("self", priority = 20)]
    SelfName,
    #[token("resend", priority = 20)]
    Resend,
    #[regex(r"[a-z_][A-Za-z0-9_]*")]
    Name,
    #[regex(r"[A-Z][A-Za-z0-9_]*")]
    CapitalName,
    #[regex(r"[a-z_][A-Za-z0-9_]*:")]
    Keyword,
    #[regex(r"[A-Z][A-Za-z0-9_]*:")]
    CapitalKeyword,
    #[regex(r":[A-Za-z_][A-Za-z0-9_]*")]
    Argument,

    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token("[")]
    SquareOpen,
    #[token("]")]
    SquareClose,
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token(".")]
    Dot,
    #[token(":=")]
    ColonEqual,
    #[token(":")]
    Colon,
    #[token("|", priority = 20)]
    Bar,
    #[token("^", priority = 20)]
    Caret,
    #[token("=", priority = 20)]
    Equal,
    #[token("<-", priority = 20)]
    Arrow,
    #[regex(r"[!@#$%^&*\-+=~/?<>,;|`\\]+", priority = 3)]
    Operator,
}

/// Moves past the closing quote and says whether there was one.
fn quoted(lexer: &mut logos::Lexer<'_, Raw>, quote: u8) -> bool {
    let rest = lexer.remainder().as_bytes();
    let mut at = 0;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            byte if byte == quote => {
                lexer.bump(at + 1);
                return true;
            }
            _ => at += 1,
        }
    }
    lexer.bump(rest.len());
    false
}

/// A token as the grammar sees it. Texts are slices of the source: nothing is copied before the tree is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'s> {
    /// First token of a parse that wants one thing of the top level.
    StartItem,
    /// First token of a parse that wants one slot.
    StartSlot,
    Integer(&'s str),
    Radix(&'s str),
    Float(&'s str),
    /// With its quotes.
    String(&'s str),
    SelfName,
    Name(&'s str),
    /// A name whose dot is followed at once by a message; `resend` too. Without the dot.
    Delegate(&'s str),
    Keyword(&'s str),
    CapitalKeyword(&'s str),
    /// Without the colon.
    Argument(&'s str),
    Operator(&'s str),
    ParenOpen,
    ParenClose,
    SquareOpen,
    SquareClose,
    BraceOpen,
    BraceClose,
    /// The bar that begins a slot list.
    BarOpen,
    /// The bar that ends one.
    BarClose,
    Dot,
    Caret,
    Equal,
    Arrow,
    /// The `*` of a parent slot, cut from whatever operator it is glued to.
    Star,
    /// A whole body of a method, from parenthesis to parenthesis, that is to be parsed later.
    Body,
}

impl Token<'_> {
    /// An operand may end with this token, so a minus after it subtracts and an operand after it lacks a period.
    pub(crate) fn ends_operand(self) -> bool {
        matches!(
            self,
            Token::Integer(_)
                | Token::Radix(_)
                | Token::Float(_)
                | Token::String(_)
                | Token::SelfName
                | Token::Name(_)
                | Token::ParenClose
                | Token::SquareClose
                | Token::BraceClose
        )
    }

    /// An operand may begin with this token, but nothing that goes on with an expression.
    pub(crate) fn begins_operand(self) -> bool {
        matches!(
            self,
            Token::Integer(_)
                | Token::Radix(_)
                | Token::Float(_)
                | Token::String(_)
                | Token::SelfName
                | Token::Delegate(_)
                | Token::ParenOpen
                | Token::SquareOpen
                | Token::BraceOpen
        )
    }
}
