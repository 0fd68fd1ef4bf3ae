//! Where lines end. docs/format.md says how code shall look; this is how it comes to look so.
//!
//! A break that the author made at a seam is kept: between statements, slots and comments, before a keyword, beside an
//! operator, before a unary message. What fits on its line stays there. What does not is broken at its outermost seam; each
//! piece is looked at once, since the widths are known before (`tree.rs`).

use std::ops::Range;

use crate::syntax::format::page::Page;
use crate::syntax::format::piece::Piece;
use crate::syntax::format::tree::Bracket;
use crate::syntax::format::tree::BracketKind;
use crate::syntax::format::tree::Entry;
use crate::syntax::format::tree::Expr;
use crate::syntax::format::tree::ExprKind;
use crate::syntax::format::tree::Slots;
use crate::syntax::format::tree::Unit;
use crate::syntax::format::tree::Width;
use crate::syntax::format::tree::tree;
use crate::syntax::parse::NewlineRule;

/// Characters that a line has at most, if it can be broken at all.
pub(super) const WIDTH: usize = 120;
pub(super) const INDENT: usize = 4;
/// Blanks that may bring a keyword's colon below another's.
const MOST_PAD: usize = 4;

/// Operators that would be taken for another language's comment at the beginning of a line.
const NEVER_FIRST: [&str; 5] = ["//", "/*", "#", "--", "///"];

/// The pieces laid out anew.
pub(super) fn lay_out(pieces: &[Piece<'_>], rule: NewlineRule, line_end: &'static str) -> String {
    let (entries, gaps) = tree(pieces);
    let page = Page::new(pieces, &gaps, line_end);
    let mut layout = Layout { pieces, gaps: &gaps, page };
    let top = Place { base: 0, free: rule == NewlineRule::Bat, after: 0 };
    layout.entries(&entries, 0, Seams::Kept, top);
    layout.page.into_text()
}

/// Where something stands.
#[derive(Clone, Copy)]
struct Place {
    /// How far in the line stands in which it begins.
    base: usize,
    /// A new line is a blank here.
    free: bool,
    /// Characters that must follow in the same line.
    after: usize,
}

impl Place {
    fn inside(self) -> usize {
        self.base + INDENT
    }

    fn followed_by(self, after: usize) -> Place {
        Place { after, ..self }
    }

    fn in_line_at(self, base: usize) -> Place {
        Place { base, ..self }
    }
}

/// Which entries begin a line besides those whose author let them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seams {
    Kept,
    First,
    All,
}

struct Layout<'p> {
    pieces: &'p [Piece<'p>],
    gaps: &'p [usize],
    page: Page<'p>,
}

impl Layout<'_> {
    fn begins_line(&self, piece: usize) -> bool {
        self.pieces[piece].begins_line()
    }

    fn put_all(&mut self, pieces: Range<usize>) {
        pieces.for_each(|at| self.page.put(at));
    }

    /// Whether something fits from here to the end of its line, or to its first break.
    fn fits(&self, start: usize, width: Width, after: usize) -> bool {
        let width = width.flat.map_or(width.head, |flat| flat + after);
        self.page.column_of(start) + width <= WIDTH
    }

    /// Writes it on one line if that is possible.
    fn flat(&mut self, pieces: &Range<usize>, width: Width, place: Place) -> bool {
        let flat = width.flat.is_some() && self.fits(pieces.start, width, place.after);
        if flat {
            self.put_all(pieces.clone());
        }
        flat
    }

    /// A new line within an expression.
    fn break_line(&mut self, place: Place) {
        if place.free { self.page.new_line(place.inside(), false) } else { self.page.continued_line(place.inside()) }
    }

    // Sequences.

    /// Statements, slots or comments. What begins a line stands at `inner`.
    fn entries(&mut self, entries: &[Entry], inner: usize, seams: Seams, place: Place) {
        let mut at = 0;
        while at < entries.len() {
            let run = self.run(entries, at);
            let begins = at == 0 && seams != Seams::Kept || self.begins_line(entries[at].pieces.start);
            if begins {
                let blank = at > 0 && self.pieces[entries[at].pieces.start].newlines > 1;
                self.page.new_line(inner, blank);
            }
            let overflows = seams == Seams::All || !self.run_fits(entries, run.clone(), inner, place.after);
            for entry in run.clone() {
                let start = entries[entry].pieces.start;
                let after = if entry + 1 == entries.len() { place.after } else { 0 };
                let seam = if entry == at { !begins && at == 0 } else { !self.trails(entries, entry, &run) };
                let stays = !seam || (!overflows && self.fits(start, entries[entry].width, after));
                if !stays {
                    self.page.new_line(inner, false);
                }
                let base = if begins || at > 0 || !stays { inner } else { place.base };
                self.entry(&entries[entry], Place { base, after, ..place });
            }
            at = run.end;
        }
    }

    /// The entries from here on between which the author broke no line.
    fn run(&self, entries: &[Entry], start: usize) -> Range<usize> {
        let next = (start + 1..entries.len()).find(|at| self.begins_line(entries[*at].pieces.start));
        start..next.unwrap_or(entries.len())
    }

    /// A comment at the end of a line speaks of what stands before it.
    fn trails(&self, entries: &[Entry], at: usize, run: &Range<usize>) -> bool {
        at > run.start && at + 1 == run.end && entries[at].is_comment() && !entries[at - 1].is_comment()
    }

    /// Whether a run fits on its line, or at least all before its first break.
    fn run_fits(&self, entries: &[Entry], run: Range<usize>, inner: usize, after: usize) -> bool {
        let mut column = self.page.column_of(entries[run.start].pieces.start);
        let mut count = 0;
        for at in run.clone() {
            if self.trails(entries, at, &run) {
                break;
            }
            let gap = if at == run.start { 0 } else { self.gaps[entries[at].pieces.start] };
            let Width { flat, head } = entries[at].width;
            column += gap + flat.unwrap_or(head);
            count += 1;
            if flat.is_none() {
                return column <= WIDTH;
            }
        }
        let after = if run.end == entries.len() { after } else { 0 };
        // One alone that begins its line has no seam to break.
        (count == 1 && self.page.column_of(entries[run.start].pieces.start) == inner) || column + after <= WIDTH
    }

    fn entry(&mut self, entry: &Entry, place: Place) {
        let Some(element) = &entry.element else {
            self.put_all(entry.pieces.clone());
            return;
        };
        if self.flat(&entry.pieces, entry.width, place) {
            return;
        }
        self.put_all(element.head.clone());
        let mut end = element.head.end;
        if let Some(value) = &element.value {
            end = value.pieces.end;
            let behind: usize = (end..entry.pieces.end).map(|at| self.gaps[at] + self.pieces[at].first_line()).sum();
            self.expr(value, place.followed_by(behind + place.after));
        }
        self.put_all(end..entry.pieces.end);
    }

    // Brackets.

    fn bracket(&mut self, bracket: &Bracket, place: Place) {
        if self.flat(&bracket.pieces, bracket.width, place) {
            return;
        }
        let (open, close) = (bracket.pieces.start, bracket.pieces.end - 1);
        self.page.put(open);
        let inside = Place { free: true, after: self.gaps[close] + 1 + place.after, ..place };
        let mut entries = bracket.entries.as_slice();
        let mut opened = false;
        // A slot list clings to its bracket, unless its author let a method begin in the next line.
        if let Some((first, rest)) = entries.split_first()
            && let Some(slots) = first.slots()
            && first.pieces.start == open + 1
            && (bracket.kind == BracketKind::Parens || !self.begins_line(open + 1))
        {
            let after = if rest.is_empty() { inside.after } else { 0 };
            opened = self.slots(slots, bracket.kind == BracketKind::Parens, inside.followed_by(after));
            self.put_all(slots.pieces.end..first.pieces.end);
            entries = rest;
        }
        match bracket.kind {
            BracketKind::Parens => self.in_parens(entries, inside),
            _ => self.entries(entries, place.inside(), if opened { Seams::First } else { Seams::Kept }, inside),
        }
        self.page.put(close);
    }

    /// An expression in parentheses is broken within, not after the parenthesis, unless its author wanted that.
    fn in_parens(&mut self, entries: &[Entry], mut place: Place) {
        for (at, entry) in entries.iter().enumerate() {
            if self.begins_line(entry.pieces.start) {
                self.page.new_line(place.inside(), false);
                if at == 0 {
                    place.base = place.inside();
                }
            }
            let after = if at + 1 == entries.len() { place.after } else { 0 };
            self.entry(entry, place.followed_by(after));
        }
    }

    /// Slots between bars. Once they are opened, which is answered, each bar ends or begins a line. `alone`: they are all of an
    /// object.
    fn slots(&mut self, slots: &Slots, alone: bool, place: Place) -> bool {
        if self.flat(&slots.pieces, slots.width, place) {
            return false;
        }
        let (open, close) = (slots.pieces.start, slots.pieces.end - 1);
        // Locals are broken only if no line holds them.
        let breaks = slots.opened || slots.width.flat.is_some_and(|flat| alone || place.inside() + flat > WIDTH);
        self.page.put(open);
        let inside = Place { free: true, after: 0, ..place };
        match breaks {
            true => {
                let mut entries = slots.entries.as_slice();
                // What is said behind the bar stays there.
                while let Some((first, rest)) = entries.split_first()
                    && first.is_comment()
                    && !self.begins_line(first.pieces.start)
                    && rest.first().is_none_or(|next| self.begins_line(next.pieces.start))
                {
                    self.put_all(first.pieces.clone());
                    entries = rest;
                }
                let seams = if slots.opened { Seams::First } else { Seams::All };
                self.entries(entries, place.inside(), seams, inside);
                self.page.new_line(place.base, false);
            }
            false => self.entries(&slots.entries, place.inside(), Seams::Kept, inside.followed_by(2 + place.after)),
        }
        self.page.put(close);
        breaks
    }

    // Expressions.

    fn expr(&mut self, expr: &Expr, place: Place) {
        if expr.pieces.is_empty() || self.flat(&expr.pieces, expr.width, place) {
            return;
        }
        match &expr.kind {
            ExprKind::Units(units) => self.units(units, place),
            ExprKind::Binary { first, rest } => self.binary(first.as_deref(), rest, place),
            ExprKind::Keyword { receiver, parts } => self.keyword(expr, receiver.as_deref(), parts, place),
        }
    }

    fn units(&mut self, units: &[Unit], place: Place) {
        // What must follow each unit in its line, last first.
        let mut after = vec![place.after; units.len()];
        for at in (1..units.len()).rev() {
            let start = unit_pieces(&units[at]).start;
            after[at - 1] = match &units[at] {
                _ if self.begins_line(start) => 0,
                Unit::Leaf(leaf) => self.gaps[start] + self.pieces[*leaf].first_line() + after[at],
                _ => self.gaps[start] + 1,
            };
        }
        let mut base = place.base;
        for (at, unit) in units.iter().enumerate() {
            if at > 0 && self.begins_line(unit_pieces(unit).start) {
                self.break_line(place);
                base = place.inside();
            }
            let place = place.in_line_at(base).followed_by(after[at]);
            match unit {
                Unit::Leaf(leaf) => self.page.put(*leaf),
                Unit::Bracket(bracket) => self.bracket(bracket, place),
                Unit::Slots(slots) => drop(self.slots(slots, false, place)),
            }
        }
    }

    /// Operators and operands fill the lines.
    fn binary(&mut self, first: Option<&Expr>, rest: &[(usize, Expr)], place: Place) {
        let mut base = place.base;
        if let Some(first) = first {
            let next =
                rest.first().map_or(0, |(operator, _)| self.gaps[*operator] + self.pieces[*operator].first_line());
            self.expr(first, place.followed_by(next));
        }
        for (at, (operator, operand)) in rest.iter().enumerate() {
            let (operator, start) = (*operator, operand.pieces.start);
            let is_first = at == 0 && first.is_none_or(|first| self.is_delegate(first));
            let kept_before = !is_first && self.begins_line(operator);
            let kept_after = !operand.pieces.is_empty() && !kept_before && self.begins_line(start);
            let after = match rest.get(at + 1) {
                None => place.after,
                Some((next, _)) if self.begins_line(*next) => 0,
                Some((next, _)) => self.gaps[*next] + self.pieces[*next].first_line(),
            };
            let own = self.pieces[operator].first_line() + self.gaps.get(start).copied().unwrap_or(0);
            let Width { flat, head } = operand.width;
            let whole = Width { flat: flat.map(|flat| own + flat), head: own + head };
            let too_long = !kept_before && !kept_after && place.free && !self.fits(operator, whole, after);
            // A bracket that no line holds is rather opened where it stands.
            let breaks = too_long && (!opens(operand) || place.inside() + flat.unwrap_or(head) + after <= WIDTH);
            let operator_first =
                !NEVER_FIRST.contains(&self.pieces[operator].text) && self.pieces[operator].text != ",";
            if kept_before || (breaks && operator_first && !is_first) {
                self.break_line(place);
                base = place.inside();
            }
            self.page.put(operator);
            if kept_after || (breaks && (!operator_first || is_first)) {
                self.break_line(place);
                base = place.inside();
            }
            self.expr(operand, place.in_line_at(base).followed_by(after));
        }
    }

    fn keyword(&mut self, expr: &Expr, receiver: Option<&Expr>, parts: &[(usize, Expr)], place: Place) {
        // The first keyword of a message to self begins it.
        let seams = if receiver.is_some_and(|receiver| !self.is_delegate(receiver)) {
            parts
        } else {
            &parts[1.min(parts.len())..]
        };
        let kept = seams.iter().any(|(keyword, _)| self.begins_line(*keyword));
        let breaks = kept
            || place.free
                && match expr.width.flat {
                    Some(_) if parts.iter().all(|(_, argument)| !opens(argument)) => parts.len() > 1,
                    Some(_) => !self.hugs(expr, parts),
                    None => !self.fits(expr.pieces.start, expr.width, place.after),
                };
        if let Some(receiver) = receiver {
            let next = parts.first().filter(|_| !breaks).map_or(0, |(keyword, argument)| {
                self.gaps[*keyword] + self.pieces[*keyword].first_line() + if opens(argument) { 2 } else { 0 }
            });
            self.expr(receiver, place.followed_by(next));
        }
        // Colons stand below the first one's if the later keywords are hardly shorter.
        let lengths = seams.iter().map(|(keyword, _)| self.pieces[*keyword].first_line());
        let longest = lengths.clone().next().unwrap_or(0);
        let lines_up = lengths.clone().all(|length| length <= longest && longest - length <= MOST_PAD);
        for (at, (keyword, argument)) in parts.iter().enumerate() {
            let is_seam = at + seams.len() >= parts.len();
            let mut place = place;
            if breaks && is_seam {
                let pad = if lines_up { longest - self.pieces[*keyword].first_line() } else { 0 };
                self.break_line(Place { base: place.base + pad, ..place });
                place.base = place.inside();
            }
            self.page.put(*keyword);
            let after = match parts.get(at + 1) {
                None => place.after,
                Some(_) if breaks => 0,
                Some((next, _)) => self.gaps[*next] + self.pieces[*next].first_line(),
            };
            self.expr(argument, place.followed_by(after));
        }
    }

    fn is_delegate(&self, receiver: &Expr) -> bool {
        self.pieces[receiver.pieces.end - 1].is_delegate()
    }

    /// Whether all but what stands in the last bracket of a message fits on this line, so that only that is broken.
    fn hugs(&self, expr: &Expr, parts: &[(usize, Expr)]) -> bool {
        let Some(((_, last), others)) = parts.split_last() else { return false };
        if others.iter().any(|(_, argument)| holds_code(argument)) || !opens(last) {
            return false;
        }
        let start = expr.pieces.start;
        let head: usize = (start + 1..head_end(last)).map(|at| self.gaps[at] + self.pieces[at].first_line()).sum();
        self.page.column_of(start) + self.pieces[start].first_line() + head <= WIDTH
    }
}

fn unit_pieces(unit: &Unit) -> Range<usize> {
    match unit {
        Unit::Leaf(at) => *at..*at + 1,
        Unit::Bracket(bracket) => bracket.pieces.clone(),
        Unit::Slots(slots) => slots.pieces.clone(),
    }
}

/// Its end is a block or object, which can be opened.
fn opens(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Units(units) => matches!(units.as_slice(), [Unit::Bracket(bracket)] if can_open(bracket)),
        ExprKind::Binary { .. } => false,
        ExprKind::Keyword { parts, .. } => parts
            .split_last()
            .is_some_and(|((_, last), others)| opens(last) && !others.iter().any(|(_, a)| holds_code(a))),
    }
}

fn can_open(bracket: &Bracket) -> bool {
    bracket.kind != BracketKind::Parens || bracket.entries.first().is_some_and(|entry| entry.slots().is_some())
}

/// Behind the bracket in which what [`opens`] ends, and behind its slots.
fn head_end(expr: &Expr) -> usize {
    match &expr.kind {
        ExprKind::Keyword { parts, .. } => parts.last().map_or(expr.pieces.end, |(_, last)| head_end(last)),
        ExprKind::Units(units) => match units.as_slice() {
            [Unit::Bracket(bracket)] => {
                let slots =
                    bracket.entries.first().and_then(Entry::slots).filter(|_| bracket.kind == BracketKind::Code);
                slots.map_or(bracket.pieces.start + 1, |slots| slots.pieces.end)
            }
            _ => expr.pieces.end,
        },
        ExprKind::Binary { .. } => expr.pieces.end,
    }
}

/// It is a block or object, or ends in one.
fn holds_code(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Units(units) => units.iter().any(|unit| matches!(unit, Unit::Bracket(bracket) if can_open(bracket))),
        ExprKind::Binary { .. } => false,
        ExprKind::Keyword { parts, .. } => parts.iter().any(|(_, argument)| holds_code(argument)),
    }
}
