//! Slots given to an object that nobody has as parent: it moves to a wider map through a table of transitions, so that a
//! million clones given the same slots still share one map.
//!
//! An object's size never changes. Data slots take its spare fields; when none is left, the last field in use gives way to
//! an *overflow*, a machine object that holds its value and those of the slots after it:
//!
//! ```text
//!   | header | x | y |            | header | x | · |-->| y | z | - | - |
//! ```
//!
//! Clones of such an object have all their slots inside. What is no addition (a slot replaced or removed), what serves as a
//! parent, and what has been widened many times or in many ways gets a map of its own instead (`mirror.rs`).

use crate::object::heap::Heap;
use crate::object::heap::spare_parents;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::layout::PARENT;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::mirror::NewSlot;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;

/// An object that has been widened this often is one of a kind: a map of its own serves it better than one more shared one.
const MAX_STEPS: u32 = 16;
/// As many different additions to the objects of one map are remembered.
const MAX_ADDITIONS: usize = 16;

impl Heap {
    /// Gives `target` slots it does not have, if that can be done by moving it to a shared map.
    pub(in crate::object) fn widen(&mut self, target: Value, new: &[NewSlot]) -> bool {
        let Some(object) = Obj::of(target) else { return false };
        for slot in new.iter().filter(|slot| slot.parent) {
            self.make_parent(slot.value);
        }
        let from = object.map();
        let map = self.maps.get(from);
        let taken =
            |slot: &NewSlot| map.find(slot.name).is_some() || slot.assignable && map.find(slot.name.setter()).is_some();
        if map.owned || map.kind != Kind::Slots || object.has(PARENT) || new.iter().any(taken) {
            return false;
        }
        let Some(to) = self.wider_map(from, new) else { return false };
        self.move_to(object, to, new);
        true
    }

    /// The map of objects of map `from` that have been given these slots.
    fn wider_map(&mut self, from: MapId, new: &[NewSlot]) -> Option<MapId> {
        let map = self.maps.get(from);
        let have = map.slots().len();
        let found = map.additions().iter().find(|id| self.are_these(&self.maps.get(**id).slots()[have..], new));
        if let Some(found) = found.copied() {
            self.revive_map(found);
            return Some(found);
        }
        if map.steps >= MAX_STEPS || map.additions().len() >= MAX_ADDITIONS {
            return None;
        }
        let mut to = map.widened();
        for slot in new {
            let place = if slot.is_data() { to.take_place()? } else { Place::Map(slot.value) };
            to.push(slot.in_place(place));
        }
        // Each parent that can be assigned must still find room in the object if it takes too many values for the map.
        if to.fields + spare_parents(to.slots()) > to.capacity {
            return None;
        }
        // An image leaves transient values behind; in an overflow it could not tell which they are.
        if to.slots().iter().any(|slot| slot.transient && matches!(slot.place, Place::Overflow { .. })) {
            return None;
        }
        let to = self.maps.add(to);
        self.maps.get_mut(from).add_addition(to);
        Some(to)
    }

    /// Are these slots what adding those made?
    fn are_these(&self, slots: &[Slot], new: &[NewSlot]) -> bool {
        let mut slots = slots.iter().filter(|slot| !slot.is_assignment());
        let same = new.iter().all(|new| {
            slots.next().is_some_and(|slot| {
                let same_value = match slot.place {
                    Place::Map(value) => !new.is_data() && self.identical(value, new.value),
                    Place::Field(_) | Place::Overflow { .. } | Place::Cell(_) | Place::Assigns(_) => new.is_data(),
                };
                let flags = |assignable: bool, parent: bool, transient: bool| (assignable, parent, transient);
                slot.name == new.name
                    && flags(slot.assignable, slot.parent, slot.transient)
                        == flags(new.assignable, new.parent, new.transient)
                    && slot.annotations == new.annotations
                    && same_value
            })
        });
        same && slots.next().is_none()
    }

    /// Moves an object to a wider map and fills in the new slots.
    fn move_to(&mut self, object: Obj, to: MapId, new: &[NewSlot]) {
        let from = self.maps.get(object.map());
        let (before, have) = (from.overflow, from.slots().len());
        let after = self.maps.get(to).overflow;
        if after.count > 0 && overflow_size(before.count) != overflow_size(after.count) {
            let inside = object.field(after.field as usize);
            let mut values = match Obj::of(inside).filter(|_| before.count > 0) {
                Some(overflow) => (0..overflow.length()).map(|index| overflow.field(index)).collect(),
                None => vec![inside],
            };
            values.resize(overflow_size(after.count), Value::NIL);
            let map = self.kind_map(Kind::Cell);
            let overflow = self.new_object_with(map, &values).value();
            self.store(object, after.field as usize, overflow);
        }
        self.write_barrier(object);
        object.set_map(to);
        let added = self.maps.get(to).slots()[have..].iter().filter(|slot| !slot.is_assignment());
        let places: Vec<Place> = added.map(|slot| slot.place).collect();
        for (place, new) in places.into_iter().zip(new) {
            self.put(object.value(), place, new.value);
        }
    }
}

/// Values an overflow has room for when `count` are in use.
fn overflow_size(count: u32) -> usize {
    if count == 0 { 0 } else { count.next_power_of_two().max(4) as usize }
}

/// Where a map's objects keep the data slots that have no room inside.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::object) struct Overflow {
    /// The field that refers to the overflow.
    pub field: u32,
    /// Values in it; 0 if there is none.
    pub count: u32,
}

impl Overflow {
    /// The overflow that slots with these places need.
    pub(in crate::object) fn of(slots: &[Slot]) -> Overflow {
        let mut overflow = Overflow::default();
        for slot in slots {
            if let Place::Overflow { field, index } = slot.place {
                overflow = Overflow { field, count: overflow.count.max(index + 1) };
            }
        }
        overflow
    }
}

impl Map {
    /// A place for one more data slot. None if no field can give way to an overflow.
    fn take_place(&mut self) -> Option<Place> {
        if self.overflow.count == 0 {
            if self.fields + spare_parents(self.slots()) < self.capacity {
                self.fields += 1;
                return Some(Place::Field(self.fields - 1));
            }
            let field = self.fields.checked_sub(1)?;
            let index = self.slots().iter().position(|slot| slot.place == Place::Field(field))?;
            self.set_place(index as u32, Place::Overflow { field, index: 0 });
            self.overflow = Overflow { field, count: 1 };
        }
        let Overflow { field, count } = self.overflow;
        self.overflow.count += 1;
        Some(Place::Overflow { field, index: count })
    }
}

impl NewSlot {
    /// Does the value of such a slot live outside the map?
    pub(in crate::object) fn is_data(&self) -> bool {
        self.assignable && !self.parent
    }

    /// The slot with its value at this place.
    pub(in crate::object) fn in_place(&self, place: Place) -> Slot {
        Slot {
            name: self.name,
            place,
            assignable: self.assignable,
            parent: self.parent,
            transient: self.transient,
            annotations: self.annotations.clone(),
        }
    }
}
