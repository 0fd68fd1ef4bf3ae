//! Looking at the world without running anything in it: what names lead to through data, and what is understood there.

use std::collections::BTreeSet;

use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::lookup::understood;
use crate::object::slot::Place;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::world::driver::World;

/// Names of results, newest first.
const RESULTS: [&str; 3] = ["it", "it2", "it3"];

impl World {
    /// What a chain of unary names leads to, from an object or from the lobby; nothing where a method would have to run, or
    /// nothing is found.
    pub fn value_along(&mut self, start: Option<Value>, names: &[&str]) -> Option<Value> {
        let mut at = start.unwrap_or_else(|| self.vm.known("lobby"));
        for name in names {
            self.vm.make_whole(at).ok()?;
            let Lookup::One(found) = lookup(&self.vm.heap, at, Symbol::intern(name)) else { return None };
            let slot = self.vm.heap.maps.get(found.map).slot(found.slot);
            if slot.is_assignment() {
                return None;
            }
            let value = self.vm.heap.read_place(found.holder, slot.place);
            if self.vm.tree_number(value).is_some() {
                return None;
            }
            at = value;
        }
        self.vm.make_whole(at).ok()?;
        Some(at)
    }

    /// Every name that an object understands, nearest first.
    pub fn understood_by(&mut self, value: Value) -> Vec<Symbol> {
        match self.vm.make_whole(value) {
            Ok(()) => understood(&self.vm.heap, value),
            Err(_) => Vec::new(),
        }
    }

    /// The names of an object's own slots, without its parents and what assigns.
    pub fn names_in(&self, object: Value) -> Vec<Symbol> {
        let slots = self.vm.heap.maps.get(self.vm.heap.map_of(object)).slots().iter();
        slots.filter(|slot| !slot.parent && !slot.is_assignment()).map(|slot| slot.name).collect()
    }

    /// The name of every slot of objects in memory.
    pub fn all_names(&self) -> BTreeSet<&'static str> {
        let maps = &self.vm.heap.maps;
        maps.ids().flat_map(|id| maps.get(id).slots()).map(|slot| slot.name.as_str()).collect()
    }

    /// Has an object a slot of its own of this name?
    pub fn has_slot(&self, object: Value, name: Symbol) -> bool {
        self.vm.heap.maps.get(self.vm.heap.map_of(object)).find(name).is_some()
    }

    /// An example of what a literal is.
    pub fn example_of(&mut self, literal: Literal) -> Option<Value> {
        match literal {
            Literal::Integer => Some(Value::int(0)),
            Literal::Float => Some(self.vm.heap.new_float(0.0)),
            Literal::String => Some(self.vm.intern("")),
            Literal::Block => self.value_along(None, &["traits", "block"]),
        }
    }

    /// Gives the newest result its names. They are no part of any turn: nobody takes back what he has seen.
    pub fn remember(&mut self, value: Value) {
        let globals = self.vm.known("globals");
        let map = self.vm.heap.map_of(globals);
        let mut value = value;
        for name in RESULTS {
            let Some(index) = self.vm.heap.maps.get(map).find(Symbol::intern(name)) else { return };
            let slot = self.vm.heap.maps.get(map).slot(index);
            if !slot.transient || !matches!(slot.place, Place::Cell(_) | Place::Field(_)) {
                return;
            }
            let before = self.vm.heap.read_place(globals, slot.place);
            self.vm.heap.assign(globals, index, value);
            value = before;
        }
    }
}

/// What kind of literal an example is wanted of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Literal {
    Integer,
    Float,
    String,
    Block,
}
