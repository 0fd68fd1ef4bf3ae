//! Values and heap differences as text that does not depend on where objects lie: what two runs are compared by.
//!
//! What the world held at the beginning is called by the way to it from the lobby; anything newer is written out, each
//! object once, with its number where it is met again.

use std::collections::HashMap;
use std::fmt::Write;

use batos::object::kind::Kind;
use batos::object::layout::NEGATIVE;
use batos::object::layout::Obj;
use batos::object::savepoint::Part;
use batos::object::value::Value;
use batos::vm::Vm;

/// Names of what a world holds at its beginning. Valid as long as that is not collected: old objects stay where they are.
pub(crate) struct Names {
    known: HashMap<Value, String>,
}

impl Names {
    /// Moves everything to where it stays, and names it.
    pub(crate) fn of(vm: &mut Vm) -> Names {
        vm.collect_all();
        let mut known = HashMap::new();
        let mut pending = std::collections::VecDeque::from([(vm.known("lobby"), "lobby".to_string())]);
        while let Some((value, name)) = pending.pop_front() {
            if !value.is_pointer() || known.contains_key(&value) || vm.heap.kind_of(value) == Kind::String {
                continue;
            }
            for slot in vm.heap.slots_of(value) {
                pending.push_back((slot.value, format!("{name} {}", slot.name)));
            }
            if let Some(vector) = vm.heap.vector(value) {
                let elements = vector.elements().iter().enumerate();
                elements.for_each(|(index, element)| pending.push_back((*element, format!("{name}[{index}]"))));
            }
            known.insert(value, name);
        }
        Names { known }
    }

    /// Everything the world held at the beginning, as it is now: to see that an undone turn leaves no trace.
    pub(crate) fn digest(&self, vm: &Vm) -> String {
        let mut lines: Vec<String> = Vec::with_capacity(self.known.len());
        for (value, name) in &self.known {
            let mut walk = Walk { names: self, vm, met: HashMap::new(), text: format!("{name}: ") };
            walk.contents(*value);
            lines.push(walk.text);
        }
        lines.sort();
        lines.join("\n")
    }
}

/// Writes several values out with the same numbers for the same objects.
pub(crate) struct Walk<'w> {
    names: &'w Names,
    vm: &'w Vm,
    met: HashMap<Value, usize>,
    text: String,
}

impl<'w> Walk<'w> {
    pub(crate) fn new(names: &'w Names, vm: &'w Vm) -> Walk<'w> {
        Walk { names, vm, met: HashMap::new(), text: String::new() }
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A value.
    pub(crate) fn value(&mut self, value: Value) {
        if let Some(name) = self.names.known.get(&value) {
            self.text.push_str(name);
            return;
        }
        if !value.is_reference() || matches!(self.vm.heap.kind_of(value), Kind::String | Kind::BigInteger) {
            return self.contents(value);
        }
        let number = self.met.len();
        if let Some(known) = self.met.get(&value) {
            let _ = write!(self.text, "#{known}");
            return;
        }
        self.met.insert(value, number);
        // Deep structures (a list of a thousand links) are cut: the test's own stack is small.
        if number > 400 {
            return self.push("...");
        }
        let _ = write!(self.text, "#{number}:");
        self.contents(value);
    }

    fn contents(&mut self, value: Value) {
        let heap = &self.vm.heap;
        if let Some(x) = heap.as_float(value) {
            let _ = write!(self.text, "{x:?}/{:x}", x.to_bits());
            return;
        }
        match heap.kind_of(value) {
            Kind::SmallInteger | Kind::Nil | Kind::True | Kind::False | Kind::Float => {
                let _ = write!(self.text, "{value:?}");
            }
            Kind::String => {
                let _ = write!(self.text, "{:?}", heap.string(value).unwrap_or_default());
            }
            Kind::BigInteger => {
                let negative = Obj::of(value).is_some_and(|object| object.has(NEGATIVE));
                let digits =
                    Obj::of(value).map(|object| (0..object.length()).map(|i| object.word(i)).collect::<Vec<_>>());
                let _ = write!(self.text, "{negative} {digits:x?}");
            }
            Kind::Vector => {
                let elements = heap.vector(value).map(|vector| vector.elements().to_vec()).unwrap_or_default();
                let _ = write!(self.text, "vector {}(", elements.len());
                for element in elements {
                    self.value(element);
                    self.push(", ");
                }
                self.push(")");
            }
            Kind::Slots => self.slots(value),
            Kind::Method => {
                let tree = self.vm.tree_in_memory(value).expect("a method has a tree");
                let _ = write!(self.text, "method {} at {}", tree.selector, tree.span.start);
            }
            kind => {
                let _ = write!(self.text, "{kind:?}");
            }
        }
    }

    fn slots(&mut self, value: Value) {
        self.push("(| ");
        for slot in self.vm.heap.slots_of(value) {
            let (star, arrow) = (if slot.parent { "*" } else { "" }, if slot.assignable { "<-" } else { "=" });
            let _ = write!(self.text, "{}{star} {arrow} ", slot.name);
            self.value(slot.value);
            self.push(". ");
        }
        self.push("|)");
    }

    /// What has changed since the outermost savepoint.
    pub(crate) fn differences(&mut self) {
        let mut lines = Vec::new();
        for difference in self.vm.heap.differences(0) {
            let part = match difference.part {
                Part::Slot(name) => name.to_string(),
                Part::Element(index) | Part::Byte(index) => format!("[{index}]"),
                // Contexts and cells are the machine's own; one way of running has fewer of them than another.
                Part::Word(_) => continue,
            };
            let mut line = Walk { met: std::mem::take(&mut self.met), ..Walk::new(self.names, self.vm) };
            line.value(difference.object);
            let _ = write!(line.text, " {part}: ");
            for side in [difference.before, difference.after] {
                match side {
                    Some(value) => line.value(value),
                    None => line.push("absent"),
                }
                line.push(" -> ");
            }
            self.met = std::mem::take(&mut line.met);
            lines.push(line.text);
        }
        for line in lines {
            self.push("\n  ");
            self.push(&line);
        }
    }
}
