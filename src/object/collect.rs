//! The collector: a moving nursery, a non-moving old space marked in slices. It runs at safepoints only, when no Rust
//! code holds a reference.
//!
//! A nursery collection copies what the roots, the remembered objects, the log and the young maps refer to into old space.
//! Marking is snapshot-at-the-beginning: the roots are marked after a nursery collection (what lies deep in a stack later,
//! but before the process comes back to it), then each nursery collection marks a slice; the write barrier marks what overwritten contents referred to; what is promoted meanwhile is
//! born marked. When nothing is left to scan, maps, code and caches that nothing refers to are dropped, and the dead cells
//! are swept when their size is next allocated.

use std::time::Duration;
use std::time::Instant;

use crate::object::barrier::Remembered;
use crate::object::give_back::Leaving;
use crate::object::heap::Heap;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::layout::FORWARDED;
use crate::object::layout::HEADER_WORDS;
use crate::object::layout::MARK;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::layout::Words;
use crate::object::map::MapId;
use crate::object::savepoint::Entry;
use crate::object::savepoint::MapUndo;
use crate::object::slot::Place;
use crate::object::value::Value;

/// How long one slice of marking may take. Cruel mode has as many slices as there can be.
const SLICE_TIME: Duration = Duration::from_millis(if cfg!(feature = "stress") { 0 } else { 2 });
/// Elements of a large vector marked between two looks at the clock.
const MARK_STEP: usize = if cfg!(feature = "stress") { 256 } else { 4096 };

/// What the layers above refer to.
pub trait Roots {
    /// Shows the tracer every word that may refer to an object. In a nursery collection those that cannot have changed
    /// since the last one may be left out; at the beginning of a marking cycle they may be left for later, if they are shown
    /// before they change.
    fn trace(&mut self, tracer: &mut Tracer<'_>);
    /// Shows some of what `trace` left for later at the beginning of a marking cycle; false if nothing is left.
    fn trace_later(&mut self, tracer: &mut Tracer<'_>) -> bool;
    /// Marking has met a block with this code word: what the code refers to.
    fn trace_block(&mut self, code: u64, tracer: &mut Tracer<'_>);
    /// Marking has met the method with this number.
    fn trace_method(&mut self, number: i64, tracer: &mut Tracer<'_>);
    /// Marking has met this process object: what the process refers to.
    fn trace_process(&mut self, process: Obj, tracer: &mut Tracer<'_>);
    /// Marking has ended: forget every map for which `live` is false, all code that was not traced, and every object for
    /// which `dead` is true.
    fn forget(&mut self, live: &dyn Fn(MapId) -> bool, dead: &dyn Fn(Value) -> bool);
}

/// A marking cycle under way.
#[derive(Debug)]
pub(in crate::object) struct Marking {
    /// The epoch it began at.
    pub(in crate::object) began: u32,
    /// Marked objects whose contents are still to be looked at, from this element on.
    pub(in crate::object) pending: Vec<(Obj, usize)>,
    maps: Vec<MapId>,
    /// Memory is being given back: see `give_back`.
    pub(in crate::object) leaving: Option<Leaving>,
}

/// Shows words to the collector.
pub struct Tracer<'a> {
    heap: &'a mut Heap,
    /// Objects moved out of the nursery whose contents are still to be looked at.
    moved: Vec<Obj>,
    young: bool,
}

impl Tracer<'_> {
    /// Is this a nursery collection (else the roots of a marking cycle)?
    pub fn is_nursery_collection(&self) -> bool {
        self.young
    }

    /// Has this object a record in an image?
    pub fn has_record(&self, value: Value) -> bool {
        Obj::of(value).is_some_and(|object| self.heap.key_of(object).is_some())
    }

    /// One word; it is replaced if its object moves.
    #[inline(always)]
    pub fn visit(&mut self, value: &mut Value) {
        if value.is_pointer() {
            if !self.young {
                self.heap.mark_root(*value);
            } else if self.heap.nursery.contains(value.address()) {
                *value = self.heap.promote(*value, &mut self.moved);
            }
        }
    }

    /// A run of words.
    pub fn visit_words(&mut self, words: Words) {
        for value in words.values() {
            self.visit(value);
        }
    }

    /// A map that must stay.
    pub fn visit_map(&mut self, map: MapId) {
        if !self.young {
            self.heap.mark_map(map);
        }
    }
}

/// Marks everything that some words refer to: for the write barrier.
pub(in crate::object) fn mark_words(heap: &mut Heap, words: Words) {
    for value in words.values() {
        if value.is_pointer() && !heap.nursery.contains(value.address()) {
            heap.mark(*value);
        }
    }
}

impl Heap {
    /// Collects the nursery, and old space a slice at a time when enough has been allocated there.
    pub fn collect(&mut self, roots: &mut dyn Roots) {
        let start = Instant::now();
        self.collect_nursery(roots);
        if self.marking.is_none() && self.old.allocated_since_cycle() > self.old.cycle_threshold() {
            self.begin_marking(roots, None);
        }
        if self.marking.is_some() {
            self.mark_slice(roots, start + SLICE_TIME);
        }
        let pause = start.elapsed().as_micros() as u64;
        self.statistics.longest_pause_us = self.statistics.longest_pause_us.max(pause);
    }

    /// Collects everything now: for tests, and before giving up for want of memory.
    pub fn collect_all(&mut self, roots: &mut dyn Roots) {
        self.collect_nursery(roots);
        for _ in 0..2 {
            if self.marking.is_none() {
                self.begin_marking(roots, None);
            }
            while self.marking.is_some() {
                self.mark_slice(roots, Instant::now() + SLICE_TIME);
            }
        }
        self.old.finish_sweeping();
    }

    pub(in crate::object) fn collect_nursery(&mut self, roots: &mut dyn Roots) {
        self.collect_requested = false;
        self.large_bytes = 0;
        self.statistics.nursery_collections += 1;
        let mut tracer = Tracer { heap: self, moved: Vec::new(), young: true };
        roots.trace(&mut tracer);
        tracer.trace_remembered();
        tracer.trace_log();
        tracer.trace_young_maps();
        tracer.drain();
        tracer.update_owners();
        self.maps.young.clear();
        self.remembered.clear();
        self.nursery.reset();
        self.bump_epoch();
        self.nursery_epoch = self.epoch;
        // Cruel mode collects all the time; looking at every object each time would take for ever.
        let often = if cfg!(feature = "stress") { 101 } else { 1 };
        if cfg!(any(debug_assertions, feature = "stress")) && self.statistics.nursery_collections.is_multiple_of(often)
        {
            self.check();
        }
    }

    /// Copies a nursery object into old space, or finds where it has gone.
    #[inline]
    fn promote(&mut self, value: Value, moved: &mut Vec<Obj>) -> Value {
        let object = Obj::pointee(value);
        let (first, second) = object.header();
        if first as u32 == FORWARDED {
            return value.moved_to(second);
        }
        let format = self.maps.format(MapId(first as u32));
        let length = (second >> 32) as usize;
        let words = HEADER_WORDS
            + match format {
                Format::Values | Format::Words => length,
                Format::Vector => 1 + length,
                Format::Bytes => 1 + length.div_ceil(8),
                Format::Text => length.div_ceil(8),
            };
        let target = self.old.allocate(words);
        object.copy_to(target, words);
        target.set_flag(OLD, true);
        target.set_flag(MARK, self.mark_colour);
        if matches!(format, Format::Vector | Format::Bytes) {
            target.set_word(0, target.words_address() + 8);
        }
        object.set_header((FORWARDED as u64, target.address()));
        self.statistics.promoted_bytes += words as u64 * 8;
        if matches!(format, Format::Values | Format::Vector) {
            moved.push(target);
        }
        if self.marking.is_some() {
            self.mark_map(target.map());
        }
        value.moved_to(target.address())
    }

    /// For marking, while a cycle is under way, what is about to change.
    pub fn marking_tracer(&mut self) -> Option<Tracer<'_>> {
        self.marking.is_some().then(|| Tracer { heap: self, moved: Vec::new(), young: false })
    }

    pub(in crate::object) fn begin_marking(&mut self, roots: &mut dyn Roots, leaving: Option<Leaving>) {
        self.old.finish_sweeping();
        self.old.begin_cycle();
        self.mark_colour = !self.mark_colour;
        self.maps.marks.fill(false);
        self.bump_epoch();
        self.marking = Some(Marking { began: self.epoch, pending: Vec::new(), maps: Vec::new(), leaving });
        for kind in self.all_kind_maps() {
            self.mark_map(kind);
        }
        let mut tracer = Tracer { heap: self, moved: Vec::new(), young: false };
        roots.trace(&mut tracer);
        tracer.trace_log();
        self.mark_unsaved();
    }

    /// Marks one object (or boxed double) and what it will lead to.
    #[inline]
    pub(in crate::object) fn mark(&mut self, value: Value) {
        let object = Obj::pointee(value);
        if object.has(MARK) == self.mark_colour {
            return;
        }
        debug_assert!(object.has(OLD), "marking runs when the nursery is empty");
        object.set_flag(MARK, self.mark_colour);
        if let Some(marking) = &mut self.marking {
            marking.pending.push((object, 0));
        }
    }

    /// A map that only a table of transitions may have referred to is about to be used: a cycle under way must not drop it.
    pub(in crate::object) fn revive_map(&mut self, map: MapId) {
        if self.marking.is_some() {
            self.mark_map(map);
        }
    }

    pub(in crate::object) fn mark_map(&mut self, map: MapId) {
        if !std::mem::replace(&mut self.maps.marks[map.0 as usize], true)
            && let Some(marking) = &mut self.marking
        {
            marking.maps.push(map);
        }
    }

    pub(in crate::object) fn mark_slice(&mut self, roots: &mut dyn Roots, until: Instant) {
        let mut steps = 0usize;
        while let Some(marking) = &mut self.marking {
            if let Some(map) = marking.maps.pop() {
                self.scan_map(map);
            } else if let Some((object, from)) = marking.pending.pop() {
                steps += self.scan(object, from, roots);
            } else if roots.trace_later(&mut Tracer { heap: self, moved: Vec::new(), young: false }) {
                steps += MARK_STEP / 2;
            } else {
                self.finish_marking(roots);
                return;
            }
            steps += 1;
            if steps >= MARK_STEP {
                steps = 0;
                if Instant::now() >= until {
                    return;
                }
            }
        }
    }

    fn scan_map(&mut self, id: MapId) {
        let map = self.maps.get_mut(id);
        let values: Vec<Value> = map.values_mut().map(|value| *value).collect();
        let (clone_map, base) = (map.clone_map, map.base);
        for value in values {
            if value.is_pointer() {
                self.mark(value);
            }
        }
        for map in [clone_map, base].into_iter().flatten() {
            self.mark_map(map);
        }
        self.keep_parents_of_map(id);
    }

    /// Looks at the contents of a marked object, of a large one a step's worth; answers how many words.
    fn scan(&mut self, object: Obj, from: usize, roots: &mut dyn Roots) -> usize {
        if from == 0 && self.leaves(object) {
            return 1;
        }
        let map = object.map();
        self.mark_map(map);
        match self.maps.format(map) {
            Format::Values => {
                match self.maps.get(map).kind {
                    Kind::Block => {
                        let code = object.word(0);
                        roots.trace_block(code, &mut Tracer { heap: self, moved: Vec::new(), young: false });
                    }
                    Kind::Method => {
                        let number = object.field(0).as_int().unwrap_or(-1);
                        roots.trace_method(number, &mut Tracer { heap: self, moved: Vec::new(), young: false });
                    }
                    Kind::Process => {
                        roots.trace_process(object, &mut Tracer { heap: self, moved: Vec::new(), young: false });
                    }
                    _ => {}
                }
                self.mark_all(Words::fields(object));
                object.length()
            }
            Format::Vector => {
                let to = object.length().min(from + MARK_STEP);
                if to < object.length()
                    && let Some(marking) = &mut self.marking
                {
                    marking.pending.push((object, to));
                }
                self.mark_all(Words::elements(object).part(from, to));
                to - from
            }
            Format::Bytes | Format::Text | Format::Words => 0,
        }
    }

    fn mark_all(&mut self, words: Words) {
        for value in words.values() {
            if value.is_pointer() && !self.nursery.contains(value.address()) {
                self.mark(*value);
            }
        }
    }

    /// Marks what these values refer to.
    pub(in crate::object) fn mark_values(&mut self, values: &[Value]) {
        for value in values {
            if value.is_pointer() && !self.nursery.contains(value.address()) {
                self.mark(*value);
            }
        }
    }

    fn finish_marking(&mut self, roots: &mut dyn Roots) {
        if let Some(leaving) = self.marking.take().and_then(|marking| marking.leaving) {
            self.make_ghosts(leaving);
        }
        self.statistics.marking_cycles += 1;
        // New maps since the cycle began are marked at birth; owned maps of dead owners are not.
        let marks = std::mem::take(&mut self.maps.marks);
        let live = |map: MapId| marks[map.0 as usize];
        let colour = self.mark_colour;
        let dead = |value: Value| Obj::of(value).is_some_and(|object| object.has(OLD) && object.has(MARK) != colour);
        roots.forget(&live, &dead);
        for id in self.maps.ids() {
            if live(id) {
                let owner = self.maps.get(id).owner;
                let map = self.maps.get_mut(id);
                map.forget_transitions(|map| !live(map));
                // One that died is not its owner any more, when it is read again.
                if owner.is_pointer() && Obj::pointee(owner).has(MARK) != self.mark_colour {
                    map.owner = Value::NIL;
                }
            } else {
                self.maps.free(id);
            }
        }
        self.maps.marks = marks;
        let before = self.old.bytes();
        self.old.begin_sweeping(self.mark_colour);
        // Cells are counted when they are swept; until then the threshold is the most that can be live.
        self.old.note_live(before);
    }

    /// Asserts what must hold between safepoints; see src/README.md. For debug and stress builds, and tests.
    pub fn check(&self) {
        self.old.for_each_object(|object| {
            let map = object.map();
            assert!(self.maps.exists(map), "an object's map is freed: {map:?}");
            let format = self.maps.format(map);
            let shape = self.maps.get(map);
            assert!(object.has(OLD), "an object in old space is not marked old");
            if format == Format::Values {
                if matches!(shape.kind, Kind::Slots) {
                    assert_eq!(object.length(), shape.capacity as usize, "an object does not fit its map");
                }
                self.check_words(Words::fields(object));
            } else if format == Format::Vector {
                self.check_words(Words::elements(object));
            }
        });
        for id in self.maps.ids() {
            for slot in self.maps.get(id).slots() {
                if let Place::Map(value) | Place::Cell(value) = slot.place {
                    assert!(!self.is_young(value), "a map refers to a from-space");
                }
            }
        }
    }

    /// Does this value lie in the nursery's memory? After a collection nothing may.
    fn is_young(&self, value: Value) -> bool {
        value.is_pointer() && self.nursery.contains(value.address())
    }

    fn check_words(&self, words: Words) {
        for value in words.values() {
            assert!(!self.is_young(*value), "an old object refers to a from-space");
        }
    }
}

impl Tracer<'_> {
    fn trace_remembered(&mut self) {
        let remembered = std::mem::take(&mut self.heap.remembered);
        for entry in &remembered {
            match *entry {
                Remembered::Object(object) => self.trace_contents(object),
                Remembered::Card(object, card) => {
                    let (from, to) = Heap::card_range(card as usize, object.length());
                    self.visit_words(Words::elements(object).part(from, to));
                }
            }
        }
    }

    fn trace_contents(&mut self, object: Obj) {
        match self.heap.maps.format(object.map()) {
            Format::Values => self.visit_words(Words::fields(object)),
            Format::Vector => self.visit_words(Words::elements(object)),
            Format::Bytes | Format::Text | Format::Words => {}
        }
    }

    /// Old contents and changed objects in the log, and what undone changes of maps would put back.
    fn trace_log(&mut self) {
        let mut entries = std::mem::take(&mut self.heap.log.entries);
        let mut words = std::mem::take(&mut self.heap.log.words);
        for entry in &mut entries {
            match entry {
                Entry::Object { object, words: at, count, values } => {
                    self.visit(object);
                    self.visit_map(MapId(words[*at] as u32));
                    if *values {
                        self.visit_saved(&mut words[*at + 2..*at + 2 + *count]);
                    }
                }
                Entry::Card { object, words: at, count, values, .. } => {
                    self.visit(object);
                    if *values {
                        self.visit_saved(&mut words[*at..*at + *count]);
                    }
                }
                Entry::Map { map, undo } => {
                    self.visit_map(*map);
                    self.visit_owner(*map);
                    let slots = match undo {
                        MapUndo::Added { .. } => continue,
                        MapUndo::Replaced { slot, .. } => std::slice::from_mut(slot),
                        MapUndo::Table { slots, .. } => slots.as_mut_slice(),
                    };
                    for slot in slots {
                        if let Place::Map(value) | Place::Cell(value) = &mut slot.place {
                            self.visit(value);
                        }
                    }
                }
                Entry::HashCounter(_) => {}
            }
        }
        self.heap.log.entries = entries;
        self.heap.log.words = words;
    }

    /// A map that has changed is its owner's contents.
    fn visit_owner(&mut self, map: MapId) {
        if !self.young && self.heap.maps.exists(map) {
            let mut owner = self.heap.maps.get(map).owner;
            self.visit(&mut owner);
        }
    }

    fn visit_saved(&mut self, words: &mut [u64]) {
        for word in words {
            let mut value = Value::from_bits(*word);
            self.visit(&mut value);
            *word = value.bits();
        }
    }

    fn trace_young_maps(&mut self) {
        // A map is listed at each change; looking at it once is enough.
        self.heap.maps.young.sort_unstable();
        self.heap.maps.young.dedup();
        let young = self.heap.maps.young.clone();
        for id in young {
            if !self.heap.maps.exists(id) {
                continue;
            }
            let mut slots = Vec::new();
            for value in self.heap.maps.get_mut(id).values_mut() {
                slots.push(*value);
            }
            for value in &mut slots {
                self.visit(value);
            }
            for (place, value) in self.heap.maps.get_mut(id).values_mut().zip(slots) {
                *place = value;
            }
        }
    }

    fn drain(&mut self) {
        while let Some(object) = self.moved.pop() {
            self.trace_contents(object);
        }
    }

    /// Owners are weak: one that moved is followed, one that died leaves its map to the next marking cycle.
    fn update_owners(&mut self) {
        let young = self.heap.maps.young.clone();
        for id in young {
            if !self.heap.maps.exists(id) {
                continue;
            }
            let owner = self.heap.maps.get(id).owner;
            if owner.is_pointer() && self.heap.nursery.contains(owner.address()) {
                let (first, second) = Obj::pointee(owner).header();
                let now = if first as u32 == FORWARDED { owner.moved_to(second) } else { Value::NIL };
                self.heap.maps.get_mut(id).owner = now;
            }
        }
    }
}
