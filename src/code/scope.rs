//! Where a name lives: which blocks are compiled in place, which variables each real block needs, and which of them must
//! live in the heap.
//!
//! A variable lives in a register unless a real block reads or writes it *and* it is assigned after the block was made (or
//! by it): then it lives in a context, one per scope that needs it (src/README.md). Everything else a block needs is
//! copied into it.

use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;

use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::text::span_start;
use crate::text::symbol::Symbol;

/// A body that runs in a frame of its own: the method or script (0), or a real block.
#[derive(Debug, Default)]
pub struct Function {
    pub parent: Option<usize>,
    pub uses_self: bool,
    pub uses_home: bool,
    /// A block compiled in place returns from the method: if it becomes a real one, that needs the home.
    pub might_use_home: bool,
    pub uses_holder: bool,
    /// Variables of functions around that it (or a block in it) uses, in order of first use.
    pub outer: Vec<usize>,
}

/// One body's slots: a method, a real block, or a block compiled in place.
#[derive(Debug)]
pub struct Scope {
    pub parent: Option<usize>,
    pub function: usize,
    /// How many loops compiled in place are around it within its function.
    loops: usize,
    pub variables: Vec<usize>,
}

/// An argument or local.
#[derive(Debug)]
pub struct Variable {
    pub name: Symbol,
    pub scope: usize,
    /// Can `name:` assign it?
    pub assignable: bool,
    /// Used by a real block.
    captured: bool,
    /// Used by any block inside its scope, real or in place.
    reached_by_block: bool,
    assigned: bool,
    /// Assigned by a real block, or within a loop, or after a block that uses it was made.
    assigned_late: bool,
    first_capture: Option<usize>,
    /// Place in its scope's context, if it has one.
    pub context_index: Option<u16>,
}

impl Variable {
    /// Does it live in its scope's context?
    pub fn in_context(&self) -> bool {
        self.captured && self.assigned_late
    }
}

/// Control structures that are to be real sends although they could be compiled in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RealSends {
    /// Sites whose receiver turned out not to be what the structure is for: where their selectors start.
    pub sites: HashSet<u32>,
    /// Selectors that someone has redefined for booleans, blocks or integers.
    pub selectors: HashSet<Symbol>,
}

impl RealSends {
    fn contains(&self, place: u32, selector: Symbol) -> bool {
        self.sites.contains(&place) || self.selectors.contains(&selector)
    }
}

/// What the first walk over a body found.
#[derive(Debug, Default)]
pub struct Analysis {
    pub functions: Vec<Function>,
    pub scopes: Vec<Scope>,
    pub variables: Vec<Variable>,
    by_body: HashMap<*const Body, usize>,
    real: RealSends,
    order: usize,
}

/// A control structure whose literal blocks are compiled in place.
#[derive(Debug)]
pub enum Inline<'a> {
    If {
        receiver: &'a Expr,
        on_true: Arm<'a>,
        on_false: Arm<'a>,
    },
    /// `and:` (or `or:`): the block runs only if the receiver is true (false).
    Logic {
        and: bool,
        receiver: &'a Expr,
        block: &'a Rc<Body>,
    },
    /// Repeats while the condition is `expected`.
    While {
        expected: bool,
        condition: &'a Rc<Body>,
        body: Option<&'a Rc<Body>>,
    },
    Forever {
        body: &'a Rc<Body>,
    },
    Count {
        start: &'a Expr,
        limit: &'a Expr,
        step: i64,
        exclusive: bool,
        body: &'a Rc<Body>,
    },
}

/// What one branch of an `if` does.
#[derive(Debug)]
pub enum Arm<'a> {
    Absent,
    Block(&'a Rc<Body>),
    /// A literal, whose `value` is itself.
    Literal(&'a Expr),
}

impl Analysis {
    /// Walks a method's or script's body.
    pub fn of(body: &Body, real: &RealSends) -> Analysis {
        let mut analysis = Analysis { real: real.clone(), ..Analysis::default() };
        analysis.functions.push(Function::default());
        analysis.body(body, None, 0, 0);
        analysis.number_contexts();
        analysis
    }

    /// The scope of a body.
    pub fn scope_of(&self, body: &Body) -> usize {
        self.by_body[&std::ptr::from_ref(body)]
    }

    /// The variable a name means in a scope, if it is one.
    pub fn resolve(&self, name: Symbol, scope: usize) -> Option<usize> {
        let mut at = Some(scope);
        while let Some(scope) = at {
            let scope = &self.scopes[scope];
            if let Some(found) = scope.variables.iter().find(|v| self.variables[**v].name == name) {
                return Some(*found);
            }
            at = scope.parent;
        }
        None
    }

    /// The variable that an implicit keyword send `name:` assigns, if it does.
    pub fn resolve_assignment(&self, selector: Symbol, scope: usize) -> Option<usize> {
        let name = selector.as_str().strip_suffix(':')?;
        if name.contains(':') {
            return None;
        }
        self.resolve(Symbol::intern(name), scope).filter(|variable| self.variables[*variable].assignable)
    }

    /// Variables of a scope's context as if nothing were compiled in place, and whether any lives there now.
    pub fn context_size(&self, scope: usize) -> (usize, bool) {
        let places = self.scopes[scope].variables.iter().map(|v| &self.variables[*v]);
        let size = places.clone().filter(|variable| variable.context_index.is_some()).count();
        (size, places.clone().any(Variable::in_context))
    }

    fn body(&mut self, body: &Body, parent: Option<usize>, function: usize, loops: usize) -> usize {
        let id = self.scopes.len();
        self.scopes.push(Scope { parent, function, loops, variables: Vec::new() });
        self.by_body.insert(std::ptr::from_ref(body), id);
        for argument in &body.arguments {
            self.declare(argument.name, id, false);
        }
        for slot in &body.locals.slots {
            self.declare(slot.name, id, matches!(slot.kind, SlotKind::Assignable(_)));
        }
        for slot in &body.locals.slots {
            if let SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) = &slot.kind {
                self.expr(init, id, loops);
            }
        }
        for statement in &body.statements {
            self.expr(statement, id, loops);
        }
        if body.returns && function != 0 {
            self.mark_up(function, |function| function.uses_home = true);
        }
        if body.returns && function == 0 && parent.is_some() {
            self.functions[0].might_use_home = true;
        }
        id
    }

    fn declare(&mut self, name: Symbol, scope: usize, assignable: bool) {
        self.scopes[scope].variables.push(self.variables.len());
        self.variables.push(Variable {
            name,
            scope,
            assignable,
            captured: false,
            reached_by_block: false,
            assigned: false,
            assigned_late: false,
            first_capture: None,
            context_index: None,
        });
    }

    /// A real block needs something of the functions around: so do all between.
    fn mark_up(&mut self, mut function: usize, mark: impl Fn(&mut Function)) {
        loop {
            mark(&mut self.functions[function]);
            match self.functions[function].parent {
                Some(parent) => function = parent,
                None => return,
            }
        }
    }

    fn reference(&mut self, variable: usize, scope: usize, assigns: bool, loops: usize) {
        self.order += 1;
        let home = self.variables[variable].scope;
        let mut function = self.scopes[scope].function;
        let outside = function != self.scopes[home].function;
        while function != self.scopes[home].function {
            if !self.functions[function].outer.contains(&variable) {
                self.functions[function].outer.push(variable);
            }
            function = self.functions[function].parent.expect("a variable's function is around its uses");
        }
        let in_inner_loop = !outside && loops > self.scopes[home].loops;
        let order = self.order;
        let v = &mut self.variables[variable];
        v.reached_by_block |= scope != home;
        if outside {
            v.captured = true;
            v.first_capture.get_or_insert(order);
        }
        if assigns {
            v.assigned = true;
            v.assigned_late |= outside || in_inner_loop || v.first_capture.is_some();
        }
    }

    fn number_contexts(&mut self) {
        for scope in &self.scopes {
            let mut next = 0;
            for variable in &scope.variables {
                let v = &mut self.variables[*variable];
                if v.assigned && v.reached_by_block {
                    v.context_index = Some(next);
                    next += 1;
                }
            }
        }
    }

    fn expr(&mut self, expr: &Expr, scope: usize, loops: usize) {
        let function = self.scopes[scope].function;
        if let Some(inline) = self.inline(expr) {
            return self.inlined(inline, scope, loops);
        }
        match &expr.kind {
            ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_) => {}
            ExprKind::SelfRef => self.mark_up(function, |function| function.uses_self = true),
            ExprKind::Parens(inner) | ExprKind::Annotated { body: inner, .. } => self.expr(inner, scope, loops),
            ExprKind::Unary { receiver: Some(receiver), .. } => self.expr(receiver, scope, loops),
            ExprKind::Unary { receiver: None, messages } => match self.resolve(messages[0].0, scope) {
                Some(variable) => self.reference(variable, scope, false, loops),
                None => self.mark_up(function, |function| function.uses_self = true),
            },
            ExprKind::Binary { receiver, arguments, .. } => {
                self.receiver(receiver.as_deref(), scope, loops);
                arguments.iter().for_each(|argument| self.expr(argument, scope, loops));
            }
            ExprKind::Keyword { receiver, selector, arguments, .. } => {
                let variable = match receiver {
                    None => self.resolve_assignment(*selector, scope),
                    Some(_) => None,
                };
                if variable.is_none() {
                    self.receiver(receiver.as_deref(), scope, loops);
                }
                arguments.iter().for_each(|argument| self.expr(argument, scope, loops));
                if let Some(variable) = variable {
                    self.reference(variable, scope, true, loops);
                    // The value of an assignment is the receiver.
                    self.mark_up(function, |function| function.uses_self = true);
                }
            }
            ExprKind::Resend { arguments, .. } => {
                self.mark_up(function, |function| {
                    function.uses_self = true;
                    function.uses_holder = true;
                });
                arguments.iter().for_each(|argument| self.expr(argument, scope, loops));
            }
            ExprKind::Object(slots) => self.object(slots, scope, loops),
            ExprKind::Block(body) => {
                let block = self.functions.len();
                self.functions.push(Function { parent: Some(function), ..Function::default() });
                self.body(body, Some(scope), block, 0);
            }
        }
    }

    fn receiver(&mut self, receiver: Option<&Expr>, scope: usize, loops: usize) {
        match receiver {
            Some(receiver) => self.expr(receiver, scope, loops),
            None => self.mark_up(self.scopes[scope].function, |function| function.uses_self = true),
        }
    }

    fn object(&mut self, slots: &SlotList, scope: usize, loops: usize) {
        for slot in &slots.slots {
            if let SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) = &slot.kind {
                self.expr(init, scope, loops);
            }
        }
    }

    fn inlined(&mut self, inline: Inline<'_>, scope: usize, loops: usize) {
        let function = self.scopes[scope].function;
        match inline {
            Inline::If { receiver, on_true, on_false } => {
                self.expr(receiver, scope, loops);
                for arm in [on_true, on_false] {
                    match arm {
                        Arm::Block(body) => {
                            self.body(body, Some(scope), function, loops);
                        }
                        Arm::Literal(_) | Arm::Absent => {}
                    }
                }
            }
            Inline::Logic { receiver, block, .. } => {
                self.expr(receiver, scope, loops);
                self.body(block, Some(scope), function, loops);
            }
            Inline::While { condition, body, .. } => {
                self.body(condition, Some(scope), function, loops + 1);
                if let Some(body) = body {
                    self.body(body, Some(scope), function, loops + 1);
                }
            }
            Inline::Forever { body } => {
                self.body(body, Some(scope), function, loops + 1);
            }
            Inline::Count { start, limit, body, .. } => {
                self.expr(start, scope, loops);
                self.expr(limit, scope, loops);
                self.body(body, Some(scope), function, loops + 1);
            }
        }
    }

    /// Is this a control structure to compile in place?
    pub fn inline<'a>(&self, expr: &'a Expr) -> Option<Inline<'a>> {
        let (found, place, selector) = control_structure(expr)?;
        (!self.real.contains(place, selector)).then_some(found)
    }
}

/// Has this expression the form of a control structure? With where its selector starts.
fn control_structure(expr: &Expr) -> Option<(Inline<'_>, u32, Symbol)> {
    match &expr.kind {
        ExprKind::Unary { receiver: Some(receiver), messages } => {
            let [(selector, span)] = messages.as_slice() else { return None };
            let body = block_of(receiver, 0)?;
            let found = match selector.as_str() {
                "whileTrue" => Inline::While { expected: true, condition: body, body: None },
                "whileFalse" => Inline::While { expected: false, condition: body, body: None },
                "loop" => Inline::Forever { body },
                _ => return None,
            };
            Some((found, span.start, *selector))
        }
        ExprKind::Binary { receiver: Some(receiver), operator, operators, arguments } => {
            let [argument] = arguments.as_slice() else { return None };
            let and = match operator.as_str() {
                "&&" => true,
                "||" => false,
                _ => return None,
            };
            let block = block_of(argument, 0)?;
            Some((Inline::Logic { and, receiver, block }, operators[0].start, *operator))
        }
        ExprKind::Keyword { receiver: Some(receiver), selector, parts, arguments } => {
            let found = inline_keyword(receiver, selector.as_str(), arguments)?;
            Some((found, span_start(parts), *selector))
        }
        _ => None,
    }
}

/// The doubles that loops of a body use as literals, each once, up to `most`: worth a register each. It does not matter
/// which sites are real sends now, so that all code of one body lays out its registers alike.
pub fn floats_in_loops(body: &Body, most: usize) -> Vec<f64> {
    let mut found = Vec::new();
    collect_floats(&body.statements, false, most, &mut found);
    found
}

fn collect_floats(exprs: &[Expr], in_loop: bool, most: usize, found: &mut Vec<f64>) {
    for expr in exprs {
        collect_floats_of(expr, in_loop, most, found);
    }
}

fn collect_floats_of(expr: &Expr, in_loop: bool, most: usize, found: &mut Vec<f64>) {
    let structure = control_structure(expr).map(|(inline, _, _)| inline);
    let is_loop = matches!(structure, Some(Inline::While { .. } | Inline::Forever { .. } | Inline::Count { .. }));
    match &expr.kind {
        ExprKind::Float(x) => {
            let new = !found.iter().any(|known| known.to_bits() == x.to_bits());
            if in_loop && new && found.len() < most {
                found.push(*x);
            }
        }
        ExprKind::Parens(inner) | ExprKind::Annotated { body: inner, .. } => {
            collect_floats_of(inner, in_loop, most, found);
        }
        ExprKind::Unary { receiver, .. } => parts(receiver.as_deref(), &[], structure, in_loop || is_loop, most, found),
        ExprKind::Binary { receiver, arguments, .. } | ExprKind::Keyword { receiver, arguments, .. } => {
            parts(receiver.as_deref(), arguments, structure, in_loop || is_loop, most, found);
        }
        ExprKind::Resend { arguments, .. } => collect_floats(arguments, in_loop, most, found),
        // A real block has a frame of its own, and so registers.
        ExprKind::Block(_) => {}
        ExprKind::Integer(_) | ExprKind::String(_) | ExprKind::SelfRef | ExprKind::Object(_) => {}
    }
}

/// Receiver and arguments; literal blocks among them belong to this body if they are parts of a control structure.
fn parts(
    receiver: Option<&Expr>,
    arguments: &[Expr],
    structure: Option<Inline<'_>>,
    in_loop: bool,
    most: usize,
    found: &mut Vec<f64>,
) {
    for expr in receiver.into_iter().chain(arguments) {
        match &without_parens(expr).kind {
            ExprKind::Block(body) if structure.is_some() => collect_floats(&body.statements, in_loop, most, found),
            _ => collect_floats_of(expr, in_loop, most, found),
        }
    }
}

fn inline_keyword<'a>(receiver: &'a Expr, selector: &str, arguments: &'a [Expr]) -> Option<Inline<'a>> {
    let count = |limit: &'a Expr, step: i64, exclusive: bool| {
        let body = block_of(arguments.last()?, 1)?;
        Some(Inline::Count { start: receiver, limit, step, exclusive, body })
    };
    let first = arguments.first()?;
    match selector {
        "ifTrue:" => conditional(receiver, Some(first), None),
        "ifFalse:" => conditional(receiver, None, Some(first)),
        "ifTrue:False:" => conditional(receiver, Some(first), Some(&arguments[1])),
        "ifFalse:True:" => conditional(receiver, Some(&arguments[1]), Some(first)),
        "and:" => Some(Inline::Logic { and: true, receiver, block: block_of(first, 0)? }),
        "or:" => Some(Inline::Logic { and: false, receiver, block: block_of(first, 0)? }),
        "whileTrue:" | "whileFalse:" => Some(Inline::While {
            expected: selector == "whileTrue:",
            condition: block_of(receiver, 0)?,
            body: Some(block_of(first, 0)?),
        }),
        "to:Do:" => count(first, 1, false),
        "upTo:Do:" => count(first, 1, true),
        "downTo:Do:" => count(first, -1, false),
        "to:By:Do:" => count(first, positive_step(&arguments[1])?, false),
        "upTo:By:Do:" => count(first, positive_step(&arguments[1])?, true),
        "downTo:By:Do:" => count(first, -positive_step(&arguments[1])?, false),
        _ => None,
    }
}

fn positive_step(expr: &Expr) -> Option<i64> {
    match &without_parens(expr).kind {
        ExprKind::Integer(n) => i64::try_from(n).ok().filter(|n| (1..=255).contains(n)),
        _ => None,
    }
}

fn conditional<'a>(receiver: &'a Expr, on_true: Option<&'a Expr>, on_false: Option<&'a Expr>) -> Option<Inline<'a>> {
    let arm = |arm: Option<&'a Expr>| match arm {
        None => Some(Arm::Absent),
        Some(expr) => match &without_parens(expr).kind {
            ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_) => Some(Arm::Literal(expr)),
            _ => block_of(expr, 0).map(Arm::Block),
        },
    };
    let (on_true, on_false) = (arm(on_true)?, arm(on_false)?);
    let any_block = matches!(on_true, Arm::Block(_)) || matches!(on_false, Arm::Block(_));
    any_block.then_some(Inline::If { receiver, on_true, on_false })
}

/// The expression inside any parentheses.
pub fn without_parens(mut expr: &Expr) -> &Expr {
    while let ExprKind::Parens(inner) = &expr.kind {
        expr = inner;
    }
    expr
}

/// The literal block this expression is, if it takes at most `arguments` arguments.
fn block_of(expr: &Expr, arguments: usize) -> Option<&Rc<Body>> {
    match &without_parens(expr).kind {
        ExprKind::Block(body) if body.arguments.len() <= arguments && !has_parent(body) => Some(body),
        _ => None,
    }
}

fn has_parent(body: &Body) -> bool {
    body.locals.slots.iter().any(|slot| slot.parent)
}
