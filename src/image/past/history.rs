//! The history of one slot: the turns that changed it, found by following its own records back.
//!
//! A slot's value may be in its object, in the object's map or a piece of it, or in a cell. Each of these has its chain of
//! changes in the store; the slot is looked at before and after each link, from the newest back. So the cost grows with
//! how often these few records changed, whatever else the image holds.

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::image::ImageError;
use crate::image::past::moment::Moment;
use crate::image::past::moment::Past;
use crate::image::past::moment::malformed;
use crate::image::past::names::Names;
use crate::image::past::names::resolve;
use crate::image::past::record;
use crate::image::past::record::Object;
use crate::image::past::record::Place;
use crate::image::past::record::Shape;
use crate::image::past::record::SlotRecord;
use crate::image::past::record::Word;
use crate::image::past::rewrite;
use crate::image::past::secret::HIDDEN;
use crate::image::past::secret::is_secret;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::image::store::TurnHead;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::text::symbol::Symbol;

/// Objects looked at to find the names of values.
const NAMED: usize = 5_000;

/// Why a slot's past cannot be told.
#[derive(Debug)]
pub enum PastError {
    /// No object is there, or it never had such a slot.
    NoSuchSlot(String),
    /// What a parent was decides what every message meant: it cannot be forgotten.
    Parent(String),
    Image(ImageError),
}

impl std::fmt::Display for PastError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PastError::NoSuchSlot(path) => write!(f, "there is no slot at '{path}', and there never was"),
            PastError::Parent(path) => {
                write!(f, "'{path}' is a parent: without it the object's past would mean nothing")
            }
            PastError::Image(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for PastError {}

impl From<ImageError> for PastError {
    fn from(error: ImageError) -> PastError {
        PastError::Image(error)
    }
}

impl From<StoreError> for PastError {
    fn from(error: StoreError) -> PastError {
        PastError::Image(ImageError::Store(error))
    }
}

/// A turn that changed a slot.
#[derive(Clone, Debug)]
pub struct SlotVersion {
    pub turn: TurnHead,
    /// The value in a few words, or a method's whole source; none if the turn removed the slot.
    pub value: Option<String>,
    pub is_method: bool,
}

/// The turns that changed the slot a path names, newest first, at most so many; none if it is older than all that are kept. The object is the one that has the path at
/// the moment.
///
/// # Errors
/// There is no such slot, or a record is damaged.
pub fn history(store: &mut Store, path: &str, moment: u64, limit: usize) -> Result<Vec<SlotVersion>, PastError> {
    let Some((holder, name)) = holder(store, path, moment)? else { return Err(PastError::NoSuchSlot(path.into())) };
    let mut versions: Vec<(u64, Option<Word>)> = Vec::new();
    let mut slot = SlotPast::new(store, holder, &name);
    slot.walk(|turn, value| {
        versions.push((turn, value));
        versions.len() < limit
    })?;
    // It may be older than all turns that are kept.
    if versions.is_empty() && slot.oldest()?.is_none() {
        return Err(PastError::NoSuchSlot(path.into()));
    }
    let heads = std::mem::take(&mut slot.heads);
    let past = Past::new(store);
    let names = names_for(&past, &versions)?;
    let mut then = Moment::new(&past, moment)?;
    let slot = then.object(holder)?.map(|object| then.slot_named(&object, &name)).transpose()?.flatten();
    let secret = slot.is_some_and(|slot| is_secret(&slot.annotations));
    let mut found = Vec::with_capacity(versions.len());
    for (turn, value) in versions {
        let Some(head) = heads.get(&turn).cloned() else { continue };
        let shown = value.map(|value| match secret {
            true => Ok(HIDDEN.to_string()),
            false => show(&mut Moment::new(&past, turn)?, &name, value, &names),
        });
        let is_method = value.and_then(Word::reference).is_some_and(|reference| reference.kind == Kind::Method);
        found.push(SlotVersion { turn: head, value: shown.transpose()?, is_method });
    }
    Ok(found)
}

/// What the objects among some values, and their parents, are called now; as far as that is soon found.
fn names_for(past: &Past<'_>, versions: &[(u64, Option<Word>)]) -> Result<Names, ImageError> {
    let now = past.borrow_mut().last_turn()?;
    let mut moment = Moment::new(past, now)?;
    let mut wanted = FxHashSet::default();
    for reference in versions.iter().filter_map(|(_, value)| value.and_then(Word::reference)) {
        if reference.kind == Kind::Slots
            && wanted.insert(reference.key)
            && let Some(object) = moment.object(reference.key)?
        {
            let parents = moment.slots(&object)?.into_iter().filter(|slot| slot.parent);
            wanted.extend(parents.filter_map(|slot| slot.value.reference()).map(|parent| parent.key));
        }
    }
    if wanted.is_empty() { Ok(Names::default()) } else { Names::find(&mut moment, &wanted, NAMED) }
}

fn show(moment: &mut Moment<'_, '_>, name: &str, value: Word, names: &Names) -> Result<String, ImageError> {
    match value.reference() {
        Some(reference) if reference.kind == Kind::Method => moment.source(Symbol::intern(name), reference.key),
        // Its name may be the slot that is asked about.
        Some(reference) => moment.describe(reference, names),
        None => moment.show(value, names),
    }
}

/// The object and the slot that a path names.
pub(in crate::image) fn holder(store: &mut Store, path: &str, moment: u64) -> Result<Option<(Key, String)>, PastError> {
    let words: Vec<&str> = path.split_whitespace().collect();
    let Some((last, before)) = words.split_last() else { return Ok(None) };
    let past = Past::new(store);
    let mut moment = Moment::new(&past, moment)?;
    // A bare name is one of the lobby's, else one of the globals'.
    if before.is_empty() {
        let mut first = None;
        for start in ["lobby", "globals"] {
            let Some(key) = resolve(&mut moment, &[start])? else { continue };
            let Some(object) = moment.object(key)? else { continue };
            if moment.slot_named(&object, last)?.is_some() {
                return Ok(Some((key, last.to_string())));
            }
            first = Some(key);
        }
        return Ok(first.map(|key| (key, last.to_string())));
    }
    Ok(resolve(&mut moment, before)?.map(|key| (key, last.to_string())))
}

/// A slot, the record it is in, and which of that record's versions.
type FoundSlot = (SlotRecord, (Key, usize));
/// Versions of a record: since which turn, newest first.
type Line = Rc<Vec<(u64, Option<Vec<u8>>)>>;

/// A slot through all moments.
pub(in crate::image) struct SlotPast<'s> {
    store: &'s mut Store,
    holder: Key,
    name: String,
    lines: FxHashMap<Key, Line>,
    heads: FxHashMap<u64, TurnHead>,
    /// Turns that may have changed it and were not looked at.
    waiting: BTreeSet<u64>,
    /// Maps and pieces by the turn since when they were so: the slot in them.
    objects: FxHashMap<(Key, u64), Option<Rc<Object>>>,
    shapes: FxHashMap<(Key, u64), Option<Rc<Shape>>>,
    pieces: FxHashMap<(Key, u64), Option<SlotRecord>>,
    /// Where its value was: record, place among the record's versions, and which word there; none is the map's own slot.
    spots: BTreeSet<(Key, usize, Option<usize>)>,
    /// It was a parent once.
    pub(in crate::image) is_parent: bool,
}

impl<'s> SlotPast<'s> {
    pub(in crate::image) fn new(store: &'s mut Store, holder: Key, name: &str) -> SlotPast<'s> {
        SlotPast {
            store,
            holder,
            name: name.to_string(),
            lines: FxHashMap::default(),
            heads: FxHashMap::default(),
            waiting: BTreeSet::new(),
            objects: FxHashMap::default(),
            shapes: FxHashMap::default(),
            pieces: FxHashMap::default(),
            spots: BTreeSet::new(),
            is_parent: false,
        }
    }

    /// Calls `each` with every turn that changed the slot and the value it has since, newest first, until it says stop.
    pub(in crate::image) fn walk(&mut self, mut each: impl FnMut(u64, Option<Word>) -> bool) -> Result<(), ImageError> {
        self.line(self.holder)?;
        while let Some(turn) = self.waiting.pop_last() {
            let after = self.value(turn)?;
            // What was before may be in other records; they join in from here on.
            let first = self.heads.get(&turn).map_or(turn, |head| head.first);
            let before = self.value(first - 1)?;
            if after != before && !each(turn, after) {
                return Ok(());
            }
        }
        Ok(())
    }

    /// The versions of a record.
    fn line(&mut self, key: Key) -> Result<Line, ImageError> {
        if let Some(line) = self.lines.get(&key) {
            return Ok(line.clone());
        }
        let mut line = Vec::new();
        let mut oldest = None;
        for (head, version) in self.store.history_of(key)? {
            line.push((head.turn, version.after));
            if !self.heads.contains_key(&head.turn) {
                self.waiting.insert(head.turn);
                self.heads.insert(head.turn, head);
            }
            oldest = Some(version.before);
        }
        // What it was before the first turn that history has.
        let oldest = match oldest {
            Some(before) => before,
            None => self.store.get(key)?.map(|record| record.bytes),
        };
        line.push((0, oldest));
        let line = Rc::new(line);
        self.lines.insert(key, line.clone());
        Ok(line)
    }

    /// Since which turn a record is as it was after this one, and its bytes.
    fn version(&mut self, key: Key, turn: u64) -> Result<(u64, Line, usize), ImageError> {
        let line = self.line(key)?;
        let at = line.partition_point(|(since, _)| *since > turn).min(line.len() - 1);
        Ok((line[at].0, line, at))
    }

    fn object(&mut self, key: Key, turn: u64) -> Result<Option<Rc<Object>>, ImageError> {
        let (since, line, at) = self.version(key, turn)?;
        if let Some(known) = self.objects.get(&(key, since)) {
            return Ok(known.clone());
        }
        let read = line[at].1.as_deref().map(record::object).transpose().map_err(malformed(key))?.map(Rc::new);
        self.objects.insert((key, since), read.clone());
        Ok(read)
    }

    /// The slot's place after a turn.
    fn slot(&mut self, map: Key, turn: u64) -> Result<Option<FoundSlot>, ImageError> {
        let (since, line, at) = self.version(map, turn)?;
        let shape = match self.shapes.get(&(map, since)) {
            Some(known) => known.clone(),
            None => {
                let read = line[at].1.as_deref().map(record::shape).transpose().map_err(malformed(map))?.map(Rc::new);
                self.shapes.insert((map, since), read.clone());
                read
            }
        };
        let Some(shape) = shape else { return Ok(None) };
        if let Some(slot) = shape.slots.iter().find(|slot| slot.name.as_str() == self.name) {
            return Ok(Some((slot.clone(), (map, at))));
        }
        for piece in &shape.pieces {
            let (since, line, at) = self.version(*piece, turn)?;
            let found = match self.pieces.get(&(*piece, since)) {
                Some(known) => known.clone(),
                None => {
                    let read = line[at].1.as_deref().map(record::map_piece).transpose().map_err(malformed(*piece))?;
                    let found = read.unwrap_or_default().into_iter().find(|slot| slot.name.as_str() == self.name);
                    self.pieces.insert((*piece, since), found.clone());
                    found
                }
            };
            if let Some(slot) = found {
                return Ok(Some((slot, (*piece, at))));
            }
        }
        Ok(None)
    }

    /// The slot's value after a turn; none if there was no such slot.
    fn value(&mut self, turn: u64) -> Result<Option<Word>, ImageError> {
        let Some(object) = self.object(self.holder, turn)? else { return Ok(None) };
        let Some((slot, in_map)) = self.slot(object.map, turn)? else { return Ok(None) };
        self.is_parent |= slot.parent;
        let (holder, index) = match slot.place {
            Place::Map(value) => {
                self.spots.insert((in_map.0, in_map.1, None));
                return Ok(Some(value));
            }
            Place::Transient => return Ok(Some(Word::Nil)),
            Place::Field(index) => (self.holder, index),
            Place::Cell(cell) => match cell.reference() {
                Some(cell) => (cell.key, 0),
                None => return Ok(Some(Word::Nil)),
            },
            Place::Overflow { field, index } => match object.body.word(field).reference() {
                Some(cell) => (cell.key, index),
                None => return Ok(Some(Word::Nil)),
            },
        };
        let (_, _, at) = self.version(holder, turn)?;
        self.spots.insert((holder, at, Some(index)));
        Ok(Some(self.object(holder, turn)?.map_or(Word::Nil, |object| object.body.word(index))))
    }

    /// Its value before the first turn that history has.
    pub(in crate::image) fn oldest(&mut self) -> Result<Option<Word>, ImageError> {
        self.value(0)
    }

    /// Every version of a record that its value was in, as it was and with nil instead.
    pub(in crate::image) fn without_value(&self) -> Vec<(Key, Vec<u8>, Vec<u8>)> {
        let version = |(key, at, index): &(Key, usize, Option<usize>)| {
            let bytes = self.lines.get(key)?.get(*at)?.1.clone()?;
            let without = match index {
                Some(index) => rewrite::without_word(&bytes, *index),
                None => rewrite::without_slot_value(&bytes, &self.name),
            };
            Some((*key, bytes, without.ok()?))
        };
        self.spots.iter().filter_map(version).collect()
    }
}
