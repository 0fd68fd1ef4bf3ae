//! Control structures compiled in place: choices, loops, counted loops, and the tests that leave them.

use std::rc::Rc;

use crate::code::compile::Emitted;
use crate::code::compile::Emitter;
use crate::code::compile::SEND_ROOM;
use crate::code::compile::send::small_literal;
use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::code::opcode::encode_wide;
use crate::code::rest::How;
use crate::code::scope::Arm;
use crate::code::scope::Inline;
use crate::code::scope::without_parens;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::text::symbol::Symbol;

impl Emitter<'_> {
    /// A control structure; its value goes to `target` if it is wanted.
    pub(super) fn control(&mut self, expr: &Expr, target: Option<u16>, scope: usize) -> Emitted {
        let Some(inline) = self.analysis.inline(expr) else { return Ok(()) };
        let place = site_place(expr);
        match inline {
            Inline::If { receiver, on_true, on_false, .. } => {
                let on_false_only = matches!(on_true, Arm::Absent);
                // `ifFalse:` alone tests the other way round, so that one jump does.
                let (first, second) = if on_false_only { (on_false, on_true) } else { (on_true, on_false) };
                let jumps = self.jump_unless(receiver, !on_false_only, scope, (place, true))?;
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
                self.note_test(place, true, top, &[into]);
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
                        self.jump_unless(last, expected, inner, (place, false))?
                    }
                    None => vec![],
                };
                self.set_top(top)?;
                self.scope = scope;
                if let Some(body) = body {
                    self.body_effect(body, scope)?;
                }
                self.loop_to(start, place);
                self.land(jumps);
                self.nil_to(target);
            }
            Inline::Forever { body } => {
                let start = self.words.len();
                self.body_effect(body, scope)?;
                self.loop_to(start, place);
            }
            Inline::Count { start, limit, step, exclusive, body } => {
                self.count(start, limit, step, exclusive, body, place, scope)?;
                self.nil_to(target);
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one construct")]
    pub(super) fn count(
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
        self.note_test(place, true, index, &[index as u16, index as u16 + 1]);
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
        self.note_again(again, place);
        self.land(vec![check]);
        self.set_top(index)
    }

    /// Code that jumps away if the condition's value is the opposite of `expected`; the jumps to be landed.
    pub(super) fn jump_unless(
        &mut self,
        expr: &Expr,
        expected: bool,
        scope: usize,
        (place, site): ((u32, Symbol), bool),
    ) -> Emitted<Vec<usize>> {
        let inner = without_parens(expr);
        let top = self.top;
        let jump = if expected { Op::JumpIfFalse } else { Op::JumpIfTrue };
        if let Some(Inline::Logic { and, receiver, block }) = self.analysis.inline(inner)
            && block.statements.len() == 1
            && block.locals.slots.is_empty()
            && !block.returns
        {
            let place_of_logic = (site_place(inner), true);
            let inner_scope = self.analysis.scope_of(block);
            let last = &block.statements[0];
            return if and == expected {
                // a && b must be true, or a || b must be false: either one may jump away.
                let mut jumps = self.jump_unless(receiver, expected, scope, place_of_logic)?;
                jumps.extend(self.jump_unless(last, expected, inner_scope, (place, site))?);
                Ok(jumps)
            } else {
                let decided = self.jump_unless(receiver, !expected, scope, place_of_logic)?;
                let jumps = self.jump_unless(last, expected, inner_scope, (place, site))?;
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
                self.rest(How::Answer, room as u16);
                self.max = self.max.max(room + SEND_ROOM);
                self.note_test(place, site, top, &[room as u16]);
                let at = self.words.len();
                self.emit(encode_wide(jump, room as u16, 0));
                self.set_top(top)?;
                return Ok(vec![at]);
            }
        }
        let register = if site {
            self.operand(expr, scope, &[])?
        } else {
            // A loop's condition that is no boolean is replaced by what it answers to `ifTrue:False:`: not in a variable.
            self.to(expr, top as u16, scope)?;
            self.set_top(top + 1)?;
            // That send comes back to the jump itself.
            self.rest(How::Answer, top as u16);
            top as u16
        };
        self.note_test(place, site, top, &[register]);
        let at = self.words.len();
        self.emit(encode_wide(jump, register, 0));
        self.set_top(top)?;
        Ok(vec![at])
    }

    pub(super) fn arm(&mut self, arm: Arm<'_>, target: Option<u16>, scope: usize) -> Emitted {
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

    pub(super) fn nil_to(&mut self, target: Option<u16>) {
        if let Some(target) = target {
            self.literal(Value::NIL, target);
        }
    }

    /// Enters the scope of a block compiled in place.
    pub(super) fn enter(&mut self, body: &Body) -> Emitted<usize> {
        let scope = self.reserve_scope(body)?;
        self.fill_scope(body, scope, true)?;
        Ok(scope)
    }

    pub(super) fn body_value(&mut self, body: &Body, target: u16, _: usize) -> Emitted {
        let top = self.top;
        // A target at the top must not be taken for one of the scope's own registers.
        let reserve = target as usize == top && (!body.locals.slots.is_empty() || body.statements.len() > 1);
        if reserve {
            self.set_top(top + 1)?;
            self.pending.push((target, target + 1));
        }
        let outside = self.scope;
        let scope = self.enter(body)?;
        match body.statements.split_last() {
            None => self.literal(Value::NIL, target),
            Some((last, before)) => {
                for statement in before {
                    self.effect(statement, scope)?;
                }
                if body.returns {
                    let register = self.operand(last, scope, &[])?;
                    self.far_answer(register, last.span);
                } else {
                    self.to(last, target, scope)?;
                }
            }
        }
        if reserve {
            self.pending.pop();
        }
        self.scope = outside;
        self.max = self.max.max(target as usize + 1);
        self.set_top(top)
    }

    pub(super) fn body_effect(&mut self, body: &Body, _: usize) -> Emitted {
        let top = self.top;
        let outside = self.scope;
        let scope = self.enter(body)?;
        if let Some((last, before)) = body.statements.split_last() {
            for statement in before {
                self.effect(statement, scope)?;
            }
            if body.returns {
                let register = self.operand(last, scope, &[])?;
                self.far_answer(register, last.span);
            } else {
                self.effect(last, scope)?;
            }
        }
        self.scope = outside;
        self.set_top(top)
    }

    pub(super) fn jump(&mut self) -> usize {
        self.emit(encode_wide(Op::Jump, 0, 0));
        self.words.len() - 1
    }

    /// Makes jumps lead here.
    pub(super) fn land(&mut self, jumps: Vec<usize>) {
        for at in jumps {
            let offset = (self.words.len() - at) as u32 as u64;
            self.words[at] = self.words[at] & 0xffff_ffff | offset << 32;
        }
    }

    pub(super) fn loop_to(&mut self, start: usize, place: (u32, Symbol)) {
        let back = start as i64 - self.words.len() as i64;
        self.emit(encode_wide(Op::Loop, self.top as u16, back as i32));
        self.note_again(start, place);
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
