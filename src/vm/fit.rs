//! Does what an image says fit the code it is for? Code reads contexts and counts without asking, so whoever puts values into
//! blocks and activations from outside asks here first.

use crate::code::method::Code;
use crate::code::method::CodeKind;
use crate::code::opcode::Op;
use crate::code::opcode::a;
use crate::code::opcode::b;
use crate::code::opcode::c;
use crate::code::opcode::wide;
use crate::code::opcode::x;
use crate::code::rest::How;
use crate::code::rest::Rest;
use crate::code::rest::Role;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::code_at;
use crate::vm::portable::NoPlace;

impl Vm {
    /// May a block of this code hold these values? `captures` says what each is to it.
    pub(in crate::vm) fn captures_fit(&self, code: &Code, captures: &[Role], values: &[Value]) -> bool {
        let first = 1 + code.argument_count as usize;
        code.kind == CodeKind::Block
            && captures.len() == values.len()
            && captures.iter().zip(values).enumerate().all(|(index, (role, value))| match role {
                Role::Context(_) => self.is_context_of(*value, variables_read_from(code, first + index)),
                Role::Home => self.is_home(*value),
                Role::Own | Role::Receiver | Role::Holder | Role::Variable(..) => true,
                Role::Float(_) | Role::Pending(_) => false,
            })
    }

    /// May code go on at a place with what its frame holds now?
    pub(in crate::vm) fn frame_fits(&mut self, frame: Frame, code: &Code, rest: &Rest) -> Result<(), NoPlace> {
        let wrong = |what: &str| Err(NoPlace(format!("`{}` rests with {what}", code.selector)));
        for (register, role) in &rest.registers {
            let value = frame.get(*register as usize);
            let fits = match role {
                Role::Context(scope) => match rest.contexts.iter().find(|place| place.scope == *scope) {
                    Some(place) => !place.made || self.is_context_of(value, place.size as usize),
                    None => self.is_context_of(value, variables_read_from(code, *register as usize)),
                },
                Role::Home => self.is_home(value),
                _ => true,
            };
            if !fits {
                return wrong("something else where its variables should be");
            }
        }
        for register in counters_around(code, rest.offset as usize) {
            if frame.get(register).as_int().is_none() {
                return wrong("a loop that counts with something else than integers");
            }
        }
        if code.kind == CodeKind::Block && rest.place.how == How::Entry && !self.is_block_for(frame.get(0), code) {
            return wrong("another block than its own");
        }
        Ok(())
    }

    /// Is this, or will it be, a context with at least so many variables?
    fn is_context_of(&self, value: Value, variables: usize) -> bool {
        let shape = Obj::of(value).map(|object| self.heap.shape_of(object));
        variables == 0 || shape.is_some_and(|(kind, length)| kind == Kind::Context && length >= variables)
    }

    /// Is this, or will it be, a home?
    pub(in crate::vm) fn is_home(&self, value: Value) -> bool {
        Obj::of(value).is_some_and(|object| self.heap.shape_of(object) == (Kind::Home, 3))
    }

    /// Does this block hold what a block of that code must hold?
    fn is_block_for(&mut self, value: Value, code: &Code) -> bool {
        let Some(block) = self.heap.object_of_kind(value, Kind::Block) else { return false };
        let values: Vec<Value> = (1..block.length()).map(|index| block.field(index)).collect();
        let captures = |vm: &mut Vm, code: &Code| {
            let notes = vm.notes_on(code)?;
            Some(crate::vm::trees::function_notes(&notes, code)?.captures.clone())
        };
        match (captures(self, code_at(block.word(0))), captures(self, code)) {
            (Some(held), Some(wanted)) => held == wanted && self.captures_fit(code, &wanted, &values),
            _ => false,
        }
    }
}

/// How many variables of the context in a register code may touch, that of its blocks included.
fn variables_read_from(code: &Code, register: usize) -> usize {
    let of = |offset: usize| {
        let word = code.word(offset);
        match Op::of(word) {
            Op::GetVariable if b(word) == register => c(word) + 1,
            Op::SetVariable if b(word) == register => a(word) + 1,
            Op::Block => {
                let inner = code_at(code.word(offset + 1));
                let first = 1 + inner.argument_count as usize;
                let captured = |index: usize| (code.word(offset + 2 + index / 4) >> (index % 4 * 16)) as u16 as usize;
                let given = (0..x(word)).filter(|index| captured(*index) == register);
                given.map(|index| variables_read_from(inner, first + index)).max().unwrap_or(0)
            }
            _ => 0,
        }
    };
    code.offsets().map(of).max().unwrap_or(0)
}

/// Registers in which a loop around an offset counts without looking at what is there.
fn counters_around(code: &Code, offset: usize) -> Vec<usize> {
    let mut counters = Vec::new();
    for at in code.offsets() {
        let word = code.word(at);
        if matches!(Op::of(word), Op::CountUp | Op::CountDown)
            && (at as i64 + wide(word)..=at as i64).contains(&(offset as i64))
        {
            counters.extend([a(word), a(word) + 1]);
        }
    }
    counters
}
