//! Redefinition of what the fast instructions assume: `+` and its kin for integers and doubles.
//!
//! At awakening the machine notes what each special selector means to the built-in kinds. When such a selector changes
//! somewhere, it looks again; if the meaning differs, the instruction is rewritten to its slow twin in all code, and back
//! when the meaning is the standard one again (an undo). Running activations see it at once.

use crate::code::method::Code;
use crate::code::opcode::OPCODES;
use crate::code::opcode::Op;
use crate::object::kind::Kind;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;

const SELECTORS: [&str; 11] = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "=", "!="];

/// What the special selectors meant at awakening, and which of them are redefined now.
#[derive(Debug, Default)]
pub struct Specials {
    /// Per selector: the slot's value for small integers and for doubles.
    standard: Vec<(Symbol, [Option<Value>; 2])>,
    slow: Vec<Symbol>,
}

impl Specials {
    /// Rewrites new code's instructions for selectors that are redefined now.
    pub fn adapt(&self, code: &Code) {
        for selector in &self.slow {
            rewrite(code, selector.as_str(), true);
        }
    }
}

impl Vm {
    /// Awakening is over: what the special selectors mean now is the standard.
    pub fn note_standard(&mut self) {
        let standard = SELECTORS.map(|name| {
            let selector = Symbol::intern(name);
            (selector, self.special_meaning(selector))
        });
        self.specials.standard = standard.to_vec();
    }

    fn special_meaning(&self, selector: Symbol) -> [Option<Value>; 2] {
        [Value::int(0), Value::unboxed_float(1.0).unwrap_or(Value::NIL)].map(|receiver| {
            debug_assert!(matches!(self.heap.kind_of(receiver), Kind::SmallInteger | Kind::Float));
            match lookup(&self.heap, receiver, selector) {
                Lookup::One(found) => {
                    let place = self.heap.maps.get(found.map).slot(found.slot).place;
                    Some(self.heap.read_place(found.holder, place))
                }
                Lookup::None { .. } | Lookup::Several(_) => None,
            }
        })
    }

    /// Some of these selectors (or, without a list, any) may mean something else now.
    pub(in crate::vm) fn check_specials(&mut self, changed: Option<&[Symbol]>) {
        for index in 0..self.specials.standard.len() {
            let (selector, standard) = self.specials.standard[index];
            if changed.is_some_and(|changed| !changed.contains(&selector)) {
                continue;
            }
            let redefined = self.special_meaning(selector) != standard;
            let was = self.specials.slow.contains(&selector);
            if redefined == was {
                continue;
            }
            if redefined {
                self.specials.slow.push(selector);
            } else {
                self.specials.slow.retain(|other| *other != selector);
            }
            for code in &self.codes {
                rewrite(code, selector.as_str(), redefined);
            }
        }
    }
}

/// Rewrites the instructions for one selector in code and its blocks.
fn rewrite(code: &Code, selector: &str, slow: bool) {
    for offset in code.offsets() {
        let word = code.entry.wrapping_add(offset);
        let op = Op::of(word_at(word));
        if op.special_selector() != Some(selector) {
            continue;
        }
        if let Some(new) = if slow { op.slow_twin() } else { op.fast_twin() } {
            debug_assert!(OPCODES[new as usize].words == OPCODES[op as usize].words);
            set_word_at(word, word_at(word) & !0xff | new as u64);
        }
    }
    for block in &code.blocks {
        rewrite(block, selector, slow);
    }
}
