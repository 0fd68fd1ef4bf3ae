//! The actions of the grammar: from tokens and parts to the tree, with the rules a grammar cannot say.
//!
//! What a parenthesis is depends on what stands in it and where it stands (docs/language.md); names in one object must
//! differ; a method has as many arguments as its selector.

#![expect(clippy::boxed_local, reason = "boxed so that the parser's stack holds small things; opened here")]

use std::collections::HashMap;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;
use std::rc::Rc;

use crate::syntax::ast::Argument;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Item;
use crate::syntax::ast::Method;
use crate::syntax::ast::Slot;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::syntax::ast::SourceRef;
use crate::syntax::foreign;
use crate::syntax::literal;
use crate::syntax::mistake;
use crate::syntax::mistake::Mistake;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// What one run of the parser makes.
pub(crate) enum Parsed {
    Item(Item),
    Slot(Slot),
}

/// A name with its place.
#[derive(Clone, Copy)]
pub(crate) struct Part<'s> {
    text: &'s str,
    span: Span,
}

impl<'s> Part<'s> {
    pub(crate) fn new(text: &'s str, start: u32, end: u32) -> Part<'s> {
        Part { text, span: Span { start, end } }
    }
}

/// The inside of a parenthesis or block after its slots.
#[derive(Default)]
pub(crate) struct Code {
    statements: Vec<Expr>,
    caret: Option<u32>,
}

impl Code {
    pub(crate) fn new(statements: Vec<Expr>, caret: Option<u32>) -> Code {
        Code { statements, caret }
    }
}

/// A parenthesis of which it is not yet known whether it is an object, a method or an expression.
pub(crate) struct Group {
    span: Span,
    slots: Option<SlotList>,
    code: Code,
}

/// What stands behind `=` or `<-` in a slot.
pub(crate) enum Value {
    Group(Box<Group>),
    Expr(Expr),
    /// A method's body that the lexer has skipped.
    Body(Span),
}

/// A method's selector with the argument names written in it.
pub(crate) struct MethodHead {
    selector: Symbol,
    /// None if the arguments are to be declared between the bars.
    arguments: Option<Vec<Argument>>,
    count: usize,
    span: Span,
}

/// The keywords and arguments of a message.
pub(crate) struct KeywordMessage<'s> {
    parts: Vec<Part<'s>>,
    arguments: Vec<Expr>,
}

impl<'s> KeywordMessage<'s> {
    pub(crate) fn new(parts: Vec<Part<'s>>, arguments: Vec<Expr>) -> Box<KeywordMessage<'s>> {
        Box::new(KeywordMessage { parts, arguments })
    }

    /// The message without its first part: its place is kept free.
    pub(crate) fn from_parts(rest: Vec<(Part<'s>, Expr)>, last: Part<'s>, argument: Expr) -> Box<KeywordMessage<'s>> {
        let mut parts = Vec::with_capacity(rest.len() + 2);
        let mut arguments = Vec::with_capacity(rest.len() + 2);
        let blank = Part { text: "", span: Span::default() };
        parts.push(blank);
        arguments.push(Expr { kind: ExprKind::SelfRef, span: Span::default() });
        for (part, argument) in rest {
            parts.push(part);
            arguments.push(argument);
        }
        parts.push(last);
        arguments.push(argument);
        KeywordMessage::new(parts, arguments)
    }

    /// The message with its first part.
    pub(crate) fn with_first(mut self: Box<Self>, part: Part<'s>, argument: Expr) -> Box<KeywordMessage<'s>> {
        self.parts[0] = part;
        self.arguments[0] = argument;
        self
    }
}

/// `list` with one more element.
pub(crate) fn push<T>(mut list: Vec<T>, element: T) -> Vec<T> {
    list.push(element);
    list
}

/// Makes trees; lives as long as one source is parsed.
pub(crate) struct Builder<'s> {
    source: &'s Rc<Source>,
    rule: NewlineRule,
    /// Interning takes a lock, so each name takes it once.
    symbols: HashMap<&'static str, Symbol, BuildHasherDefault<NameHasher>>,
    selector: String,
}

impl<'s> Builder<'s> {
    pub(crate) fn new(source: &'s Rc<Source>, rule: NewlineRule) -> Builder<'s> {
        Builder { source, rule, symbols: HashMap::default(), selector: String::new() }
    }

    fn symbol(&mut self, name: &str) -> Symbol {
        if let Some(symbol) = self.symbols.get(name) {
            return *symbol;
        }
        let symbol = Symbol::intern(name);
        self.symbols.insert(symbol.as_str(), symbol);
        symbol
    }

    fn joined(&mut self, parts: impl IntoIterator<Item = &'s str>) -> Symbol {
        let mut selector = std::mem::take(&mut self.selector);
        selector.clear();
        selector.extend(parts);
        let symbol = self.symbol(&selector);
        self.selector = selector;
        symbol
    }

    // Slots.

    pub(crate) fn top_slots(&mut self, slots: SlotList) -> Result<Parsed, Mistake> {
        if let Some(slot) = slots.slots.iter().find(|slot| slot.kind == SlotKind::Argument) {
            return Err(mistake::argument_of_nothing(self.source, slot.span, "the top level"));
        }
        self.check_names(&[], &slots.slots)?;
        Ok(Parsed::Item(Item::Slots(slots)))
    }

    pub(crate) fn slot_list(&mut self, mut slots: SlotList, start: u32, end: u32) -> SlotList {
        slots.span = Span { start, end };
        slots
    }

    pub(crate) fn add_slot(&mut self, mut slots: SlotList, slot: Slot) -> SlotList {
        slots.slots.push(slot);
        slots
    }

    pub(crate) fn add_slots(&mut self, mut slots: SlotList, more: SlotList) -> SlotList {
        slots.slots.extend(more.slots);
        slots.annotation = more.annotation.or(slots.annotation);
        slots
    }

    pub(crate) fn annotate_slots(&mut self, text: &'s str, mut slots: SlotList) -> Result<SlotList, Mistake> {
        let annotation = literal::string(self.source, text)?;
        for slot in &mut slots.slots {
            slot.annotations.insert(0, annotation.clone());
        }
        Ok(slots)
    }

    pub(crate) fn object_annotation(&mut self, text: &'s str) -> Result<SlotList, Mistake> {
        let annotation = literal::string(self.source, text)?;
        Ok(SlotList { annotation: Some(annotation), ..SlotList::default() })
    }

    fn slot(&mut self, name: Part<'s>, kind: SlotKind, parent: bool, end: u32) -> Slot {
        let span = Span { start: name.span.start, end };
        Slot { name: self.symbol(name.text), kind, parent, annotations: Vec::new(), name_span: name.span, span }
    }

    pub(crate) fn argument_slot(&mut self, name: &'s str, start: u32, end: u32) -> Slot {
        self.slot(Part::new(name, start, end), SlotKind::Argument, false, end)
    }

    pub(crate) fn assignable_slot(&mut self, name: Part<'s>, parent: bool, end: u32) -> Slot {
        self.slot(name, SlotKind::Assignable(None), parent, end)
    }

    pub(crate) fn initialized_slot(&mut self, name: Part<'s>, parent: bool, value: Value) -> Result<Slot, Mistake> {
        let value = match value {
            Value::Expr(expr) => expr,
            Value::Group(group) if group.code.statements.is_empty() => self.object(*group)?,
            Value::Group(group) => {
                let simple = group.slots.is_none() && group.code.statements.len() == 1;
                return Err(mistake::assignable_method(self.source, name.span, group.span, simple));
            }
            Value::Body(span) => return Err(mistake::assignable_method(self.source, name.span, span, false)),
        };
        let end = value.span.end;
        Ok(self.slot(name, SlotKind::Assignable(Some(value)), parent, end))
    }

    pub(crate) fn constant_slot(&mut self, name: Part<'s>, parent: bool, value: Value) -> Result<Slot, Mistake> {
        Ok(match value {
            Value::Expr(expr) => {
                let end = expr.span.end;
                self.slot(name, SlotKind::Constant(expr), parent, end)
            }
            Value::Group(group) if group.code.statements.is_empty() => {
                let end = group.span.end;
                let object = self.object(*group)?;
                self.slot(name, SlotKind::Constant(object), parent, end)
            }
            Value::Group(group) if parent => {
                return Err(mistake::parent_method(self.source, name.span, group.span));
            }
            Value::Body(span) if parent => return Err(mistake::parent_method(self.source, name.span, span)),
            Value::Body(span) => {
                let head = self.unary_head(name);
                self.deferred_slot(head, span)
            }
            Value::Group(group) => {
                let head = self.unary_head(name);
                self.method_slot(head, group)?
            }
        })
    }

    pub(crate) fn operator_head(&mut self, operator: Part<'s>, argument: Option<Part<'s>>) -> MethodHead {
        let selector = self.symbol(operator.text);
        let arguments = argument.map(|argument| vec![self.argument(argument)]);
        MethodHead { selector, arguments, count: 1, span: operator.span }
    }

    pub(crate) fn keyword_head(&mut self, keyword: Part<'s>, capitals: Vec<Part<'s>>) -> MethodHead {
        let span = capitals.last().map_or(keyword.span, |last| keyword.span.to(last.span));
        let count = capitals.len() + 1;
        let selector = self.joined(std::iter::once(keyword.text).chain(capitals.iter().map(|part| part.text)));
        MethodHead { selector, arguments: None, count, span }
    }

    pub(crate) fn named_keyword_head(
        &mut self,
        keyword: Part<'s>,
        name: Part<'s>,
        capitals: Vec<(Part<'s>, Part<'s>)>,
    ) -> MethodHead {
        let selector = self.joined(std::iter::once(keyword.text).chain(capitals.iter().map(|(part, _)| part.text)));
        let end = capitals.last().map_or(name.span, |(_, name)| name.span);
        let mut arguments = Vec::with_capacity(capitals.len() + 1);
        arguments.push(self.argument(name));
        for (_, name) in &capitals {
            arguments.push(self.argument(*name));
        }
        let count = arguments.len();
        MethodHead { selector, arguments: Some(arguments), count, span: keyword.span.to(end) }
    }

    fn argument(&mut self, name: Part<'s>) -> Argument {
        Argument { name: self.symbol(name.text), span: name.span }
    }

    pub(crate) fn method_slot(&mut self, head: MethodHead, group: Box<Group>) -> Result<Slot, Mistake> {
        let MethodHead { selector, arguments, count, span } = head;
        let group_span = group.span;
        let mut body = self.body(group.slots.unwrap_or_default(), group.code)?;
        let declared = body.arguments.len();
        if body.statements.is_empty() {
            let place = body.arguments.first().map_or(span, |argument| argument.span);
            return Err(mistake::empty_method(self.source, place, group_span, selector));
        }
        if declared != if arguments.is_some() { 0 } else { count } {
            return Err(mistake::argument_count(
                self.source,
                span,
                body.arguments.first().map_or(group_span, |argument| argument.span),
                selector,
                if arguments.is_some() { Some(declared) } else { None },
                declared,
            ));
        }
        if let Some(arguments) = arguments {
            body.arguments = arguments;
        }
        self.check_names(&body.arguments, &body.locals.slots)?;
        let source = SourceRef(self.source.clone());
        Ok(method_slot(Method::new(selector, body, source, group_span), span))
    }

    /// A method whose body has been skipped.
    pub(crate) fn deferred_slot(&mut self, head: MethodHead, body: Span) -> Slot {
        let source = SourceRef(self.source.clone());
        method_slot(Method::deferred(head.selector, source, head.span.start, body), head.span)
    }

    fn unary_head(&mut self, name: Part<'s>) -> MethodHead {
        MethodHead { selector: self.symbol(name.text), arguments: None, count: 0, span: name.span }
    }

    /// Splits slots into arguments and locals. A method cannot be local to code.
    fn body(&mut self, slots: SlotList, code: Code) -> Result<Body, Mistake> {
        let SlotList { slots, annotation, span } = slots;
        let mut arguments = Vec::new();
        let mut locals = Vec::new();
        for slot in slots {
            match &slot.kind {
                SlotKind::Argument => arguments.push(Argument { name: slot.name, span: slot.span }),
                SlotKind::Method(_) if !code.statements.is_empty() => {
                    return Err(mistake::local_method(self.source, slot.name_span, slot.name));
                }
                _ => locals.push(slot),
            }
        }
        let locals = SlotList { slots: locals, annotation, span };
        Ok(Body { arguments, locals, statements: code.statements, returns: code.caret.is_some() })
    }

    fn check_names(&self, arguments: &[Argument], slots: &[Slot]) -> Result<(), Mistake> {
        let names = || {
            arguments
                .iter()
                .map(|argument| (argument.name, argument.span))
                .chain(slots.iter().map(|slot| (slot.name, slot.name_span)))
        };
        let count = arguments.len() + slots.len();
        let duplicate = if count <= 12 {
            names().enumerate().find(|(i, (name, _))| names().take(*i).any(|(before, _)| before == *name))
        } else {
            let mut seen = HashSet::with_capacity(count);
            names().enumerate().find(|(_, (name, _))| !seen.insert(*name))
        };
        let Some((_, (name, span))) = duplicate else { return Ok(()) };
        let first = names().find(|(before, _)| *before == name).map_or(span, |(_, first)| first);
        Err(mistake::duplicate_slot(self.source, span, first, name))
    }

    // Brackets.

    pub(crate) fn group(&mut self, start: u32, slots: Option<SlotList>, code: Code, end: u32) -> Box<Group> {
        Box::new(Group { span: Span { start, end }, slots, code })
    }

    fn object(&mut self, group: Group) -> Result<Expr, Mistake> {
        let slots = group.slots.unwrap_or_default();
        if let Some(slot) = slots.slots.iter().find(|slot| slot.kind == SlotKind::Argument) {
            return Err(mistake::argument_of_nothing(self.source, slot.span, "an object without code"));
        }
        self.check_names(&[], &slots.slots)?;
        Ok(Expr { kind: ExprKind::Object(Box::new(slots)), span: group.span })
    }

    /// A parenthesis that is part of an expression.
    pub(crate) fn parens(&mut self, group: Box<Group>) -> Result<Expr, Mistake> {
        if group.code.statements.is_empty() {
            return self.object(*group);
        }
        let Group { span, slots, code } = *group;
        if let Some(slots) = slots.filter(|slots| !slots.slots.is_empty() || slots.annotation.is_some()) {
            let after_equal = self.source.text[..span.start as usize].trim_end().ends_with('=');
            return Err(mistake::inner_method(self.source, slots.span, after_equal));
        }
        if let Some(caret) = code.caret {
            let caret = Span { start: caret, end: caret + 1 };
            return Err(mistake::return_in_parens(self.source, caret, span));
        }
        let mut statements = code.statements.into_iter();
        match (statements.next(), statements.next()) {
            (Some(expr), None) => Ok(Expr { kind: ExprKind::Parens(Box::new(expr)), span }),
            (_, second) => {
                let second = second.map_or(span, |expr| expr.span);
                Err(mistake::several_expressions(self.source, second, span))
            }
        }
    }

    pub(crate) fn block(&mut self, start: u32, slots: Option<SlotList>, code: Code, end: u32) -> Result<Expr, Mistake> {
        let span = Span { start, end };
        let body = self.body(slots.unwrap_or_default(), code)?;
        if body.statements.is_empty()
            && let Some(argument) = body.arguments.first()
        {
            return Err(mistake::block_without_code(self.source, argument.span, span));
        }
        self.check_names(&body.arguments, &body.locals.slots)?;
        Ok(Expr { kind: ExprKind::Block(Rc::new(body)), span })
    }

    pub(crate) fn annotated(&mut self, text: &'s str, start: u32, body: Expr, end: u32) -> Result<Expr, Mistake> {
        let annotation = literal::string(self.source, text)?;
        Ok(Expr { kind: ExprKind::Annotated { annotation, body: Box::new(body) }, span: Span { start, end } })
    }

    // Messages.

    pub(crate) fn unary(&mut self, receiver: Option<Expr>, name: Part<'s>) -> Expr {
        let span = receiver.as_ref().map_or(name.span, |receiver| receiver.span.to(name.span));
        let messages = vec![(self.symbol(name.text), name.span)];
        Expr { kind: ExprKind::Unary { receiver: receiver.map(Box::new), messages }, span }
    }

    pub(crate) fn next_unary(&mut self, unary: Expr, name: Part<'s>) -> Expr {
        let symbol = self.symbol(name.text);
        let span = unary.span.to(name.span);
        match unary.kind {
            ExprKind::Unary { receiver, mut messages } => {
                messages.push((symbol, name.span));
                Expr { kind: ExprKind::Unary { receiver, messages }, span }
            }
            _ => self.unary(Some(unary), name),
        }
    }

    pub(crate) fn binary(&mut self, receiver: Option<Expr>, operator: Part<'s>, argument: Expr) -> Expr {
        let start = receiver.as_ref().map_or(operator.span, |receiver| receiver.span);
        let span = start.to(argument.span);
        let kind = ExprKind::Binary {
            receiver: receiver.map(Box::new),
            operator: self.symbol(operator.text),
            operators: vec![operator.span],
            arguments: vec![argument],
        };
        Expr { kind, span }
    }

    /// One more operator, which must be the same.
    pub(crate) fn chain(&mut self, mut chain: Expr, part: Part<'s>, argument: Expr) -> Result<Expr, Mistake> {
        let symbol = self.symbol(part.text);
        let before = chain.span;
        match &mut chain.kind {
            ExprKind::Binary { operator, operators, arguments, .. } if *operator == symbol => {
                operators.push(part.span);
                chain.span = chain.span.to(argument.span);
                arguments.push(argument);
                Ok(chain)
            }
            ExprKind::Binary { operators, arguments, .. } => {
                let last = arguments.last().map_or(before, |argument| argument.span);
                let first = operators.last().copied().unwrap_or(before);
                Err(mistake::mixed_operators(self.source, before, first, part.span, last, argument.span))
            }
            ExprKind::Resend { selector, .. } if *selector == symbol => Ok(self.binary(Some(chain), part, argument)),
            _ => Err(mistake::mixed_operators(self.source, before, before, part.span, before, argument.span)),
        }
    }

    pub(crate) fn keyword(
        &mut self,
        receiver: Option<Expr>,
        message: Box<KeywordMessage<'s>>,
    ) -> Result<Expr, Mistake> {
        let KeywordMessage { parts, arguments } = *message;
        if self.rule == NewlineRule::Bat {
            self.check_foreign_selector(&parts, &arguments)?;
        }
        let selector = match parts.as_slice() {
            [part] => self.symbol(part.text),
            parts => self.joined(parts.iter().map(|part| part.text)),
        };
        let start = receiver.as_ref().map_or(parts[0].span, |receiver| receiver.span);
        let span = arguments.last().map_or(start, |last| start.to(last.span));
        let parts = parts.iter().map(|part| part.span).collect();
        Ok(Expr { kind: ExprKind::Keyword { receiver: receiver.map(Box::new), selector, parts, arguments }, span })
    }

    /// `at: 1 put: 2` is well formed and means `at: (1 put: 2)`; nobody who writes these pairs means that.
    fn check_foreign_selector(&self, parts: &[Part<'s>], arguments: &[Expr]) -> Result<(), Mistake> {
        const PAIRS: &[(&str, &str)] = &[
            ("at:", "put:"),
            ("at:", "ifAbsent:"),
            ("at:", "ifPresent:"),
            ("ifTrue:", "ifFalse:"),
            ("ifFalse:", "ifTrue:"),
            ("ifNil:", "ifNotNil:"),
            ("ifNotNil:", "ifNil:"),
            ("inject:", "into:"),
            ("detect:", "ifNone:"),
            ("remove:", "ifAbsent:"),
            ("removeKey:", "ifAbsent:"),
            ("on:", "do:"),
            ("to:", "do:"),
            ("by:", "do:"),
            ("copyFrom:", "to:"),
            ("copyReplaceAll:", "with:"),
        ];
        let ([part], [argument]) = (parts, arguments) else { return Ok(()) };
        let ExprKind::Keyword { receiver: Some(_), parts: inner, .. } = &argument.kind else {
            return Ok(());
        };
        let inner = inner[0];
        let word = self.source.slice(inner);
        if PAIRS.contains(&(part.text, word)) {
            return Err(foreign::lower_keyword(self.source, inner, part.span));
        }
        Ok(())
    }

    pub(crate) fn resend_unary(&mut self, delegate: Part<'s>, name: Part<'s>) -> Expr {
        self.resend(delegate, name.text, name.span, Vec::new())
    }

    pub(crate) fn resend_binary(&mut self, delegate: Part<'s>, operator: Part<'s>, argument: Expr) -> Expr {
        self.resend(delegate, operator.text, operator.span, vec![argument])
    }

    pub(crate) fn resend_keyword(&mut self, delegate: Part<'s>, message: Box<KeywordMessage<'s>>) -> Expr {
        let KeywordMessage { parts, arguments } = *message;
        let selector = self.joined(parts.iter().map(|part| part.text));
        self.resend(delegate, selector.as_str(), parts[0].span, arguments)
    }

    fn resend(&mut self, delegate: Part<'s>, selector: &str, selector_span: Span, arguments: Vec<Expr>) -> Expr {
        let end = arguments.last().map_or(selector_span, |argument| argument.span);
        let span = delegate.span.to(end);
        let delegate = (delegate.text != "resend").then(|| self.symbol(delegate.text));
        Expr { kind: ExprKind::Resend { delegate, selector: self.symbol(selector), arguments, selector_span }, span }
    }

    // Literals.

    pub(crate) fn integer(&mut self, text: &'s str, start: u32, end: u32) -> Expr {
        Expr { kind: ExprKind::Integer(literal::integer(text)), span: Span { start, end } }
    }

    pub(crate) fn radix(&mut self, text: &'s str, start: u32, end: u32) -> Result<Expr, Mistake> {
        let span = Span { start, end };
        Ok(Expr { kind: ExprKind::Integer(literal::radix(self.source, text, span)?), span })
    }

    pub(crate) fn float(&mut self, text: &'s str, start: u32, end: u32) -> Expr {
        // Every spelling the lexer lets through is one that Rust reads.
        let value = text.parse().unwrap_or(f64::NAN);
        Expr { kind: ExprKind::Float(value), span: Span { start, end } }
    }

    pub(crate) fn string(&mut self, text: &'s str, start: u32, end: u32) -> Result<Expr, Mistake> {
        Ok(Expr { kind: ExprKind::String(literal::string(self.source, text)?), span: Span { start, end } })
    }

    pub(crate) fn self_ref(&mut self, start: u32, end: u32) -> Expr {
        Expr { kind: ExprKind::SelfRef, span: Span { start, end } }
    }
}

fn method_slot(method: Method, head: Span) -> Slot {
    let span = head.to(method.span);
    Slot {
        name: method.selector,
        kind: SlotKind::Method(Rc::new(method)),
        parent: false,
        annotations: Vec::new(),
        name_span: head,
        span,
    }
}

/// FNV-1a: names are short, and nobody attacks a parser's table for long.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
}
