//! Redefinition of what the fast instructions assume: `+` and its kin for integers and doubles, and the selectors of the
//! control structures that are compiled in place.
//!
//! At awakening the machine notes what each special selector means to the built-in kinds. When such a selector changes
//! somewhere, it looks again; if the meaning differs, the instructions are rewritten to their slow twins in all code, and
//! back when the meaning is the standard one again (an undo). Running activations see it at once, but for a loop's own
//! selector (`whileTrue:`), which an activation that is already in the loop no longer sends. A counted loop compiled in
//! place counts by itself: it sends no `+` and no `<=` that anyone could redefine.

use crate::code::method::Code;
use crate::code::opcode::OPCODES;
use crate::code::opcode::Op;
use crate::code::opcode::Opcode;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;

const ARITHMETIC: [&str; 11] = ["+", "-", "*", "/", "%", "<", "<=", ">", ">=", "=", "!="];
const CHOICES: [&str; 8] = ["ifTrue:", "ifFalse:", "ifTrue:False:", "ifFalse:True:", "and:", "or:", "&&", "||"];
const COUNTS: [&str; 6] = ["to:Do:", "upTo:Do:", "downTo:Do:", "to:By:Do:", "upTo:By:Do:", "downTo:By:Do:"];
const LOOPS: [&str; 5] = ["whileTrue:", "whileFalse:", "whileTrue", "whileFalse", "loop"];

/// What the library's counted loops are defined by.
const COUNTED_BY: [&str; 8] = [FIRST_CHOICE, "value:With:", "+", "-", "<", "<=", ">", ">="];
/// What the library's choices are defined by: who redefines it has redefined them all.
const FIRST_CHOICE: &str = "ifTrue:False:";

/// One selector, the values it is watched for, and what it meant to them at awakening.
#[derive(Clone, Debug)]
struct Watched {
    selector: Symbol,
    /// The selector, and what its standard definition sends that is no business of the instructions' own.
    depends: Vec<Symbol>,
    control: bool,
    receivers: Vec<Value>,
    standard: Vec<Option<Value>>,
    redefined: bool,
}

impl Watched {
    fn is_loop(&self) -> bool {
        LOOPS.contains(&self.selector.as_str())
    }
}

/// What is done slowly although nobody has redefined it: the ways the differential engine compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Forced {
    #[default]
    Nothing,
    /// Arithmetic, choices and counted loops are real sends. (The library's loops are written in terms of themselves.)
    Sends,
    /// Choices and counted loops are compiled in place, and each activation leaves them at their first test.
    Leaving,
}

/// What the special selectors meant at awakening, and which of them are redefined now.
#[derive(Debug)]
pub struct Specials {
    watched: Vec<Watched>,
    forced: Forced,
    /// The selector of each arithmetic or comparison opcode, by its number.
    selectors: Vec<Option<Symbol>>,
}

impl Default for Specials {
    fn default() -> Specials {
        let selector = |row: &Opcode| row.op.special_selector().map(Symbol::intern);
        Specials { watched: Vec::new(), forced: Forced::Nothing, selectors: OPCODES.iter().map(selector).collect() }
    }
}

impl Specials {
    /// The selector an arithmetic or comparison opcode stands for.
    pub fn selector(&self, op: Op) -> Symbol {
        self.selectors[op as usize].expect("only arithmetic and comparison are sent this way")
    }

    /// Rewrites new code's instructions for selectors that are redefined now.
    pub fn adapt(&self, code: &Code) {
        // Control structures too: code may be for an activation that began before the redefinition.
        for watched in self.watched.iter().filter(|watched| watched.redefined) {
            rewrite(code, watched.selector, watched.control, true);
        }
        if self.forced == Forced::Leaving {
            self.leave_all(code);
        }
    }

    /// Every test of a choice or counted loop in this code leaves it.
    fn leave_all(&self, code: &Code) {
        for watched in self.watched.iter().filter(|watched| watched.control && !watched.is_loop()) {
            rewrite(code, watched.selector, true, true);
        }
    }

    /// Selectors of control structures that must be real sends now.
    pub fn real_selectors(&self) -> impl Iterator<Item = Symbol> + '_ {
        self.watched.iter().filter(|watched| watched.redefined && watched.control).map(|watched| watched.selector)
    }

    /// What each watched selector meant at awakening, to each of the values it is watched for.
    pub fn standard(&self) -> Vec<(Symbol, Vec<Option<Value>>)> {
        self.watched.iter().map(|watched| (watched.selector, watched.standard.clone())).collect()
    }

    /// The values it compares with, for the collector.
    pub fn visit(&mut self, mut visit: impl FnMut(&mut Value)) {
        for watched in &mut self.watched {
            watched.receivers.iter_mut().for_each(&mut visit);
            watched.standard.iter_mut().flatten().for_each(&mut visit);
        }
    }
}

impl Vm {
    /// Awakening is over: what the special selectors mean now is the standard.
    pub fn note_standard(&mut self) {
        let float = Value::ordinary_float(1.0).unwrap_or(Value::NIL);
        let block = self.known("[true]");
        let families: [(&[&str], bool, Vec<Value>); 4] = [
            (&ARITHMETIC, false, vec![Value::int(0), float]),
            (&CHOICES, true, vec![Value::TRUE, Value::FALSE, block]),
            (&COUNTS, true, vec![Value::int(0), block, Value::TRUE, Value::FALSE]),
            (&LOOPS, true, vec![block]),
        ];
        for (selectors, control, receivers) in families {
            for selector in selectors {
                let mut depends = vec![Symbol::intern(selector)];
                if CHOICES.contains(selector) {
                    depends.extend([FIRST_CHOICE, "value"].map(Symbol::intern));
                }
                if COUNTS.contains(selector) {
                    depends.extend(COUNTED_BY.map(Symbol::intern));
                }
                let standard = self.special_meanings(&receivers, &depends);
                let (selector, receivers) = (depends[0], receivers.clone());
                self.specials.watched.push(Watched {
                    selector,
                    depends,
                    control,
                    receivers,
                    standard,
                    redefined: false,
                });
            }
        }
    }

    /// What the special selectors meant at awakening was this, an image says; some may be redefined now.
    pub fn set_standard(&mut self, standard: &[(Symbol, Vec<Option<Value>>)]) {
        self.note_standard();
        for watched in &mut self.specials.watched {
            let known = standard
                .iter()
                .find(|(selector, meanings)| *selector == watched.selector && meanings.len() == watched.standard.len());
            if let Some((_, meanings)) = known {
                watched.standard.clone_from(meanings);
            }
        }
        self.check_specials(None);
    }

    /// The library was renewed by these methods: where a special selector means one of them now, that is the standard.
    pub fn renew_standard(&mut self, methods: &std::collections::HashSet<Value>) {
        for index in 0..self.specials.watched.len() {
            let watched = &self.specials.watched[index];
            let now = self.special_meanings(&watched.receivers, &watched.depends);
            for (standard, now) in self.specials.watched[index].standard.iter_mut().zip(now) {
                if now.is_some_and(|now| methods.contains(&now)) {
                    *standard = now;
                }
            }
        }
        self.check_specials(None);
    }

    /// What each of these selectors means to each of these values.
    fn special_meanings(&self, receivers: &[Value], selectors: &[Symbol]) -> Vec<Option<Value>> {
        let pairs = receivers.iter().flat_map(|receiver| selectors.iter().map(|selector| (*receiver, *selector)));
        pairs.map(|(receiver, selector)| self.special_meaning(receiver, selector)).collect()
    }

    fn special_meaning(&self, receiver: Value, selector: Symbol) -> Option<Value> {
        match lookup(&self.heap, receiver, selector) {
            Lookup::One(found) => {
                let place = self.heap.maps.get(found.map).slot(found.slot).place;
                Some(self.heap.read_place(found.holder, place))
            }
            Lookup::None { .. } | Lookup::Several(_) => None,
        }
    }

    /// Has things done slowly from now on.
    pub fn force(&mut self, forced: Forced) {
        self.specials.forced = forced;
        self.check_specials(None);
        if forced == Forced::Leaving {
            self.trees.codes.iter().for_each(|code| self.specials.leave_all(code));
        }
    }

    /// Some of these selectors (or, without a list, any) may mean something else now.
    pub(in crate::vm) fn check_specials(&mut self, changed: Option<&[Symbol]>) {
        for index in 0..self.specials.watched.len() {
            let watched = &self.specials.watched[index];
            let (selector, control) = (watched.selector, watched.control);
            if changed.is_some_and(|changed| !watched.depends.iter().any(|name| changed.contains(name))) {
                continue;
            }
            let forced = self.specials.forced == Forced::Sends && !watched.is_loop();
            let now = self.special_meanings(&watched.receivers, &watched.depends);
            let redefined = forced || now != watched.standard;
            if redefined == watched.redefined {
                continue;
            }
            self.specials.watched[index].redefined = redefined;
            for code in &self.trees.codes {
                rewrite(code, selector, control, redefined);
            }
            if control {
                // Methods are compiled anew when they are next called.
                self.trees.forget_code();
                self.caches.forget_all();
            }
        }
    }
}

/// Rewrites the instructions for one selector in code and its blocks.
fn rewrite(code: &Code, selector: Symbol, control: bool, slow: bool) {
    if control {
        for site in code.sites.iter().filter(|site| site.selector == selector) {
            let word = code.entry.wrapping_add(site.offset as usize);
            let op = Op::of(word_at(word));
            let is_slow = matches!(op, Op::SlowJumpIfFalse | Op::SlowJumpIfTrue | Op::SlowCountCheck);
            if let Some(twin) = op.control_twin().filter(|_| is_slow != slow) {
                set_word_at(word, word_at(word) & !0xff | twin as u64);
            }
        }
    } else {
        for offset in code.offsets() {
            let word = code.entry.wrapping_add(offset);
            let op = Op::of(word_at(word));
            if op.special_selector() == Some(selector.as_str())
                && let Some(new) = if slow { op.slow_twin() } else { op.fast_twin() }
            {
                set_word_at(word, word_at(word) & !0xff | new as u64);
            }
        }
    }
    for block in &code.blocks {
        rewrite(block, selector, control, slow);
    }
}
