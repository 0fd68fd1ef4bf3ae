//! Messages: windows, arguments, sends, primitives, and the arithmetic that need not be sent.

use crate::code::compile::Emitted;
use crate::code::compile::Emitter;
use crate::code::compile::SEND_ROOM;
use crate::code::compile::TooLarge;
use crate::code::compile::primitive_name;
use crate::code::opcode::NO_MAP;
use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::code::opcode::sort;
use crate::code::rest::How;
use crate::code::scope::without_parens;
use crate::object::value::Value;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

impl Emitter<'_> {
    /// Unary messages one after the other, the first to the value in `register`.
    pub(super) fn chain(&mut self, mut register: u16, messages: &[(Symbol, Span)], target: u16) -> Emitted {
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
    pub(super) fn send_to(&mut self, receiver: u16, selector: Symbol, target: u16, how: u16) -> Emitted {
        let window = self.top;
        self.max = self.max.max(window + SEND_ROOM);
        if selector.as_str().starts_with('_') {
            self.emit_primitive(selector, 0, window as u16, receiver);
        } else {
            self.emit(encode(Op::Send, 0, window as u16, receiver, how));
            self.site(selector);
        }
        self.rest(How::Answer, window as u16);
        self.emit_move(window as u16, target);
        Ok(())
    }

    /// A unary send to the implicit self whose window starts at `top`; moves the result to `target`.
    pub(super) fn implicit_unary(&mut self, selector: Symbol, target: u16, scope: usize) -> Emitted {
        if selector.as_str().starts_with('_') || self.analysis.local_parents(scope).is_empty() {
            return self.send_to(self.receiver, selector, target, self.implicit);
        }
        let window = self.top;
        self.set_top(window + 4)?;
        self.implicit_send(selector, 0, window, scope)?;
        self.rest(How::Answer, window as u16);
        self.set_top(window)?;
        self.emit_move(window as u16, target);
        Ok(())
    }

    /// The instruction that sends to the implicit self. The arguments are in the window, and `top` behind them; parents
    /// among the locals around go there.
    fn implicit_send(&mut self, selector: Symbol, count: usize, window: usize, scope: usize) -> Emitted {
        let parents = self.analysis.local_parents(scope);
        let count = count.min(255) as u8;
        if parents.is_empty() {
            self.emit(encode(Op::Send, count, window as u16, self.receiver, self.implicit));
            self.site(selector);
            return Ok(());
        }
        // Scopes beyond the bits there are count as one with the last: a name found in two of them is then ambiguous.
        let mut shape = parents.len() as u64;
        for (index, (variable, begins)) in parents.iter().enumerate() {
            shape |= if *begins && index < 48 { 1 << (16 + index) } else { 0 };
            self.load(*variable, self.top as u16);
            self.set_top(self.top + 1)?;
        }
        self.max = self.max.max(self.top + 2);
        self.emit(encode(Op::SendLocal, count, window as u16, self.receiver, self.implicit));
        self.site(selector);
        self.emit(shape);
        Ok(())
    }

    /// Copies a variable's value to a register.
    fn load(&mut self, variable: usize, target: u16) {
        let v = &self.analysis.variables[variable];
        match v.context_index {
            Some(index) if v.in_context() => {
                self.emit(encode(Op::GetVariable, 0, target, self.contexts[&v.scope], index));
            }
            _ => self.emit_move(self.registers[&variable], target),
        }
    }

    pub(super) fn emit_primitive(&mut self, name: Symbol, flags_and_count: u8, window: u16, receiver: u16) {
        let number = self.literals.primitive(name);
        self.emit(encode(Op::Primitive, flags_and_count, window, receiver, 0));
        self.emit(number as u64);
        self.emit(name.number() as u64);
    }

    /// An empty site.
    pub(super) fn site(&mut self, selector: Symbol) {
        self.emit(NO_MAP as u64 | (selector.number() as u64) << 32);
        self.emit(0);
        self.emit(Value::NIL.bits());
    }

    /// Evaluates arguments into a window. `receiver_inside` says that R[window] holds the receiver meanwhile.
    pub(super) fn arguments(
        &mut self,
        window: usize,
        receiver_inside: bool,
        arguments: &[Expr],
        scope: usize,
    ) -> Emitted {
        self.set_top(window + 4)?;
        self.more_arguments(window, receiver_inside, arguments, scope)
    }

    pub(super) fn keyword(
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
            self.note_way_in(index, window, &values);
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
        } else if receiver.is_none() {
            self.implicit_send(selector, arguments.len(), window, scope)?;
        } else {
            self.emit(encode(Op::Send, arguments.len().min(255) as u8, window as u16, register, sort::NORMAL));
            self.site(selector);
        }
        self.rest(How::Answer, window as u16);
        self.set_top(window)?;
        self.emit_move(window as u16, target);
        Ok(())
    }

    /// The rest of a window's arguments.
    pub(super) fn more_arguments(&mut self, window: usize, inside: bool, arguments: &[Expr], scope: usize) -> Emitted {
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
    pub(super) fn receiver_for(
        &mut self,
        receiver: Option<&Expr>,
        later: &[Expr],
        scope: usize,
    ) -> Emitted<(u16, bool)> {
        let Some(receiver) = receiver else { return Ok((self.receiver, false)) };
        if let Some(register) = self.register_of(receiver, scope, later) {
            return Ok((register, false));
        }
        let window = self.top as u16;
        self.to(receiver, window, scope)?;
        self.max = self.max.max(self.top + 1);
        Ok((window, true))
    }

    pub(super) fn binary(
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
            let how = if implicit && index == 0 { self.implicit } else { sort::NORMAL };
            if how != sort::NORMAL || !self.arithmetic(operator, left, argument, into, scope)? {
                self.set_top(base)?;
                self.arguments(base, inside, std::slice::from_ref(argument), scope)?;
                if let Some(site) = self.real_site(operators[index]) {
                    // The block is the only argument; it can be made again.
                    self.note_way_in(site, base, &[left]);
                    self.more_arguments_again(base, argument, scope)?;
                }
                self.note_place(operators[index]);
                if how == sort::NORMAL {
                    self.emit(encode(Op::Send, 1, base as u16, left, how));
                    self.site(operator);
                } else {
                    self.implicit_send(operator, 1, base, scope)?;
                }
                self.rest(How::Answer, base as u16);
                self.emit_move(base as u16, into);
            }
            self.set_top(base)?;
            (left, inside) = (base as u16, true);
        }
        Ok(())
    }

    /// Makes the argument of a site that was once compiled in place, where the way in from there begins.
    pub(super) fn more_arguments_again(&mut self, window: usize, argument: &Expr, scope: usize) -> Emitted {
        self.set_top(window + 4)?;
        self.to(argument, (window + 4) as u16, scope)?;
        self.set_top(window + 5)
    }

    /// An arithmetic or comparison instruction, if the operator has one.
    pub(super) fn arithmetic(
        &mut self,
        operator: Symbol,
        left: u16,
        argument: &Expr,
        into: u16,
        scope: usize,
    ) -> Emitted<bool> {
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

    pub(super) fn after_arithmetic(&mut self, room: usize, into: u16) {
        self.rest(How::Answer, room as u16);
        self.max = self.max.max(room + SEND_ROOM);
        self.emit(encode(Op::Move, 0, into, room as u16, 0));
    }
}

/// A literal integer that fits into operand C.
pub(super) fn small_literal(expr: &Expr) -> Option<i16> {
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
