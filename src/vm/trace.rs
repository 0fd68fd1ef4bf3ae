//! Where a process stands, for people: its activations with their places in the source.

use std::rc::Rc;

use crate::code::method::CodeKind;
use crate::object::value::Value;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;
use crate::vm::Vm;

/// Activations a trace keeps at either end.
const MOST_LINES: usize = 40;

/// One activation of a trace, innermost first.
#[derive(Clone, Debug)]
pub struct TraceLine {
    pub source: Rc<Source>,
    pub span: Span,
    pub selector: Symbol,
    pub in_block: bool,
    /// A short word for the receiver.
    pub receiver: String,
    /// How many activations were left out before this one.
    pub skipped: usize,
}

impl Vm {
    /// The activations of the running process, innermost first; of a deep stack the middle is left out.
    pub fn backtrace(&mut self) -> Vec<TraceLine> {
        let mut lines = Vec::new();
        if self.base.0.is_null() || self.pc.is_null() {
            return lines;
        }
        let mut total = 0;
        let mut frame = self.base;
        while !frame.is_first() {
            total += 1;
            frame = frame.caller();
        }
        let mut frame = self.base;
        let mut pc = self.pc;
        let current = self.current;
        let mut at = 0;
        let mut skipped = 0;
        loop {
            if at < MOST_LINES || at + MOST_LINES > total {
                let code = frame.code();
                let inside = (pc as usize).wrapping_sub(code.entry as usize) / 8 <= code.len();
                let span = if inside { code.place(code.offset_of(pc)) } else { code.span };
                let in_block = matches!(code.kind, CodeKind::Block);
                let receiver = if in_block { String::new() } else { self.short_name(frame.get(0)) };
                let source = code.source.clone();
                lines.push(TraceLine { source, span, selector: code.selector, in_block, receiver, skipped });
                skipped = 0;
            } else {
                skipped += 1;
            }
            if frame.is_first() {
                return lines;
            }
            pc = self.process_mut(current).return_pc(frame);
            frame = frame.caller();
            at += 1;
        }
    }

    /// What can be said of an error object without running code: its string slots, and those of the message it is about.
    pub fn describe_error(&self, error: Value) -> String {
        let mut parts = Vec::new();
        let mut pending = vec![error];
        while let Some(value) = pending.pop() {
            for slot in self.heap.slots_of(value).into_iter().filter(|slot| !slot.parent) {
                match self.heap.string(slot.value) {
                    Some(text) if !text.is_empty() => parts.push(format!("{}: {text}", slot.name)),
                    Some(_) => {}
                    None if slot.name.as_str() == "message" => pending.push(slot.value),
                    None if slot.name.as_str() == "receiver" => {
                        parts.push(format!("receiver: {}", self.short_name(slot.value)));
                    }
                    None => {}
                }
            }
        }
        parts.join(", ")
    }

    /// What to call a value in a trace, without running any code.
    pub fn short_name(&self, value: Value) -> String {
        use crate::object::kind::Kind;
        if value == self.known("lobby") {
            return "lobby".into();
        }
        match self.heap.kind_of(value) {
            Kind::SmallInteger | Kind::Nil | Kind::True | Kind::False => format!("{value:?}"),
            Kind::Float => self.heap.as_float(value).map_or_else(String::new, |x| format!("{x:?}")),
            Kind::String => format!("'{}'", self.heap.string(value).unwrap_or("").chars().take(20).collect::<String>()),
            Kind::Vector => "a vector".into(),
            Kind::Bytes => "a byteVector".into(),
            Kind::BigInteger => "an integer".into(),
            Kind::Block => "a block".into(),
            Kind::Mirror => "a mirror".into(),
            Kind::Process => "a process".into(),
            Kind::Slots | Kind::Method | Kind::Context | Kind::Home | Kind::Cell | Kind::Ghost => "an object".into(),
        }
    }
}
