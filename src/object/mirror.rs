//! Reflection: the one way to change slots. `_AddSlots:` and mirrors both come here.
//!
//! Slots added to an object that nobody has as parent move it to a wider map (`widen.rs`). An object whose slots are changed
//! otherwise gets a map of its own first (`Heap::own_map`), which then changes in place; every change is logged for
//! roll-back and noted for the caches.

use std::rc::Rc;

use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::savepoint::MapUndo;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// After this many assignments of an owned map's parent, lookup is no longer cached through it.
const MAX_PARENT_CHANGES: u32 = 64;

/// Why slots could not be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SlotError {
    /// Such an object's slots are fixed (a number, a string, a block).
    Fixed,
    /// It has no slot of that name.
    NoSlot,
}

/// A slot to be added, with its value.
#[derive(Clone, Debug)]
pub struct NewSlot {
    pub name: Symbol,
    pub value: Value,
    pub assignable: bool,
    pub parent: bool,
    pub transient: bool,
    pub annotations: Rc<[Rc<str>]>,
}

impl Heap {
    /// Adds the slots of `source` to `target`, replacing those of the same name (or, `if_absent`, leaving them).
    pub fn add_slots(&mut self, target: Value, source: Value, if_absent: bool) -> Result<(), SlotError> {
        let annotation = self.maps.get(self.map_of(source)).annotation.clone();
        let mut slots = self.slots_of(source);
        if if_absent {
            let map = self.maps.get(self.map_of(target));
            slots.retain(|slot| map.find(slot.name).is_none());
        }
        self.add_all(target, slots)?;
        if annotation.is_some() { self.annotate(target, annotation) } else { Ok(()) }
    }

    /// Gives an object an annotation of its own, or takes it away.
    pub fn annotate(&mut self, target: Value, annotation: Option<Rc<str>>) -> Result<(), SlotError> {
        if self.maps.get(self.map_of(target)).annotation != annotation {
            let map = self.owned_map(target)?;
            self.change_table(map, |map| map.annotation = annotation.clone());
        }
        Ok(())
    }

    /// Adds slots with different names, replacing those of the same name.
    pub fn add_all(&mut self, target: Value, slots: Vec<NewSlot>) -> Result<(), SlotError> {
        if !self.has_changeable_slots(target) {
            return Err(SlotError::Fixed);
        }
        if slots.is_empty() || self.widen(target, &slots) {
            return Ok(());
        }
        for slot in slots {
            self.add_own_slot(target, slot)?;
        }
        Ok(())
    }

    /// Replaces all slots of `target` by those of `source`; its identity stays.
    pub fn define(&mut self, target: Value, source: Value) -> Result<(), SlotError> {
        let slots = self.slots_of(source);
        let annotation = self.maps.get(self.map_of(source)).annotation.clone();
        self.remove_all_slots(target)?;
        for slot in slots {
            self.add_slot(target, slot)?;
        }
        let map = self.owned_map(target)?;
        self.change_table(map, |map| map.annotation = annotation.clone());
        Ok(())
    }

    /// The slots of an object with their values, assignment slots left out.
    pub fn slots_of(&self, source: Value) -> Vec<NewSlot> {
        let map = self.maps.get(self.map_of(source));
        map.slots()
            .iter()
            .filter(|slot| !slot.is_assignment())
            .map(|slot| NewSlot {
                name: slot.name,
                value: self.read_place(source, slot.place),
                assignable: slot.assignable,
                parent: slot.parent,
                transient: slot.transient,
                annotations: slot.annotations.clone(),
            })
            .collect()
    }

    /// Adds one slot, replacing one of the same name.
    pub fn add_slot(&mut self, target: Value, new: NewSlot) -> Result<(), SlotError> {
        self.add_all(target, vec![new])
    }

    /// Adds one slot to an object that is to have a map of its own.
    fn add_own_slot(&mut self, target: Value, new: NewSlot) -> Result<(), SlotError> {
        let id = self.owned_map(target)?;
        if new.parent {
            self.make_parent(new.value);
        }
        let map = self.maps.get(id);
        let setter = new.assignable.then(|| map.find(new.name.setter())).flatten();
        match map.find(new.name) {
            Some(index) => {
                let old = map.slot(index).clone();
                let same_sort = old.assignable == new.assignable && old.parent == new.parent && !old.is_assignment();
                if same_sort && matches!(old.place, Place::Map(_)) != new.is_data() {
                    self.replace_slot(target, id, index, old, new);
                    return Ok(());
                }
                self.remove_slot(target, new.name)?;
            }
            None if setter.is_some() => self.remove_slot(target, new.name.setter())?,
            None => {}
        }
        self.push_slot(target, id, new);
        Ok(())
    }

    fn replace_slot(&mut self, target: Value, id: MapId, index: u32, old: Slot, new: NewSlot) {
        match old.place {
            Place::Map(_) | Place::Assigns(_) => {}
            Place::Field(_) | Place::Overflow { .. } | Place::Cell(_) => self.put(target, old.place, new.value),
        }
        let place = match old.place {
            Place::Map(value) => {
                self.map_barrier(value);
                Place::Map(new.value)
            }
            other => other,
        };
        let slot = Slot { place, transient: new.transient, annotations: new.annotations, ..old };
        self.replace_noted(id, index, slot);
    }

    /// Replaces a slot of an owned map, with everything a change of one needs.
    fn replace_noted(&mut self, id: MapId, index: u32, slot: Slot) {
        self.maps.changes.note(&slot);
        let map = self.maps.get_mut(id);
        map.clone_map = None;
        let old = map.replace(index, slot);
        self.maps.young.push(id);
        self.log.note_map(id, MapUndo::Replaced { index, slot: old });
    }

    fn push_slot(&mut self, target: Value, id: MapId, new: NewSlot) {
        let map = self.maps.get(id);
        let fields = map.fields;
        let place = if !new.is_data() {
            Place::Map(new.value)
        } else if map.kind == Kind::Slots && fields < map.capacity {
            Place::Field(fields)
        } else {
            Place::Cell(self.new_cell(new.value))
        };
        if let (Place::Field(index), Some(object)) = (place, Obj::of(target)) {
            self.store(object, index as usize, new.value);
            self.maps.get_mut(id).fields += 1;
        }
        let slot = new.in_place(place);
        self.maps.changes.note(&slot);
        let map = self.maps.get_mut(id);
        map.clone_map = None;
        map.push(slot);
        self.maps.young.push(id);
        self.log.note_map(id, MapUndo::Added { name: new.name, fields });
    }

    fn new_cell(&mut self, value: Value) -> Value {
        let map = self.kind_map(Kind::Cell);
        self.new_object_with(map, &[value]).value()
    }

    /// Removes the slot called `name` (of an assignable slot also its assignment slot).
    pub fn remove_slot(&mut self, target: Value, name: Symbol) -> Result<(), SlotError> {
        let id = self.owned_map(target)?;
        let map = self.maps.get(id);
        let Some(index) = map.find(name) else { return Err(SlotError::NoSlot) };
        let mut slots: Vec<Option<Slot>> = map.slots().iter().cloned().map(Some).collect();
        if let Place::Assigns(of) = map.slot(index).place {
            if let Some(slot) = &mut slots[of as usize] {
                slot.assignable = false;
            }
        } else if map.slot(index).assignable {
            slots[index as usize + 1] = None;
        }
        slots[index as usize] = None;
        self.set_table(id, slots.into_iter().flatten().collect());
        Ok(())
    }

    /// Removes every slot.
    pub fn remove_all_slots(&mut self, target: Value) -> Result<(), SlotError> {
        let id = self.owned_map(target)?;
        self.set_table(id, Vec::new());
        let kept = u32::from(self.maps.get(id).kind == Kind::Mirror);
        self.maps.get_mut(id).fields = kept;
        Ok(())
    }

    /// Renumbers assignment slots and installs a new table.
    fn set_table(&mut self, id: MapId, mut slots: Vec<Slot>) {
        for (index, slot) in slots.iter_mut().enumerate().filter(|(_, slot)| slot.is_assignment()) {
            slot.place = Place::Assigns(index as u32 - 1);
        }
        for value in self.maps.get_mut(id).values_mut().map(|value| *value).collect::<Vec<_>>() {
            self.map_barrier(value);
        }
        for slot in self.maps.get(id).slots().to_vec().iter().chain(&slots) {
            self.maps.changes.note(slot);
        }
        self.change_table(id, |map| {
            map.set_slots(slots.clone());
        });
    }

    /// Changes an owned map as a whole, logged as such.
    fn change_table(&mut self, id: MapId, change: impl FnOnce(&mut Map)) {
        let map = self.maps.get_mut(id);
        map.clone_map = None;
        let undo =
            MapUndo::Table { slots: map.slots().to_vec(), fields: map.fields, annotation: map.annotation.clone() };
        change(map);
        self.maps.young.push(id);
        self.log.note_map(id, undo);
    }

    /// Gives the assignable slot `index` of `holder` a value, wherever it lives.
    pub fn assign(&mut self, holder: Value, index: u32, value: Value) {
        let id = self.map_of(holder);
        let map = self.maps.get(id);
        let slot = map.slot(index);
        match slot.place {
            Place::Field(_) | Place::Overflow { .. } | Place::Cell(_) => self.put(holder, slot.place, value),
            Place::Map(old) if map.owned => {
                let mut slot = slot.clone();
                self.map_barrier(old);
                let map = self.maps.get_mut(id);
                map.parent_changes += 1;
                slot.place = if map.parent_changes > MAX_PARENT_CHANGES {
                    Place::Cell(self.new_cell(value))
                } else {
                    self.make_parent(value);
                    Place::Map(value)
                };
                self.replace_noted(id, index, slot);
            }
            Place::Map(_) => {
                if let Some(object) = Obj::of(holder) {
                    let to = self.map_with_parent(id, index, value);
                    // Becoming its own parent has given the object a map of its own meanwhile.
                    if object.map() != id {
                        self.assign(holder, index, value);
                    } else if to != id {
                        self.write_barrier(object);
                        object.set_map(to);
                        // After too many different parents the value lives in the object.
                        if let Place::Field(field) = self.maps.get(to).slot(index).place {
                            object.init_field(field as usize, value);
                        }
                    }
                }
            }
            Place::Assigns(of) => self.assign(holder, of, value),
        }
    }

    /// Stores a value that lives outside the map.
    pub(in crate::object) fn put(&mut self, holder: Value, place: Place, value: Value) {
        let (object, index) = match place {
            Place::Field(field) => (Obj::of(holder), field),
            Place::Overflow { field, index } => {
                (Obj::of(holder).and_then(|object| Obj::of(object.field(field as usize))), index)
            }
            Place::Cell(cell) => (Obj::of(cell), 0),
            Place::Map(_) | Place::Assigns(_) => return,
        };
        if let Some(object) = object {
            self.store(object, index as usize, value);
        }
    }

    /// Can slots be added to `target`, or removed?
    fn has_changeable_slots(&self, target: Value) -> bool {
        match self.kind_of(target) {
            Kind::Nil | Kind::True | Kind::False => true,
            Kind::Slots | Kind::Vector | Kind::Bytes | Kind::Mirror | Kind::Process => true,
            Kind::SmallInteger
            | Kind::Float
            | Kind::String
            | Kind::BigInteger
            | Kind::Block
            | Kind::Method
            | Kind::Context
            | Kind::Home
            | Kind::Cell
            | Kind::Ghost => false,
        }
    }

    /// The map of `target`, made its own, if its slots may be changed.
    fn owned_map(&mut self, target: Value) -> Result<MapId, SlotError> {
        if !self.has_changeable_slots(target) {
            return Err(SlotError::Fixed);
        }
        Ok(match Obj::of(target) {
            Some(object) => self.own_map(object),
            None => self.map_of(target),
        })
    }

    /// Gives a map that is being made a constant parent.
    pub fn give_parent(&mut self, map: &mut Map, parent: Value) {
        self.make_parent(parent);
        map.push(Slot {
            name: Symbol::intern("parent"),
            place: Place::Map(parent),
            assignable: false,
            parent: true,
            transient: false,
            annotations: Rc::from([]),
        });
    }

    /// A new object without slots, with room for `capacity` fields.
    pub fn new_slots_object(&mut self, capacity: u32) -> Value {
        let mut map = Map::new(Kind::Slots);
        map.capacity = capacity.max(1);
        let map = self.maps.add(map);
        self.new_object(map, capacity.max(1) as usize).value()
    }
}
