//! What the store keeps in memory: the turns that are not yet in the segments, and little else.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::path::Path;

use redb::Database;
use redb::ReadOnlyDatabase;
use redb::ReadOnlyTable;
use redb::ReadTransaction;
use redb::ReadableDatabase;
use redb::ReadableTable;
use redb::ReadableTableMetadata;

use crate::image::store::bytes;
use crate::image::store::bytes::Malformed;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::file;
use crate::image::store::schema;
use crate::image::store::schema::Facts;
use crate::image::store::schema::Snapshot;
use crate::image::store::segment;
use crate::image::store::turn;
use crate::image::store::turn::After;
use crate::image::store::turn::OutboxRow;
use crate::image::store::turn::TurnHead;

/// Keys below this one hold the named values: a name is a record, so its history comes with it.
pub const FIRST_KEY: u64 = 1024;

/// An open database, for writing or for reading.
pub(super) enum Handle {
    Write(Database),
    Read(ReadOnlyDatabase),
}

impl Handle {
    pub(super) fn begin_read(&self) -> Result<ReadTransaction, Fault> {
        Ok(match self {
            Handle::Write(database) => database.begin_read()?,
            Handle::Read(database) => database.begin_read()?,
        })
    }
}

/// A moment of the file, ready to be read.
pub(super) struct Reader {
    pub(super) segments: ReadOnlyTable<u64, &'static [u8]>,
    pub(super) turns: ReadOnlyTable<(u64, u64), &'static [u8]>,
}

impl Reader {
    pub(super) fn new(handle: &Handle) -> Result<Reader, Fault> {
        let moment = handle.begin_read()?;
        Ok(Reader { segments: moment.open_table(schema::SEGMENTS)?, turns: moment.open_table(schema::TURNS)? })
    }

    /// The head of a turn, with the row it stands in.
    pub(super) fn head(&self, turn: u64) -> Result<Option<TurnHead>, Fault> {
        let Some(row) = self.turns.get((turn, 0))? else { return Ok(None) };
        let payload = bytes::unseal(row.value(), schema::TURN_TAG, (turn, 0)).at_place(Place::Turn(turn))?;
        Ok(Some(turn::decode_head(turn, payload).at_place(Place::Turn(turn))?.0))
    }

    /// The head of the first turn that is kept from this one on: itself, or what it was merged into.
    pub(super) fn head_from(&self, turn: u64) -> Result<Option<TurnHead>, Fault> {
        match self.turns.range((turn, 0)..)?.next() {
            None => Ok(None),
            Some(row) => {
                let (number, row) = row?.0.value();
                // Rows of the body of the turn before would have a second number, and a damaged tree may answer with an
                // earlier turn, which would lead round in a circle.
                match row {
                    0 if number >= turn => self.head(number),
                    _ => Err(Fault::damaged(Place::Turn(number), "its head is missing")),
                }
            }
        }
    }

    /// All changes of a turn, in the order of their keys.
    pub(super) fn body(&self, turn: u64, mut visit: impl FnMut(&turn::Entry<'_>)) -> Result<TurnHead, Fault> {
        let place = Place::Turn(turn);
        let mut rows = self.turns.range((turn, 0)..=(turn, u64::MAX))?;
        let Some(row) = rows.next() else { return Err(Fault::damaged(place, "it is missing")) };
        let row = row?;
        let payload = bytes::unseal(row.1.value(), schema::TURN_TAG, (turn, 0)).at_place(place.clone())?;
        let (head, rest) = turn::decode_head(turn, payload).at_place(place.clone())?;
        let mut count = 0u64;
        let mut last = None;
        let mut each = |entry: turn::Entry<'_>| {
            count += 1;
            let ascending = last.is_none_or(|last| last < entry.key);
            last = Some(entry.key);
            if ascending {
                visit(&entry);
            }
            ascending
        };
        if head.parts == 0 {
            turn::decode_body(rest, head.time_ms, &mut each).at_place(place.clone())?;
        }
        let mut parts = 0;
        for row in rows {
            let row = row?;
            let payload = bytes::unseal(row.1.value(), schema::TURN_TAG, row.0.value()).at_place(place.clone())?;
            turn::decode_body(payload, head.time_ms, &mut each).at_place(place.clone())?;
            parts += 1;
        }
        match parts == head.parts && count == head.changed {
            true => Ok(head),
            false => Err(Fault::damaged(place, "some of its changes are missing")),
        }
    }

    /// What a turn changed of these keys, ascending. A row of its body is read once for all of them that are in it.
    pub(super) fn changes(
        &self,
        turn: u64,
        keys: &[u64],
        mut visit: impl FnMut(&turn::Entry<'_>),
    ) -> Result<(), Fault> {
        let place = Place::Turn(turn);
        let Some(row) = self.turns.get((turn, 0))? else { return Err(Fault::damaged(place, "it is missing")) };
        let payload = bytes::unseal(row.value(), schema::TURN_TAG, (turn, 0)).at_place(place.clone())?;
        let (head, rest) = turn::decode_head(turn, payload).at_place(place.clone())?;
        let mut wanted = keys.iter().copied().peekable();
        let mut look = |entry: turn::Entry<'_>| {
            while wanted.next_if(|key| *key < entry.key).is_some() {}
            if wanted.next_if_eq(&entry.key).is_some() {
                visit(&entry);
            }
            wanted.peek().is_some()
        };
        if head.parts == 0 {
            return turn::decode_body(rest, head.time_ms, &mut look).at_place(place);
        }
        let mut at = 0;
        while let Some(&key) = keys.get(at)
            && let Some(row) = self.turns.range((turn, 1)..=(turn, key))?.next_back()
        {
            let row = row?;
            let payload = bytes::unseal(row.1.value(), schema::TURN_TAG, row.0.value()).at_place(place.clone())?;
            let mut last = key;
            let each = |entry: turn::Entry<'_>| {
                last = entry.key;
                look(entry)
            };
            turn::decode_body(payload, head.time_ms, each).at_place(place.clone())?;
            at += keys[at..].partition_point(|key| *key <= last).max(1);
        }
        Ok(())
    }

    /// What a turn changed of one key.
    pub(super) fn change<T>(
        &self,
        turn: u64,
        key: u64,
        visit: impl FnOnce(&TurnHead, &turn::Entry<'_>) -> T,
    ) -> Result<Option<T>, Fault> {
        let place = Place::Turn(turn);
        let Some(row) = self.turns.get((turn, 0))? else { return Err(Fault::damaged(place, "it is missing")) };
        let payload = bytes::unseal(row.value(), schema::TURN_TAG, (turn, 0)).at_place(place.clone())?;
        let (head, rest) = turn::decode_head(turn, payload).at_place(place.clone())?;
        let mut visit = Some(visit);
        let mut result = None;
        let mut look = |entry: turn::Entry<'_>| {
            if entry.key == key
                && let Some(visit) = visit.take()
            {
                result = Some(visit(&head, &entry));
            }
            entry.key < key
        };
        if head.parts == 0 {
            turn::decode_body(rest, head.time_ms, &mut look).at_place(place)?;
        } else if let Some(row) = self.turns.range((turn, 1)..=(turn, key))?.next_back() {
            let row = row?;
            let payload = bytes::unseal(row.1.value(), schema::TURN_TAG, row.0.value()).at_place(place.clone())?;
            turn::decode_body(payload, head.time_ms, &mut look).at_place(place)?;
        }
        Ok(result)
    }
}

/// A sealed value whose checksum was found right, with its payload at hand.
pub(super) struct SegmentRow<'a> {
    pub(super) first: u64,
    row: redb::AccessGuard<'a, &'static [u8]>,
}

impl SegmentRow<'_> {
    pub(super) fn payload(&self) -> &[u8] {
        &self.row.value()[bytes::SEAL..]
    }

    pub(super) fn sum(&self) -> u32 {
        bytes::sum(self.row.value())
    }

    pub(super) fn end(&self) -> Result<u64, Fault> {
        segment::end(self.payload()).at_place(Place::Segment(self.first))
    }
}

/// The segment whose stretch a key is in.
pub(super) fn segment_of<'a>(
    table: &'a impl ReadableTable<u64, &'static [u8]>,
    key: u64,
) -> Result<SegmentRow<'a>, Fault> {
    // A cursor goes down the tree once, where a range would go down twice, for its other end.
    let Some((first, row)) = table.upper_bound(Bound::Included(key))?.prev()? else {
        return Err(Fault::damaged(Place::Record(key), "its segment is missing"));
    };
    let first = first.value();
    bytes::unseal(row.value(), schema::SEGMENT_TAG, (first, 0)).at_place(Place::Segment(first))?;
    let found = SegmentRow { first, row };
    if found.end()? <= key {
        return Err(Fault::damaged(Place::Record(key), "its segment is missing"));
    }
    Ok(found)
}

/// The newest state of a record that is not yet in the segments.
pub(super) struct Pending {
    pub(super) turn: u64,
    pub(super) bytes: Option<Vec<u8>>,
}

/// All that is known without reading the file.
pub(super) struct State {
    pub(super) facts: Facts,
    /// The newest turn.
    pub(super) last: u64,
    /// The link its successor must have.
    pub(super) link: u32,
    /// Rows of all turns.
    pub(super) rows: u64,
    /// Records that turns changed since the last fold.
    pub(super) overlay: BTreeMap<u64, Pending>,
    /// About how many bytes these take in the file.
    pub(super) overlay_bytes: usize,
    /// No record was ever made above this key.
    pub(super) highest: u64,
    /// Named values: each name's key.
    pub(super) names: BTreeMap<String, u64>,
    /// What waits for delivery.
    pub(super) outbox: BTreeMap<u64, OutboxRow>,
    /// Rows of it that differ from the table's.
    pub(super) outbox_changed: BTreeSet<u64>,
    pub(super) snapshots: BTreeMap<String, Snapshot>,
    pub(super) is_foreign: bool,
}

impl State {
    /// Reads what an image says of itself, and the turns since its last fold.
    pub(super) fn load(path: &Path, handle: &Handle) -> Result<(State, Reader), Fault> {
        let moment = handle.begin_read()?;
        let fact = |name: &str| Place::Fact(name.to_string());
        let meta = match moment.open_table(schema::META) {
            Ok(meta) => meta,
            Err(redb::TableError::Storage(error)) => return Err(error.into()),
            Err(error) => {
                return Err(Fault::Said(StoreError::NotAnImage { path: path.to_path_buf(), why: error.to_string() }));
            }
        };
        let format = match meta.get(schema::FORMAT_ROW)? {
            Some(row) => schema::decode_format(row.value()).at_place(fact(schema::FORMAT_ROW))?,
            None => return Err(Fault::damaged(fact(schema::FORMAT_ROW), "it is missing")),
        };
        if format > schema::FORMAT {
            let (path, known) = (path.to_path_buf(), schema::FORMAT);
            return Err(Fault::Said(StoreError::Newer { path, found: format, known }));
        }
        let facts = match meta.get(schema::FACTS_ROW)? {
            Some(row) => Facts::decode(row.value()).at_place(fact(schema::FACTS_ROW))?,
            None => return Err(Fault::damaged(fact(schema::FACTS_ROW), "it is missing")),
        };
        let reader = Reader::new(handle)?;
        if reader.segments.len()? != facts.segments {
            return Err(Fault::damaged(Place::File, "segments are missing"));
        }
        let is_foreign = facts.home != file::home(path, facts.instance);
        let mut state = State {
            last: facts.folded,
            link: facts.link,
            rows: facts.rows,
            overlay: BTreeMap::new(),
            overlay_bytes: 0,
            highest: 0,
            names: BTreeMap::new(),
            outbox: BTreeMap::new(),
            outbox_changed: BTreeSet::new(),
            snapshots: BTreeMap::new(),
            is_foreign,
            facts,
        };
        for row in moment.open_table(schema::SNAPSHOTS)?.iter()? {
            let (name, row) = row?;
            let snapshot = Snapshot::decode(row.value()).at_place(Place::Fact(format!("snapshot {}", name.value())))?;
            state.snapshots.insert(snapshot.name.clone(), snapshot);
        }
        for row in moment.open_table(schema::OUTBOX)?.iter()? {
            let (id, row) = row?;
            let id = id.value();
            let row = schema::decode_outbox(id, row.value()).at_place(Place::Outbox(id))?;
            state.outbox.insert(id, row);
        }
        state.replay(&reader)?;
        if reader.turns.len()? != state.rows {
            return Err(Fault::damaged(Place::File, "turns are missing"));
        }
        state.find_highest(&reader)?;
        state.find_names(&reader)?;
        Ok((state, reader))
    }

    /// Reads the turns since the last fold.
    fn replay(&mut self, reader: &Reader) -> Result<(), Fault> {
        while let Some(row) = reader.turns.range((self.last + 1, 0)..)?.next() {
            let row = row?;
            let turn = self.last + 1;
            if row.0.value() != (turn, 0) {
                return Err(Fault::damaged(Place::Turn(turn), "it is missing"));
            }
            let link = bytes::checksum(bytes_of(row.1.value()).at_place(Place::Turn(turn))?);
            let mut changes = Vec::new();
            let head = reader.body(turn, |entry| match entry.after {
                After::Removed => changes.push((entry.key, None)),
                After::Bytes(bytes) => changes.push((entry.key, Some(bytes.to_vec()))),
                After::Elsewhere => {}
            })?;
            if head.link != self.link {
                return Err(Fault::damaged(Place::Turn(turn), "it does not follow the turn before it"));
            }
            for (key, bytes) in changes {
                self.remember(key, turn, bytes);
            }
            self.note_turn(&head, link);
        }
        Ok(())
    }

    /// Takes in one change.
    pub(super) fn remember(&mut self, key: u64, turn: u64, bytes: Option<Vec<u8>>) {
        let size = |bytes: &Option<Vec<u8>>| bytes.as_ref().map_or(0, Vec::len) + ENTRY_COST;
        self.overlay_bytes += size(&bytes);
        self.highest = self.highest.max(key);
        if let Some(old) = self.overlay.insert(key, Pending { turn, bytes }) {
            self.overlay_bytes -= size(&old.bytes);
        }
    }

    /// Takes in what a turn's head says.
    pub(super) fn note_turn(&mut self, head: &TurnHead, link: u32) {
        self.last = head.turn;
        self.link = link;
        self.rows += 1 + head.parts;
        for row in &head.outbox_added {
            self.facts.next_outbox = self.facts.next_outbox.max(row.id + 1);
            self.outbox_changed.insert(row.id);
            self.outbox.insert(row.id, row.clone());
        }
        for id in &head.outbox_done {
            self.outbox_changed.insert(*id);
            self.outbox.remove(id);
        }
    }

    pub(super) fn forget_overlay(&mut self) {
        self.overlay.clear();
        self.overlay_bytes = 0;
        self.outbox_changed.clear();
    }

    fn find_highest(&mut self, reader: &Reader) -> Result<(), Fault> {
        let row = segment_of(&reader.segments, segment::END - 1)?;
        let entries = segment::decode(row.payload(), row.first).at_place(Place::Segment(row.first))?;
        self.highest = self.highest.max(entries.last().map_or(row.first, |entry| entry.key));
        Ok(())
    }

    fn find_names(&mut self, reader: &Reader) -> Result<(), Fault> {
        let mut at = 0;
        while at < FIRST_KEY {
            let row = segment_of(&reader.segments, at)?;
            for entry in segment::decode(row.payload(), row.first).at_place(Place::Segment(row.first))? {
                if entry.key < FIRST_KEY
                    && let Some(bytes) = entry.bytes
                {
                    let (name, _) = decode_named(bytes).at_place(Place::Record(entry.key))?;
                    self.names.insert(name.to_string(), entry.key);
                }
            }
            at = row.end()?;
        }
        for (&key, pending) in self.overlay.range(..FIRST_KEY) {
            if let Some(bytes) = &pending.bytes {
                let (name, _) = decode_named(bytes).at_place(Place::Record(key))?;
                self.names.insert(name.to_string(), key);
            }
        }
        Ok(())
    }
}

/// What a record costs in a segment besides its bytes.
const ENTRY_COST: usize = 8;

/// The sealed value itself, if it is long enough to be one.
fn bytes_of(value: &[u8]) -> Result<&[u8], Malformed> {
    match value.len() >= bytes::SEAL {
        true => Ok(value),
        false => Err(Malformed),
    }
}

/// The record of a named value: the name, and the value. A value that was taken away leaves its name.
pub(super) fn encode_named(name: &str, value: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::new();
    bytes::put_bytes(&mut out, name.as_bytes());
    if let Some(value) = value {
        out.push(1);
        out.extend_from_slice(value);
    }
    out
}

pub(super) fn decode_named(record: &[u8]) -> Result<(&str, Option<&[u8]>), Malformed> {
    let mut from = bytes::Bytes::new(record);
    let name = from.text()?;
    match from.rest() {
        [] => Ok((name, None)),
        [1, value @ ..] => Ok((name, Some(value))),
        _ => Err(Malformed),
    }
}
