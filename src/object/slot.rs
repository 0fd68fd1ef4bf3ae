//! One slot of a map: its name, what it is, and where its value lives.

use std::rc::Rc;

use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// A slot. An assignable slot `x` is followed by its assignment slot `x:`.
#[derive(Clone, Debug)]
pub struct Slot {
    pub name: Symbol,
    pub place: Place,
    /// Can it be assigned by sending its name with a colon?
    pub assignable: bool,
    pub parent: bool,
    /// Comes back nil after a restart; left out of trials' differences.
    pub transient: bool,
    /// The annotations of the braces around it, outermost first.
    pub annotations: Rc<[Rc<str>]>,
}

/// Where a slot's value lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the map: constants, methods, and parents even when they can be assigned.
    Map(Value),
    /// In the object, at this word.
    Field(u32),
    /// In the overflow that this field refers to, because the object has no room (`widen.rs`).
    Overflow { field: u32, index: u32 },
    /// In a cell of its own, because the object has no room. Only in an owned map.
    Cell(Value),
    /// Nowhere: this is the assignment slot of the slot with this index.
    Assigns(u32),
}

impl Place {
    /// What the map itself refers to: the value, or the cell it is in.
    pub fn value(self) -> Option<Value> {
        match self {
            Place::Map(value) | Place::Cell(value) => Some(value),
            Place::Field(_) | Place::Overflow { .. } | Place::Assigns(_) => None,
        }
    }
}

impl Slot {
    /// Is this the assignment slot `x:` of an assignable `x`?
    pub fn is_assignment(&self) -> bool {
        matches!(self.place, Place::Assigns(_))
    }
}
