//! Maps: what objects of one shape share. A map is the kind, the slots and where each slot's value lives.
//!
//! A map is either *shared*, and never changes after it is made (inline caches rely on it), or *owned* by the one object
//! that uses it, and changed in place: an object that serves as a parent, or whose slots have been changed otherwise than by
//! adding some, owns its map.
//! Every change of an owned map is noted in [`Changes`], so that the machine can empty the caches it concerns.

use std::collections::HashMap;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::object::identity::Key;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::object::widen::Overflow;
use crate::text::symbol::Symbol;

/// The number of a map; index into [`Maps`]. Maps never move, so caches hold numbers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct MapId(pub u32);

/// Above this many slots a map has a hash index.
const LINEAR_SLOTS: usize = 8;
/// Above this many distinct values of one assignable parent the slot becomes a field that lookup cannot cache through.
pub const MAX_PARENT_TRANSITIONS: usize = 16;

/// The shape of one object (owned) or of many (shared).
#[derive(Clone, Debug)]
pub struct Map {
    pub kind: Kind,
    /// Values an object of format `Values` has room for; its `length`. Other formats have no fields.
    pub capacity: u32,
    /// Fields in use, at most `capacity`.
    pub fields: u32,
    /// Changed in place by its one user. Kind maps of nil, true and false are owned too.
    pub owned: bool,
    /// The object that owns it, nil if it is shared. The collector keeps it current; it keeps nothing alive.
    pub owner: Value,
    slots: Vec<Slot>,
    index: HashMap<Symbol, u32>,
    /// Slot indices of the parents, in order.
    parents: Vec<u32>,
    /// Of a map reached by assigning parents: the map it all began with, which keeps the transitions.
    pub(in crate::object) base: Option<MapId>,
    /// The values of the parents that live in the map, in order; empty until the first transition.
    pub(in crate::object) parent_keys: Box<[ParentKey]>,
    /// Of a base: values of those parents → the map an object moves to when it has those. Weak.
    transitions: Vec<(Box<[ParentKey]>, MapId)>,
    /// Of an owned map: the shared map that clones get, until the next change.
    pub clone_map: Option<MapId>,
    /// Of an owned map: how often one of its parents has been assigned.
    pub(in crate::object) parent_changes: u32,
    /// Where its objects keep what has no room in them.
    pub(in crate::object) overflow: Overflow,
    /// Of a shared map: how often its objects have been given slots.
    pub(in crate::object) steps: u32,
    /// Of a shared map: the maps objects move to when they are given slots. Weak.
    additions: Vec<MapId>,
    /// The annotation of the object itself: `{} = '…'`.
    pub annotation: Option<Rc<str>>,
    /// Its record in the image; 0 if it has none.
    pub key: Key,
}

/// What identifies a parent across collections: a parent object owns its map; anything else is an immediate word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParentKey {
    Owner(MapId),
    Immediate(u64),
}

impl Map {
    /// A map without slots.
    pub fn new(kind: Kind) -> Map {
        Map {
            kind,
            capacity: 0,
            fields: 0,
            owned: false,
            owner: Value::NIL,
            slots: Vec::new(),
            index: HashMap::new(),
            parents: Vec::new(),
            base: None,
            parent_keys: Box::default(),
            transitions: Vec::new(),
            clone_map: None,
            parent_changes: 0,
            overflow: Overflow::default(),
            steps: 0,
            additions: Vec::new(),
            annotation: None,
            key: 0,
        }
    }

    /// A map that was read from an image: its slots with their assignment slots.
    pub fn read(kind: Kind, capacity: u32, fields: u32, annotation: Option<Rc<str>>, slots: Vec<Slot>) -> Map {
        let mut map = Map { capacity, fields, annotation, ..Map::new(kind) };
        map.set_slots(slots);
        map
    }

    /// All slots in order of definition, assignment slots included.
    pub fn slots(&self) -> &[Slot] {
        &self.slots
    }

    /// The slot at an index.
    pub fn slot(&self, index: u32) -> &Slot {
        &self.slots[index as usize]
    }

    /// The index of the slot called `name`.
    #[inline]
    pub fn find(&self, name: Symbol) -> Option<u32> {
        if self.slots.len() <= LINEAR_SLOTS {
            self.slots.iter().position(|slot| slot.name == name).map(|index| index as u32)
        } else {
            self.index.get(&name).copied()
        }
    }

    /// Indices of the parent slots in order.
    pub fn parents(&self) -> &[u32] {
        &self.parents
    }

    /// Appends a slot and, if it is assignable, its assignment slot. The name must be new.
    pub(in crate::object) fn push(&mut self, slot: Slot) {
        debug_assert!(self.find(slot.name).is_none());
        let index = self.slots.len() as u32;
        if slot.parent {
            self.parents.push(index);
        }
        let assigns = slot.assignable.then(|| Slot {
            name: slot.name.setter(),
            place: Place::Assigns(index),
            assignable: false,
            parent: false,
            transient: false,
            annotations: slot.annotations.clone(),
        });
        self.append(slot);
        if let Some(assigns) = assigns {
            self.append(assigns);
        }
    }

    fn append(&mut self, slot: Slot) {
        let index = self.slots.len();
        if index == LINEAR_SLOTS {
            self.index = self.slots.iter().enumerate().map(|(i, slot)| (slot.name, i as u32)).collect();
        }
        if index >= LINEAR_SLOTS {
            self.index.insert(slot.name, index as u32);
        }
        self.slots.push(slot);
    }

    /// Takes the last slot (with its assignment slot) off again.
    pub(in crate::object) fn pop(&mut self) {
        while let Some(slot) = self.slots.pop() {
            self.index.remove(&slot.name);
            if !slot.is_assignment() {
                if slot.parent {
                    self.parents.pop();
                }
                break;
            }
        }
        if self.slots.len() <= LINEAR_SLOTS {
            self.index.clear();
        }
    }

    /// Replaces the whole slot table.
    pub(in crate::object) fn set_slots(&mut self, slots: Vec<Slot>) -> Vec<Slot> {
        let old = std::mem::take(&mut self.slots);
        self.index.clear();
        self.parents.clear();
        self.overflow = Overflow::of(&slots);
        for slot in slots {
            if slot.parent {
                self.parents.push(self.slots.len() as u32);
            }
            self.append(slot);
        }
        old
    }

    /// Replaces one slot by another of the same name, assignability and parenthood.
    pub(in crate::object) fn replace(&mut self, index: u32, slot: Slot) -> Slot {
        debug_assert!(self.slots[index as usize].name == slot.name && self.slots[index as usize].parent == slot.parent);
        std::mem::replace(&mut self.slots[index as usize], slot)
    }

    /// Puts a value where the map itself (or a cell it holds) keeps it.
    pub(in crate::object) fn set_place(&mut self, index: u32, place: Place) {
        self.slots[index as usize].place = place;
    }

    /// Every value the map itself refers to, for the collector.
    pub(in crate::object) fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.slots.iter_mut().filter_map(|slot| match &mut slot.place {
            Place::Map(value) | Place::Cell(value) => Some(value),
            Place::Field(_) | Place::Overflow { .. } | Place::Assigns(_) => None,
        })
    }

    /// The map whose parents are `keys` with the one at `position` replaced by `key`.
    pub(in crate::object) fn transition(&self, keys: &[ParentKey], position: usize, key: ParentKey) -> Option<MapId> {
        let same = |have: &[ParentKey]| {
            have.iter().zip(keys).enumerate().all(|(i, (a, b))| if i == position { *a == key } else { a == b })
        };
        self.transitions.iter().find(|(have, _)| same(have)).map(|(_, map)| *map)
    }

    pub(in crate::object) fn add_transition(&mut self, keys: Box<[ParentKey]>, map: MapId) {
        self.transitions.push((keys, map));
    }

    pub(in crate::object) fn transition_count(&self) -> usize {
        self.transitions.len()
    }

    /// Parents whose values live in the map, in order.
    pub(in crate::object) fn map_parents(&self) -> impl Iterator<Item = u32> + '_ {
        self.parents.iter().copied().filter(|index| matches!(self.slot(*index).place, Place::Map(_)))
    }

    /// Do clones of its objects have another map?
    pub(in crate::object) fn clones_differ(&self) -> bool {
        self.owned || self.overflow.count > 0
    }

    /// A map like this one to which slots are to be added: shared, and nothing leads from it yet.
    pub(in crate::object) fn widened(&self) -> Map {
        let mut to = self.clone();
        to.forget_transitions(|_| true);
        (to.base, to.parent_keys, to.key) = (None, Box::default(), 0);
        to.steps += 1;
        to
    }

    /// Maps reached by adding slots.
    pub(in crate::object) fn additions(&self) -> &[MapId] {
        &self.additions
    }

    pub(in crate::object) fn add_addition(&mut self, map: MapId) {
        self.additions.push(map);
    }

    pub(in crate::object) fn forget_transitions(&mut self, mut dead: impl FnMut(MapId) -> bool) {
        self.transitions.retain(|(_, map)| !dead(*map));
        self.additions.retain(|map| !dead(*map));
        self.clone_map = self.clone_map.filter(|map| !dead(*map));
    }
}

/// What has changed in owned maps since the machine last looked: it empties the caches concerned.
#[derive(Default, Debug)]
pub struct Changes {
    /// Selectors whose meaning may have changed somewhere.
    pub names: Vec<Symbol>,
    /// Some owned map's parents changed: anything may have changed.
    pub parents: bool,
}

impl Changes {
    /// Has anything changed?
    pub fn any(&self) -> bool {
        self.parents || !self.names.is_empty()
    }

    /// Notes that `slot` was added, removed or replaced.
    pub(in crate::object) fn note(&mut self, slot: &Slot) {
        if slot.parent {
            self.parents = true;
        }
        self.names.push(slot.name);
        if slot.assignable {
            self.names.push(slot.name.setter());
        }
    }
}

/// All maps by number.
#[derive(Default)]
pub struct Maps {
    maps: Vec<Option<Box<Map>>>,
    formats: Vec<Format>,
    free: Vec<MapId>,
    /// Maps that may refer to young objects.
    pub(in crate::object) young: Vec<MapId>,
    /// Marks of the current cycle, by number.
    pub(in crate::object) marks: Vec<bool>,
    pub changes: Changes,
    /// How many maps have ever been made, for benchmarks and tests.
    pub made: u64,
    /// Maps with records, by key.
    by_key: FxHashMap<Key, MapId>,
}

impl Maps {
    /// Stores a new map.
    pub fn add(&mut self, map: Map) -> MapId {
        let format = map.kind.format();
        let map = Some(Box::new(map));
        self.made += 1;
        let id = if let Some(id) = self.free.pop() {
            self.maps[id.0 as usize] = map;
            self.formats[id.0 as usize] = format;
            self.marks[id.0 as usize] = true;
            id
        } else {
            self.maps.push(map);
            self.formats.push(format);
            self.marks.push(true);
            MapId(self.maps.len() as u32 - 1)
        };
        self.young.push(id);
        id
    }

    /// The map with this number.
    #[inline]
    pub fn get(&self, id: MapId) -> &Map {
        self.maps[id.0 as usize].as_deref().expect("a map in use is never freed")
    }

    /// For changing an owned map (or its caches of transitions).
    #[inline]
    pub(in crate::object) fn get_mut(&mut self, id: MapId) -> &mut Map {
        self.maps[id.0 as usize].as_deref_mut().expect("a map in use is never freed")
    }

    /// How objects of this map are laid out.
    #[inline(always)]
    pub(in crate::object) fn format(&self, id: MapId) -> Format {
        self.formats[id.0 as usize]
    }

    /// Is there a map with this number?
    pub fn exists(&self, id: MapId) -> bool {
        self.maps.get(id.0 as usize).is_some_and(Option::is_some)
    }

    /// Numbers of all maps.
    pub fn ids(&self) -> impl Iterator<Item = MapId> + use<> {
        let live: Vec<u32> =
            self.maps.iter().enumerate().filter(|(_, map)| map.is_some()).map(|(id, _)| id as u32).collect();
        live.into_iter().map(MapId)
    }

    /// Gives a map its record.
    pub fn bind(&mut self, id: MapId, key: Key) {
        self.get_mut(id).key = key;
        self.by_key.insert(key, id);
    }

    /// Takes a map's record away.
    pub fn unbind(&mut self, id: MapId) {
        let key = std::mem::take(&mut self.get_mut(id).key);
        self.by_key.remove(&key);
    }

    /// The map of a record, if it is in memory.
    pub fn with_key(&self, key: Key) -> Option<MapId> {
        self.by_key.get(&key).copied()
    }

    pub(in crate::object) fn free(&mut self, id: MapId) {
        let key = self.get(id).key;
        if key != 0 {
            self.by_key.remove(&key);
        }
        self.maps[id.0 as usize] = None;
        self.free.push(id);
    }
}
