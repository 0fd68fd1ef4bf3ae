//! Savepoints: turn and trial. Opening is O(1); rolling back and the difference cost what has changed since.
//!
//! The log holds, for each object changed since a savepoint opened, its contents at that moment (of a large one: of the
//! piece that changed), and for each change of an owned map its inverse. Keeping an inner savepoint leaves its entries in
//! the log, where they serve the outer one; rolling back applies entries newest first, so the oldest contents win.

use std::collections::HashSet;
use std::rc::Rc;

use crate::object::heap::Heap;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::layout::CANONICAL;
use crate::object::layout::LARGE;
use crate::object::layout::MARK;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// One change to undo.
pub(in crate::object) enum Entry {
    /// Header and words of an object; `words` is where they start in the log's words, `count` how many follow the header.
    Object { object: Value, words: usize, count: usize, values: bool },
    /// One piece of a large object and its stamp.
    Card { object: Value, card: u32, words: usize, count: usize, stamp: u32, values: bool },
    /// A change of an owned map.
    Map { map: MapId, undo: MapUndo },
    /// The counter identity hashes are drawn from.
    HashCounter(u32),
}

/// How to take back one change of an owned map.
pub(in crate::object) enum MapUndo {
    /// The last slot, `name`, was added; `fields` were in use before.
    Added { name: Symbol, fields: u32 },
    /// The slot at `index` was replaced.
    Replaced { index: u32, slot: Slot },
    /// The whole table was replaced.
    Table { slots: Vec<Slot>, fields: u32, annotation: Option<Rc<str>> },
}

struct Savepoint {
    /// The epoch it was opened at.
    opened: u32,
    entries: usize,
    words: usize,
    hash_counter: u32,
}

/// The open savepoints and what has changed since.
#[derive(Default)]
pub struct Log {
    savepoints: Vec<Savepoint>,
    pub(in crate::object) entries: Vec<Entry>,
    pub(in crate::object) words: Vec<u64>,
}

/// One place that differs between a savepoint and now.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    pub object: Value,
    pub part: Part,
    /// Nothing if it was not there.
    pub before: Option<Value>,
    pub after: Option<Value>,
}

/// Something that has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Changed {
    Object(Value),
    /// One piece of a large object.
    Card(Value, usize),
    Map(MapId),
}

/// Which part of an object a difference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Slot(Symbol),
    Element(usize),
    Byte(usize),
    Word(usize),
}

impl Log {
    /// The epoch the innermost savepoint opened at; 0 if none is open, which no stamp is below.
    #[inline(always)]
    pub(in crate::object) fn opened(&self) -> u32 {
        self.savepoints.last().map_or(0, |savepoint| savepoint.opened)
    }

    /// How many savepoints are open.
    pub fn depth(&self) -> usize {
        self.savepoints.len()
    }

    /// Changes logged since the outermost savepoint opened.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Has nothing changed since the outermost savepoint opened?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What has changed since the outermost savepoint opened, as the log came to know it.
    pub fn changed(&self) -> impl Iterator<Item = Changed> + '_ {
        self.entries.iter().filter_map(|entry| match entry {
            Entry::Object { object, .. } => Some(Changed::Object(*object)),
            Entry::Card { object, card, .. } => Some(Changed::Card(*object, *card as usize)),
            Entry::Map { map, .. } => Some(Changed::Map(*map)),
            Entry::HashCounter(_) => None,
        })
    }

    pub(in crate::object) fn note_object(&mut self, object: Obj, format: Format) {
        let start = self.words.len();
        let (first, second) = object.header();
        self.words.extend([first, second]);
        let values = match format {
            Format::Values => {
                self.words.extend((0..object.length()).map(|index| object.word(index)));
                true
            }
            Format::Vector if !object.has(LARGE) => {
                self.words.extend(object.elements().iter().map(|value| value.bits()));
                true
            }
            Format::Bytes if !object.has(LARGE) => {
                self.words.extend(object.bytes().chunks(8).map(word_of_bytes));
                false
            }
            // Only the header of the others ever changes.
            Format::Vector | Format::Bytes | Format::Text | Format::Words => false,
        };
        let count = self.words.len() - start - 2;
        self.entries.push(Entry::Object { object: object.value(), words: start, count, values });
    }

    pub(in crate::object) fn note_card(&mut self, object: Obj, card: usize, from: usize, to: usize, values: bool) {
        let start = self.words.len();
        if values {
            self.words.extend(object.elements()[from..to].iter().map(|value| value.bits()));
        } else {
            let bytes = object.bytes();
            self.words.extend(bytes[from * 8..(to * 8).min(bytes.len())].chunks(8).map(word_of_bytes));
        }
        self.entries.push(Entry::Card {
            object: object.value(),
            card: card as u32,
            words: start,
            count: to - from,
            stamp: object.card_stamp(card),
            values,
        });
    }

    pub(in crate::object) fn note_map(&mut self, map: MapId, undo: MapUndo) {
        if !self.savepoints.is_empty() {
            self.entries.push(Entry::Map { map, undo });
        }
    }

    pub(in crate::object) fn note_hash_counter(&mut self, counter: u32) {
        if !self.savepoints.is_empty() && !matches!(self.entries.last(), Some(Entry::HashCounter(_))) {
            self.entries.push(Entry::HashCounter(counter));
        }
    }
}

fn word_of_bytes(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    word[..bytes.len()].copy_from_slice(bytes);
    u64::from_ne_bytes(word)
}

impl Heap {
    /// Opens a savepoint inside those that are open.
    pub fn open_savepoint(&mut self) {
        self.bump_epoch();
        self.log.savepoints.push(Savepoint {
            opened: self.epoch,
            entries: self.log.entries.len(),
            words: self.log.words.len(),
            hash_counter: self.hash_counter,
        });
    }

    /// Closes the innermost savepoint and keeps what happened since: it now belongs to the one around it.
    pub fn keep_savepoint(&mut self) {
        self.log.savepoints.pop();
        if self.log.savepoints.is_empty() {
            self.log.entries.clear();
            self.log.words.clear();
        }
        self.bump_epoch();
    }

    /// Closes the innermost savepoint and puts everything back as it was when it opened. Changes of maps are noted, as
    /// forward changes are, so that the machine empties the caches concerned.
    pub fn roll_back(&mut self) {
        let Some(savepoint) = self.log.savepoints.pop() else { return };
        let entries: Vec<Entry> = self.log.entries.drain(savepoint.entries..).collect();
        for entry in entries.into_iter().rev() {
            self.apply(entry);
        }
        self.log.words.truncate(savepoint.words);
        self.hash_counter = savepoint.hash_counter;
        self.bump_epoch();
    }

    /// Opens anew at every change of epoch: see `barrier`.
    pub(in crate::object) fn bump_epoch(&mut self) {
        if self.epoch >= u32::MAX - 8 {
            self.restart_epochs();
        }
        self.epoch += 1;
    }

    /// All stamps to 0: every object is logged, remembered and traced once more, which repeats work but loses nothing.
    fn restart_epochs(&mut self) {
        let mut all = Vec::new();
        self.old.for_each_object(|object| all.push(object));
        for object in &all {
            object.set_stamp(0);
            if object.has(LARGE) {
                for card in 0..self.card_words(*object).div_ceil(crate::object::layout::CARD_WORDS) {
                    object.set_card_stamp(card, 0);
                }
            }
        }
        self.epoch = 1;
        self.nursery_epoch = 1;
        if let Some(marking) = &mut self.marking {
            marking.began = 1;
        }
        for savepoint in &mut self.log.savepoints {
            savepoint.opened = 1;
        }
    }

    fn apply(&mut self, entry: Entry) {
        match entry {
            Entry::Object { object, words, count, .. } => {
                let Some(object) = Obj::of(object) else { return };
                // What the collector has decided meanwhile stays.
                let kept = [OLD, MARK, LARGE, CANONICAL].map(|flag| (flag, object.has(flag)));
                object.set_header((self.log.words[words], self.log.words[words + 1]));
                for (flag, on) in kept {
                    object.set_flag(flag, on);
                }
                let saved = &self.log.words[words + 2..words + 2 + count];
                match self.maps.format(object.map()) {
                    Format::Values => {
                        for (index, word) in saved.iter().enumerate() {
                            object.set_word(index, *word);
                        }
                    }
                    Format::Vector => {
                        for (index, word) in saved.iter().enumerate() {
                            object.init_element(index, Value::from_bits(*word));
                        }
                    }
                    Format::Bytes => restore_bytes(object.bytes_mut(), saved),
                    Format::Text | Format::Words => {}
                }
            }
            Entry::Card { object, card, words, count, stamp, values } => {
                let Some(object) = Obj::of(object) else { return };
                let saved = &self.log.words[words..words + count];
                let from = card as usize * crate::object::layout::CARD_WORDS;
                if values {
                    for (index, word) in saved.iter().enumerate() {
                        object.init_element(from + index, Value::from_bits(*word));
                    }
                } else {
                    restore_bytes(&mut object.bytes_mut()[from * 8..], saved);
                }
                object.set_card_stamp(card as usize, stamp);
            }
            Entry::Map { map, undo } => self.undo_map(map, undo),
            Entry::HashCounter(counter) => self.hash_counter = counter,
        }
    }

    fn undo_map(&mut self, id: MapId, undo: MapUndo) {
        if !self.maps.exists(id) {
            return;
        }
        let map = self.maps.get_mut(id);
        map.clone_map = None;
        match undo {
            MapUndo::Added { fields, .. } => {
                let added = map.slots().iter().rev().find(|slot| !slot.is_assignment()).cloned();
                map.pop();
                map.fields = fields;
                if let Some(slot) = added {
                    self.maps.changes.note(&slot);
                }
            }
            MapUndo::Replaced { index, slot } => {
                let now = map.replace(index, slot);
                self.maps.changes.note(&now);
            }
            MapUndo::Table { slots, fields, annotation } => {
                let now = map.set_slots(slots);
                map.fields = fields;
                map.annotation = annotation;
                let then = map.slots().to_vec();
                for slot in now.iter().chain(&then) {
                    self.maps.changes.note(slot);
                }
            }
        }
        self.maps.young.push(id);
    }

    /// What differs between the opening of savepoint `depth` (0 is the outermost) and now, in the order it first changed.
    /// Slots marked transient are left out.
    pub fn differences(&self, depth: usize) -> Vec<Difference> {
        let Some(savepoint) = self.log.savepoints.get(depth) else { return Vec::new() };
        let mut seen: HashSet<(Value, u32)> = HashSet::new();
        let mut found = Vec::new();
        for entry in &self.log.entries[savepoint.entries..] {
            match entry {
                Entry::Object { object, words, count, .. } if seen.insert((*object, u32::MAX)) => {
                    let saved = &self.log.words[*words..*words + 2 + *count];
                    self.object_differences(*object, saved, &mut found);
                }
                Entry::Card { object, card, words, count, values, .. } if seen.insert((*object, *card)) => {
                    let saved = &self.log.words[*words..*words + *count];
                    let from = *card as usize * crate::object::layout::CARD_WORDS;
                    self.indexed_differences(*object, from, saved, *values, &mut found);
                }
                _ => {}
            }
        }
        self.map_differences(savepoint.entries, &mut found);
        found
    }

    fn object_differences(&self, value: Value, saved: &[u64], found: &mut Vec<Difference>) {
        let Some(object) = Obj::of(value) else { return };
        let old_map = MapId(saved[0] as u32);
        match self.maps.format(old_map) {
            Format::Values => {
                let was = |place: Place| match place {
                    Place::Field(index) => saved.get(2 + index as usize).map(|word| Value::from_bits(*word)),
                    Place::Map(value) => Some(value),
                    Place::Overflow { .. } | Place::Cell(_) | Place::Assigns(_) => None,
                };
                let (before, after) = (self.maps.get(old_map), self.maps.get(object.map()));
                for slot in before.slots().iter().filter(|slot| !slot.is_assignment() && !slot.transient) {
                    let now = after.find(slot.name).map(|index| after.slot(index).place);
                    let now_value = now.map(|place| self.read_place(value, place));
                    // What lives elsewhere is reported as a change of what it lives in.
                    let elsewhere = matches!(slot.place, Place::Overflow { .. } | Place::Cell(_));
                    if now_value != was(slot.place) && !elsewhere {
                        let part = Part::Slot(slot.name);
                        found.push(Difference { object: value, part, before: was(slot.place), after: now_value });
                    }
                }
                let before_kind = before.kind;
                if before.slots().is_empty() && after.slots().is_empty() {
                    // A machine object: its words have no names, but those of a cell are slots of another object.
                    for (index, word) in saved[2..].iter().enumerate() {
                        let (before, after) = (Value::from_bits(*word), object.field(index));
                        if before == after {
                            continue;
                        }
                        let holder = if before_kind == Kind::Cell { self.slot_in_cell(value) } else { None };
                        let (object, part) = match holder {
                            Some((_, slot)) if slot.transient => continue,
                            Some((holder, slot)) => (holder, Part::Slot(slot.name)),
                            None => (value, Part::Word(index)),
                        };
                        found.push(Difference { object, part, before: Some(before), after: Some(after) });
                    }
                }
                if !after.owned {
                    for slot in after.slots().iter().filter(|slot| !slot.is_assignment() && !slot.transient) {
                        if before.find(slot.name).is_none() {
                            let after = Some(self.read_place(value, slot.place));
                            found.push(Difference { object: value, part: Part::Slot(slot.name), before: None, after });
                        }
                    }
                }
            }
            Format::Vector => self.indexed_differences(value, 0, &saved[2..], true, found),
            Format::Bytes => self.indexed_differences(value, 0, &saved[2..], false, found),
            Format::Text | Format::Words => {}
        }
    }

    /// Whose slot lives in a cell. Nothing if it holds slots that had no room in an object of a shared map: whose they are
    /// could only be found by looking through the whole heap.
    fn slot_in_cell(&self, cell: Value) -> Option<(Value, &Slot)> {
        self.maps.ids().find_map(|id| {
            let map = self.maps.get(id);
            map.slots().iter().find(|slot| slot.place == Place::Cell(cell)).map(|slot| (map.owner, slot))
        })
    }

    fn indexed_differences(&self, value: Value, from: usize, saved: &[u64], values: bool, found: &mut Vec<Difference>) {
        let Some(object) = Obj::of(value) else { return };
        if values {
            for (index, word) in saved.iter().enumerate() {
                let (before, after) = (Value::from_bits(*word), object.element(from + index));
                if before != after {
                    let part = Part::Element(from + index);
                    found.push(Difference { object: value, part, before: Some(before), after: Some(after) });
                }
            }
        } else {
            let now = object.bytes();
            for (index, byte) in saved.iter().flat_map(|word| word.to_ne_bytes()).enumerate() {
                let at = from * 8 + index;
                if let Some(after) = now.get(at).filter(|after| **after != byte) {
                    let (before, after) = (Value::int(byte.into()), Value::int((*after).into()));
                    let part = Part::Byte(at);
                    found.push(Difference { object: value, part, before: Some(before), after: Some(after) });
                }
            }
        }
    }

    /// Slots of owned maps that were added, replaced or removed.
    fn map_differences(&self, from: usize, found: &mut Vec<Difference>) {
        // What each slot held when it first changed, oldest entry first.
        let mut first: Vec<(MapId, Symbol, Option<Place>)> = Vec::new();
        let mut seen: HashSet<(MapId, Symbol)> = HashSet::new();
        let mut note = |map: MapId, name: Symbol, place: Option<Place>| {
            if seen.insert((map, name)) {
                first.push((map, name, place));
            }
        };
        for entry in &self.log.entries[from..] {
            let Entry::Map { map, undo } = entry else { continue };
            match undo {
                MapUndo::Added { name, .. } => note(*map, *name, None),
                MapUndo::Replaced { slot, .. } => note(*map, slot.name, Some(slot.place)),
                MapUndo::Table { slots, .. } => {
                    for slot in slots.iter().filter(|slot| !slot.is_assignment()) {
                        note(*map, slot.name, Some(slot.place));
                    }
                    for slot in self.maps.get(*map).slots().iter().filter(|slot| !slot.is_assignment()) {
                        note(*map, slot.name, None);
                    }
                }
            }
        }
        for (map, name, then) in first {
            let map = self.maps.get(map);
            let now = map.find(name).map(|index| map.slot(index).place);
            // Fields and cells are objects' words: those that changed have been reported as such.
            if now != then {
                let read = |place| self.read_place(map.owner, place);
                let part = Part::Slot(name);
                found.push(Difference { object: map.owner, part, before: then.map(read), after: now.map(read) });
            }
        }
    }
}

fn restore_bytes(bytes: &mut [u8], saved: &[u64]) {
    for (target, word) in bytes.chunks_mut(8).zip(saved) {
        let length = target.len();
        target.copy_from_slice(&word.to_ne_bytes()[..length]);
    }
}
