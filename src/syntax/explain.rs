//! What to say when a token does not fit the grammar.
//!
//! The parser knows which token it stopped at; the tokens before it, read again, and what was open tell what the writer
//! meant.

use std::rc::Rc;

use lalrpop_util::ParseError;

use crate::syntax::lexer::Bracket;
use crate::syntax::lexer::BracketKind;
use crate::syntax::lexer::Lexer;
use crate::syntax::lexer::Spanned;
use crate::syntax::mistake;
use crate::syntax::mistake::Mistake;
use crate::syntax::mistake::shorten;
use crate::syntax::token::Token;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::source::Span;

/// The mistake behind a token that does not fit, or behind an end that came too early. `lexer` stands at the beginning
/// of the parsed text.
#[cold]
pub(crate) fn grammar(
    source: &Rc<Source>,
    mut lexer: Lexer<'_>,
    error: &ParseError<u32, Token<'_>, Mistake>,
) -> Mistake {
    let (end, expected) = match error {
        ParseError::UnrecognizedToken { token: (start, ..), expected } => (*start, expected.as_slice()),
        ParseError::UnrecognizedEof { expected, .. } => (u32::MAX, expected.as_slice()),
        ParseError::ExtraToken { token: (start, ..) } => (*start, &[] as &[String]),
        ParseError::InvalidToken { location } => (*location, &[] as &[String]),
        ParseError::User { error } => return error.clone(),
    };
    let mut before: Vec<Spanned<'_>> = Vec::new();
    let mut found = None;
    let mut open = *lexer.innermost();
    // The bracket around the place is the one before the token that does not fit.
    loop {
        match lexer.next() {
            Some(Ok(token)) if token.0 < end => {
                before.push(token);
                open = *lexer.innermost();
            }
            Some(Ok(token)) => {
                found = Some(token);
                break;
            }
            Some(Err(_)) => lexer.recover(),
            None => break,
        }
    }
    let explainer = Explainer { source, before: &before, found, open, expected };
    Box::new(explainer.explain())
}

struct Explainer<'a, 's> {
    source: &'a Rc<Source>,
    /// The tokens of the item before the one that does not fit.
    before: &'a [Spanned<'s>],
    /// None at the end of the item.
    found: Option<Spanned<'s>>,
    open: Bracket,
    expected: &'a [String],
}

fn span(token: &Spanned<'_>) -> Span {
    Span { start: token.0, end: token.2 }
}

impl<'s> Explainer<'_, 's> {
    fn diagnostic(&self, code: &'static str, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.source, code, span, message)
    }

    fn explain(&self) -> Diagnostic {
        let last = self.before.last();
        let diagnostic = match (last, &self.found) {
            (Some(last), Some(found)) if self.in_slots() => self.in_slot_list(last, found),
            (Some(last), Some(found)) => self.in_code(last, found),
            (Some(last), None) => self.at_end(last),
            (None, Some(found)) => self.at_start(found),
            (None, None) => {
                self.diagnostic("nothing", Span::default(), "there is nothing here").with_help("write a slot")
            }
        };
        self.with_long_string(diagnostic)
    }

    /// The place is where slots are listed, not inside one's initializer.
    fn in_slots(&self) -> bool {
        self.open.bar.is_some()
    }

    fn slice(&self, token: &Spanned<'_>) -> &str {
        self.source.slice(span(token))
    }

    fn described(&self, token: &Spanned<'_>) -> String {
        let text = shorten(self.slice(token));
        match token.1 {
            Token::Integer(_) | Token::Radix(_) | Token::Float(_) => format!("the number `{text}`"),
            Token::String(_) => format!("the string {text}"),
            Token::Keyword(_) | Token::CapitalKeyword(_) => format!("the keyword `{text}`"),
            Token::Name(_) | Token::Delegate(_) => format!("the name `{text}`"),
            Token::Operator(_) => format!("the operator `{text}`"),
            _ => format!("`{text}`"),
        }
    }

    fn line_between(&self, first: &Spanned<'_>, second: &Spanned<'_>) -> bool {
        self.source.text.get(first.2 as usize..second.0 as usize).is_some_and(|text| text.contains('\n'))
    }

    /// A comment between two tokens, where a string may have been meant.
    fn comment_after(&self, first: &Spanned<'_>) -> Option<Span> {
        let end = self.found.map_or(self.source.text.len(), |found| found.0 as usize);
        let between = self.source.text.get(first.2 as usize..end)?;
        let start = first.2 as usize + between.find('"')?;
        let length = self.source.text[start + 1..].find('"')?;
        Some(Span::new(start, start + length + 2))
    }

    /// Begins with a word that other languages use for control.
    fn control_word(&self) -> Option<(Span, &'static str)> {
        let statement = self.before.iter().rposition(|token| matches!(token.1, Token::Dot | Token::BarClose));
        let first =
            self.before.get(statement.map_or(0, |at| at + 1)..)?.iter().find(|t| matches!(t.1, Token::Name(_)))?;
        let Token::Name(word) = first.1 else { return None };
        let help = match word {
            "if" | "unless" | "else" | "elif" | "elsif" => "write `condition ifTrue: [ … ] False: [ … ]`",
            "while" | "until" => "write `[condition] whileTrue: [ … ]`",
            "for" | "foreach" => "write `1 to: 10 Do: [| :i | … ]` or `collection do: [| :each | … ]`",
            "repeat" | "loop" => "write `[ … ] loop`",
            "try" => "write `[ … ] onError: [| :e | … ]`",
            "def" | "function" | "func" | "fun" | "fn" | "method" => {
                "write a method as a slot: `(| name: argument = ( … ) |)`"
            }
            "class" | "struct" => {
                "write an object in a slot: `| account = (| parent* = traits clonable. balance <- 0 |) |`"
            }
            "new" => "write `prototype copy`; there are no classes",
            "import" | "require" | "include" => "write `'file.bat' requireScript`",
            "print" | "println" | "echo" => "write `value printLine`",
            "return" => "write `^ value`",
            "var" | "let" | "const" | "local" => "write a slot: `| name <- value |`",
            _ => return None,
        };
        Some((span(first), help))
    }

    // In code.

    fn in_code(&self, last: &Spanned<'s>, found: &Spanned<'s>) -> Diagnostic {
        let place = span(found);
        if self.open.kind == BracketKind::Brace && last.1 == Token::BraceOpen {
            return self
                .diagnostic("array-braces", place, "braces hold an annotation, not elements")
                .with_label("a string is expected first")
                .with_help("write `[ … ]` for code, `(1 & 2 & 3) asVector` for a collection, `{'Comment: …' (| … |)}` for an annotation");
        }
        if last.1.ends_operand() {
            return self.after_operand(last, found);
        }
        if let Some(missing) = self.missing_operand(last) {
            return missing;
        }
        match found.1 {
            Token::Dot => self
                .diagnostic("empty-statement", place, "there is no expression before this period")
                .with_label("this period ends nothing")
                .with_help("remove it"),
            Token::CapitalKeyword(word) => self.capital_keyword(place, word),
            _ => self.unexpected(found),
        }
    }

    fn after_operand(&self, last: &Spanned<'s>, found: &Spanned<'s>) -> Diagnostic {
        let place = span(found);
        let end = last.2 as usize;
        if let Token::CapitalKeyword(word) = found.1 {
            return self.capital_keyword(place, word);
        }
        if found.1 == Token::Caret {
            if self.line_between(last, found) {
                return self.missing_period(last, found);
            }
            return self
                .diagnostic("caret-in-expression", place, "`^` stands only at the beginning of the last expression")
                .with_label("not inside an expression")
                .with_help("end the expression before it with a period; to raise to a power send `power:`");
        }
        if !found.1.begins_operand() {
            return self.unexpected(found);
        }
        if found.1 == Token::ParenOpen {
            if let [.., receiver, name, _] = self.with_found().as_slice()
                && matches!((receiver.1, name.1), (Token::Delegate(_), Token::Name(_)))
            {
                let (receiver, name) = (self.slice(receiver).trim_end_matches('.'), self.slice(name));
                return self
                    .diagnostic("call-parentheses", place, "a message is not followed by parentheses")
                    .with_label("no argument list")
                    .with_help(format!("write `{receiver} {name}`, or `{receiver} {name}: argument`"));
            }
            if let Some((word, help)) = self.control_word() {
                return self
                    .diagnostic(
                        "control-word",
                        word,
                        format!("`{}` is not a word of the language", self.source.slice(word)),
                    )
                    .with_label("control is done by messages and blocks")
                    .with_help(help);
            }
            if !self.line_between(last, found)
                && let Token::Name(name) = last.1
            {
                return self
                    .diagnostic("call-parentheses", place, "a message is not followed by parentheses")
                    .with_label("no argument list")
                    .with_help(format!("write `{name}: argument`, or `{name}` alone if it takes none"));
            }
        }
        if let Some((word, help)) = self.control_word() {
            return self
                .diagnostic(
                    "control-word",
                    word,
                    format!("`{}` is not a word of the language", self.source.slice(word)),
                )
                .with_label("control is done by messages and blocks")
                .with_help(help);
        }
        if self.line_between(last, found) {
            return self.missing_period(last, found);
        }
        let (left, right) = (shorten(self.slice(last)), shorten(self.slice(found)));
        self.diagnostic(
            "missing-message",
            place,
            format!("expected a message or a period before {}", self.described(found)),
        )
        .with_label("a second expression begins here")
        .with_note(Span::new(end - 1, end), "the first one ends here")
        .with_help(match found.1 {
            Token::Delegate(_) => {
                "only a message to self can be resent; in the middle of an expression put the resend in parentheses"
                    .to_string()
            }
            Token::BraceOpen => "code is written in square brackets: `[ … ]`; braces hold annotations".to_string(),
            _ => format!("write `{left}. {right}` for two expressions"),
        })
    }

    fn with_found(&self) -> Vec<Spanned<'s>> {
        let start = self.before.len().saturating_sub(3);
        self.before[start..].iter().copied().chain(self.found).collect()
    }

    fn missing_period(&self, last: &Spanned<'_>, found: &Spanned<'_>) -> Diagnostic {
        let end = last.2 as usize;
        let line = self.source.text[..end].rfind('\n').map_or(0, |at| at + 1);
        let tail = self.source.text[line..end].trim();
        self.diagnostic("missing-period", Span::new(end - 1, end), "an expression ends with a period")
            .with_label("a period is missing after this")
            .with_note(span(found), "a new expression begins here")
            .with_help(format!("write `{}.`", shorten(tail)))
    }

    fn capital_keyword(&self, place: Span, word: &str) -> Diagnostic {
        let lower = format!("{}{}", word[..1].to_ascii_lowercase(), &word[1..]);
        self.diagnostic("capital-keyword", place, "the first keyword of a message begins with a lower-case letter")
            .with_label("a capital letter continues a message begun before")
            .with_help(format!("write `{lower}`, or put its first keyword before it"))
    }

    /// The last token wants something behind it that is not there.
    fn missing_operand(&self, last: &Spanned<'s>) -> Option<Diagnostic> {
        let place = span(last);
        if last.1 == Token::Operator("||")
            && let [.., (_, Token::ParenOpen | Token::SquareOpen, _), _] = self.before
        {
            return Some(*mistake::glued_bar(self.source, place));
        }
        let rest = self.source.text[last.2 as usize..].trim_start();
        if let Some(rest) = rest.strip_prefix('.').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
            let start = self.source.text.len() - rest.len() - 1;
            let digits = rest.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or("");
            return Some(*mistake::fraction_alone(self.source, Span::new(start, start + 1), digits));
        }
        if let [.., operator, _] = self.before
            && matches!(last.1, Token::Delegate(_))
            && matches!(operator.1, Token::Operator(_) | Token::Equal | Token::Arrow)
        {
            return Some(
                self.diagnostic("resend-operator", place, "the argument of an operator can only be a resend of a name")
                    .with_label("this resends an operator")
                    .with_help(format!("put it in parentheses: `({} … )`", self.slice(last))),
            );
        }
        let text = shorten(self.slice(last));
        let (code, message, help) = match last.1 {
            Token::Keyword(_) | Token::CapitalKeyword(_) => {
                ("missing-argument", format!("the keyword `{text}` needs an argument"), format!("write `{text} value`"))
            }
            Token::Operator(_) | Token::Equal | Token::Arrow => (
                "missing-argument",
                format!("the operator `{text}` needs an argument"),
                format!("write `{text} value`"),
            ),
            Token::Caret => ("missing-argument", "`^` needs an expression".to_string(), "write `^ value`".to_string()),
            Token::Delegate(_) => (
                "missing-message",
                format!("`{text}` needs a message right behind the dot"),
                "write a name, an operator or keywords; to end the expression put a blank after the period".to_string(),
            ),
            _ => return None,
        };
        let diagnostic = self.diagnostic(code, place, message);
        if let Some(comment) = self.comment_after(last) {
            let inner = self.source.slice(comment).trim_matches('"').to_string();
            return Some(
                diagnostic
                    .with_label("after this")
                    .with_note(comment, "this is a comment")
                    .with_help(format!("write strings in single quotes: `'{}'`", shorten(&inner))),
            );
        }
        let diagnostic = diagnostic.with_label("nothing usable follows this");
        Some(match &self.found {
            Some(found) => diagnostic.with_note(span(found), "found instead").with_help(help),
            None => diagnostic.with_help(help),
        })
    }

    // At the ends.

    fn at_start(&self, found: &Spanned<'s>) -> Diagnostic {
        match found.1 {
            Token::CapitalKeyword(word) => self.capital_keyword(span(found), word),
            _ if self.in_slots() => self.slot_name(found),
            _ => self.unexpected(found),
        }
    }

    fn at_end(&self, last: &Spanned<'s>) -> Diagnostic {
        if let Some(missing) = self.missing_operand(last) {
            return missing;
        }
        if let Some((word, help)) = self.control_word() {
            return self
                .diagnostic(
                    "control-word",
                    word,
                    format!("`{}` is not a word of the language", self.source.slice(word)),
                )
                .with_label("control is done by messages and blocks")
                .with_help(help);
        }
        self.diagnostic("unfinished", span(last), "the expression is not complete")
            .with_label("something must follow this")
            .with_help(self.expectation())
    }

    // Between bars.

    fn in_slot_list(&self, last: &Spanned<'s>, found: &Spanned<'s>) -> Diagnostic {
        let place = span(found);
        let slot = self.slot_tokens();
        if last.1 == Token::BraceOpen {
            return self
                .diagnostic("annotation", place, "braces between bars begin with an annotation")
                .with_label("a string is expected here")
                .with_help("write `{'Category: …' x = 3. y = 4}`");
        }
        if let [.., Token::BraceOpen, Token::BraceClose] | [.., Token::BraceOpen, Token::BraceClose, Token::Equal] =
            slot.as_slice()
        {
            return self
                .diagnostic("annotation", place, "`{}` is followed by `=` and the object's annotation")
                .with_label("not this")
                .with_help("write `{} = 'Comment: …'`");
        }
        if slot.is_empty() || slot == [Token::BraceClose] {
            return self.slot_name(found);
        }
        let method = matches!(slot[0], Token::Keyword(_) | Token::Operator(_) | Token::Equal | Token::Arrow);
        if let [Token::Keyword(name)] = slot.as_slice()
            && found.1.begins_operand()
        {
            let name = name.trim_end_matches(':');
            return self
                .diagnostic("slot-colon", span(last), "a slot's value stands behind `=` or `<-`")
                .with_label("this would begin a method's selector")
                .with_help(format!(
                    "write `{name} = {value}`, or `{name} <- {value}` if it is to be assigned",
                    value = shorten(self.slice(found))
                ));
        }
        if method && !slot[1..].contains(&Token::Equal) {
            return self.in_method_head(last, found);
        }
        if method && last.1 == Token::Equal {
            return self
                .diagnostic("method-parentheses", place, "a method's code stands in parentheses")
                .with_label("a `(` is expected here")
                .with_note(span(last), "after this")
                .with_help(format!("write `= ( {} … )`", shorten(self.slice(found))));
        }
        if method && last.1 == Token::ParenClose {
            return self.slots_without_period(last, found);
        }
        if matches!(last.1, Token::Equal | Token::Arrow) && slot.len() <= 3 {
            let comment = self.comment_after(last);
            let diagnostic = self
                .diagnostic("missing-value", span(last), format!("`{}` needs a value", self.slice(last)))
                .with_label("nothing usable follows this");
            return match comment {
                Some(comment) => {
                    let inner = self.source.slice(comment).trim_matches('"').to_string();
                    diagnostic
                        .with_note(comment, "this is a comment")
                        .with_help(format!("write strings in single quotes: `'{}'`", shorten(&inner)))
                }
                None => diagnostic
                    .with_note(place, "found instead")
                    .with_help("write a value; a slot alone, without `=`, begins as nil"),
            };
        }
        if matches!(last.1, Token::Name(_) | Token::Argument(_) | Token::Star) && slot.len() <= 2 {
            return self.after_slot_name(last, found);
        }
        if last.1.ends_operand() {
            if matches!(found.1, Token::Argument(_)) || found.1.begins_operand() || self.line_between(last, found) {
                return match found.1 {
                    Token::CapitalKeyword(word) => self.capital_keyword(place, word),
                    _ => self.slots_without_period(last, found),
                };
            }
            return match found.1 {
                Token::CapitalKeyword(word) => self.capital_keyword(place, word),
                _ => self.unexpected(found),
            };
        }
        self.missing_operand(last).unwrap_or_else(|| self.unexpected(found))
    }

    /// The tokens of the slot that is being read.
    fn slot_tokens(&self) -> Vec<Token<'s>> {
        let mut depth = 0;
        let mut start = 0;
        for (at, token) in self.before.iter().enumerate().rev() {
            match token.1 {
                Token::ParenClose | Token::SquareClose => depth += 1,
                Token::ParenOpen | Token::SquareOpen => depth -= 1,
                Token::BarOpen | Token::Dot if depth == 0 => {
                    start = at + 1;
                    break;
                }
                _ => {}
            }
        }
        let tokens: Vec<Token<'s>> = self.before[start..].iter().map(|token| token.1).collect();
        // Annotations open before the slot do not belong to it.
        match tokens.as_slice() {
            [Token::BraceOpen, Token::String(_), rest @ ..] => rest.to_vec(),
            _ => tokens,
        }
    }

    fn slot_name(&self, found: &Spanned<'s>) -> Diagnostic {
        let place = span(found);
        match found.1 {
            Token::CapitalKeyword(word) => self.capital_keyword(place, word),
            Token::Dot => self
                .diagnostic("empty-statement", place, "there is no slot before this period")
                .with_label("this period ends nothing")
                .with_help("remove it"),
            _ => self
                .diagnostic("slot-name", place, format!("expected a slot's name, found {}", self.described(found)))
                .with_label("not a name")
                .with_help("write `name <- value`, `name = value`, `name = ( code )`, or end the slot list with `|`"),
        }
    }

    fn in_method_head(&self, last: &Spanned<'s>, found: &Spanned<'s>) -> Diagnostic {
        let place = span(found);
        match found.1 {
            Token::Keyword(word) => {
                let capital = format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..]);
                self.diagnostic("lower-keyword", place, "later keywords of a selector begin with a capital letter")
                    .with_label("this would begin another selector")
                    .with_help(format!("write `{capital}`"))
            }
            Token::Arrow => self
                .diagnostic("assignable-method", place, "a slot that can be assigned cannot hold a method")
                .with_label("`=` is expected here")
                .with_help("write `=`"),
            Token::ParenOpen => self
                .diagnostic("method-head", place, "an `=` stands between a selector and its code")
                .with_label("an `=` is missing before this")
                .with_note(span(last), "after this")
                .with_help("write `name: argument = ( … )`"),
            _ => self
                .diagnostic(
                    "method-head",
                    place,
                    format!("expected `=` and the method's code, found {}", self.described(found)),
                )
                .with_label("not this")
                .with_note(span(last), "after this")
                .with_help("write `at: i Put: v = ( … )`, or `+ b = ( … )`"),
        }
    }

    fn after_slot_name(&self, last: &Spanned<'s>, found: &Spanned<'s>) -> Diagnostic {
        match found.1 {
            Token::Name(_) | Token::Argument(_) | Token::Delegate(_) => self.slots_without_period(last, found),
            Token::Keyword(_) if self.line_between(last, found) => self.slots_without_period(last, found),
            Token::ParenOpen => self
                .diagnostic("method-head", span(found), "an `=` stands between a selector and its code")
                .with_label("an `=` is missing before this")
                .with_help(format!("write `{} = ( … )`", shorten(self.slice(last)))),
            Token::Equal | Token::Arrow if matches!(last.1, Token::Argument(_)) => self
                .diagnostic("argument-value", span(found), "an argument has no initial value")
                .with_label("its value comes with the message")
                .with_help(format!("write `{}` alone, or a local `{} <- …`", self.slice(last), &self.slice(last)[1..])),
            Token::Operator("==") => self
                .diagnostic("slot-equals", span(found), "a constant slot is written with one `=`")
                .with_label("`==` compares")
                .with_help("write `=`"),
            _ => self
                .diagnostic(
                    "after-slot-name",
                    span(found),
                    format!("expected `=`, `<-` or a period, found {}", self.described(found)),
                )
                .with_label("after a slot's name")
                .with_note(span(last), "the slot")
                .with_help("write `name <- value`, `name = value`, or `name.`"),
        }
    }

    fn slots_without_period(&self, last: &Spanned<'_>, found: &Spanned<'_>) -> Diagnostic {
        *mistake::slots_without_period(self.source, span(found), span(last))
    }

    // Whatever is left.

    fn unexpected(&self, found: &Spanned<'_>) -> Diagnostic {
        self.diagnostic("unexpected", span(found), format!("{} does not fit here", self.described(found)))
            .with_label("unexpected")
            .with_help(self.expectation())
    }

    fn expectation(&self) -> String {
        let mut names: Vec<&str> = Vec::new();
        for expected in self.expected {
            let name = match expected.as_str() {
                "integer" | "radix" | "float" | "string" | "\"self\"" | "delegate" | "\"(\"" | "\"[\"" => "a value",
                "name" | "keyword" => "a message",
                "operator" | "\"=\"" | "\"<-\"" => "an operator",
                "capital" => "a capitalized keyword",
                "argument" => "an argument",
                "\"*\"" => "`*`",
                "\".\"" => "a period",
                "\")\"" => "`)`",
                "\"]\"" => "`]`",
                "\"}\"" => "`}`",
                "\"|>\"" | "\"<|\"" => "`|`",
                _ => continue,
            };
            if !names.contains(&name) {
                names.push(name);
            }
        }
        match names.as_slice() {
            [] => "remove it".to_string(),
            names => format!("what can stand here: {}", names.join(", ")),
        }
    }

    /// A quote missing far above shows as nonsense after a string of many lines.
    fn with_long_string(&self, diagnostic: Diagnostic) -> Diagnostic {
        let string = self
            .before
            .iter()
            .rev()
            .take(4)
            .find(|token| matches!(token.1, Token::String(text) if text.matches('\n').count() >= 2));
        match string {
            Some(string) => {
                let place = Span { start: string.0, end: string.0 + 1 };
                diagnostic.with_note(place, "a string of several lines begins here; is a quote missing?")
            }
            None => diagnostic,
        }
    }
}
