//! The wording of what other languages would write: it is what newcomers and models write first.
//!
//! Each says what is written here instead.

use std::rc::Rc;

use crate::syntax::mistake::Mistake;
use crate::syntax::mistake::boxed;
use crate::syntax::mistake::new;
use crate::syntax::mistake::shorten;
use crate::text::source::Source;
use crate::text::source::Span;

#[cold]
pub(crate) fn self_dot(source: &Rc<Source>, span: Span, message: &str) -> Mistake {
    let message = if message.is_empty() { "name" } else { message };
    boxed(
        new(
            source,
            "self-dot",
            Span::new(span.start as usize, span.end as usize + 1),
            "`self` cannot be the parent of a directed resend",
        )
        .with_label("no dot between a receiver and its message")
        .with_help(format!("write `{message}`, which is sent to `self` anyway, or `self {message}`")),
    )
}

#[cold]
pub(crate) fn dot_in_expression(source: &Rc<Source>, span: Span, message: &str) -> Mistake {
    let name = source.slice(span);
    let dot = Span::new(span.end as usize, span.end as usize + 1);
    boxed(
        new(source, "dot-in-expression", dot, "this dot makes neither a message nor the end of an expression")
            .with_label("no blank behind it")
            .with_help(format!("write `{name} {message}` to send a message, `{name}. {message}` for two expressions")),
    )
}

#[cold]
pub(crate) fn super_send(source: &Rc<Source>, span: Span, after: &str) -> Mistake {
    let message: String = after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_' || *c == ':').collect();
    boxed(
        new(source, "super", span, "there is no `super`")
            .with_label("an inherited method is reached through `resend`")
            .with_help(format!("write `resend.{}`", shorten(&message))),
    )
}

#[cold]
pub(crate) fn return_word(source: &Rc<Source>, span: Span) -> Mistake {
    boxed(
        new(source, "return-word", span, "`return` is not a word of the language")
            .with_label("it would be a message")
            .with_help("write `^ value`; the last expression of a method is its value without it"),
    )
}

#[cold]
pub(crate) fn declaration_word(source: &Rc<Source>, span: Span, word: &str, name: &str) -> Mistake {
    let name = shorten(name);
    let help = match word {
        "def" | "function" | "func" | "fun" | "fn" => {
            format!("write a method as a slot: `(| {name} = ( … ) |)`, or `(| {name}: argument = ( … ) |)`")
        }
        _ => {
            format!("write a slot: `| {name} <- value |` at the top level, `( | {name} <- value | code )` in a method")
        }
    };
    boxed(
        new(source, "declaration-word", span, format!("`{word}` is not a word of the language"))
            .with_label("it would be a message")
            .with_help(help),
    )
}

#[cold]
pub(crate) fn assignment(source: &Rc<Source>, span: Span) -> Mistake {
    let name = source.slice(span).trim_end_matches([':', '=']);
    let before = source.text[..span.start as usize].trim_end();
    let start = before
        .rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
    let name = if name.is_empty() { &before[start..] } else { name };
    let name = if name.is_empty() { "x".to_string() } else { shorten(name) };
    boxed(
        new(source, "assignment", span, "there is no `:=`")
            .with_label("assigning is sending a message")
            .with_help(format!("write `{name}: value` to assign, `{name} <- value` between bars to declare a slot")),
    )
}

#[cold]
pub(crate) fn cascade(source: &Rc<Source>, span: Span, before: Span) -> Mistake {
    let rest = source.text[span.end as usize..].split('\n').next().unwrap_or("").trim();
    let diagnostic = new(source, "semicolon", span, "`;` does not end or continue an expression");
    boxed(if rest.is_empty() || rest.starts_with('"') {
        diagnostic.with_label("an expression ends with a period").with_help("write `.`")
    } else {
        diagnostic
            .with_note(before, "after this")
            .with_label("there are no cascades")
            .with_help("end the expression with `.` and name the receiver again; an assignment message answers its receiver, so `(x: 1) y: 2` works")
    })
}

#[cold]
pub(crate) fn symbol(source: &Rc<Source>, span: Span, word: &str) -> Mistake {
    let word = if word.is_empty() { "text" } else { word };
    boxed(
        new(source, "symbol", span, "there are no `#` symbols")
            .with_label("names are strings")
            .with_help(format!("write `'{}'`", shorten(word))),
    )
}

#[cold]
pub(crate) fn literal_array(source: &Rc<Source>, span: Span) -> Mistake {
    boxed(
        new(source, "array-literal", span, "there are no array literals")
            .with_label("`#(` begins nothing")
            .with_help("write `(1 & 2 & 3) asVector`"),
    )
}

#[cold]
pub(crate) fn character(source: &Rc<Source>, span: Span, character: Option<char>) -> Mistake {
    let character = match character {
        Some('\'') => "\\'".to_string(),
        Some(c) => c.to_string(),
        None => String::new(),
    };
    boxed(
        new(source, "character", span, "there are no `$` characters")
            .with_label("a character is a string of one character")
            .with_help(format!("write `'{character}'`")),
    )
}

#[cold]
pub(crate) fn foreign_comment(source: &Rc<Source>, span: Span, operator: &str) -> Mistake {
    boxed(
        new(source, "foreign-comment", span, format!("`{operator}` does not begin a comment"))
            .with_label("it would be an operator")
            .with_help("comments are written in double quotes: \"like this\"; to send the operator to self write `self` before it"),
    )
}

#[cold]
pub(crate) fn lone_colon(source: &Rc<Source>, span: Span) -> Mistake {
    boxed(
        new(source, "lone-colon", span, "this colon belongs to no name")
            .with_label("a keyword ends with a colon, an argument begins with one")
            .with_help("write `at: i` with no blank before the colon, or `:x` between the bars of a block"),
    )
}

#[cold]
pub(crate) fn block_arguments(source: &Rc<Source>, span: Span, text: &str) -> Mistake {
    let mut names = vec![source.slice(span)];
    let mut rest = text[span.end as usize..].trim_start();
    while rest.starts_with(':') {
        let end = rest[1..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(rest.len(), |end| end + 1);
        names.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    names.truncate(6);
    boxed(
        new(source, "block-arguments", span, "a block's arguments stand between two bars")
            .with_label("a bar is missing before this")
            .with_help(format!("write `[| {} | … ]`", shorten(&names.join(". ")))),
    )
}

#[cold]
pub(crate) fn lower_keyword(source: &Rc<Source>, span: Span, first: Span) -> Mistake {
    let word = source.slice(span);
    let capital = format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..]);
    boxed(
        new(source, "lower-keyword", span, "later keywords of a message begin with a capital letter")
            .with_label("this would begin a message to the argument")
            .with_note(first, "of this message")
            .with_help(format!(
                "write `{}{capital}`; if the argument is meant, put it in parentheses",
                source.slice(first)
            )),
    )
}
