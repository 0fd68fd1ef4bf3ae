//! The pieces as a tree: entries between brackets, messages with their parts, and how wide each is.
//!
//! This is not the tree of `ast.rs`: nothing is left out of it, least of all comments, and each node is a range of pieces.
//! It is made from texts that the parser has accepted.

use std::ops::Range;

use crate::syntax::format::piece::Kind;
use crate::syntax::format::piece::Piece;
use crate::syntax::token::Token;

/// How wide something is, in characters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Width {
    /// All of it in one line; none if it has a break that is kept.
    pub(super) flat: Option<usize>,
    /// Until the first such break.
    pub(super) head: usize,
}

/// Something of a sequence: a statement, slot or comment.
pub(super) struct Entry {
    pub(super) pieces: Range<usize>,
    pub(super) element: Option<Element>,
    pub(super) width: Width,
}

impl Entry {
    pub(super) fn is_comment(&self) -> bool {
        self.element.is_none()
    }

    pub(super) fn slots(&self) -> Option<&Slots> {
        match &self.element.as_ref()?.value.as_ref()?.kind {
            ExprKind::Units(units) => match units.as_slice() {
                [Unit::Slots(slots)] => Some(slots),
                _ => None,
            },
            _ => None,
        }
    }
}

/// A statement or slot. What follows its value is a period, with comments before it.
pub(super) struct Element {
    /// The `^` of a statement; a slot's name with its initializer's sign.
    pub(super) head: Range<usize>,
    pub(super) value: Option<Expr>,
}

pub(super) struct Expr {
    pub(super) pieces: Range<usize>,
    pub(super) width: Width,
    pub(super) kind: ExprKind,
}

pub(super) enum ExprKind {
    /// A literal, name or bracket, and unary messages to it, with comments.
    Units(Vec<Unit>),
    /// `a + b + c`: operators and operands after the first operand.
    Binary { first: Option<Box<Expr>>, rest: Vec<(usize, Expr)> },
    /// `r at: i Put: v`: keywords and arguments.
    Keyword { receiver: Option<Box<Expr>>, parts: Vec<(usize, Expr)> },
}

pub(super) enum Unit {
    Leaf(usize),
    Bracket(Bracket),
    Slots(Slots),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BracketKind {
    /// `(a + b)`, or an object.
    Parens,
    /// `[ … ]`, or the body of a method.
    Code,
    /// `{ … }`
    Braces,
}

pub(super) struct Bracket {
    pub(super) kind: BracketKind,
    /// With its brackets.
    pub(super) pieces: Range<usize>,
    pub(super) entries: Vec<Entry>,
    pub(super) width: Width,
}

/// Slots between bars.
pub(super) struct Slots {
    /// With its bars.
    pub(super) pieces: Range<usize>,
    pub(super) entries: Vec<Entry>,
    /// The author broke the line somewhere between them.
    pub(super) opened: bool,
    pub(super) width: Width,
}

/// The tree of a text, and how many blanks stand before each piece that does not begin a line.
pub(super) fn tree(pieces: &[Piece<'_>]) -> (Vec<Entry>, Vec<usize>) {
    let mut past_comments = vec![pieces.len(); pieces.len() + 1];
    for at in (0..pieces.len()).rev() {
        past_comments[at] = if pieces[at].is_comment() { past_comments[at + 1] } else { at };
    }
    let mut grower = Grower { pieces, past_comments, at: 0, gaps: vec![1; pieces.len()] };
    let mut entries = grower.entries(false);
    // Without a mistake in the text nothing is left; a mistake here must not lose any of it.
    while grower.at < pieces.len() {
        let at = grower.at;
        grower.at += 1;
        entries.push(Entry { pieces: at..at + 1, element: None, width: Width::default() });
        entries.extend(grower.entries(false));
    }
    for at in 1..pieces.len() {
        if pieces[at].is_dot() || pieces[at].is(Token::Star) || pieces[at - 1].is_delegate() || is_comma(pieces, at) {
            grower.gaps[at] = 0;
        } else if pieces[at].aligned {
            grower.gaps[at] = pieces[at].blanks;
        }
    }
    let gaps = grower.gaps;
    let measure = Measure { pieces, gaps: &gaps };
    entries.iter_mut().for_each(|entry| measure.entry(entry));
    (entries, gaps)
}

/// A comma stands at what it follows, as in prose.
fn is_comma(pieces: &[Piece<'_>], at: usize) -> bool {
    pieces[at].is(Token::Operator(",")) && matches!(pieces[at - 1].kind, Kind::Token(token) if token.ends_operand())
}

struct Grower<'p> {
    pieces: &'p [Piece<'p>],
    /// For each piece the first from there on that is no comment.
    past_comments: Vec<usize>,
    at: usize,
    gaps: Vec<usize>,
}

impl Grower<'_> {
    fn token(&self, at: usize) -> Option<Token<'_>> {
        match self.pieces.get(at)?.kind {
            Kind::Token(token) => Some(token),
            Kind::Comment => None,
        }
    }

    /// The first piece from here on that is no comment.
    fn past_comments(&self, at: usize) -> usize {
        self.past_comments[at.min(self.pieces.len())]
    }

    /// An element cannot go on with this piece.
    fn ends(&self, at: usize) -> bool {
        self.pieces.get(at).is_none_or(|piece| piece.is_dot() || piece.closes() || piece.starts_item)
    }

    fn entries(&mut self, in_slots: bool) -> Vec<Entry> {
        let mut entries = Vec::new();
        while let Some(piece) = self.pieces.get(self.at).filter(|piece| !piece.closes()) {
            let start = self.at;
            let element = if piece.is_comment() {
                self.at += 1;
                None
            } else {
                Some(self.element(in_slots))
            };
            entries.push(Entry { pieces: start..self.at, element, width: Width::default() });
        }
        entries
    }

    fn element(&mut self, in_slots: bool) -> Element {
        let start = self.at;
        let mut is_method = false;
        let value = if in_slots && self.pieces[start].is(Token::BraceOpen) {
            self.annotation()
        } else if self.pieces[start].is(Token::BarOpen) {
            let slots = self.slots();
            Some(expr(start..self.at, ExprKind::Units(vec![Unit::Slots(slots)])))
        } else {
            if in_slots {
                is_method = self.slot_head();
            } else if self.pieces[start].is(Token::Caret) {
                self.at += 1;
            }
            None
        };
        let head = start..if value.is_some() { start } else { self.at };
        let value = value.or_else(|| {
            // What no element can begin with is taken all the same: nothing may be lost.
            let has_value = self.at == start || !self.ends(self.past_comments(self.at));
            has_value.then(|| self.message(self.at == start))
        });
        let head = match &value {
            Some(value) => start..value.pieces.start,
            None => head,
        };
        let value = value.map(|mut value| {
            if is_method {
                self.make_method(&mut value);
            }
            value
        });
        let dot = self.past_comments(self.at);
        if self.pieces.get(dot).is_some_and(Piece::is_dot) {
            self.at = dot + 1;
        }
        Element { head, value }
    }

    /// Moves past a slot's name and initializer's sign; whether that is `=`.
    fn slot_head(&mut self) -> bool {
        let start = self.at;
        let (mut last, mut at) = (start, start + 1);
        while !self.ends(at) {
            let token = self.token(at);
            if token.is_some() {
                last = at;
            }
            if matches!(token, Some(Token::Equal | Token::Arrow)) {
                break;
            }
            at += 1;
        }
        self.at = last + 1;
        last > start && self.pieces[last].is(Token::Equal)
    }

    /// Braces among slots: around some of them, or `{} = '…'` for the object.
    fn annotation(&mut self) -> Option<Expr> {
        let start = self.at;
        let close = self.past_comments(start + 1);
        if !self.pieces.get(close).is_some_and(|piece| piece.is(Token::BraceClose)) {
            let braces = self.bracket(BracketKind::Braces, true);
            return Some(expr(start..self.at, ExprKind::Units(vec![Unit::Bracket(braces)])));
        }
        // No period needs to stand behind its string.
        self.gaps[close] = 0;
        let equal = self.past_comments(close + 1);
        let string = self.past_comments(equal + 1);
        self.at = (string + 1).min(self.pieces.len());
        let leaves = (start..self.at).map(Unit::Leaf).collect();
        Some(expr(start..self.at, ExprKind::Units(leaves)))
    }

    /// A value in parentheses with code in them is a method.
    fn make_method(&mut self, value: &mut Expr) {
        let ExprKind::Units(units) = &mut value.kind else { return };
        let mut brackets =
            units.iter_mut().filter(|unit| !matches!(unit, Unit::Leaf(at) if self.pieces[*at].is_comment()));
        if let (Some(Unit::Bracket(bracket)), None) = (brackets.next(), brackets.next())
            && bracket.kind == BracketKind::Parens
            && bracket.entries.iter().any(|entry| !entry.is_comment() && entry.slots().is_none())
        {
            bracket.kind = BracketKind::Code;
            self.space(bracket.pieces.clone(), BracketKind::Code);
        }
    }

    fn slots(&mut self) -> Slots {
        let start = self.at;
        self.at += 1;
        let entries = self.entries(true);
        self.at = (self.at + 1).min(self.pieces.len());
        let opened = entries.iter().any(|entry| self.pieces[entry.pieces.start].begins_line());
        Slots { pieces: start..self.at, entries, opened, width: Width::default() }
    }

    fn bracket(&mut self, kind: BracketKind, of_slots: bool) -> Bracket {
        let start = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        if of_slots && !self.ends(self.at) {
            // The text of the annotation comes first, without a period.
            let string = self.past_comments(self.at);
            let units = (self.at..=string.min(self.pieces.len() - 1)).map(Unit::Leaf).collect();
            let pieces = self.at..(string + 1).min(self.pieces.len());
            self.at = pieces.end;
            let value = expr(pieces.clone(), ExprKind::Units(units));
            let element = Element { head: pieces.start..pieces.start, value: Some(value) };
            entries.push(Entry { pieces, element: Some(element), width: Width::default() });
        }
        entries.extend(self.entries(of_slots));
        self.at = (self.at + 1).min(self.pieces.len());
        self.space(start..self.at, kind);
        Bracket { kind, pieces: start..self.at, entries, width: Width::default() }
    }

    /// Blanks on the inner sides of brackets.
    fn space(&mut self, bracket: Range<usize>, kind: BracketKind) {
        let (first, last) = (bracket.start + 1, bracket.end - 1);
        let inner = usize::from(kind != BracketKind::Parens && first < last);
        self.gaps[first] = if self.pieces[first].is(Token::BarOpen) { 0 } else { inner };
        if first < last {
            self.gaps[last] = if self.pieces[last - 1].is(Token::BarClose) { 0 } else { inner };
        }
    }

    /// A whole expression. `forced`: at least one piece is taken.
    fn message(&mut self, forced: bool) -> Expr {
        let start = self.at;
        let receiver = self.chain(forced && !matches!(self.token(start), Some(Token::Keyword(_))));
        self.keywords(start, receiver)
    }

    /// Keywords with their arguments, if there are any. Capitalized ones belong to the innermost message.
    fn keywords(&mut self, start: usize, receiver: Option<Expr>) -> Expr {
        let mut parts = Vec::new();
        let pieces = self.pieces;
        let other_item = |at: usize| at != start && pieces[at].starts_item;
        while match self.token(self.at) {
            Some(Token::Keyword(_)) => parts.is_empty() && !other_item(self.at),
            Some(Token::CapitalKeyword(_)) => !parts.is_empty(),
            _ => false,
        } {
            let keyword = self.at;
            self.at += 1;
            parts.push((keyword, self.message(false)));
        }
        match receiver {
            Some(receiver) if parts.is_empty() => receiver,
            receiver => expr(start..self.at, ExprKind::Keyword { receiver: receiver.map(Box::new), parts }),
        }
    }

    /// Operators with their operands; none if there is not even one operand.
    fn chain(&mut self, forced: bool) -> Option<Expr> {
        let start = self.at;
        let first = self.units(forced && !self.pieces[start].is_operator());
        let mut rest = Vec::new();
        while self
            .pieces
            .get(self.at)
            .is_some_and(|piece| piece.is_operator() && (!piece.starts_item || self.at == start))
        {
            let operator = self.at;
            self.at += 1;
            rest.push((operator, self.operand()));
        }
        if rest.is_empty() {
            return first;
        }
        Some(expr(start..self.at, ExprKind::Binary { first: first.map(Box::new), rest }))
    }

    /// What stands behind an operator. A keyword message to self takes everything behind it.
    fn operand(&mut self) -> Expr {
        let start = self.at;
        match self.units(false) {
            Some(operand) if operand.pieces.clone().any(|at| !self.pieces[at].is_comment()) => operand,
            comments => self.keywords(start, comments),
        }
    }

    /// A literal, name or bracket with the unary messages sent to it.
    fn units(&mut self, forced: bool) -> Option<Expr> {
        let start = self.at;
        let mut units = Vec::new();
        loop {
            let at = self.at;
            let first = at == start && forced;
            if self.pieces.get(at).is_none() || (!first && self.ends(self.past_comments(at))) {
                break;
            }
            match self.token(at) {
                Some(Token::ParenOpen) => units.push(Unit::Bracket(self.bracket(BracketKind::Parens, false))),
                Some(Token::SquareOpen) => units.push(Unit::Bracket(self.bracket(BracketKind::Code, false))),
                Some(Token::BraceOpen) => units.push(Unit::Bracket(self.bracket(BracketKind::Braces, false))),
                Some(Token::Keyword(_) | Token::CapitalKeyword(_)) => break,
                _ if self.pieces[at].is_operator() && !first => break,
                _ => {
                    units.push(Unit::Leaf(at));
                    self.at += 1;
                }
            }
        }
        (!units.is_empty()).then(|| expr(start..self.at, ExprKind::Units(units)))
    }
}

fn expr(pieces: Range<usize>, kind: ExprKind) -> Expr {
    Expr { pieces, width: Width::default(), kind }
}

/// Finds widths, innermost first.
struct Measure<'m> {
    pieces: &'m [Piece<'m>],
    gaps: &'m [usize],
}

/// The width of things that stand one behind the other.
struct Row {
    width: Width,
    broken: bool,
    empty: bool,
}

impl Measure<'_> {
    fn row(&self) -> Row {
        Row { width: Width { flat: Some(0), head: 0 }, broken: false, empty: true }
    }

    /// Adds what begins with this piece. `seam`: if the author broke the line before it, that is kept.
    fn add(&self, row: &mut Row, start: usize, seam: bool, width: Width) {
        if seam && self.pieces[start].begins_line() && !row.empty {
            row.broken = true;
            row.width.flat = None;
        }
        let gap = if row.empty { 0 } else { self.gaps[start] };
        row.empty = false;
        if !row.broken {
            row.width.head += gap + width.head;
        }
        match (row.width.flat, width.flat) {
            (Some(flat), Some(more)) => row.width.flat = Some(flat + gap + more),
            _ => {
                row.width.flat = None;
                row.broken = true;
            }
        }
    }

    fn leaf(&self, at: usize) -> Width {
        let head = self.pieces[at].first_line();
        Width { flat: (!self.pieces[at].is_long()).then_some(head), head }
    }

    fn leaves(&self, row: &mut Row, leaves: Range<usize>) {
        leaves.for_each(|at| self.add(row, at, false, self.leaf(at)));
    }

    fn entry(&self, entry: &mut Entry) {
        let mut row = self.row();
        match &mut entry.element {
            None => self.leaves(&mut row, entry.pieces.clone()),
            Some(element) => {
                self.leaves(&mut row, element.head.clone());
                let mut end = element.head.end;
                if let Some(value) = &mut element.value {
                    self.expr(value);
                    self.add(&mut row, value.pieces.start, false, value.width);
                    end = value.pieces.end;
                }
                self.leaves(&mut row, end..entry.pieces.end);
            }
        }
        entry.width = row.width;
    }

    fn expr(&self, expr: &mut Expr) {
        let mut row = self.row();
        match &mut expr.kind {
            ExprKind::Units(units) => {
                for unit in units {
                    match unit {
                        Unit::Leaf(at) => self.add(&mut row, *at, true, self.leaf(*at)),
                        Unit::Bracket(bracket) => {
                            self.bracket(bracket);
                            self.add(&mut row, bracket.pieces.start, true, bracket.width);
                        }
                        Unit::Slots(slots) => {
                            self.slots(slots);
                            self.add(&mut row, slots.pieces.start, true, slots.width);
                        }
                    }
                }
            }
            ExprKind::Binary { first, rest } => {
                if let Some(first) = first {
                    self.expr(first);
                    self.add(&mut row, first.pieces.start, true, first.width);
                }
                for (operator, operand) in rest {
                    self.add(&mut row, *operator, true, self.leaf(*operator));
                    self.expr(operand);
                    if !operand.pieces.is_empty() {
                        self.add(&mut row, operand.pieces.start, true, operand.width);
                    }
                }
            }
            ExprKind::Keyword { receiver, parts } => {
                if let Some(receiver) = receiver {
                    self.expr(receiver);
                    self.add(&mut row, receiver.pieces.start, true, receiver.width);
                }
                for (keyword, argument) in parts {
                    self.add(&mut row, *keyword, true, self.leaf(*keyword));
                    self.expr(argument);
                    if !argument.pieces.is_empty() {
                        self.add(&mut row, argument.pieces.start, false, argument.width);
                    }
                }
            }
        }
        expr.width = row.width;
    }

    fn bracket(&self, bracket: &mut Bracket) {
        let mut row = self.row();
        self.leaves(&mut row, bracket.pieces.start..bracket.pieces.start + 1);
        for entry in &mut bracket.entries {
            self.entry(entry);
            self.add(&mut row, entry.pieces.start, true, entry.width);
        }
        self.leaves(&mut row, bracket.pieces.end - 1..bracket.pieces.end);
        bracket.width = row.width;
    }

    fn slots(&self, slots: &mut Slots) {
        let mut row = self.row();
        self.leaves(&mut row, slots.pieces.start..slots.pieces.start + 1);
        for entry in &mut slots.entries {
            self.entry(entry);
            if slots.opened {
                row.broken = true;
                row.width.flat = None;
            }
            self.add(&mut row, entry.pieces.start, true, entry.width);
        }
        self.leaves(&mut row, slots.pieces.end - 1..slots.pieces.end);
        slots.width = row.width;
    }
}
