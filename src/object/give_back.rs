//! Giving memory back: objects that are in an image as they are in memory become ghosts again, and what only they referred
//! to goes.
//!
//! This is one whole marking cycle. It does not look into an object that has a record and has not changed since it was
//! written, unless somebody relies on having it whole: the machine's roots, what the log names, a block that captured it, an
//! object that has it as a parent. At its end those it met and did not look into become ghosts where they lie, so that
//! identity is still one compare; what lies behind them was not met, and is swept. So what stays is what is new, what has
//! changed and what runs, with the ghosts of what these refer to.

use std::time::Duration;
use std::time::Instant;

use rustc_hash::FxHashSet;

use crate::object::collect::Roots;
use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::layout::CANONICAL;
use crate::object::layout::LARGE;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::layout::PARENT;
use crate::object::map::MapId;
use crate::object::savepoint::Changed;
use crate::object::slot::Place;
use crate::object::value::Value;

/// What a cycle that gives memory back has met.
#[derive(Debug, Default)]
pub(in crate::object) struct Leaving {
    /// They become ghosts, unless someone turns up who must have them whole.
    objects: FxHashSet<Obj>,
    /// Those that someone must have whole.
    whole: FxHashSet<Obj>,
}

impl Heap {
    /// Gives back what the image has as well.
    pub fn give_back(&mut self, roots: &mut dyn Roots) {
        self.collect_nursery(roots);
        self.mark_all_of_it(roots);
        self.begin_marking(roots, Some(Leaving::default()));
        for value in self.only_here() {
            self.mark_root(value);
        }
        self.mark_all_of_it(roots);
        self.old.finish_sweeping();
        self.old.trim();
        self.old.note_live(self.old.bytes());
        self.statistics.given_back += 1;
        self.kept_bytes = self.bytes();
    }

    /// Is it time to give memory back?
    #[inline]
    pub fn wants_to_give_back(&self) -> bool {
        // What stays each time must not make it time always.
        let room = self.budget_bytes.saturating_sub(self.kept_bytes);
        self.bytes() > (self.budget_bytes / 4 * 3).max(self.kept_bytes + room / 2)
    }

    /// The turn is kept, and no image has what it changed.
    pub fn keep_unsaved(&mut self) {
        let changed: Vec<Changed> = self.log.changed().collect();
        for change in changed {
            match change {
                Changed::Object(value) | Changed::Card(value, _) => self.note_unsaved(value),
                Changed::Map(map) if self.maps.exists(map) => self.note_unsaved(self.maps.get(map).owner),
                Changed::Map(_) => {}
            }
        }
    }

    fn note_unsaved(&mut self, value: Value) {
        if Obj::of(value).is_some_and(|object| self.key_of(object).is_some()) {
            self.unsaved.insert(value);
        }
    }

    /// Objects that differ from their records without anything being about to be saved.
    pub(in crate::object) fn mark_unsaved(&mut self) {
        let unsaved = std::mem::take(&mut self.unsaved);
        for value in &unsaved {
            self.mark_root(*value);
        }
        self.unsaved = unsaved;
    }

    fn mark_all_of_it(&mut self, roots: &mut dyn Roots) {
        while self.marking.is_some() {
            self.mark_slice(roots, Instant::now() + Duration::from_secs(1));
        }
    }

    /// Objects in memory that hold what no record does: values of transient slots.
    fn only_here(&self) -> Vec<Value> {
        let transient = |map: MapId| self.maps.get(map).slots().iter().any(|slot| slot.transient);
        let maps: FxHashSet<MapId> = self.maps.ids().filter(|map| transient(*map)).collect();
        let mut found = Vec::new();
        if !maps.is_empty() {
            self.old.for_each_object(|object| {
                if maps.contains(&object.map()) && self.key_of(object).is_some() {
                    found.push(object.value());
                }
            });
        }
        found
    }

    /// Marks what a root refers to. Not inlined: nursery collections, which are frequent, look at roots by the same code.
    #[inline(never)]
    pub(in crate::object) fn mark_root(&mut self, value: Value) {
        self.mark(value);
        self.keep_whole(value);
    }

    /// Someone relies on this object being no ghost.
    fn keep_whole(&mut self, value: Value) {
        if let Some(marking) = &mut self.marking
            && let Some(leaving) = &mut marking.leaving
            && let Some(object) = Obj::of(value)
            && leaving.whole.insert(object)
            && leaving.objects.remove(&object)
        {
            marking.pending.push((object, 0));
        }
    }

    /// An object has been met: is it not looked into?
    #[inline]
    pub(in crate::object) fn leaves(&mut self, object: Obj) -> bool {
        let Some(leaving) = self.marking.as_mut().and_then(|marking| marking.leaving.as_mut()) else { return false };
        let wanted = leaving.whole.contains(&object);
        if !wanted && self.may_leave(object) {
            let leaving = self.marking.as_mut().and_then(|marking| marking.leaving.as_mut());
            leaving.is_some_and(|leaving| leaving.objects.insert(object))
        } else {
            self.keep_parts(object);
            false
        }
    }

    /// Is its record all there is of it? An object that owns its map stays: its map is the larger part of it.
    fn may_leave(&self, object: Obj) -> bool {
        let map = self.maps.get(object.map());
        matches!(map.kind, Kind::Slots | Kind::Vector | Kind::Bytes | Kind::String | Kind::BigInteger)
            && !map.owned
            && !object.has(PARENT)
            && !object.has(CANONICAL)
            && self.key_of(object).is_some()
    }

    /// What must be whole because this object is.
    fn keep_parts(&mut self, object: Obj) {
        let map = self.maps.get(object.map());
        if map.kind == Kind::Block {
            // One of them may be the holder that a resend in it starts from.
            (1..object.length()).for_each(|index| self.keep_now(object.field(index)));
            return;
        }
        let parents: Vec<Place> = map.parents().iter().map(|index| map.slot(*index).place).collect();
        for place in parents {
            self.keep_now(self.read_place(object.value(), place));
        }
    }

    /// What must be whole because a map is in use.
    pub(in crate::object) fn keep_parents_of_map(&mut self, map: MapId) {
        if self.marking.as_ref().is_none_or(|marking| marking.leaving.is_none()) {
            return;
        }
        let map = self.maps.get(map);
        let parents: Vec<Place> = map.parents().iter().map(|index| map.slot(*index).place).collect();
        for place in parents {
            // Those in fields are their objects' business.
            if matches!(place, Place::Map(_) | Place::Cell(_)) {
                self.keep_now(self.read_place(Value::NIL, place));
            }
        }
    }

    fn keep_now(&mut self, value: Value) {
        if value.is_pointer() {
            self.mark_root(value);
        }
    }

    /// The cycle has ended.
    pub(in crate::object) fn make_ghosts(&mut self, leaving: Leaving) {
        for object in leaving.objects {
            let (kind, length) = self.shape_of(object);
            if object.has(LARGE) {
                self.old.drop_body(object);
            }
            object.init(self.kind_map(Kind::Ghost), 0, OLD | self.colour_flag(), length);
            object.set_hash(kind as u32);
        }
    }
}
