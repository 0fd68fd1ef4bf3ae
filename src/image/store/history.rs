//! The past: what turns did, how the world was, and how to go back.
//!
//! Each change keeps the image before it and the turn that changed the record earlier, so the history of a record is a
//! chain that begins at its newest state. Looking at a moment follows that chain for the records that are looked at;
//! opening a moment costs nothing.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::btree_map;
use std::ops::RangeInclusive;

use crate::image::store::Cluster;
use crate::image::store::Store;
use crate::image::store::commit::Change;
use crate::image::store::commit::Named;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::named_value;
use crate::image::store::newest;
use crate::image::store::segment;
use crate::image::store::state::FIRST_KEY;
use crate::image::store::state::Reader;
use crate::image::store::state::State;
use crate::image::store::state::segment_of;
use crate::image::store::turn::After;
use crate::image::store::turn::TurnHead;

/// What a turn did to a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The turn.
    pub turn: u64,
    /// The record.
    pub key: u64,
    /// What it was before.
    pub before: Option<Vec<u8>>,
    /// What it was after.
    pub after: Option<Vec<u8>>,
}

/// How a record differs between two moments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The record.
    pub key: u64,
    /// What it was at the first moment.
    pub before: Option<Vec<u8>>,
    /// What it was at the second.
    pub after: Option<Vec<u8>>,
}

/// A record that cannot be put back, since a later turn made something else of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The record.
    pub key: u64,
    /// The turn that changed it last.
    pub later: u64,
}

/// What takes a turn back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// What to write. Conflicting records are not among it.
    pub changes: Vec<Change>,
    /// What stands in the way.
    pub conflicts: Vec<Conflict>,
    /// The outbox rows the turn added that still wait. All others have had their effect.
    pub outbox_added: Vec<u64>,
}

/// The world as it was after a turn.
pub struct Moment<'a> {
    store: &'a mut Store,
    turn: u64,
}

impl Moment<'_> {
    /// The turn.
    pub fn turn(&self) -> u64 {
        self.turn
    }

    /// The records, as they were, of the stretch of keys in which this one lies: read together, since a turn that changed
    /// one of them has most often changed its neighbours too.
    pub fn cluster(&mut self, key: u64) -> Result<Cluster, StoreError> {
        let turn = self.turn;
        self.store.read(|reader, state| cluster_at(reader, state, key, turn))
    }

    /// A record as it was.
    pub fn get(&mut self, key: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let turn = self.turn;
        self.store.read(|reader, state| value_at(reader, state, key, turn))
    }

    /// A named value as it was.
    pub fn named(&mut self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        let turn = self.turn;
        self.store.read(|reader, state| {
            let Some(&key) = state.names.get(name) else { return Ok(None) };
            named_value(key, value_at(reader, state, key, turn)?)
        })
    }
}

impl Store {
    /// The heads of the turns in a range, oldest first. Their images are not read.
    pub fn turns(&mut self, range: RangeInclusive<u64>) -> Result<Vec<TurnHead>, StoreError> {
        self.read(|reader, _| heads(reader, range.clone()))
    }

    /// The head of one turn.
    pub fn turn(&mut self, turn: u64) -> Result<TurnHead, StoreError> {
        match self.read(|reader, _| reader.head(turn))? {
            Some(head) => Ok(head),
            None => Err(self.no_such_turn(turn)?),
        }
    }

    /// The keys a turn changed.
    pub fn changed_keys(&mut self, turn: u64) -> Result<Vec<u64>, StoreError> {
        self.turn(turn)?;
        self.read(|reader, _| {
            let mut keys = Vec::new();
            reader.body(turn, |entry| keys.extend((entry.key >= FIRST_KEY).then_some(entry.key)))?;
            Ok(keys)
        })
    }

    /// What a turn changed, in the order of the keys.
    pub fn changes(&mut self, turn: u64) -> Result<Vec<Version>, StoreError> {
        self.turn(turn)?;
        self.read(|reader, state| {
            let mut found = Vec::new();
            reader.body(turn, |entry| {
                if entry.key >= FIRST_KEY {
                    let before = entry.before.map(<[u8]>::to_vec);
                    found.push((entry.key, before, Image::of(entry.after)));
                }
            })?;
            let versions = found.into_iter().map(|(key, before, after)| {
                Ok(Version { turn, key, before, after: after.resolve(reader, state, key, turn)? })
            });
            // Turns that were merged may have left a record as it was before them.
            versions.filter(|version| !version.as_ref().is_ok_and(|version| version.before == version.after)).collect()
        })
    }

    /// The world as it was after a turn; turn 0 is before the first.
    pub fn at(&mut self, turn: u64) -> Result<Moment<'_>, StoreError> {
        self.check_moment(turn)?;
        Ok(Moment { store: self, turn })
    }

    /// What differs between two moments, in the order of the keys.
    pub fn difference(&mut self, from: u64, to: u64) -> Result<Vec<Difference>, StoreError> {
        self.check_moment(from)?;
        self.check_moment(to)?;
        let (early, late) = (from.min(to), from.max(to));
        let mut found = self.read(|reader, state| {
            let mut changed = BTreeMap::new();
            for head in heads(reader, early + 1..=late)? {
                reader.body(head.turn, |entry| {
                    let after = Image::of(entry.after);
                    match changed.entry(entry.key) {
                        btree_map::Entry::Vacant(place) => {
                            place.insert((entry.before.map(<[u8]>::to_vec), after));
                        }
                        btree_map::Entry::Occupied(mut place) => place.get_mut().1 = after,
                    }
                })?;
            }
            let mut differences = Vec::with_capacity(changed.len());
            for (key, (before, after)) in changed {
                let after = after.resolve(reader, state, key, late)?;
                if key >= FIRST_KEY && before != after {
                    differences.push(Difference { key, before, after });
                }
            }
            Ok(differences)
        })?;
        if from > to {
            for difference in &mut found {
                std::mem::swap(&mut difference.before, &mut difference.after);
            }
        }
        Ok(found)
    }

    /// What to write so that all records are as they were after a turn.
    pub fn restore_records(&mut self, turn: u64) -> Result<Vec<Change>, StoreError> {
        self.check_moment(turn)?;
        self.read(|reader, state| {
            let mut changed = BTreeMap::new();
            for head in heads(reader, turn + 1..=state.last)? {
                reader.body(head.turn, |entry| {
                    if entry.key >= FIRST_KEY {
                        changed.entry(entry.key).or_insert_with(|| entry.before.map(<[u8]>::to_vec));
                    }
                })?;
            }
            Ok(changed.into_iter().map(|(key, after)| Change { key, after }).collect())
        })
    }

    /// What the turns did to a record, newest first.
    pub fn history_of(&mut self, key: u64) -> Result<Vec<(TurnHead, Version)>, StoreError> {
        self.read(|reader, state| {
            let mut found = Vec::new();
            let (mut turn, mut after) = newest(reader, state, key)?;
            while let Some(step) = step(reader, state, key, turn)? {
                // Turns that were merged may have left a record as it was before them.
                if step.before != after {
                    let version = Version { turn: step.head.turn, key, before: step.before.clone(), after };
                    found.push((step.head, version));
                }
                (turn, after) = (step.prior, step.before);
            }
            Ok(found)
        })
    }

    /// What to write to take a turn back. A record that is no longer as the turn left it is a conflict: the caller
    /// decides.
    pub fn undo_records(&mut self, turn: u64) -> Result<Undo, StoreError> {
        let head = self.turn(turn)?;
        let versions = self.changes(turn)?;
        let mut undo =
            Undo { changes: Vec::with_capacity(versions.len()), conflicts: Vec::new(), outbox_added: vec![] };
        let states = self.read(|reader, state| {
            let now = versions.iter().map(|version| newest(reader, state, version.key));
            now.collect::<Result<Vec<_>, Fault>>()
        })?;
        for (version, (later, now)) in versions.into_iter().zip(states) {
            match now == version.after {
                true => undo.changes.push(Change { key: version.key, after: version.before }),
                false => undo.conflicts.push(Conflict { key: version.key, later }),
            }
        }
        let waiting = &self.ensure_open()?.state.outbox;
        undo.outbox_added = head.outbox_added.iter().map(|row| row.id).filter(|id| waiting.contains_key(id)).collect();
        Ok(undo)
    }

    /// What the named values that a turn changed were before it.
    pub(super) fn names_before(&mut self, turn: u64) -> Result<Vec<Named>, StoreError> {
        self.read(|reader, state| {
            let mut before = HashMap::new();
            reader.body(turn, |entry| {
                if entry.key < FIRST_KEY {
                    before.insert(entry.key, entry.before.map(<[u8]>::to_vec));
                }
            })?;
            let changed = state.names.iter().filter_map(|(name, key)| Some((name, *key, before.remove(key)?)));
            changed.map(|(name, key, record)| Ok((name.clone(), named_value(key, record)?))).collect()
        })
    }

    /// Whether there is such a moment.
    pub(super) fn check_moment(&mut self, turn: u64) -> Result<(), StoreError> {
        let found =
            self.read(|reader, state| Ok(turn == state.facts.base || reader.turns.get((turn, 0))?.is_some()))?;
        match found {
            true => Ok(()),
            false => Err(self.no_such_turn(turn)?),
        }
    }

    fn no_such_turn(&mut self, turn: u64) -> Result<StoreError, StoreError> {
        let path = self.path.clone();
        let state = &self.ensure_open()?.state;
        Ok(StoreError::NoSuchTurn { path, turn, oldest: state.facts.base, newest: state.last })
    }
}

/// The heads of a range of turns. It skips from head to head, since bodies stand between them.
fn heads(reader: &Reader, range: RangeInclusive<u64>) -> Result<Vec<TurnHead>, Fault> {
    let mut found = Vec::new();
    let mut next = *range.start();
    while let Some(head) = reader.head_from(next)?
        && head.turn <= *range.end()
    {
        next = head.turn + 1;
        found.push(head);
    }
    Ok(found)
}

/// An image of a record after a turn, which may have to be looked up.
enum Image {
    Known(Option<Vec<u8>>),
    Elsewhere,
}

impl Image {
    fn of(after: After<'_>) -> Image {
        match after {
            After::Removed => Image::Known(None),
            After::Bytes(bytes) => Image::Known(Some(bytes.to_vec())),
            After::Elsewhere => Image::Elsewhere,
        }
    }

    fn resolve(self, reader: &Reader, state: &State, key: u64, turn: u64) -> Result<Option<Vec<u8>>, Fault> {
        match self {
            Image::Known(bytes) => Ok(bytes),
            Image::Elsewhere => value_at(reader, state, key, turn),
        }
    }
}

/// The records of a stretch of keys as they were after a turn.
fn cluster_at(reader: &Reader, state: &State, key: u64, moment: u64) -> Result<Cluster, Fault> {
    let row = segment_of(&reader.segments, key)?;
    let (first, end) = (row.first, row.end()?);
    let mut records = BTreeMap::new();
    for entry in segment::decode(row.payload(), first).at_place(Place::Segment(first))? {
        records.insert(entry.key, (entry.turn, entry.bytes.map(<[u8]>::to_vec)));
    }
    for (&key, pending) in state.overlay.range(first..end) {
        records.insert(key, (pending.turn, pending.bytes.clone()));
    }
    records.retain(|key, _| *key >= FIRST_KEY);
    // What later turns have changed, by the turn that did so last: the latest is taken back first.
    let mut later: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for (&key, &(turn, _)) in records.iter().filter(|(_, (turn, _))| *turn > moment.max(state.facts.base)) {
        later.entry(turn).or_default().push(key);
    }
    while let Some((turn, mut keys)) = later.pop_last() {
        // Keys come from several turns.
        keys.sort_unstable();
        let head = head_of(reader, turn)?;
        let mut found = 0;
        reader.changes(head.turn, &keys, |entry| {
            found += 1;
            if entry.prior > moment.max(state.facts.base) && entry.prior < head.first {
                later.entry(entry.prior).or_default().push(entry.key);
            }
            records.insert(entry.key, (entry.prior, entry.before.map(<[u8]>::to_vec)));
        })?;
        if found != keys.len() {
            return Err(Fault::damaged(Place::Turn(turn), "it does not say all that it did"));
        }
    }
    Ok(Cluster::new(first, end, records.iter().filter_map(|(key, (_, bytes))| Some((*key, bytes.as_deref()?)))))
}

/// The turn of this number, or that into which it was merged.
fn head_of(reader: &Reader, turn: u64) -> Result<TurnHead, Fault> {
    match reader.head_from(turn)? {
        Some(head) if head.first <= turn => Ok(head),
        _ => Err(Fault::damaged(Place::Turn(turn), "it is missing")),
    }
}

/// One link of the chain that is a record's history.
struct Step {
    /// The turn that changed the record, or into which that turn was merged.
    head: TurnHead,
    /// The turn that changed it before, and what it was since then.
    prior: u64,
    before: Option<Vec<u8>>,
}

/// The change of a record by a turn; none if history does not reach back so far.
fn step(reader: &Reader, state: &State, key: u64, turn: u64) -> Result<Option<Step>, Fault> {
    if turn <= state.facts.base {
        return Ok(None);
    }
    let place = Place::Turn(turn);
    let turn = match reader.turns.get((turn, 0))?.is_some() {
        true => turn,
        false => head_of(reader, turn)?.turn,
    };
    let found = reader.change(turn, key, |head, entry| Step {
        head: head.clone(),
        prior: entry.prior,
        before: entry.before.map(<[u8]>::to_vec),
    })?;
    match found {
        // Each step must go back, or a damaged chain would be followed for ever.
        Some(step) if step.prior < step.head.first => Ok(Some(step)),
        _ => Err(Fault::damaged(place, format!("it does not say what it did to record {key}"))),
    }
}

/// A record as it was after a turn.
fn value_at(reader: &Reader, state: &State, key: u64, turn: u64) -> Result<Option<Vec<u8>>, Fault> {
    let (mut at, mut bytes) = newest(reader, state, key)?;
    while at > turn {
        match step(reader, state, key, at)? {
            Some(step) => (at, bytes) = (step.prior, step.before),
            None => break,
        }
    }
    Ok(bytes)
}
