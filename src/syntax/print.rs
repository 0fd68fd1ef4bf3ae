//! Tree to text: parsing what this prints gives the same tree (places and comments aside).
//!
//! What fits on a line stays on one; what does not is broken at its outermost seam: slots and statements to one line
//! each, a chain after its operators, a message before its keywords. Where a tree made by code says something that only
//! parentheses can say, they are added.

use crate::syntax::ast::Argument;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Item;
use crate::syntax::ast::Method;
use crate::syntax::ast::Script;
use crate::syntax::ast::Slot;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::text::symbol::Symbol;

/// Lines are broken if they would be longer, in bytes.
const WIDTH: usize = 100;
const INDENT: usize = 4;

/// A script under the newline rule of `.bat` files; its comments are left out.
pub fn script(script: &Script) -> String {
    print(|printer| {
        for item in &script.items {
            printer.item(item);
            if matches!(item, Item::Expr(_)) {
                printer.put(".");
            }
            printer.line();
        }
    })
}

/// One item, without a period.
pub fn item(item: &Item) -> String {
    print(|printer| printer.item(item))
}

/// An expression.
pub fn expr(expr: &Expr) -> String {
    print(|printer| printer.expr(expr))
}

/// A slot, as between bars; its annotations are left out.
pub fn slot(slot: &Slot) -> String {
    print(|printer| printer.slot(slot))
}

/// A method with its selector, as between bars.
pub fn method(method: &Method) -> String {
    print(|printer| printer.method(method))
}

/// A string literal for `text`.
pub fn string_literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len() + 2);
    literal.push('\'');
    for character in text.chars() {
        match character {
            '\\' => literal.push_str("\\\\"),
            '\'' => literal.push_str("\\'"),
            '\t' => literal.push_str("\\t"),
            '\n' => literal.push_str("\\n"),
            '\r' => literal.push_str("\\r"),
            '\0' => literal.push_str("\\0"),
            '\u{1}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => literal.push_str(&format!("\\x{:02x}", character as u32)),
            _ => literal.push(character),
        }
    }
    literal.push('\'');
    literal
}

/// A float literal: the shortest digits that read back as the same number. There is none for what is not a number.
pub fn float_literal(value: f64) -> String {
    match value {
        f64::INFINITY => "1e999".to_string(),
        f64::NEG_INFINITY => "-1e999".to_string(),
        value => format!("{value:?}"),
    }
}

fn print(write: impl FnOnce(&mut Printer)) -> String {
    let mut printer = Printer::default();
    write(&mut printer);
    printer.out
}

#[derive(Default)]
struct Printer {
    out: String,
    indent: usize,
    line_start: usize,
    /// Trying to stay on one line.
    flat: bool,
    /// The try failed: nothing more needs to be written.
    failed: bool,
}

/// How much may stand in a place without parentheses, from least to most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Before a unary message.
    Receiver,
    /// Beside an operator.
    Operand,
    /// Before a keyword.
    Closed,
    /// Alone.
    Whole,
}

impl Printer {
    fn put(&mut self, text: &str) {
        if !self.failed {
            self.out.push_str(text);
            self.failed = self.flat && self.out.len() - self.line_start > WIDTH;
        }
    }

    /// A new line, or a blank where everything stays on one.
    fn line(&mut self) {
        if self.flat {
            self.put(" ");
        } else {
            self.out.push('\n');
            self.line_start = self.out.len();
            self.out.extend(std::iter::repeat_n(' ', self.indent));
        }
    }

    /// Writes on one line if that fits, else broken.
    fn fit(&mut self, write: impl Fn(&mut Printer)) {
        if self.flat {
            write(self);
            return;
        }
        if !self.one_line(&write) {
            write(self);
        }
    }

    fn one_line(&mut self, write: impl Fn(&mut Printer)) -> bool {
        let length = self.out.len();
        self.flat = true;
        write(self);
        self.flat = false;
        let failed = std::mem::take(&mut self.failed);
        if failed {
            self.out.truncate(length);
        }
        !failed
    }

    fn indented(&mut self, write: impl FnOnce(&mut Printer)) {
        self.indent += INDENT;
        write(self);
        self.indent -= INDENT;
    }

    fn item(&mut self, item: &Item) {
        match item {
            Item::Slots(slots) => self.fit(|printer| {
                printer.slot_list(&[], slots);
            }),
            Item::Expr(expr) => self.expr(expr),
        }
    }

    // Slots.

    /// Slots with their bars. Broken, the closing bar begins a line of its own.
    fn slot_list(&mut self, arguments: &[Argument], slots: &SlotList) {
        self.put("|");
        self.indented(|printer| {
            let mut first = true;
            let mut separate = |printer: &mut Printer| {
                if !std::mem::take(&mut first) {
                    printer.put(".");
                }
                printer.line();
            };
            if let Some(annotation) = &slots.annotation {
                separate(printer);
                printer.put("{} = ");
                printer.put(&string_literal(annotation));
            }
            for argument in arguments {
                separate(printer);
                printer.put(":");
                printer.put(argument.name.as_str());
            }
            let mut rest = slots.slots.as_slice();
            while !rest.is_empty() {
                separate(printer);
                rest = printer.annotated_slots(rest, 0);
            }
        });
        self.line();
        self.put("|");
    }

    /// Writes the slots at the beginning of `slots` that share their annotation at `depth`, and answers the others.
    fn annotated_slots<'a>(&mut self, slots: &'a [Slot], depth: usize) -> &'a [Slot] {
        let Some(annotation) = slots[0].annotations.get(depth) else {
            self.slot(&slots[0]);
            return &slots[1..];
        };
        let before = &slots[0].annotations[..=depth];
        let count = slots.iter().take_while(|slot| slot.annotations.starts_with(before)).count();
        let (mut group, others) = slots.split_at(count);
        self.put("{");
        self.put(&string_literal(annotation));
        self.indented(|printer| {
            let mut first = true;
            while !group.is_empty() {
                if !std::mem::take(&mut first) {
                    printer.put(".");
                }
                printer.line();
                group = printer.annotated_slots(group, depth + 1);
            }
        });
        self.put(" }");
        others
    }

    fn slot(&mut self, slot: &Slot) {
        let star = if slot.parent { "*" } else { "" };
        match &slot.kind {
            SlotKind::Argument => {
                self.put(":");
                self.put(slot.name.as_str());
            }
            SlotKind::Assignable(None) => {
                self.put(slot.name.as_str());
                self.put(star);
            }
            SlotKind::Assignable(Some(value)) => {
                self.put(slot.name.as_str());
                self.put(star);
                self.put(" <- ");
                self.value(value);
            }
            SlotKind::Constant(value) => {
                self.put(slot.name.as_str());
                self.put(star);
                self.put(" = ");
                self.value(value);
            }
            SlotKind::Method(method) => self.method(method),
        }
    }

    /// Parentheses around a whole value would make it a method.
    fn value(&mut self, mut value: &Expr) {
        while let ExprKind::Parens(inner) = &value.kind {
            value = inner;
        }
        self.expr(value);
    }

    fn method(&mut self, method: &Method) {
        let name = method.selector.as_str();
        let mut arguments = method.body().arguments.iter().map(|argument| argument.name.as_str());
        if name.ends_with(':') {
            for (at, part) in name.split_inclusive(':').enumerate() {
                if at > 0 {
                    self.put(" ");
                }
                self.put(part);
                self.put(" ");
                self.put(arguments.next().unwrap_or("_"));
            }
        } else {
            self.put(name);
            for argument in arguments {
                self.put(" ");
                self.put(argument);
            }
        }
        self.put(" = ");
        self.fit(|printer| {
            printer.code("(", &[], method.body(), ")");
        });
    }

    /// The inside of a method or block with its brackets.
    fn code(&mut self, open: &str, arguments: &[Argument], body: &Body, close: &str) {
        self.put(open);
        let locals = &body.locals;
        if !arguments.is_empty() || !locals.slots.is_empty() || locals.annotation.is_some() {
            self.fit(|printer| printer.slot_list(arguments, locals));
        } else if body.statements.is_empty() {
            self.put(close);
            return;
        }
        let last = body.statements.len().saturating_sub(1);
        self.indented(|printer| {
            for (at, statement) in body.statements.iter().enumerate() {
                printer.line();
                if at == last && body.returns {
                    printer.put("^ ");
                }
                printer.expr(statement);
                if at < last {
                    printer.put(".");
                }
            }
        });
        self.put(" ");
        self.put(close);
    }

    // Expressions.

    fn expr(&mut self, expr: &Expr) {
        self.fit(|printer| printer.placed(expr, Place::Whole));
    }

    fn placed(&mut self, expr: &Expr, place: Place) {
        if self.failed {
            return;
        }
        if fits(expr, place) {
            self.bare(expr);
        } else {
            self.put("(");
            self.bare(expr);
            self.put(")");
        }
    }

    fn bare(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Integer(value) => self.put(&value.to_string()),
            ExprKind::Float(value) => self.put(&float_literal(*value)),
            ExprKind::String(text) => self.put(&string_literal(text)),
            ExprKind::SelfRef => self.put("self"),
            ExprKind::Unary { receiver, messages } => {
                if let Some(receiver) = receiver {
                    self.placed(receiver, Place::Receiver);
                    self.put(" ");
                }
                for (at, (message, _)) in messages.iter().enumerate() {
                    if at > 0 {
                        self.put(" ");
                    }
                    self.put(message.as_str());
                }
            }
            ExprKind::Binary { receiver, operator, arguments, .. } => {
                if let Some(receiver) = receiver {
                    if continues(receiver, *operator) {
                        self.bare(receiver);
                    } else {
                        self.placed(receiver, Place::Operand);
                    }
                    self.put(" ");
                }
                self.operator_arguments(*operator, arguments);
            }
            ExprKind::Keyword { receiver, selector, arguments, .. } => {
                if let Some(receiver) = receiver {
                    self.placed(receiver, Place::Closed);
                    self.put(" ");
                }
                self.keyword_arguments(*selector, arguments);
            }
            ExprKind::Resend { delegate, selector, arguments, .. } => {
                self.put(delegate.map_or("resend", Symbol::as_str));
                self.put(".");
                match arguments.as_slice() {
                    [] => self.put(selector.as_str()),
                    arguments if selector.as_str().ends_with(':') => self.keyword_arguments(*selector, arguments),
                    arguments => self.operator_arguments(*selector, arguments),
                }
            }
            ExprKind::Object(slots) if slots.slots.is_empty() && slots.annotation.is_none() => self.put("()"),
            ExprKind::Object(slots) => self.fit(|printer| {
                printer.put("(");
                printer.slot_list(&[], slots);
                printer.put(")");
            }),
            ExprKind::Block(body) => self.fit(|printer| printer.code("[", &body.arguments, body, "]")),
            ExprKind::Annotated { annotation, body } => {
                self.put("{");
                self.put(&string_literal(annotation));
                self.put(" ");
                if matches!(body.kind, ExprKind::Object(_) | ExprKind::Block(_) | ExprKind::Parens(_)) {
                    self.bare(body);
                } else {
                    self.put("(");
                    self.bare(body);
                    self.put(")");
                }
                self.put("}");
            }
            ExprKind::Parens(inner) => {
                self.put("(");
                self.expr(inner);
                self.put(")");
            }
        }
    }

    /// Broken after its operators: what begins a line with an operator could be taken for a new expression.
    fn operator_arguments(&mut self, operator: Symbol, arguments: &[Expr]) {
        let last = arguments.len().saturating_sub(1);
        self.indented(|printer| {
            for (at, argument) in arguments.iter().enumerate() {
                printer.put(operator.as_str());
                if at == 0 && last == 0 {
                    printer.put(" ");
                } else {
                    printer.line();
                }
                if at == last && is_open(argument) && !has_receiver(argument) {
                    printer.bare(argument);
                } else {
                    printer.placed(argument, Place::Operand);
                }
                if at < last {
                    printer.put(" ");
                }
            }
        });
    }

    fn keyword_arguments(&mut self, selector: Symbol, arguments: &[Expr]) {
        let parts = || selector.as_str().split_inclusive(':').zip(arguments);
        let last = arguments.len().saturating_sub(1);
        let place = |at: usize| if at == last { Place::Whole } else { Place::Closed };
        if !self.flat {
            // All on one line but the last argument, which may be a long block.
            let hugged = self.one_line(|printer| {
                for (at, (part, argument)) in parts().enumerate() {
                    printer.put(part);
                    printer.put(" ");
                    if at < last {
                        printer.placed(argument, place(at));
                        printer.put(" ");
                    }
                }
            });
            if hugged {
                if let Some(argument) = arguments.last() {
                    self.fit(|printer| printer.placed(argument, Place::Whole));
                }
                return;
            }
        }
        self.indented(|printer| {
            for (at, (part, argument)) in parts().enumerate() {
                if at > 0 {
                    printer.line();
                }
                printer.put(part);
                printer.put(" ");
                printer.fit(|printer| printer.placed(argument, place(at)));
            }
        });
    }
}

/// A keyword could go on with this: it ends in the argument of one.
fn is_open(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Keyword { .. } => true,
        ExprKind::Resend { selector, arguments, .. } => {
            selector.as_str().ends_with(':') || arguments.last().is_some_and(is_open)
        }
        ExprKind::Binary { arguments, .. } => arguments.last().is_some_and(is_open),
        _ => false,
    }
}

fn has_receiver(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Keyword { receiver, .. } => receiver.is_some(),
        ExprKind::Resend { selector, .. } => !selector.as_str().ends_with(':'),
        _ => true,
    }
}

/// A resend of the same operator may begin a chain.
fn continues(receiver: &Expr, operator: Symbol) -> bool {
    match &receiver.kind {
        ExprKind::Resend { selector, .. } => *selector == operator && !is_open(receiver),
        ExprKind::Binary { operator: before, .. } => *before == operator && !is_open(receiver),
        _ => false,
    }
}

fn fits(expr: &Expr, place: Place) -> bool {
    let needed = match &expr.kind {
        ExprKind::Unary { .. } => Place::Receiver,
        ExprKind::Binary { .. } | ExprKind::Keyword { .. } if is_open(expr) => Place::Whole,
        ExprKind::Binary { .. } => Place::Closed,
        ExprKind::Resend { arguments, .. } if arguments.is_empty() => Place::Receiver,
        ExprKind::Resend { .. } if is_open(expr) => Place::Whole,
        ExprKind::Resend { .. } => Place::Closed,
        _ => Place::Receiver,
    };
    needed <= place
}
