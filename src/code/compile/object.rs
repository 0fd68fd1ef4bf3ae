//! Object literals and real blocks.

use std::rc::Rc;

use crate::code::compile::Emitted;
use crate::code::compile::Emitter;
use crate::code::compile::TooLarge;
use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::code::opcode::sort;
use crate::object::template::Template;
use crate::object::template::TemplateSlot;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Slot;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::text::source::Span;

/// What a real block is given when it is made, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Capture {
    Receiver,
    Home,
    Holder,
    Variable(usize),
    Context(usize),
}

impl Emitter<'_> {
    pub(super) fn object(
        &mut self,
        list: &SlotList,
        annotation: Option<Rc<str>>,
        target: u16,
        scope: usize,
    ) -> Emitted {
        let first = self.top;
        let mut slots = Vec::with_capacity(list.slots.len());
        let mut fixed = Vec::with_capacity(list.slots.len());
        for slot in &list.slots {
            let value = match self.fixed_value(slot) {
                Some(value) => value,
                None => {
                    if let SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) = &slot.kind {
                        let outside = std::mem::replace(&mut self.implicit, sort::INITIALISER);
                        let evaluated = self.to(init, self.top as u16, scope);
                        self.implicit = outside;
                        evaluated?;
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
    pub(super) fn fixed_value(&mut self, slot: &Slot) -> Option<Value> {
        match &slot.kind {
            SlotKind::Method(method) => Some(self.literals.method(method)),
            SlotKind::Assignable(None) | SlotKind::Argument => Some(Value::NIL),
            SlotKind::Constant(init) | SlotKind::Assignable(Some(init)) => self.literal_value(init),
        }
    }

    pub(super) fn captures(&self, function: usize) -> Vec<Capture> {
        let of = &self.analysis.functions[function];
        let mut captures = Vec::new();
        let fixed =
            [(of.uses_self, Capture::Receiver), (of.uses_home, Capture::Home), (of.uses_holder, Capture::Holder)];
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

    pub(super) fn make_block(&mut self, body: &Rc<Body>, span: Span, target: u16) -> Emitted {
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
        let (source, real) = (self.source.clone(), self.real.clone());
        let mut inner = Emitter::new(self.analysis, &mut *self.literals, function, source, self.selector, real);
        inner.notes = self.notes.as_ref().map(|notes| notes.for_block(&captures, self.analysis));
        inner.implicit = self.implicit;
        inner.block(body, &captures)?;
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
}
