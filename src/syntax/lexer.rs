//! From text to the grammar's tokens, one item of the top level at a time.
//!
//! Everything that depends on a token's neighbours is settled here, so that the grammar stays small: which bar opens and
//! which closes, whether `-4` is a number, where a newline ends an item, how deep brackets nest. So are most of the
//! mistakes newcomers make, since here their neighbours are known.

use std::rc::Rc;

use logos::Logos;

use crate::syntax::foreign;
use crate::syntax::mistake;
use crate::syntax::mistake::Mistake;
use crate::syntax::parse::MAX_DEPTH;
use crate::syntax::parse::NewlineRule;
use crate::syntax::token::Raw;
use crate::syntax::token::Token;
use crate::text::source::Source;
use crate::text::source::Span;

/// A token between its first byte and the byte after its last.
pub(crate) type Spanned<'s> = (u32, Token<'s>, u32);

/// Something that is open, the top level included.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bracket {
    pub(crate) kind: BracketKind,
    /// Where it was opened.
    pub(crate) span: Span,
    /// Where its slot list was opened, while that is open.
    pub(crate) bar: Option<Span>,
    /// Where the current list of statements said `^`.
    caret: Option<Span>,
    /// Keywords since the last period: each nests what follows it one deeper.
    keywords: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BracketKind {
    TopLevel,
    Paren,
    Square,
    /// Braces around an object.
    Brace,
    /// Braces around slots.
    SlotBrace,
    /// A text that is one slot.
    SlotText,
}

impl BracketKind {
    fn closes_with(self, closer: BracketKind) -> bool {
        self == closer || (self == BracketKind::SlotBrace && closer == BracketKind::Brace)
    }
}

impl Bracket {
    fn new(kind: BracketKind, span: Span) -> Bracket {
        let bar = matches!(kind, BracketKind::SlotBrace | BracketKind::SlotText).then_some(span);
        Bracket { kind, span, bar, caret: None, keywords: 0 }
    }

    fn in_slots(&self) -> bool {
        self.bar.is_some()
    }
}

/// Cuts a source into items and items into tokens.
pub(crate) struct Lexer<'s> {
    raw: logos::Lexer<'s, Raw>,
    source: &'s Rc<Source>,
    text: &'s str,
    rule: NewlineRule,
    brackets: Vec<Bracket>,
    /// Brackets and keywords that are open.
    depth: usize,
    /// The rest of a spelling that was cut in two, last first.
    pending: Vec<Spanned<'s>>,
    previous: Option<Token<'s>>,
    previous_span: Span,
    /// A newline stands between the previous token and this one.
    line_break: bool,
    /// A slot may begin here.
    at_slot: bool,
    /// The braces just closed were around slots.
    closed_slots: bool,
    /// Braces around slots were just opened.
    after_slot_brace: bool,
    /// `{} =` was read, so a string is the object's annotation.
    object_annotation: bool,
    /// Where this token ends, if its spelling was cut in two.
    cut: Option<u32>,
    /// The previous token named a slot without arguments, so a `*` makes it a parent.
    after_slot_name: bool,
    /// The initializer of the slot has begun, or there is no slot.
    after_slot_head: bool,
    /// The previous token is the `=` after which a slot's initializer begins.
    initializer_begins: bool,
    /// Bodies of methods are skipped.
    skipping: bool,
    item_ended: bool,
    period: bool,
    /// After a mistake: brackets are still matched, nothing is reported.
    recovering: bool,
    pub(crate) comments: Vec<Span>,
}

impl<'s> Lexer<'s> {
    pub(crate) fn new(source: &'s Rc<Source>, rule: NewlineRule) -> Lexer<'s> {
        let text = source.text.as_str();
        let mut raw = Raw::lexer(text);
        let shebang = text.starts_with("#!").then(|| text.find('\n').unwrap_or(text.len()));
        let byte_order_mark = text.starts_with('\u{FEFF}').then_some('\u{FEFF}'.len_utf8());
        raw.bump(shebang.or(byte_order_mark).unwrap_or(0));
        Lexer {
            raw,
            source,
            text,
            rule,
            brackets: vec![Bracket::new(BracketKind::TopLevel, Span::default())],
            depth: 0,
            pending: Vec::new(),
            previous: None,
            previous_span: Span::default(),
            line_break: true,
            at_slot: false,
            closed_slots: false,
            after_slot_brace: false,
            object_annotation: false,
            cut: None,
            after_slot_name: false,
            after_slot_head: true,
            initializer_begins: false,
            skipping: false,
            item_ended: false,
            period: false,
            recovering: false,
            comments: Vec::new(),
        }
    }

    /// A lexer that skips the bodies of methods, for a text without mistakes.
    pub(crate) fn skipping(source: &'s Rc<Source>) -> Lexer<'s> {
        let mut lexer = Lexer::new(source, NewlineRule::Bat);
        lexer.skipping = true;
        lexer
    }

    /// A lexer for one slot that stands in a larger text, from byte `start` to byte `end`.
    pub(crate) fn of_slot_at(source: &'s Rc<Source>, start: usize, end: usize) -> Lexer<'s> {
        let mut lexer = Lexer::new_slot(source);
        lexer.raw = Raw::lexer(&source.text[..end]);
        lexer.raw.bump(start);
        lexer
    }

    /// A lexer for a text that is one slot; it has a single item.
    pub(crate) fn new_slot(source: &'s Rc<Source>) -> Lexer<'s> {
        let mut lexer = Lexer::new(source, NewlineRule::Bat);
        lexer.brackets[0] = Bracket::new(BracketKind::SlotText, Span::default());
        lexer.at_slot = true;
        lexer
    }

    /// A lexer in the state that [`Lexer::begin_item`] left at byte `start`.
    pub(crate) fn at_item(source: &'s Rc<Source>, rule: NewlineRule, start: usize) -> Lexer<'s> {
        let mut lexer = Lexer::new(source, rule);
        lexer.raw = Raw::lexer(&source.text);
        lexer.raw.bump(start);
        lexer
    }

    /// Skips to the next item and says where it begins; none if the text is at its end.
    pub(crate) fn begin_item(&mut self) -> Option<usize> {
        self.brackets.truncate(1);
        self.brackets[0] = Bracket::new(BracketKind::TopLevel, Span::default());
        self.depth = 0;
        self.pending.clear();
        self.cut = None;
        self.previous = None;
        self.line_break = true;
        self.at_slot = false;
        self.after_slot_name = false;
        self.after_slot_head = true;
        self.initializer_begins = false;
        self.item_ended = false;
        self.period = false;
        self.recovering = false;
        loop {
            let before = self.raw.clone();
            match self.raw.next()? {
                Ok(Raw::Newline) => {}
                Ok(Raw::Comment(true)) => self.note_comment(),
                _ => {
                    let start = self.raw.span().start;
                    self.raw = before;
                    return Some(start);
                }
            }
        }
    }

    fn note_comment(&mut self) {
        // What stands around an optional period is read twice.
        let span = self.span();
        if self.comments.last().is_none_or(|last| last.end <= span.start) {
            self.comments.push(span);
        }
    }

    /// Skips a period that follows the item, if there is one.
    pub(crate) fn skip_period(&mut self) {
        let before = self.raw.clone();
        loop {
            match self.raw.next() {
                Some(Ok(Raw::Newline)) => {}
                Some(Ok(Raw::Comment(true))) => self.note_comment(),
                Some(Ok(Raw::Dot)) => return,
                _ => {
                    self.raw = before;
                    return;
                }
            }
        }
    }

    /// From here on mistakes do not matter.
    pub(crate) fn recover(&mut self) {
        self.recovering = true;
    }

    /// The item ended with a period.
    pub(crate) fn ended_by_period(&self) -> bool {
        self.period
    }

    /// Leaves the rest of an item that has a mistake.
    pub(crate) fn skip_item(&mut self) {
        self.recovering = true;
        while !self.item_ended {
            let _ = self.advance();
        }
    }

    /// The innermost thing that is open.
    pub(crate) fn innermost(&self) -> &Bracket {
        self.brackets.last().expect("the top level is never popped")
    }

    /// What is open, outermost first; the first is the top level.
    pub(crate) fn open(&self) -> &[Bracket] {
        &self.brackets
    }

    fn span(&self) -> Span {
        let span = self.raw.span();
        Span::new(span.start, span.end)
    }

    fn top(&mut self) -> &mut Bracket {
        self.brackets.last_mut().expect("the top level is never popped")
    }

    fn in_slots(&self) -> bool {
        self.brackets.last().is_some_and(Bracket::in_slots)
    }

    fn at_top_level(&self) -> bool {
        self.brackets.len() == 1 && !self.brackets[0].in_slots()
    }

    /// A statement or the code of a body may begin here.
    fn at_statement(&self) -> bool {
        matches!(
            self.previous,
            None | Some(Token::Dot | Token::ParenOpen | Token::SquareOpen | Token::BarClose | Token::Caret)
        ) && !self.at_slot
    }

    fn after_operand(&self) -> bool {
        self.previous.is_some_and(Token::ends_operand)
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// The next token of the item.
    fn advance(&mut self) -> Option<Result<Spanned<'s>, Mistake>> {
        if let Some(token) = self.pending.pop() {
            return Some(Ok(self.pass(token)));
        }
        if self.item_ended {
            return None;
        }
        loop {
            let Some(raw) = self.raw.next() else {
                self.item_ended = true;
                return self.unclosed().map(Err);
            };
            let raw = match raw {
                Ok(raw) => raw,
                Err(()) => return Some(Err(mistake::unknown_character(self.source, self.span()))),
            };
            match raw {
                Raw::Newline if self.rule == NewlineRule::SelfFile && self.at_top_level() => {
                    self.item_ended = true;
                    return None;
                }
                Raw::Newline => self.line_break = true,
                Raw::Comment(true) => {
                    self.note_comment();
                }
                Raw::Dot if self.at_top_level() => {
                    self.item_ended = true;
                    self.period = true;
                    if self.previous.is_none() {
                        return Some(Err(mistake::empty_statement(self.source, self.span())));
                    }
                    return None;
                }
                Raw::ParenOpen if self.skipping && self.initializer_begins => {
                    let start = self.raw.span().start;
                    if let Some(after) = self.after_body() {
                        self.raw = after;
                        return Some(Ok(self.pass((start as u32, Token::Body, self.span().end))));
                    }
                    return Some(self.token(raw).map(|token| {
                        let span = self.span();
                        self.pass((span.start, token, span.end))
                    }));
                }
                _ => {
                    return Some(match self.token(raw) {
                        Ok(token) => {
                            let span = self.span();
                            let end = self.cut.take().unwrap_or(span.end);
                            Ok(self.pass((span.start, token, end)))
                        }
                        Err(mistake) => Err(mistake),
                    });
                }
            }
        }
    }

    /// Behind the parenthesis just opened, if it is the whole of a slot's initializer and holds code: then the slot is a
    /// method (docs/language.md).
    fn after_body(&self) -> Option<logos::Lexer<'s, Raw>> {
        let mut raw = self.raw.clone();
        let mut next = move || loop {
            match raw.next()? {
                Ok(Raw::Newline | Raw::Comment(true)) => {}
                found => return Some((found, raw.clone())),
            }
        };
        let (mut depth, mut last) = (1, Raw::ParenOpen);
        loop {
            let (found, after) = next()?;
            match found.ok()? {
                Raw::ParenOpen | Raw::SquareOpen | Raw::BraceOpen => depth += 1,
                Raw::ParenClose | Raw::SquareClose | Raw::BraceClose => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                // Without code it is an object: `()`, `(| x |)`.
                let object = matches!(last, Raw::ParenOpen | Raw::Bar | Raw::Operator);
                let whole = matches!(next()?.0, Ok(Raw::Dot | Raw::Bar | Raw::BraceClose));
                return (whole && !object).then_some(after);
            }
            last = found.ok()?;
        }
    }

    /// Lets a token through and remembers what it means for the next one.
    fn pass(&mut self, spanned: Spanned<'s>) -> Spanned<'s> {
        let (start, token, end) = spanned;
        let was_slot = self.at_slot;
        self.after_slot_name = was_slot && matches!(token, Token::Name(_));
        self.at_slot = match token {
            Token::BarOpen => true,
            Token::Dot => self.in_slots(),
            Token::BraceOpen => was_slot,
            Token::BraceClose => self.closed_slots,
            // The annotation of braces around slots, or of the object.
            Token::String(_) => self.after_slot_brace || self.object_annotation,
            _ => false,
        };
        self.after_slot_brace = was_slot && token == Token::BraceOpen;
        self.object_annotation = was_slot && token == Token::Equal && self.previous == Some(Token::BraceClose);
        let begins = matches!(token, Token::Equal | Token::Arrow) && !was_slot && !self.after_slot_head;
        self.initializer_begins = begins && token == Token::Equal;
        self.after_slot_head = !self.at_slot && (self.after_slot_head || begins || !self.in_slots());
        self.previous = Some(token);
        self.previous_span = Span { start, end };
        self.line_break = false;
        spanned
    }

    fn token(&mut self, raw: Raw) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        let slice = self.raw.slice();
        if self.previous == Some(Token::Dot)
            && let Some(caret) = self.brackets.last().and_then(|bracket| bracket.caret)
            && !matches!(raw, Raw::ParenClose | Raw::SquareClose | Raw::BraceClose)
            && !self.recovering
        {
            return Err(mistake::code_after_return(self.source, span, caret));
        }
        Ok(match raw {
            Raw::Integer => return self.number(slice, Token::Integer),
            Raw::Radix => return self.number(slice, Token::Radix),
            Raw::Float => return self.number(slice, Token::Float),
            Raw::BadNumber => return Err(mistake::bad_number(self.source, span)),
            Raw::String(true) => Token::String(slice),
            Raw::String(false) => return Err(mistake::unterminated_string(self.source, span)),
            Raw::Comment(_) => return Err(mistake::unterminated_comment(self.source, span)),
            Raw::SelfName if self.at_slot => {
                return Err(mistake::reserved_slot_name(self.source, span));
            }
            Raw::SelfName if self.delegate_follows(span) => {
                return Err(foreign::self_dot(self.source, span, self.word_at(span.end as usize + 1)));
            }
            Raw::SelfName => Token::SelfName,
            Raw::Resend if self.at_slot => {
                return Err(mistake::reserved_slot_name(self.source, span));
            }
            Raw::Resend if self.delegate_follows(span) => return Ok(self.delegate(slice)),
            Raw::Resend => return Err(mistake::bare_resend(self.source, span)),
            Raw::Name => return self.name(slice),
            Raw::CapitalName => return Err(mistake::capital_name(self.source, span, self.at_slot)),
            Raw::Keyword => return self.keyword(slice),
            Raw::CapitalKeyword => Token::CapitalKeyword(slice),
            Raw::Argument => return self.argument(&slice[1..]),
            Raw::ParenOpen => self.open_bracket(BracketKind::Paren, Token::ParenOpen)?,
            Raw::SquareOpen => self.open_bracket(BracketKind::Square, Token::SquareOpen)?,
            Raw::BraceOpen if self.at_slot => self.open_bracket(BracketKind::SlotBrace, Token::BraceOpen)?,
            Raw::BraceOpen => self.open_bracket(BracketKind::Brace, Token::BraceOpen)?,
            Raw::ParenClose => return self.close_bracket(BracketKind::Paren, Token::ParenClose),
            Raw::SquareClose => return self.close_bracket(BracketKind::Square, Token::SquareClose),
            Raw::BraceClose => return self.close_bracket(BracketKind::Brace, Token::BraceClose),
            Raw::Dot => {
                self.end_statement();
                Token::Dot
            }
            Raw::ColonEqual => return Err(foreign::assignment(self.source, span)),
            Raw::Colon => return Err(foreign::lone_colon(self.source, span)),
            Raw::Bar => return self.bar(),
            Raw::Caret if self.at_slot => return Err(mistake::visibility(self.source, span)),
            Raw::Caret => {
                self.top().caret = Some(span);
                Token::Caret
            }
            Raw::Equal => Token::Equal,
            Raw::Arrow => Token::Arrow,
            Raw::Operator => return self.operator(slice),
            Raw::Newline => unreachable!("newlines never reach the grammar"),
        })
    }

    fn number(&mut self, slice: &'s str, token: impl Fn(&'s str) -> Token<'s>) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        let digits = slice.strip_prefix('-').unwrap_or(slice);
        if digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit() {
            return Err(mistake::leading_zero(self.source, span));
        }
        let end = span.end as usize;
        if self.rule == NewlineRule::Bat && self.byte(end) == b'.' && !slice.contains(['.', 'r', 'R', 'e', 'E']) {
            let exponent = self.text[end + 1..].trim_start_matches(['e', 'E']);
            let marks = self.text.len() - end - 1 - exponent.len();
            if marks == 1 && exponent.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit()) {
                return Err(mistake::fraction_without_digits(self.source, span));
            }
        }
        if slice.len() > digits.len() && self.after_operand() {
            self.pending.push((span.start + 1, token(digits), span.end));
            // The rest is passed on its own; only the minus is this token.
            self.cut = Some(span.start + 1);
            return Ok(Token::Operator(&slice[..1]));
        }
        Ok(token(slice))
    }

    fn name(&mut self, slice: &'s str) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        if self.at_slot {
            if slice == "_" {
                return Err(mistake::visibility(self.source, span));
            }
            if slice.starts_with('_') {
                return Err(mistake::primitive_slot_name(self.source, span));
            }
            return Ok(Token::Name(slice));
        }
        if self.rule == NewlineRule::Bat && !self.recovering && !self.after_operand() {
            self.check_foreign_word(slice, span)?;
        }
        if self.delegate_follows(span) {
            if self.after_operand() {
                return Err(foreign::dot_in_expression(self.source, span, self.word_at(span.end as usize + 1)));
            }
            return Ok(self.delegate(slice));
        }
        Ok(Token::Name(slice))
    }

    /// Words of other languages where they cannot be meant as messages.
    fn check_foreign_word(&self, word: &str, span: Span) -> Result<(), Mistake> {
        let after = self.text[span.end as usize..].trim_start_matches([' ', '\t']);
        let blank = after.len() < self.text.len() - span.end as usize;
        match word {
            "super" if blank && after.starts_with(|c: char| c.is_ascii_lowercase()) => {
                Err(foreign::super_send(self.source, span, after))
            }
            "return"
                if blank
                    && self.at_statement()
                    && after.starts_with(|c: char| c.is_ascii_alphanumeric() || "'([-_".contains(c)) =>
            {
                Err(foreign::return_word(self.source, span))
            }
            "var" | "let" | "const" | "def" | "function" | "func" | "fun" | "fn" | "local"
                if blank && self.at_statement() =>
            {
                let name = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
                let rest = after[name..].trim_start_matches([' ', '\t']);
                if name > 0 && (rest.starts_with(['=', '(']) || rest.starts_with(":=") || rest.starts_with("<-")) {
                    return Err(foreign::declaration_word(self.source, span, word, &after[..name]));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn keyword(&mut self, slice: &'s str) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        if self.at_slot && slice.starts_with('_') {
            return Err(mistake::primitive_slot_name(self.source, span));
        }
        if !self.at_slot && self.byte(span.end as usize) == b'=' && !self.in_slots() {
            return Err(foreign::assignment(self.source, span));
        }
        self.top().keywords += 1;
        self.deepen(span)?;
        Ok(Token::Keyword(slice))
    }

    fn argument(&mut self, name: &'s str) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        if self.at_slot {
            if name.starts_with('_') {
                return Err(mistake::primitive_slot_name(self.source, span));
            }
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                return Err(mistake::capital_name(self.source, span, true));
            }
            return Ok(Token::Argument(name));
        }
        if self.previous == Some(Token::SquareOpen) {
            return Err(foreign::block_arguments(self.source, span, self.text));
        }
        if self.in_slots() {
            return Err(mistake::slots_without_period(self.source, span, self.previous_span));
        }
        Err(mistake::argument_in_code(self.source, span))
    }

    fn bar(&mut self) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        let kind = self.brackets.last().expect("the top level is never popped").kind;
        if self.in_slots() {
            if kind == BracketKind::SlotText {
                return Err(mistake::nothing_to_close(self.source, span));
            }
            if kind == BracketKind::SlotBrace {
                return Err(mistake::unclosed(self.source, self.brackets.last(), Some(span)));
            }
            return Ok(self.end_slots());
        }
        let opens = matches!(self.previous, None | Some(Token::ParenOpen | Token::SquareOpen));
        if !opens {
            let between = &self.text[self.previous_span.end as usize..span.start as usize];
            let ends = self.previous.is_some_and(Token::ends_operand);
            if kind == BracketKind::TopLevel && ends && between.contains('\n') {
                // Goes on as in the slot list that was meant, so that its periods and its end are no further mistakes.
                self.top().bar = Some(span);
                return Err(mistake::slots_after_code(self.source, span, self.previous_span));
            }
            return Err(mistake::bar_in_code(self.source, span, self.previous, kind == BracketKind::TopLevel));
        }
        self.top().bar = Some(span);
        Ok(Token::BarOpen)
    }

    /// The bar that ends a slot list. At the top level a slot list alone is an item.
    fn end_slots(&mut self) -> Token<'s> {
        self.end_statement();
        self.top().bar = None;
        self.item_ended = self.top().kind == BracketKind::TopLevel;
        Token::BarClose
    }

    fn operator(&mut self, slice: &'s str) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        if self.after_slot_name && slice.starts_with('*') {
            return self.parent_star(slice);
        }
        if self.in_slots() && !self.at_slot && ["|^", "|-", "|+"].iter().any(|glued| slice.starts_with(glued)) {
            return Err(mistake::glued_bar(self.source, span));
        }
        if self.after_slot_name && (slice.starts_with('=') || slice.starts_with("<-")) && slice != "==" {
            return Err(mistake::glued_initializer(self.source, span));
        }
        if self.rule == NewlineRule::Bat && !self.at_slot {
            self.check_foreign_operator(slice, span)?;
        }
        Ok(Token::Operator(slice))
    }

    /// Spellings of other languages that Self would read as an operator nobody has defined.
    fn check_foreign_operator(&self, operator: &str, span: Span) -> Result<(), Mistake> {
        let next = self.byte(span.end as usize);
        let at_line_start = self.line_break || !self.after_operand();
        match operator {
            ";" => Err(foreign::cascade(self.source, span, self.previous_span)),
            "#" if next == b'(' && !self.after_operand() => Err(foreign::literal_array(self.source, span)),
            "#" if !self.after_operand() && (next.is_ascii_alphabetic() || next == b'\'') => {
                Err(foreign::symbol(self.source, span, self.word_at(span.end as usize)))
            }
            "$" if !self.after_operand() && next.is_ascii_graphic() => {
                Err(foreign::character(self.source, span, self.text[span.end as usize..].chars().next()))
            }
            "//" | "/*" | "#" | "--" | "///" if at_line_start && self.at_statement_or_line() => {
                Err(foreign::foreign_comment(self.source, span, operator))
            }
            _ if self.at_statement() && operator.starts_with('^') && !operator.starts_with("^^") => {
                Err(mistake::glued_caret(self.source, span))
            }
            _ => Ok(()),
        }
    }

    fn at_statement_or_line(&self) -> bool {
        self.at_statement() || self.line_break
    }

    /// The star of a parent slot may be glued to what follows: `p*= x`, `p*<- x`, `p*|`.
    fn parent_star(&mut self, slice: &'s str) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        let rest = &slice[1..];
        let token = match rest {
            "" => return Ok(Token::Star),
            "=" => Token::Equal,
            "<-" => Token::Arrow,
            "|" => self.end_slots(),
            _ if rest.starts_with('*') => return Err(mistake::two_stars(self.source, span)),
            _ => return Err(mistake::glued_initializer(self.source, span)),
        };
        self.pending.push((span.start + 1, token, span.end));
        self.cut = Some(span.start + 1);
        Ok(Token::Star)
    }

    fn end_statement(&mut self) {
        let top = self.top();
        let keywords = top.keywords;
        top.keywords = 0;
        self.depth -= keywords;
    }

    fn deepen(&mut self, span: Span) -> Result<(), Mistake> {
        self.depth += 1;
        if self.depth > MAX_DEPTH && !self.recovering {
            return Err(mistake::too_deep(self.source, span));
        }
        Ok(())
    }

    fn open_bracket(&mut self, kind: BracketKind, token: Token<'s>) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        self.brackets.push(Bracket::new(kind, span));
        self.deepen(span)?;
        Ok(token)
    }

    fn close_bracket(&mut self, kind: BracketKind, token: Token<'s>) -> Result<Token<'s>, Mistake> {
        let span = self.span();
        let top = *self.top();
        let matches = top.kind.closes_with(kind) && (!top.in_slots() || top.kind == BracketKind::SlotBrace);
        if !matches {
            let mistake = if self.at_top_level() || top.kind == BracketKind::SlotText {
                mistake::nothing_to_close(self.source, span)
            } else {
                mistake::unclosed(self.source, self.brackets.last(), Some(span))
            };
            if let Some(opener) = self.brackets.iter().rposition(|bracket| bracket.kind.closes_with(kind)) {
                self.close_down_to(opener);
            }
            return Err(mistake);
        }
        self.closed_slots = top.kind == BracketKind::SlotBrace;
        self.close_down_to(self.brackets.len() - 1);
        Ok(token)
    }

    fn close_down_to(&mut self, count: usize) {
        for bracket in self.brackets.drain(count..) {
            self.depth -= bracket.keywords + 1;
        }
    }

    /// A name whose dot is followed at once by a message is a delegate.
    fn delegate_follows(&self, span: Span) -> bool {
        let end = span.end as usize;
        if self.byte(end) != b'.' {
            return false;
        }
        let next = self.byte(end + 1);
        let after = self.byte(end + 2);
        match next {
            b'|' | b'^' => is_operator(after),
            b'\\' => after != b'\n' && after != b'\r',
            b'-' => !after.is_ascii_digit(),
            _ => next.is_ascii_alphabetic() || next == b'_' || is_operator(next),
        }
    }

    fn delegate(&mut self, slice: &'s str) -> Token<'s> {
        self.raw.bump(1);
        Token::Delegate(slice)
    }

    /// The name or keyword that begins at a byte, for messages.
    fn word_at(&self, at: usize) -> &'s str {
        let rest = self.text.get(at..).unwrap_or("");
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':')).unwrap_or(rest.len());
        &rest[..end]
    }

    fn unclosed(&self) -> Option<Mistake> {
        let top = self.brackets.last()?;
        if self.at_top_level() || self.recovering || top.kind == BracketKind::SlotText {
            return None;
        }
        Some(mistake::unclosed(self.source, Some(top), None))
    }
}

fn is_operator(byte: u8) -> bool {
    b"!@#$%^&*-+=~/?<>,;|`\\".contains(&byte)
}

impl<'s> Iterator for Lexer<'s> {
    type Item = Result<Spanned<'s>, Mistake>;

    fn next(&mut self) -> Option<Result<Spanned<'s>, Mistake>> {
        self.advance()
    }
}
