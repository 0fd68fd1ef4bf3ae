//! Tree to code. Two walks: `scope` finds where names live, then this one writes instructions.
//!
//! Registers are a stack: `self` and arguments, locals, then temporaries up to `top`. Every register below `top` holds a
//! value at each safepoint, except the *holes* noted with it: the headers of windows being filled.

use std::collections::HashMap;
use std::rc::Rc;

use num_bigint::BigInt;

use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::method::ControlSite;
use crate::code::method::VariablePlace;
use crate::code::opcode::NO_MAP;
use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::code::opcode::encode_wide;
use crate::code::opcode::sort;
use crate::code::scope::Analysis;
use crate::code::scope::Arm;
use crate::code::scope::Inline;
use crate::code::scope::RealSends;
use crate::code::scope::floats_in_loops;
use crate::code::scope::without_parens;
use crate::object::template::Template;
use crate::object::template::TemplateSlot;
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

/// Compiles a method.
pub fn compile_method(
    method: &Method,
    real: &RealSends,
    literals: &mut dyn Literals,
) -> Result<Box<Code>, TooLarge> {
    let place = (method.source.0.clone(), method.span);
    compile(&method.body, CodeKind::Method, method.selector, place, real, literals)
}

/// Compiles a script's items (or some of them) into code that runs them in order and answers the last one's value.
pub fn compile_script(
    source: &Rc<Source>,
    body: &Rc<Body>,
    real: &RealSends,
    literals: &mut dyn Literals,
) -> Result<Box<Code>, TooLarge> {
    let span = Span::new(0, source.text.len());
    compile(body, CodeKind::Script(body.clone()), Symbol::intern("doIt"), (source.clone(), span), real, literals)
}

/// The body that running these items means: a slot list at the top level adds its slots to the lobby.
pub fn script_body(items: &[Item]) -> Rc<Body> {
    let statements = items.iter().map(|item| match item {
        Item::Expr(expr) => expr.clone(),
        Item::Slots(slots) => {
            let span = slots.span;
            let object = Expr { kind: ExprKind::Object(Box::new(slots.clone())), span };
            Expr {
                kind: ExprKind::Keyword {
                    receiver: Some(Box::new(Expr { kind: ExprKind::SelfRef, span })),
                    selector: Symbol::intern("_AddSlots:"),
                    parts: vec![span],
                    arguments: vec![object],
                },
                span,
            }
        }
    });
    Rc::new(Body { statements: statements.collect(), ..Body::default() })
}

fn compile(
    body: &Body,
    kind: CodeKind,
    selector: Symbol,
    (source, span): (Rc<Source>, Span),
    real: &RealSends,
    literals: &mut dyn Literals,
) -> Result<Box<Code>, TooLarge> {
    let analysis = Analysis::of(body, real);
    let mut emitter = Emitter::new(&analysis, literals, 0, source, selector, real);
    emitter.method(body)?;
    let mut code = emitter.finish(kind, body, span)?;
    code.primitive = whole_primitive(body);
    code.primitive_number = code.primitive.map_or(0, |name| literals.primitive(name));
    Ok(code)
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

/// What a real block is given when it is made, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Capture {
    Receiver,
    Home,
    Holder,
    Variable(usize),
    Context(usize),
}

/// Writes the code of one function: a method, a script or a real block.
struct Emitter<'a> {
    analysis: &'a Analysis,
    literals: &'a mut dyn Literals,
    function: usize,
    source: Rc<Source>,
    selector: Symbol,
    real: &'a RealSends,
    words: Vec<u64>,
    literal_offsets: Vec<u32>,
    blocks: Vec<Box<Code>>,
    templates: Vec<Box<Template>>,
    holes: Vec<(u32, Rc<[(u16, u16)]>)>,
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
    argument_count: usize,
    nil: (usize, usize),
    top: usize,
    max: usize,
    /// Registers below `top` that hold no value now.
    pending: Vec<(u16, u16)>,
}

type Emitted<T = ()> = Result<T, TooLarge>;

impl<'a> Emitter<'a> {
    fn new(
        analysis: &'a Analysis,
        literals: &'a mut dyn Literals,
        function: usize,
        source: Rc<Source>,
        selector: Symbol,
        real: &'a RealSends,
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
            argument_count: 0,
            nil: (0, 0),
            top: 0,
            max: 0,
            pending: Vec::new(),
        }
    }

    /// The whole of a method or script.
    fn method(&mut self, body: &Body) -> Emitted {
        self.take_arguments(body);
        let function = &self.analysis.functions[0];
        if function.uses_holder {
            self.holder = self.allocate()?;
        }
        if function.uses_home {
            self.home = self.allocate()?;
        }
        if function.uses_home {
            self.emit(encode(Op::Home, 0, self.home, 0, 0));
        }
        self.load_floats(body)?;
        let from = self.top;
        let scope = self.reserve_scope(body)?;
        self.nil = (from, self.top);
        self.fill_scope(body, scope, false)?;
        self.body_answer(body, scope)
    }

    /// The whole of a real block.
    fn block(&mut self, body: &Body, captures: &[Capture]) -> Emitted {
        self.take_arguments(body);
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
                self.assign(*variable, init, scope)?;
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
        if body.returns { self.far_answer(register) } else { self.answer(register) }
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
    fn far_answer(&mut self, register: u16) {
        if self.function == 0 {
            self.answer(register);
        } else {
            // If there is no home to return to and the library answers that with a value, the block answers it.
            let window = self.top as u16;
            self.emit(encode(Op::ReturnFar, 0, register, self.home, window));
            self.note_holes();
            self.max = self.max.max(self.top + SEND_ROOM);
            self.emit(encode(Op::Return, 0, window, 0, 0));
        }
    }

    /// The body of `ensure:`: runs the receiver, then the part that must run, on every way out.
    fn ensure(&mut self, protector: &Expr, scope: usize) -> Emitted {
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
        self.note_holes();
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

    /// Notes which registers hold no value while what precedes this point is under way.
    fn note_holes(&mut self) {
        if !self.pending.is_empty() {
            self.holes.push((self.words.len() as u32, self.pending.as_slice().into()));
        }
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
                self.send_to(self.receiver, messages[0].0, first, sort::IMPLICIT)?;
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
                self.note_holes();
                self.set_top(window)?;
                self.emit_move(window as u16, target);
                Ok(())
            }
            ExprKind::Object(slots) => self.object(slots, None, target, scope),
            ExprKind::Annotated { annotation, body } => match &without_parens(body).kind {
                ExprKind::Object(slots) => self.object(slots, Some(annotation.clone()), target, scope),
                _ => self.to(body, target, scope),
            },
            ExprKind::Block(body) => self.make_block(body, target),
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

    /// Unary messages one after the other, the first to the value in `register`.
    fn chain(&mut self, mut register: u16, messages: &[(Symbol, Span)], target: u16) -> Emitted {
        let window = self.top as u16;
        for (selector, span) in messages {
            self.note_place(*span);
            self.send_to(register, *selector, window, sort::NORMAL)?;
            register = window;
        }
        self.emit_move(register, target);
        Ok(())
    }

    /// A unary send whose window starts at `top`; moves the result to `target`.
    fn send_to(&mut self, receiver: u16, selector: Symbol, target: u16, how: u16) -> Emitted {
        let window = self.top;
        self.max = self.max.max(window + SEND_ROOM);
        if selector.as_str().starts_with('_') {
            self.emit_primitive(selector, 0, window as u16, receiver);
        } else {
            self.emit(encode(Op::Send, 0, window as u16, receiver, how));
            self.site(selector);
        }
        self.note_holes();
        self.emit_move(window as u16, target);
        Ok(())
    }

    fn emit_primitive(&mut self, name: Symbol, flags_and_count: u8, window: u16, receiver: u16) {
        let number = self.literals.primitive(name);
        self.emit(encode(Op::Primitive, flags_and_count, window, receiver, 0));
        self.emit(number as u64);
        self.emit(name.number() as u64);
    }

    /// An empty site.
    fn site(&mut self, selector: Symbol) {
        self.emit(NO_MAP as u64 | (selector.number() as u64) << 32);
        self.emit(0);
        self.emit(Value::NIL.bits());
    }

    /// Evaluates arguments into a window. `receiver_inside` says that R[window] holds the receiver meanwhile.
    fn arguments(&mut self, window: usize, receiver_inside: bool, arguments: &[Expr], scope: usize) -> Emitted {
        self.set_top(window + 4)?;
        self.more_arguments(window, receiver_inside, arguments, scope)
    }

    fn keyword(
        &mut self,
        receiver: Option<&Expr>,
        selector: Symbol,
        arguments: &[Expr],
        target: u16,
        scope: usize,
        place: Span,
    ) -> Emitted {
        let window = self.top;
        let (register, inside) = self.receiver_for(receiver, arguments, scope)?;
        if let Some(index) = self.real_site(place) {
            // This site was once compiled in place. The way in from there begins where all has been evaluated that has
            // an effect: of a counted loop its limit; blocks and literals can be made again.
            let evaluated = usize::from(selector.as_str().ends_with("Do:"));
            self.arguments(window, inside, &arguments[..evaluated], scope)?;
            let mut values = vec![register];
            values.extend((0..evaluated).map(|i| (window + 4 + i) as u16));
            self.note_site(index, selector, true, values, scope);
            self.more_arguments(window, inside, &arguments[evaluated..], scope)?;
        } else {
            self.arguments(window, inside, arguments, scope)?;
        }
        self.note_place(place);
        if let Some((name, fails)) = primitive_name(selector) {
            let own = arguments.len() - usize::from(fails);
            if own > 126 {
                return Err(TooLarge);
            }
            self.emit_primitive(name, own as u8 | if fails { 128 } else { 0 }, window as u16, register);
        } else {
            let how = if receiver.is_some() { sort::NORMAL } else { sort::IMPLICIT };
            self.emit(encode(Op::Send, arguments.len().min(255) as u8, window as u16, register, how));
            self.site(selector);
        }
        self.note_holes();
        self.set_top(window)?;
        self.emit_move(window as u16, target);
        Ok(())
    }

    /// The rest of a window's arguments.
    fn more_arguments(&mut self, window: usize, inside: bool, arguments: &[Expr], scope: usize) -> Emitted {
        self.pending.push(((window + usize::from(inside)) as u16, (window + 4) as u16));
        for argument in arguments {
            self.to(argument, self.top as u16, scope)?;
            self.set_top(self.top + 1)?;
        }
        self.pending.pop();
        self.max = self.max.max(self.top + 2);
        Ok(())
    }

    /// The register of a message's receiver, and whether it is the window's first. `top` stays where it was.
    fn receiver_for(&mut self, receiver: Option<&Expr>, later: &[Expr], scope: usize) -> Emitted<(u16, bool)> {
        let Some(receiver) = receiver else { return Ok((self.receiver, false)) };
        if let Some(register) = self.register_of(receiver, scope, later) {
            return Ok((register, false));
        }
        let window = self.top as u16;
        self.to(receiver, window, scope)?;
        self.max = self.max.max(self.top + 1);
        Ok((window, true))
    }

    fn binary(
        &mut self,
        receiver: Option<&Expr>,
        operator: Symbol,
        operators: &[Span],
        arguments: &[Expr],
        target: u16,
        scope: usize,
    ) -> Emitted {
        let base = self.top;
        let (mut left, mut inside) = self.receiver_for(receiver, arguments, scope)?;
        let implicit = receiver.is_none();
        for (index, argument) in arguments.iter().enumerate() {
            let last = index + 1 == arguments.len();
            let into = if last { target } else { base as u16 };
            if inside {
                self.set_top(base + 1)?;
            }
            self.note_place(operators[index]);
            let how = if implicit && index == 0 { sort::IMPLICIT } else { sort::NORMAL };
            if how == sort::IMPLICIT || !self.arithmetic(operator, left, argument, into, scope)? {
                self.set_top(base)?;
                self.arguments(base, inside, std::slice::from_ref(argument), scope)?;
                if let Some(site) = self.real_site(operators[index]) {
                    // The block is the only argument; it can be made again.
                    self.note_site(site, operator, true, vec![left], scope);
                    self.more_arguments_again(base, argument, scope)?;
                }
                self.note_place(operators[index]);
                self.emit(encode(Op::Send, 1, base as u16, left, how));
                self.site(operator);
                self.note_holes();
                self.emit_move(base as u16, into);
            }
            self.set_top(base)?;
            (left, inside) = (base as u16, true);
        }
        Ok(())
    }

    /// Makes the argument of a site that was once compiled in place, where the way in from there begins.
    fn more_arguments_again(&mut self, window: usize, argument: &Expr, scope: usize) -> Emitted {
        self.set_top(window + 4)?;
        self.to(argument, (window + 4) as u16, scope)?;
        self.set_top(window + 5)
    }

    /// An arithmetic or comparison instruction, if the operator has one.
    fn arithmetic(&mut self, operator: Symbol, left: u16, argument: &Expr, into: u16, scope: usize) -> Emitted<bool> {
        let Some((op, small)) = arithmetic_ops(operator) else { return Ok(false) };
        if let (Some(op), Some(n)) = (small, small_literal(argument)) {
            if self.top > 255 {
                return Ok(false);
            }
            let room = self.top;
            self.emit(encode(op, room as u8, into, left, n as u16));
            self.after_arithmetic(room, into);
            return Ok(true);
        }
        let top = self.top;
        let right = self.operand(argument, scope, &[])?;
        let room = self.top;
        if room > 255 {
            self.set_top(top)?;
            return Ok(false);
        }
        self.emit(encode(op, room as u8, into, left, right));
        self.after_arithmetic(room, into);
        Ok(true)
    }

    fn after_arithmetic(&mut self, room: usize, into: u16) {
        self.note_holes();
        self.max = self.max.max(room + SEND_ROOM);
        self.emit(encode(Op::Move, 0, into, room as u16, 0));
    }

    // Control structures compiled in place.

    /// A control structure; its value goes to `target` if it is wanted.
    fn control(&mut self, expr: &Expr, target: Option<u16>, scope: usize) -> Emitted {
        let Some(inline) = self.analysis.inline(expr) else { return Ok(()) };
        let place = site_place(expr);
        match inline {
            Inline::If { receiver, on_true, on_false } => {
                let on_false_only = matches!(on_true, Arm::Absent);
                // `ifFalse:` alone tests the other way round, so that one jump does.
                let (first, second) = if on_false_only { (on_false, on_true) } else { (on_true, on_false) };
                let jumps = self.jump_unless(receiver, !on_false_only, scope, Some(place))?;
                self.arm(first, target, scope)?;
                if target.is_some() || !matches!(second, Arm::Absent) {
                    let end = self.jump();
                    self.land(jumps);
                    self.arm(second, target, scope)?;
                    self.land(vec![end]);
                } else {
                    self.land(jumps);
                }
            }
            Inline::Logic { and, receiver, block } => {
                let top = self.top;
                // The target may be a variable that the block reads: it is written at the end only.
                let into = top as u16;
                self.to(receiver, into, scope)?;
                self.set_top(top + 1)?;
                let site = self.words.len();
                let op = if and { Op::JumpIfFalse } else { Op::JumpIfTrue };
                self.note_site(place.0, place.1, false, vec![into], scope);
                self.emit(encode_wide(op, into, 0));
                self.set_top(top)?;
                self.body_value(block, into, scope)?;
                self.land(vec![site]);
                if let Some(target) = target {
                    self.emit_move(into, target);
                }
            }
            Inline::While { expected, condition, body } => {
                let start = self.words.len();
                let top = self.top;
                let inner = self.enter(condition)?;
                let jumps = match condition.statements.split_last() {
                    Some((last, before)) => {
                        for statement in before {
                            self.effect(statement, inner)?;
                        }
                        self.jump_unless(last, expected, inner, None)?
                    }
                    None => vec![],
                };
                self.set_top(top)?;
                if let Some(body) = body {
                    self.body_effect(body, scope)?;
                }
                self.loop_to(start);
                self.land(jumps);
                self.nil_to(target);
            }
            Inline::Forever { body } => {
                let start = self.words.len();
                self.body_effect(body, scope)?;
                self.loop_to(start);
            }
            Inline::Count { start, limit, step, exclusive, body } => {
                self.count(start, limit, step, exclusive, body, place, scope)?;
                self.nil_to(target);
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one construct")]
    fn count(
        &mut self,
        start: &Expr,
        limit: &Expr,
        step: i64,
        exclusive: bool,
        body: &Rc<Body>,
        place: (u32, Symbol),
        scope: usize,
    ) -> Emitted {
        let index = self.top;
        self.to(start, index as u16, scope)?;
        self.set_top(index + 1)?;
        self.to(limit, index as u16 + 1, scope)?;
        self.set_top(index + 2)?;
        self.note_site(place.0, place.1, false, vec![index as u16, index as u16 + 1], scope);
        let check = self.words.len();
        let flags = u64::from(exclusive) | if step < 0 { 2 } else { 0 };
        self.emit(encode_wide(Op::CountCheck, index as u16, 0) | flags << 8);
        let again = self.words.len();
        let inner = self.analysis.scope_of(body);
        if let Some(variable) = self.analysis.scopes[inner].variables[..body.arguments.len()].first() {
            self.registers.insert(*variable, index as u16);
            self.names.push((index as u16, self.analysis.variables[*variable].name));
        }
        self.body_effect(body, scope)?;
        let op = if step < 0 { Op::CountDown } else { Op::CountUp };
        let back = again as i64 - self.words.len() as i64;
        self.emit(encode_wide(op, index as u16, back as i32) | step.unsigned_abs() << 8);
        self.note_holes();
        self.land(vec![check]);
        self.set_top(index)
    }

    /// Code that jumps away if the condition's value is the opposite of `expected`; the jumps to be landed.
    fn jump_unless(&mut self, expr: &Expr, expected: bool, scope: usize, place: Option<(u32, Symbol)>) -> Emitted<Vec<usize>> {
        let inner = without_parens(expr);
        let top = self.top;
        let jump = if expected { Op::JumpIfFalse } else { Op::JumpIfTrue };
        if let Some(Inline::Logic { and, receiver, block }) = self.analysis.inline(inner)
            && block.statements.len() == 1
            && block.locals.slots.is_empty()
            && !block.returns
        {
            let place_of_logic = Some(site_place(inner));
            let inner_scope = self.analysis.scope_of(block);
            let last = &block.statements[0];
            return if and == expected {
                // a && b must be true, or a || b must be false: either one may jump away.
                let mut jumps = self.jump_unless(receiver, expected, scope, place_of_logic)?;
                jumps.extend(self.jump_unless(last, expected, inner_scope, place)?);
                Ok(jumps)
            } else {
                let decided = self.jump_unless(receiver, !expected, scope, place_of_logic)?;
                let jumps = self.jump_unless(last, expected, inner_scope, place)?;
                self.land(decided);
                Ok(jumps)
            };
        }
        if let ExprKind::Binary { receiver: Some(receiver), operator, operators, arguments } = &inner.kind
            && let ([argument], Some((compare, small))) = (arguments.as_slice(), compare_jump_ops(*operator))
            && self.top < 200
            && self.analysis.inline(inner).is_none()
        {
            let left = self.operand(receiver, scope, arguments)?;
            let (op, right) = match small_literal(argument) {
                Some(n) => (small, n as u16),
                None => (compare, self.operand(argument, scope, &[])?),
            };
            let room = self.top;
            if room <= 255 {
                self.note_place(operators[0]);
                self.emit(encode(op, room as u8, room as u16, left, right));
                self.note_holes();
                self.max = self.max.max(room + SEND_ROOM);
                self.note_condition(place, room as u16, scope);
                let at = self.words.len();
                self.emit(encode_wide(jump, room as u16, 0));
                self.set_top(top)?;
                return Ok(vec![at]);
            }
        }
        let register = match place {
            Some(_) => self.operand(expr, scope, &[])?,
            // A loop's condition that is no boolean is replaced by what it answers to `ifTrue:False:`: not in a variable.
            None => {
                self.to(expr, top as u16, scope)?;
                self.set_top(top + 1)?;
                top as u16
            }
        };
        self.note_condition(place, register, scope);
        let at = self.words.len();
        self.emit(encode_wide(jump, register, 0));
        self.set_top(top)?;
        Ok(vec![at])
    }

    fn note_condition(&mut self, place: Option<(u32, Symbol)>, register: u16, scope: usize) {
        if let Some(place) = place {
            self.note_site(place.0, place.1, false, vec![register], scope);
        }
    }

    fn real_site(&self, place: Span) -> Option<u32> {
        self.real.sites.contains(&place.start).then_some(place.start)
    }

    /// Notes that a control structure's test (or its real twin) is at this point.
    fn note_site(&mut self, place: u32, selector: Symbol, real: bool, values: Vec<u16>, scope: usize) {
        let mut variables = Vec::new();
        let mut contexts = Vec::new();
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = &self.analysis.scopes[id];
            if scope.function != self.function {
                break;
            }
            if let Some(context) = self.contexts.get(&id) {
                let (size, made) = self.analysis.context_size(id);
                contexts.push((*context, size as u16, made));
                for variable in &scope.variables {
                    let v = &self.analysis.variables[*variable];
                    if let (Some(index), Some(register)) = (v.context_index, self.registers.get(variable)) {
                        let (register, context) = (*register, (*context, index));
                        variables.push(VariablePlace { register, context, in_context: v.in_context() });
                    }
                }
            }
            at = scope.parent;
        }
        let offset = self.words.len() as u32;
        self.sites.push(ControlSite { offset, place, selector, real, values, variables, contexts });
    }

    fn arm(&mut self, arm: Arm<'_>, target: Option<u16>, scope: usize) -> Emitted {
        match (arm, target) {
            (Arm::Absent, _) => {
                self.nil_to(target);
                Ok(())
            }
            (Arm::Literal(expr), Some(target)) => self.to(expr, target, scope),
            (Arm::Literal(_), None) => Ok(()),
            (Arm::Block(body), Some(target)) => self.body_value(body, target, scope),
            (Arm::Block(body), None) => self.body_effect(body, scope),
        }
    }

    fn nil_to(&mut self, target: Option<u16>) {
        if let Some(target) = target {
            self.literal(Value::NIL, target);
        }
    }

    /// Enters the scope of a block compiled in place.
    fn enter(&mut self, body: &Body) -> Emitted<usize> {
        let scope = self.reserve_scope(body)?;
        self.fill_scope(body, scope, true)?;
        Ok(scope)
    }

    fn body_value(&mut self, body: &Body, target: u16, _: usize) -> Emitted {
        let top = self.top;
        // A target at the top must not be taken for one of the scope's own registers.
        let reserve = target as usize == top && (!body.locals.slots.is_empty() || body.statements.len() > 1);
        if reserve {
            self.set_top(top + 1)?;
            self.pending.push((target, target + 1));
        }
        let scope = self.enter(body)?;
        match body.statements.split_last() {
            None => self.literal(Value::NIL, target),
            Some((last, before)) => {
                for statement in before {
                    self.effect(statement, scope)?;
                }
                if body.returns {
                    let register = self.operand(last, scope, &[])?;
                    self.far_answer(register);
                } else {
                    self.to(last, target, scope)?;
                }
            }
        }
        if reserve {
            self.pending.pop();
        }
        self.max = self.max.max(target as usize + 1);
        self.set_top(top)
    }

    fn body_effect(&mut self, body: &Body, _: usize) -> Emitted {
        let top = self.top;
        let scope = self.enter(body)?;
        if let Some((last, before)) = body.statements.split_last() {
            for statement in before {
                self.effect(statement, scope)?;
            }
            if body.returns {
                let register = self.operand(last, scope, &[])?;
                self.far_answer(register);
            } else {
                self.effect(last, scope)?;
            }
        }
        self.set_top(top)
    }

    fn jump(&mut self) -> usize {
        self.emit(encode_wide(Op::Jump, 0, 0));
        self.words.len() - 1
    }

    /// Makes jumps lead here.
    fn land(&mut self, jumps: Vec<usize>) {
        for at in jumps {
            let offset = (self.words.len() - at) as u32 as u64;
            self.words[at] = self.words[at] & 0xffff_ffff | offset << 32;
        }
    }

    fn loop_to(&mut self, start: usize) {
        let back = start as i64 - self.words.len() as i64;
        self.emit(encode_wide(Op::Loop, self.top as u16, back as i32));
        self.note_holes();
    }

    // Objects and blocks.

    fn object(&mut self, list: &SlotList, annotation: Option<Rc<str>>, target: u16, scope: usize) -> Emitted {
        let first = self.top;
        let mut slots = Vec::with_capacity(list.slots.len());
        let mut fixed = Vec::with_capacity(list.slots.len());
        for slot in &list.slots {
            let value = match self.fixed_value(slot) {
                Some(value) => value,
                None => {
                    if let SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) = &slot.kind {
                        self.to(init, self.top as u16, scope)?;
                        self.set_top(self.top + 1)?;
                    }
                    Value::UNSET
                }
            };
            fixed.push(value);
            slots.push(TemplateSlot {
                name: slot.name,
                assignable: matches!(slot.kind, SlotKind::Assignable(_)),
                parent: slot.parent,
                annotations: slot.annotations.as_slice().into(),
            });
        }
        let count = self.top - first;
        let template = Box::new(Template::new(slots, fixed, annotation.or_else(|| list.annotation.clone())));
        self.emit(encode(Op::Object, 0, first as u16, 0, count as u16));
        self.emit(std::ptr::from_ref::<Template>(&template) as u64);
        self.templates.push(template);
        self.max = self.max.max(first + 1);
        self.set_top(first)?;
        self.emit_move(first as u16, target);
        Ok(())
    }

    /// The value of a slot that is known now.
    fn fixed_value(&mut self, slot: &Slot) -> Option<Value> {
        match &slot.kind {
            SlotKind::Method(method) => Some(self.literals.method(method)),
            SlotKind::Assignable(None) | SlotKind::Argument => Some(Value::NIL),
            SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) => self.literal_value(init),
        }
    }

    fn captures(&self, function: usize) -> Vec<Capture> {
        let of = &self.analysis.functions[function];
        let mut captures = Vec::new();
        let fixed = [
            (of.uses_self, Capture::Receiver),
            (of.uses_home, Capture::Home),
            (of.uses_holder, Capture::Holder),
        ];
        captures.extend(fixed.into_iter().filter(|(used, _)| *used).map(|(_, capture)| capture));
        for variable in &of.outer {
            let v = &self.analysis.variables[*variable];
            let capture = if v.in_context() { Capture::Context(v.scope) } else { Capture::Variable(*variable) };
            if !captures.contains(&capture) {
                captures.push(capture);
            }
        }
        captures
    }

    fn make_block(&mut self, body: &Rc<Body>, target: u16) -> Emitted {
        let function = self.analysis.scopes[self.analysis.scope_of(body)].function;
        let captures = self.captures(function);
        if captures.len() > 255 {
            return Err(TooLarge);
        }
        let registers: Vec<u16> = captures
            .iter()
            .map(|capture| match capture {
                Capture::Receiver => self.receiver,
                Capture::Home => self.home,
                Capture::Holder => self.holder,
                Capture::Variable(variable) => self.registers[variable],
                Capture::Context(scope) => self.contexts[scope],
            })
            .collect();
        let mut inner = Emitter::new(
            self.analysis,
            &mut *self.literals,
            function,
            self.source.clone(),
            self.selector,
            self.real,
        );
        inner.block(body, &captures)?;
        let span = body_span(body);
        let code = inner.finish(CodeKind::Block, body, span)?;
        self.emit(encode(Op::Block, registers.len() as u8, target, 0, 0));
        self.emit(std::ptr::from_ref::<Code>(&code) as u64);
        self.blocks.push(code);
        for group in registers.chunks(4) {
            let word = group.iter().rev().fold(0, |word: u64, register| word << 16 | *register as u64);
            self.emit(word);
        }
        self.max = self.max.max(target as usize + 1);
        Ok(())
    }

    fn finish(self, kind: CodeKind, _: &Body, span: Span) -> Emitted<Box<Code>> {
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
        code.real_sites = self.real.sites.clone();
        Ok(Box::new(code))
    }
}

/// Where the selector of a control structure starts: what its site is known by.
fn site_place(expr: &Expr) -> (u32, Symbol) {
    match &expr.kind {
        ExprKind::Unary { messages, .. } if !messages.is_empty() => (messages[0].1.start, messages[0].0),
        ExprKind::Binary { operator, operators, .. } => (crate::text::span_start(operators), *operator),
        ExprKind::Keyword { selector, parts, .. } => (crate::text::span_start(parts), *selector),
        _ => (expr.span.start, Symbol::intern("")),
    }
}

fn body_span(body: &Body) -> Span {
    match (body.statements.first(), body.statements.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
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

/// A literal integer that fits into operand C.
fn small_literal(expr: &Expr) -> Option<i16> {
    match &without_parens(expr).kind {
        ExprKind::Integer(n) => i16::try_from(n).ok(),
        _ => None,
    }
}

fn arithmetic_ops(operator: Symbol) -> Option<(Op, Option<Op>)> {
    Some(match operator.as_str() {
        "+" => (Op::Add, Some(Op::AddSmall)),
        "-" => (Op::Subtract, Some(Op::SubtractSmall)),
        "*" => (Op::Multiply, None),
        "/" => (Op::Divide, None),
        "%" => (Op::Modulo, None),
        "<" => (Op::Less, None),
        "<=" => (Op::LessEqual, None),
        ">" => (Op::Greater, None),
        ">=" => (Op::GreaterEqual, None),
        "=" => (Op::Equal, None),
        "!=" => (Op::NotEqual, None),
        _ => return None,
    })
}

fn compare_jump_ops(operator: Symbol) -> Option<(Op, Op)> {
    Some(match operator.as_str() {
        "<" => (Op::LessJump, Op::LessSmallJump),
        "<=" => (Op::LessEqualJump, Op::LessEqualSmallJump),
        ">" => (Op::GreaterJump, Op::GreaterSmallJump),
        ">=" => (Op::GreaterEqualJump, Op::GreaterEqualSmallJump),
        "=" => (Op::EqualJump, Op::EqualSmallJump),
        "!=" => (Op::NotEqualJump, Op::NotEqualSmallJump),
        _ => return None,
    })
}
