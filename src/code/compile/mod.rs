//! Tree to code. Two walks: `scope` finds where names live, then this one writes instructions.
//!
//! Registers are a stack: `self` and arguments, locals, then temporaries up to `top`. Every register below `top` holds a
//! value at each safepoint, except the *holes* noted with it: the headers of windows being filled.

mod control;
mod note;
mod object;
mod send;

use std::collections::HashMap;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::compile::note::NoteTaker;
use crate::code::compile::object::Capture;
use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::method::ControlSite;
use crate::code::method::Holes;
use crate::code::method::Tree;
use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::code::opcode::encode_wide;
use crate::code::opcode::sort;
use crate::code::rest::How;
use crate::code::scope::Analysis;
use crate::code::scope::Inline;
use crate::code::scope::RealSends;
use crate::code::scope::floats_in_loops;
use crate::code::scope::without_parens;
use crate::object::template::Template;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Item;
use crate::syntax::ast::Method;
use crate::syntax::ast::Slot;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// The largest register number; beyond it a method has too many locals or too deep expressions.
const MAX_REGISTER: usize = 60_000;
/// Literal doubles a body keeps in registers.
const MAX_FLOATS: usize = 16;
/// Registers an arithmetic instruction's real send may touch above the operands.
const SEND_ROOM: usize = 6;

/// How the names of sources begin whose methods count their calls: those of methods that were written for a message.
pub const WRITTEN: &str = "becoming ";

/// What the compiler needs from the machine: literals as values, and primitives by name.
pub trait Literals {
    fn string(&mut self, text: &str) -> Value;
    fn integer(&mut self, n: &BigInt) -> Value;
    fn float(&mut self, x: f64) -> Value;
    /// A method object for a method in a slot.
    fn method(&mut self, method: &Rc<Method>) -> Value;
    /// The number of the primitive with this name (without `IfFail:`), 0 if there is none.
    fn primitive(&mut self, name: Symbol) -> u32;
}

/// The method is too large to compile: it has more locals, arguments or nested values than there are registers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

/// Compiles a method or script. `notes` asks for what its registers hold where it can rest, too.
///
/// # Errors
/// [`TooLarge`].
pub fn compile_tree(
    tree: &Tree,
    real: &RealSends,
    notes: bool,
    literals: &mut dyn Literals,
) -> Result<Box<Code>, TooLarge> {
    let (body, kind, selector) = match tree {
        Tree::Method(method) => (method.body(), CodeKind::Method, method.selector),
        Tree::Script(_, body) => (&**body, CodeKind::Script, Symbol::intern("doIt")),
    };
    let (source, span) = tree.place();
    let analysis = Analysis::of(body, real);
    let mut emitter = Emitter::new(&analysis, literals, 0, source.clone(), selector, Rc::new(real.clone()));
    emitter.notes = notes.then(|| NoteTaker::new(span.start));
    emitter.method(body)?;
    let mut code = emitter.finish(kind, body, span)?;
    code.primitive = whole_primitive(body);
    code.primitive_number = code.primitive.map_or(0, |name| literals.primitive(name));
    Ok(code)
}

/// The body that running these items means: a slot list at the top level adds its slots to the lobby.
pub fn script_body(items: &[Item]) -> Rc<Body> {
    let statements = items.iter().flat_map(|item| match item {
        Item::Expr(expr) => vec![expr.clone()],
        Item::Slots(list) if list.slots.is_empty() => vec![add_slots(list.clone())],
        Item::Slots(list) => additions(list).collect(),
    });
    Rc::new(Body { statements: statements.collect(), ..Body::default() })
}

/// The expressions that add a list's slots from left to right. What a slot holds may be made from those on its left, so each
/// whose value is computed begins a new addition; methods and literals go with what precedes them.
fn additions(list: &SlotList) -> impl Iterator<Item = Expr> {
    let computed = |slot: &Slot| match &slot.kind {
        SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) => !is_literal(init),
        SlotKind::Method(_) | SlotKind::Assignable(None) | SlotKind::Argument => false,
    };
    let last = list.slots.len();
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = list.slots.get(from + 1..)?;
        let to = rest.iter().position(computed).map_or(last, |index| from + 1 + index);
        // The annotation is the whole list's: it comes with the last.
        let annotation = if to == last { list.annotation.clone() } else { None };
        let group = SlotList { slots: list.slots[from..to].to_vec(), annotation, span: list.span };
        from = to;
        Some(add_slots(group))
    })
}

/// Is this a number or a string, perhaps in parentheses?
fn is_literal(expr: &Expr) -> bool {
    matches!(without_parens(expr).kind, ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_))
}

/// Adds slots to the receiver.
fn add_slots(slots: SlotList) -> Expr {
    let span = slots.span;
    let object = Expr { kind: ExprKind::Object(Box::new(slots)), span };
    let kind = ExprKind::Keyword {
        receiver: Some(Box::new(Expr { kind: ExprKind::SelfRef, span })),
        selector: Symbol::intern("_AddSlots:"),
        parts: vec![span],
        arguments: vec![object],
    };
    Expr { kind, span }
}

/// If a body is one primitive sent to self with the body's arguments in order (and perhaps a literal `IfFail:` block), its
/// name: sends may then try the primitive before they activate the method.
fn whole_primitive(body: &Body) -> Option<Symbol> {
    let [statement] = body.statements.as_slice() else { return None };
    let passes_on = |arguments: &[Expr]| {
        arguments.len() == body.arguments.len()
            && arguments.iter().zip(&body.arguments).all(|(expr, argument)| {
                matches!(&expr.kind, ExprKind::Unary { receiver: None, messages }
                    if messages.len() == 1 && messages[0].0 == argument.name)
            })
    };
    let is_self = |receiver: &Option<Box<Expr>>| {
        receiver.as_ref().is_none_or(|receiver| matches!(receiver.kind, ExprKind::SelfRef))
    };
    if !body.locals.slots.is_empty() {
        return None;
    }
    match &statement.kind {
        ExprKind::Unary { receiver, messages } if is_self(receiver) && messages.len() == 1 => {
            let name = messages[0].0;
            (name.as_str().starts_with('_') && body.arguments.is_empty()).then_some(name)
        }
        ExprKind::Keyword { receiver, selector, arguments, .. } if is_self(receiver) => {
            let (name, fails) = primitive_name(*selector)?;
            let own = if fails { &arguments[..arguments.len() - 1] } else { &arguments[..] };
            let fail_is_block = !fails || matches!(arguments.last()?.kind, ExprKind::Block(_));
            (fail_is_block && passes_on(own) && name.as_str() != "_Ensure:").then_some(name)
        }
        _ => None,
    }
}

/// For `_Name:IfFail:`, `_Name:` and true; for `_Name:`, itself and false; for other selectors nothing.
fn primitive_name(selector: Symbol) -> Option<(Symbol, bool)> {
    let text = selector.as_str();
    if !text.starts_with('_') {
        return None;
    }
    Some(match text.strip_suffix("IfFail:") {
        Some(name) => (Symbol::intern(name), true),
        None => (selector, false),
    })
}

/// Writes the code of one function: a method, a script or a real block.
struct Emitter<'a> {
    analysis: &'a Analysis,
    literals: &'a mut dyn Literals,
    function: usize,
    source: Rc<Source>,
    selector: Symbol,
    real: Rc<RealSends>,
    words: Vec<u64>,
    literal_offsets: Vec<u32>,
    #[expect(clippy::vec_box, reason = "instructions hold the addresses")]
    blocks: Vec<Box<Code>>,
    #[expect(clippy::vec_box, reason = "instructions hold the addresses")]
    templates: Vec<Box<Template>>,
    holes: Vec<(u32, Holes)>,
    places: Vec<(u32, Span)>,
    names: Vec<(u16, Symbol)>,
    sites: Vec<ControlSite>,
    receiver: u16,
    home: u16,
    holder: u16,
    registers: HashMap<usize, u16>,
    contexts: HashMap<usize, u16>,
    /// Literal doubles that live in registers, because loops use them.
    floats: Vec<(u64, u16)>,
    /// The sort of implicit-self sends: they reach further in initialisers.
    implicit: u16,
    argument_count: usize,
    nil: (usize, usize),
    top: usize,
    max: usize,
    /// Registers below `top` that hold no value now.
    pending: Vec<(u16, u16)>,
    /// The innermost scope around what is being compiled.
    scope: usize,
    notes: Option<NoteTaker>,
}

type Emitted<T = ()> = Result<T, TooLarge>;

impl<'a> Emitter<'a> {
    fn new(
        analysis: &'a Analysis,
        literals: &'a mut dyn Literals,
        function: usize,
        source: Rc<Source>,
        selector: Symbol,
        real: Rc<RealSends>,
    ) -> Emitter<'a> {
        Emitter {
            analysis,
            literals,
            function,
            source,
            selector,
            real,
            words: Vec::new(),
            literal_offsets: Vec::new(),
            blocks: Vec::new(),
            templates: Vec::new(),
            holes: Vec::new(),
            places: Vec::new(),
            names: Vec::new(),
            sites: Vec::new(),
            receiver: 0,
            home: 0,
            holder: 0,
            registers: HashMap::new(),
            contexts: HashMap::new(),
            floats: Vec::new(),
            implicit: sort::IMPLICIT,
            argument_count: 0,
            nil: (0, 0),
            top: 0,
            max: 0,
            pending: Vec::new(),
            scope: 0,
            notes: None,
        }
    }

    /// The whole of a method or script.
    fn method(&mut self, body: &Body) -> Emitted {
        self.take_arguments(body);
        let function = &self.analysis.functions[0];
        if function.uses_holder {
            self.holder = self.allocate()?;
        }
        self.note_entry();
        if self.source.name.starts_with(WRITTEN) {
            self.emit(encode(Op::Count, 0, 0, 0, 0));
        }
        self.load_floats(body)?;
        let mut from = self.top;
        if function.uses_home {
            self.home = self.allocate()?;
            self.emit(encode(Op::Home, 0, self.home, 0, 0));
            from = self.top;
        }
        let scope = self.reserve_scope(body)?;
        self.nil = (from, self.top);
        self.fill_scope(body, scope, false)?;
        self.body_answer(body, scope)
    }

    /// The whole of a real block.
    fn block(&mut self, body: &Body, captures: &[Capture]) -> Emitted {
        self.take_arguments(body);
        self.note_entry();
        for (index, capture) in captures.iter().enumerate() {
            let register = self.allocate()?;
            self.emit(encode(Op::Captured, 0, register, 0, index as u16));
            match capture {
                Capture::Receiver => self.receiver = register,
                Capture::Home => self.home = register,
                Capture::Holder => self.holder = register,
                Capture::Variable(variable) => {
                    self.registers.insert(*variable, register);
                    self.names.push((register, self.analysis.variables[*variable].name));
                }
                Capture::Context(scope) => {
                    self.contexts.insert(*scope, register);
                }
            }
        }
        self.load_floats(body)?;
        let from = self.top;
        let scope = self.reserve_scope(body)?;
        self.nil = (from, self.top);
        self.fill_scope(body, scope, false)?;
        self.body_answer(body, scope)
    }

    /// Gives the doubles that loops use registers of their own.
    fn load_floats(&mut self, body: &Body) -> Emitted {
        for x in floats_in_loops(body, MAX_FLOATS) {
            let register = self.allocate()?;
            let value = self.literals.float(x);
            self.literal(value, register);
            self.floats.push((x.to_bits(), register));
        }
        Ok(())
    }

    fn take_arguments(&mut self, body: &Body) {
        let scope = self.analysis.scope_of(body);
        self.scope = scope;
        self.argument_count = body.arguments.len();
        self.top = 1 + self.argument_count;
        self.max = self.top;
        for (index, variable) in self.analysis.scopes[scope].variables[..self.argument_count].iter().enumerate() {
            self.registers.insert(*variable, 1 + index as u16);
            self.names.push((1 + index as u16, self.analysis.variables[*variable].name));
        }
    }

    fn allocate(&mut self) -> Emitted<u16> {
        let register = self.top;
        self.set_top(register + 1)?;
        Ok(register as u16)
    }

    fn set_top(&mut self, top: usize) -> Emitted {
        self.top = top;
        self.max = self.max.max(top);
        if top > MAX_REGISTER { Err(TooLarge) } else { Ok(()) }
    }

    /// Gives a body's locals and its context registers.
    fn reserve_scope(&mut self, body: &Body) -> Emitted<usize> {
        let scope = self.analysis.scope_of(body);
        for variable in &self.analysis.scopes[scope].variables[body.arguments.len()..] {
            let register = self.allocate()?;
            self.registers.insert(*variable, register);
            self.names.push((register, self.analysis.variables[*variable].name));
        }
        if self.analysis.context_size(scope).0 > 0 {
            let register = self.allocate()?;
            self.contexts.insert(scope, register);
        }
        self.scope = scope;
        Ok(scope)
    }

    /// Makes a scope's context and computes its locals' first values. `fresh` says that registers may hold anything.
    fn fill_scope(&mut self, body: &Body, scope: usize, fresh: bool) -> Emitted {
        let (size, needed) = self.analysis.context_size(scope);
        let variables = self.analysis.scopes[scope].variables[body.arguments.len()..].to_vec();
        if fresh {
            for variable in &variables {
                self.literal(Value::NIL, self.registers[variable]);
            }
            if size > 0 && !needed {
                self.literal(Value::NIL, self.contexts[&scope]);
            }
        }
        if needed {
            self.emit(encode(Op::NewContext, 0, self.contexts[&scope], 0, size as u16));
        }
        for (variable, slot) in variables.iter().zip(&body.locals.slots) {
            if let SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) = &slot.kind {
                let outside = std::mem::replace(&mut self.implicit, sort::INITIALISER);
                let assigned = self.assign(*variable, init, scope);
                self.implicit = outside;
                assigned?;
            }
        }
        Ok(())
    }

    /// Statements, then the answer of the function.
    fn body_answer(&mut self, body: &Body, scope: usize) -> Emitted {
        let Some((last, before)) = body.statements.split_last() else {
            let register = self.allocate()?;
            self.literal(Value::NIL, register);
            self.answer(register);
            return Ok(());
        };
        for statement in before {
            self.effect(statement, scope)?;
        }
        if let Some(protector) = ensure_argument(last) {
            return self.ensure(protector, scope);
        }
        let register = self.operand(last, scope, &[])?;
        if body.returns {
            self.far_answer(register, last.span)
        } else {
            self.answer(register)
        }
        Ok(())
    }

    /// Returns from this function.
    fn answer(&mut self, register: u16) {
        if self.function == 0 && self.analysis.functions[0].uses_home {
            self.emit(encode(Op::ReturnHome, 0, register, self.home, 0));
        } else {
            self.emit(encode(Op::Return, 0, register, 0, 0));
        }
    }

    /// `^`: returns from the method.
    fn far_answer(&mut self, register: u16, place: Span) {
        if self.function == 0 {
            self.answer(register);
        } else {
            // If there is no home to return to and the library answers that with a value, the block answers it.
            let window = self.top as u16;
            self.note_place(place);
            self.emit(encode(Op::ReturnFar, 0, register, self.home, window));
            self.rest(How::Answer, window);
            self.max = self.max.max(self.top + SEND_ROOM);
            self.emit(encode(Op::Return, 0, window, 0, 0));
        }
    }

    /// The body of `ensure:`: runs the receiver, then the part that must run, on every way out.
    fn ensure(&mut self, protector: &Expr, scope: usize) -> Emitted {
        self.note_place(protector.span);
        let protector = self.operand(protector, scope, &[])?;
        let saved = [self.allocate()?, self.allocate()?];
        saved.iter().for_each(|register| self.literal(Value::NIL, *register));
        let mark = self.words.len();
        self.emit(0);
        let result = self.top as u16;
        self.send_to(self.receiver, Symbol::intern("value"), result, sort::NORMAL)?;
        self.set_top(self.top + 1)?;
        self.emit(encode(Op::UnmarkEnsure, 0, 0, 0, 0));
        self.protect(protector, result)?;
        self.answer(result);
        let unwinding = self.words.len();
        if let Some(notes) = &mut self.notes {
            notes.ensure = Some(unwinding as u32);
        }
        self.words[mark] = encode_wide(Op::MarkEnsure, saved[0], unwinding as i32);
        // The unwinder finds here where to keep what it was doing.
        self.emit(encode(Op::UnmarkEnsure, 0, saved[0], 0, 0));
        self.set_top(result as usize)?;
        self.protect(protector, saved[0])?;
        self.emit(encode(Op::GoOnUnwinding, 0, saved[0], 0, 0));
        Ok(())
    }

    /// Runs the part that must run, with the value that passes.
    fn protect(&mut self, protector: u16, passing: u16) -> Emitted {
        let window = self.top;
        self.pending.push((window as u16, window as u16 + 4));
        self.set_top(window + 5)?;
        self.emit_move(passing, window as u16 + 4);
        self.pending.pop();
        self.max = self.max.max(self.top + SEND_ROOM);
        self.emit(encode(Op::Send, 1, window as u16, protector, sort::NORMAL));
        self.site(Symbol::intern("value:"));
        self.rest(How::Answer, window as u16);
        self.set_top(window)
    }

    fn emit(&mut self, word: u64) {
        self.words.push(word);
    }

    fn literal(&mut self, value: Value, register: u16) {
        if let Some(n) = value.as_int().and_then(|n| i32::try_from(n).ok()) {
            self.emit(encode_wide(Op::Small, register, n));
        } else {
            self.emit(encode(Op::Literal, 0, register, 0, 0));
            self.literal_offsets.push(self.words.len() as u32);
            self.emit(value.bits());
        }
    }

    fn note_place(&mut self, span: Span) {
        self.places.push((self.words.len() as u32, span));
    }

    fn emit_move(&mut self, from: u16, to: u16) {
        if from != to {
            self.emit(encode(Op::Move, 0, to, from, 0));
        }
    }

    /// A register that holds the expression's value: its variable's own, if `later` does not assign that, else a new one.
    fn operand(&mut self, expr: &Expr, scope: usize, later: &[Expr]) -> Emitted<u16> {
        if let Some(register) = self.register_of(expr, scope, later) {
            return Ok(register);
        }
        let register = self.top as u16;
        self.to(expr, register, scope)?;
        self.set_top(self.top + 1)?;
        Ok(register)
    }

    fn register_of(&self, expr: &Expr, scope: usize, later: &[Expr]) -> Option<u16> {
        match &without_parens(expr).kind {
            ExprKind::SelfRef => Some(self.receiver),
            ExprKind::Float(x) => {
                self.floats.iter().find(|(bits, _)| *bits == x.to_bits()).map(|(_, register)| *register)
            }
            ExprKind::Unary { receiver: None, messages } if messages.len() == 1 => {
                let variable = self.analysis.resolve(messages[0].0, scope)?;
                let v = &self.analysis.variables[variable];
                let moves = v.assignable && later.iter().any(|expr| may_assign(expr, v.name.setter()));
                (!v.in_context() && !moves).then(|| self.registers[&variable])
            }
            _ => None,
        }
    }

    /// Evaluates for effect only.
    fn effect(&mut self, expr: &Expr, scope: usize) -> Emitted {
        let top = self.top;
        match self.analysis.inline(without_parens(expr)) {
            Some(Inline::If { .. } | Inline::While { .. } | Inline::Forever { .. } | Inline::Count { .. }) => {
                self.control(without_parens(expr), None, scope)?;
            }
            Some(Inline::Logic { .. }) | None => {
                if !self.assignment(without_parens(expr), scope)? {
                    self.to(expr, top as u16, scope)?;
                }
            }
        }
        self.set_top(top)
    }

    /// If this is the assignment of a variable, does it.
    fn assignment(&mut self, expr: &Expr, scope: usize) -> Emitted<bool> {
        if let ExprKind::Keyword { receiver: None, selector, arguments, .. } = &expr.kind
            && let Some(variable) = self.analysis.resolve_assignment(*selector, scope)
        {
            self.assign(variable, &arguments[0], scope)?;
            return Ok(true);
        }
        Ok(false)
    }

    fn assign(&mut self, variable: usize, expr: &Expr, scope: usize) -> Emitted {
        let v = &self.analysis.variables[variable];
        if let (true, Some(index)) = (v.in_context(), v.context_index) {
            let home = v.scope;
            let top = self.top;
            let value = self.operand(expr, scope, &[])?;
            self.emit(encode(Op::SetVariable, 0, index, self.contexts[&home], value));
            return self.set_top(top);
        }
        self.to(expr, self.registers[&variable], scope)
    }

    /// Evaluates into register `target`: an allocated one, or the one at `top`, which the caller then allocates.
    fn to(&mut self, expr: &Expr, target: u16, scope: usize) -> Emitted {
        if self.analysis.inline(expr).is_some() {
            return self.control(expr, Some(target), scope);
        }
        if let Some(register) = self.register_of(expr, scope, &[]) {
            self.emit_move(register, target);
            return Ok(());
        }
        match &expr.kind {
            ExprKind::Parens(inner) => self.to(inner, target, scope),
            ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_) => {
                if let Some(value) = self.literal_value(expr) {
                    self.literal(value, target);
                }
                Ok(())
            }
            ExprKind::SelfRef => Ok(()),
            ExprKind::Unary { receiver: None, messages } => {
                if let Some(variable) = self.analysis.resolve(messages[0].0, scope) {
                    return self.variable_chain(variable, &messages[1..], target, scope);
                }
                let top = self.top;
                let first = if messages.len() == 1 { target } else { top as u16 };
                self.note_place(messages[0].1);
                self.implicit_unary(messages[0].0, first, scope)?;
                self.chain(first, &messages[1..], target)
            }
            ExprKind::Unary { receiver: Some(receiver), messages } => {
                let top = self.top;
                let register = match self.register_of(receiver, scope, &[]) {
                    Some(register) => register,
                    None => {
                        self.to(receiver, top as u16, scope)?;
                        top as u16
                    }
                };
                self.chain(register, messages, target)
            }
            ExprKind::Binary { receiver, operator, operators, arguments } => {
                self.binary(receiver.as_deref(), *operator, operators, arguments, target, scope)
            }
            ExprKind::Keyword { receiver, selector, parts, arguments } => {
                if self.assignment(expr, scope)? {
                    self.emit_move(self.receiver, target);
                    return Ok(());
                }
                let place = parts.first().map_or(expr.span, |first| *first);
                self.keyword(receiver.as_deref(), *selector, arguments, target, scope, place)
            }
            ExprKind::Resend { delegate, selector, arguments, selector_span } => {
                let window = self.top;
                self.arguments(window, false, arguments, scope)?;
                self.note_place(*selector_span);
                let how = if delegate.is_some() { sort::DIRECTED } else { sort::RESEND };
                let count = arguments.len().min(255) as u8;
                self.emit(encode(Op::Resend, count, window as u16, self.receiver, how));
                self.site(*selector);
                self.emit(self.holder as u64);
                self.emit(delegate.map_or(0, |delegate| delegate.number() as u64));
                self.rest(How::Answer, window as u16);
                self.set_top(window)?;
                self.emit_move(window as u16, target);
                Ok(())
            }
            ExprKind::Object(slots) => self.object(slots, None, target, scope),
            ExprKind::Annotated { annotation, body } => match &without_parens(body).kind {
                ExprKind::Object(slots) => self.object(slots, Some(annotation.clone()), target, scope),
                _ => self.to(body, target, scope),
            },
            ExprKind::Block(body) => self.make_block(body, expr.span, target),
        }
    }

    /// The value of a literal expression.
    fn literal_value(&mut self, expr: &Expr) -> Option<Value> {
        match &without_parens(expr).kind {
            ExprKind::Integer(n) => Some(self.literals.integer(n)),
            ExprKind::Float(x) => Some(self.literals.float(*x)),
            ExprKind::String(text) => Some(self.literals.string(text)),
            _ => None,
        }
    }

    fn variable_chain(&mut self, variable: usize, messages: &[(Symbol, Span)], target: u16, _: usize) -> Emitted {
        let v = &self.analysis.variables[variable];
        if let (true, Some(index)) = (v.in_context(), v.context_index) {
            let into = if messages.is_empty() { target } else { self.top as u16 };
            self.max = self.max.max(into as usize + 1);
            self.emit(encode(Op::GetVariable, 0, into, self.contexts[&v.scope], index));
            return self.chain(into, messages, target);
        }
        self.chain(self.registers[&variable], messages, target)
    }

    fn finish(self, kind: CodeKind, body: &Body, span: Span) -> Emitted<Box<Code>> {
        let locals = (self.nil.0 as u32, self.nil.1 as u32);
        let frame_size = self.max + SEND_ROOM;
        if frame_size > MAX_REGISTER {
            return Err(TooLarge);
        }
        let holder = if self.function == 0 { self.holder } else { 0 };
        let arguments = self.argument_count as u32;
        let mut code = Code::new(
            kind,
            self.selector,
            self.source,
            span,
            self.words,
            arguments,
            locals,
            frame_size as u32,
            holder as u32,
        );
        if self.function == 0 {
            code.home_register = self.home as u32;
        }
        code.literals = self.literal_offsets;
        code.blocks = self.blocks;
        code.templates = self.templates;
        code.holes = self.holes;
        code.places = self.places;
        code.names = self.names;
        code.sites = self.sites;
        code.real = self.real;
        code.body = self.analysis.scope_of(body) as u32;
        code.notes = self.notes.map(|notes| Box::new(notes.finish()));
        Ok(Box::new(code))
    }
}

/// The argument of `_Ensure:`, if that is what an expression is.
fn ensure_argument(expr: &Expr) -> Option<&Expr> {
    match &expr.kind {
        ExprKind::Keyword { receiver: None, selector, arguments, .. } if selector.as_str() == "_Ensure:" => {
            arguments.first()
        }
        _ => None,
    }
}

/// Might evaluating this assign the local whose assignment selector is `setter`? Looks into blocks too.
fn may_assign(expr: &Expr, setter: Symbol) -> bool {
    let any = |exprs: &[Expr]| exprs.iter().any(|expr| may_assign(expr, setter));
    let maybe = |expr: &Option<Box<Expr>>| expr.as_ref().is_some_and(|expr| may_assign(expr, setter));
    match &expr.kind {
        ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_) | ExprKind::SelfRef => false,
        ExprKind::Parens(inner) | ExprKind::Annotated { body: inner, .. } => may_assign(inner, setter),
        ExprKind::Unary { receiver, .. } => maybe(receiver),
        ExprKind::Binary { receiver, arguments, .. } => maybe(receiver) || any(arguments),
        ExprKind::Keyword { receiver, selector, arguments, .. } => {
            (receiver.is_none() && *selector == setter) || maybe(receiver) || any(arguments)
        }
        ExprKind::Resend { arguments, .. } => any(arguments),
        ExprKind::Object(list) => slots_may_assign(&list.slots, setter),
        ExprKind::Block(body) => any(&body.statements) || slots_may_assign(&body.locals.slots, setter),
    }
}

fn slots_may_assign(slots: &[Slot], setter: Symbol) -> bool {
    slots.iter().any(|slot| match &slot.kind {
        SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) => may_assign(init, setter),
        SlotKind::Assignable(None) | SlotKind::Argument | SlotKind::Method(_) => false,
    })
}
