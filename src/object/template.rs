//! What an object literal in code makes: each evaluation a new object, and as few maps as may be.
//!
//! A literal's constants live in its map as long as they come out the same each time. The second time one differs, its
//! slot becomes a read-only field of the objects made from then on; a parent that differs leads to a map of its own
//! through the transition table, up to a bound (src/README.md).

use std::rc::Rc;

use crate::object::heap::Heap;
use crate::object::heap::spare_parents;
use crate::object::kind::Kind;
use crate::object::map::MAX_PARENT_TRANSITIONS;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// One slot of a literal, its value apart.
#[derive(Clone, Debug)]
pub struct TemplateSlot {
    pub name: Symbol,
    pub assignable: bool,
    pub parent: bool,
    pub annotations: Rc<[Rc<str>]>,
}

/// An object literal's site: its slots, and the map its last object got.
#[derive(Debug)]
pub struct Template {
    slots: Vec<TemplateSlot>,
    annotation: Option<Rc<str>>,
    /// Values known when the code was compiled (literals, methods); `UNSET` where the value is computed.
    fixed: Vec<Value>,
    /// Constants that have come out differently; their values live in the objects.
    varying: Vec<bool>,
    map: Option<MapId>,
    /// Slot number in the literal and the field its value goes to.
    fields: Vec<(u32, u32)>,
    /// Slot number in the literal and in the map of each value that lives in the map.
    constants: Vec<(u32, u32)>,
}

impl Template {
    /// A literal with these slots, in order, and what is known of their values (else `UNSET`).
    pub fn new(slots: Vec<TemplateSlot>, fixed: Vec<Value>, annotation: Option<Rc<str>>) -> Template {
        let varying = vec![false; slots.len()];
        Template { slots, annotation, fixed, varying, map: None, fields: Vec::new(), constants: Vec::new() }
    }

    /// The map of the last object made, which the site keeps alive.
    pub fn map(&self) -> Option<MapId> {
        self.map
    }

    /// Has the literal parent slots?
    pub fn has_parents(&self) -> bool {
        self.slots.iter().any(|slot| slot.parent)
    }

    /// The values known at compile time, for the collector.
    pub fn fixed(&mut self) -> &mut [Value] {
        &mut self.fixed
    }

    /// Makes an object; `computed` has the values that are not fixed, in order.
    pub fn instantiate(&mut self, heap: &mut Heap, computed: &[Value]) -> Value {
        if self.fixed.len() == computed.len() {
            return self.instantiate_with(heap, computed);
        }
        let mut values = self.fixed.clone();
        let computed_places = values.iter_mut().filter(|value| **value == Value::UNSET);
        computed_places.zip(computed).for_each(|(place, value)| *place = *value);
        self.instantiate_with(heap, &values)
    }

    fn instantiate_with(&mut self, heap: &mut Heap, values: &[Value]) -> Value {
        let map = match self.map {
            Some(map) => self.fitting_map(heap, map, values),
            None => self.build(heap, values),
        };
        let capacity = heap.maps.get(map).capacity as usize;
        let object = heap.new_object(map, capacity);
        for (slot, field) in &self.fields {
            object.init_field(*field as usize, values[*slot as usize]);
        }
        object.value()
    }

    /// The map for these constants: the last one, one with other parents, or a new one with another slot varying.
    fn fitting_map(&mut self, heap: &mut Heap, mut map: MapId, values: &[Value]) -> MapId {
        for index in 0..self.constants.len() {
            let (slot, in_map) = self.constants[index];
            let value = values[slot as usize];
            let Place::Map(current) = heap.maps.get(map).slot(in_map).place else { continue };
            if heap.identical(current, value) {
                continue;
            }
            if self.slots[slot as usize].parent && heap.parent_transitions(map) < MAX_PARENT_TRANSITIONS {
                map = heap.map_with_parent(map, in_map, value);
            } else {
                self.varying[slot as usize] = true;
                return self.build(heap, values);
            }
        }
        map
    }

    fn build(&mut self, heap: &mut Heap, values: &[Value]) -> MapId {
        self.fields.clear();
        self.constants.clear();
        let mut map = Map::new(Kind::Slots);
        for (index, slot) in self.slots.iter().enumerate() {
            let in_object = (slot.assignable && !slot.parent) || self.varying[index];
            let place = if in_object {
                let field = map.fields;
                map.fields += 1;
                self.fields.push((index as u32, field));
                Place::Field(field)
            } else {
                self.constants.push((index as u32, map.slots().len() as u32));
                if slot.parent {
                    heap.make_parent(values[index]);
                }
                Place::Map(values[index])
            };
            map.push(Slot {
                name: slot.name,
                place,
                assignable: slot.assignable,
                parent: slot.parent,
                transient: slot.annotations.iter().any(|annotation| &**annotation == "Transient"),
                annotations: slot.annotations.clone(),
            });
        }
        map.capacity = (map.fields + spare_parents(map.slots())).max(1);
        map.annotation = self.annotation.clone();
        let map = heap.maps.add(map);
        self.map = Some(map);
        map
    }
}
