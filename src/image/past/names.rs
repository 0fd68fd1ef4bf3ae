//! What objects are called: the way to them from the names that every program sees.
//!
//! Records do not know who refers to them, so names are found by walking from the roots: first through slots, whose names
//! make the best paths, then through elements and what blocks and processes hold. The walk ends as soon as all that
//! was asked for is found, or when it has seen [`LIMIT`] objects; what is behind that stays nameless.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::image::ImageError;
use crate::image::codec::piece_key;
use crate::image::past::moment::Moment;
use crate::image::past::moment::malformed;
use crate::image::past::record;
use crate::image::past::record::Body;
use crate::image::past::record::Object;
use crate::image::past::record::Place;
use crate::image::past::record::Reference;
use crate::image::past::record::Word;
use crate::image::store::FIRST_KEY;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::text::symbol::Symbol;

/// Objects that a walk looks at before it gives up.
pub(in crate::image) const LIMIT: usize = 2_000_000;

/// One step of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Root(&'static str),
    Process,
    Slot(Symbol),
    Element(usize),
    /// A block or a mirror holds it.
    Inside,
}

/// Names of objects at one moment.
#[derive(Default)]
pub(in crate::image) struct Names {
    /// How each object is reached: from where, and by which step.
    places: FxHashMap<Key, (Key, Step)>,
    /// Whose a map, a piece, or the cell of a slot is.
    owners: FxHashMap<Key, Key>,
}

impl Names {
    /// The object that a record belongs to.
    pub(in crate::image) fn owner(&self, key: Key) -> Option<Key> {
        self.owners.get(&key).copied().or_else(|| self.places.contains_key(&key).then_some(key))
    }

    /// The way to an object; none if it was not found.
    pub(in crate::image) fn path(&self, key: Key) -> Option<String> {
        let (mut at, mut steps) = (key, Vec::new());
        loop {
            let (from, step) = self.places.get(&at)?;
            steps.push(*step);
            match step {
                Step::Root(_) | Step::Process => break,
                _ => at = *from,
            }
        }
        let mut path = String::new();
        for step in steps.into_iter().rev() {
            match step {
                Step::Root(name) => path.push_str(name),
                Step::Process => path.push_str("a process"),
                Step::Slot(name) => {
                    path.push(' ');
                    path.push_str(name.as_str());
                }
                Step::Element(index) => path.push_str(&format!("[{index}]")),
                Step::Inside => path.push_str(" …"),
            }
        }
        Some(path)
    }

    /// The way to an object, if it leads through slots alone.
    pub(in crate::image) fn path_by_name(&self, key: Key) -> Option<String> {
        let mut at = key;
        loop {
            match self.places.get(&at)? {
                (_, Step::Root(_)) => return self.path(key),
                (from, Step::Slot(_)) => at = *from,
                _ => return None,
            }
        }
    }

    /// Is this how the object is reached?
    pub(in crate::image) fn leads_to(&self, key: Key, holder: Key, slot: Symbol) -> bool {
        self.places.get(&key) == Some(&(holder, Step::Slot(slot)))
    }

    /// Walks until every record of `wanted` is found; or, if `everything`, through all there is.
    pub(in crate::image) fn find(
        moment: &mut Moment<'_, '_>,
        wanted: &FxHashSet<Key>,
        limit: usize,
    ) -> Result<Names, ImageError> {
        let mut walk = Walk {
            names: Names::default(),
            wanted,
            missing: wanted.len(),
            by_name: VecDeque::new(),
            other: VecDeque::new(),
        };
        walk.roots(moment)?;
        let mut seen = 0;
        while walk.missing > 0
            && seen < limit
            && let Some(key) = walk.by_name.pop_front().or_else(|| walk.other.pop_front())
        {
            seen += 1;
            walk.look(moment, key)?;
        }
        Ok(walk.names)
    }
}

struct Walk<'w> {
    names: Names,
    wanted: &'w FxHashSet<Key>,
    missing: usize,
    by_name: VecDeque<Key>,
    other: VecDeque<Key>,
}

impl Walk<'_> {
    fn roots(&mut self, moment: &mut Moment<'_, '_>) -> Result<(), ImageError> {
        let roots = named_roots(moment)?;
        for (name, key) in roots {
            self.found(key, (0, Step::Root(name)));
            self.by_name.push_back(key);
        }
        if let Some(record) = moment.record(FIRST_KEY + 2)? {
            for process in record::processes(&record).map_err(malformed(FIRST_KEY + 2))? {
                self.follow(0, Step::Process, process);
            }
        }
        Ok(())
    }

    /// A record has a place.
    fn found(&mut self, key: Key, place: (Key, Step)) -> bool {
        if self.names.places.contains_key(&key) {
            return false;
        }
        self.names.places.insert(key, place);
        self.missing = self.missing.saturating_sub(usize::from(self.wanted.contains(&key)));
        true
    }

    /// A record belongs to an object.
    fn owns(&mut self, owner: Key, key: Key) {
        if self.wanted.contains(&key) && self.names.owners.insert(key, owner).is_none() {
            self.missing = self.missing.saturating_sub(1);
        }
    }

    fn follow(&mut self, from: Key, step: Step, value: Word) {
        let Some(Reference { kind, key, .. }) = value.reference() else { return };
        if kind == Kind::Method || !self.found(key, (from, step)) {
            return;
        }
        match (kind, step) {
            // Nothing is behind these, unless someone asks for a piece of them.
            (Kind::String | Kind::BigInteger, _) => {}
            (_, Step::Slot(_)) => self.by_name.push_back(key),
            _ => self.other.push_back(key),
        }
    }

    fn look(&mut self, moment: &mut Moment<'_, '_>, key: Key) -> Result<(), ImageError> {
        let Some(object) = moment.object(key)? else { return Ok(()) };
        self.own_records(moment, key, &object)?;
        // Parents last: an object is called by the name of what has it, not by that of a descendant.
        let (parents, others): (Vec<_>, Vec<_>) = moment.slots(&object)?.into_iter().partition(|slot| slot.parent);
        for slot in others.into_iter().chain(parents) {
            self.follow(key, Step::Slot(slot.name), slot.value);
        }
        if object.kind == Kind::Vector {
            for (index, value) in moment.elements(key, &object)?.into_iter().enumerate() {
                self.follow(key, Step::Element(index), value);
            }
        } else if object.kind != Kind::Slots
            && let Body::Words(words) = &object.body
        {
            words.iter().for_each(|value| self.follow(key, Step::Inside, *value));
        }
        Ok(())
    }

    /// The records that an object has besides its own.
    fn own_records(&mut self, moment: &mut Moment<'_, '_>, key: Key, object: &Object) -> Result<(), ImageError> {
        if let Body::Pieces { count, .. } = object.body {
            (0..count).for_each(|piece| self.owns(key, piece_key(key, piece)));
        }
        let shape = moment.shape(object.map)?;
        if shape.owned {
            self.owns(key, object.map);
            shape.pieces.iter().for_each(|piece| self.owns(key, *piece));
        }
        for slot in &shape.slots {
            let cell = match (slot.place, &object.body) {
                (Place::Cell(cell), _) => cell,
                (Place::Overflow { field, .. }, Body::Words(fields)) => fields.get(field).copied().unwrap_or(Word::Nil),
                _ => continue,
            };
            if let Some(cell) = cell.reference() {
                self.owns(key, cell.key);
            }
        }
        Ok(())
    }
}

/// The objects whose names every path begins with.
pub(in crate::image) fn named_roots(moment: &mut Moment<'_, '_>) -> Result<Vec<(&'static str, Key)>, ImageError> {
    let Some(record) = moment.record(FIRST_KEY)? else { return Ok(Vec::new()) };
    let known = record::known(&record).map_err(malformed(FIRST_KEY))?;
    let named = |name: &str| known.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.reference());
    let mut roots = Vec::new();
    if let Some(traits) = named("traits") {
        roots.push(("traits", traits.key));
    }
    if let Some(globals) = named("globals") {
        if let Some(object) = moment.object(globals.key)?
            && let Some(mixins) = moment.slot_named(&object, "mixins")?.and_then(|slot| slot.value.reference())
        {
            roots.push(("mixins", mixins.key));
        }
        roots.push(("globals", globals.key));
    }
    if let Some(lobby) = named("lobby") {
        roots.push(("lobby", lobby.key));
    }
    Ok(roots)
}

/// Finds the object that a path names, and answers it with the rest: the last name, if it is to be a slot.
pub(in crate::image) fn resolve(moment: &mut Moment<'_, '_>, words: &[&str]) -> Result<Option<Key>, ImageError> {
    let roots = named_roots(moment)?;
    let root = |name: &str| roots.iter().find(|(root, _)| *root == name).map(|(_, key)| *key);
    let Some((first, rest)) = words.split_first() else { return Ok(root("lobby")) };
    let starts: Vec<(Key, &[&str])> = match root(first) {
        Some(key) => vec![(key, rest)],
        None => ["lobby", "globals"].into_iter().filter_map(root).map(|key| (key, words)).collect(),
    };
    for (start, rest) in starts {
        let mut at = Some(start);
        for word in rest {
            at = match at {
                Some(key) => step(moment, key, word)?,
                None => break,
            };
        }
        if at.is_some() {
            return Ok(at);
        }
    }
    Ok(None)
}

/// One word of a path: a slot's name, and the numbers of elements behind it in brackets.
fn step(moment: &mut Moment<'_, '_>, from: Key, word: &str) -> Result<Option<Key>, ImageError> {
    let (name, indexes) = split_indexes(word);
    let Some(object) = moment.object(from)? else { return Ok(None) };
    let Some(slot) = moment.slot_named(&object, name)? else { return Ok(None) };
    let mut value = slot.value;
    for index in indexes {
        let Some(Reference { key, .. }) = value.reference() else { return Ok(None) };
        let Some(object) = moment.object(key)? else { return Ok(None) };
        value = moment.elements(key, &object)?.get(index).copied().unwrap_or(Word::Nil);
    }
    Ok(value.reference().map(|reference| reference.key))
}

fn split_indexes(word: &str) -> (&str, Vec<usize>) {
    match word.split_once('[') {
        Some((name, rest)) if rest.ends_with(']') => {
            let indexes = rest.trim_end_matches(']').split("][").map(str::parse::<usize>);
            match indexes.collect::<Result<Vec<_>, _>>() {
                Ok(indexes) => (name, indexes),
                Err(_) => (word, Vec::new()),
            }
        }
        _ => (word, Vec::new()),
    }
}
