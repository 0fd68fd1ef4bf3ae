//! Writing an image anew: into another file, densely, with history merged or bytes replaced on the way.
//!
//! The live file is never changed by it. The new one is complete, checked page by page and on disk before it takes the
//! old one's place, or its name.

use std::collections::BTreeMap;

use redb::Database;
use redb::Table;

use crate::image::store::Open;
use crate::image::store::bytes;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::file;
use crate::image::store::file::Draft;
use crate::image::store::fold::merge;
use crate::image::store::fold::overlay_entries;
use crate::image::store::fold::put_segment;
use crate::image::store::schema;
use crate::image::store::schema::Facts;
use crate::image::store::segment;
use crate::image::store::state::FIRST_KEY;
use crate::image::store::state::Reader;
use crate::image::store::state::State;
use crate::image::store::state::decode_named;
use crate::image::store::state::encode_named;
use crate::image::store::state::segment_of;
use crate::image::store::turn;
use crate::image::store::turn::After;
use crate::image::store::turn::Body;
use crate::image::store::turn::OutboxRow;
use crate::image::store::turn::TurnHead;
use crate::image::store::turn::TurnKind;

/// What replaces bytes on the way. Nothing answers `None`, which keeps them.
pub trait Rewrite {
    /// An image of a record, now or at any time.
    fn record(&mut self, key: u64, bytes: &[u8]) -> Option<Vec<u8>> {
        let _ = (key, bytes);
        None
    }

    /// A named value, now or at any time.
    fn named(&mut self, name: &str, value: &[u8]) -> Option<Vec<u8>> {
        let _ = (name, value);
        None
    }

    /// The source text of a turn.
    fn text(&mut self, turn: u64, text: &str) -> Option<String> {
        let _ = (turn, text);
        None
    }

    /// The note of a turn.
    fn note(&mut self, turn: u64, note: &[u8]) -> Option<Vec<u8>> {
        let _ = (turn, note);
        None
    }

    /// The payload of an outbox row, waiting or delivered.
    fn outbox(&mut self, row: &OutboxRow) -> Option<Vec<u8>> {
        let _ = row;
        None
    }
}

/// Keeps all bytes.
pub(super) struct Keep;

impl Rewrite for Keep {}

/// Turns that become one: the numbers of the first and the last that are kept in the old file.
pub(super) type Group = Vec<u64>;

/// What the new file is to hold of history.
pub(super) struct Plan {
    /// The earliest moment it keeps.
    pub(super) base: u64,
    /// Its turns; those of a group are merged.
    pub(super) groups: Vec<Group>,
}

/// Collects about this much before packing it into segments.
const BATCH: usize = 1 << 20;

/// Writes the image into `draft`.
pub(super) fn rebuild(
    open: &mut Open,
    draft: &Draft,
    plan: &Plan,
    keeps_home: bool,
    rewrite: &mut dyn Rewrite,
) -> Result<(), Fault> {
    let (reader, state) = open.reader()?;
    let mut database = file::builder(file::MOST_CACHE).create(&draft.path)?;
    let home = match keeps_home {
        true => state.facts.home,
        false => file::home(&draft.path, state.facts.instance),
    };
    write(&database, reader, state, plan, home, rewrite)?;
    // What was just written is read once more, page by page.
    match database.check_integrity()? {
        true => Ok(()),
        false => Err(Fault::damaged(Place::File, "what was written to the new file reads otherwise")),
    }
}

fn write(
    database: &Database,
    reader: &Reader,
    state: &State,
    plan: &Plan,
    home: [u8; 32],
    rewrite: &mut dyn Rewrite,
) -> Result<(), Fault> {
    let transaction = database.begin_write()?;
    {
        let mut segments = transaction.open_table(schema::SEGMENTS)?;
        let (count, sum) = write_segments(&mut segments, reader, state, plan.base, rewrite)?;
        let mut turns = transaction.open_table(schema::TURNS)?;
        let (rows, link) = write_turns(&mut turns, reader, state, plan, rewrite)?;
        let mut snapshots = transaction.open_table(schema::SNAPSHOTS)?;
        for snapshot in state.snapshots.values().filter(|snapshot| snapshot.turn >= plan.base) {
            snapshots.insert(snapshot.name.as_str(), snapshot.encode().as_slice())?;
        }
        let mut outbox = transaction.open_table(schema::OUTBOX)?;
        for row in state.outbox.values() {
            let mut row = row.clone();
            if let Some(payload) = rewrite.outbox(&row) {
                row.payload = payload;
            }
            outbox.insert(row.id, schema::encode_outbox(&row).as_slice())?;
        }
        let facts = Facts {
            home,
            folded: state.last,
            link,
            base: plan.base,
            segments: count,
            segments_sum: sum,
            rows,
            ..state.facts.clone()
        };
        let mut meta = transaction.open_table(schema::META)?;
        meta.insert(schema::FORMAT_ROW, schema::encode_format(schema::FORMAT).as_slice())?;
        meta.insert(schema::FACTS_ROW, facts.encode().as_slice())?;
    }
    transaction.commit()?;
    Ok(())
}

/// Copies the newest records, without those that were removed before history begins.
/// Answers how many segments there are, and the sum of their checksums.
fn write_segments(
    segments: &mut Table<'_, u64, &'static [u8]>,
    reader: &Reader,
    state: &State,
    base: u64,
    rewrite: &mut dyn Rewrite,
) -> Result<(u64, u32), Fault> {
    let mut batch: Vec<(u64, u64, Option<Vec<u8>>)> = Vec::new();
    let mut size = 0;
    let (mut from, mut at) = (0, 0);
    let (mut count, mut sum) = (0, 0);
    while at != segment::END {
        let row = segment_of(&reader.segments, at)?;
        let old = segment::decode(row.payload(), row.first).at_place(Place::Segment(row.first))?;
        for entry in merge(&old, &overlay_entries(state, row.first..row.end()?)) {
            if entry.bytes.is_some() || entry.turn > base {
                let bytes = entry.bytes.map(|bytes| rewritten(rewrite, entry.key, bytes)).transpose()?;
                size += bytes.as_ref().map_or(0, Vec::len) + 8;
                batch.push((entry.key, entry.turn, bytes));
            }
        }
        at = row.end()?;
        if size >= BATCH || at == segment::END {
            let entries: Vec<segment::Entry<'_>> = batch
                .iter()
                .map(|(key, turn, bytes)| segment::Entry { key: *key, turn: *turn, bytes: bytes.as_deref() })
                .collect();
            segment::pack(from, at, state.last, &entries, bytes::begin, |first, value| {
                count += 1;
                sum ^= put_segment(segments, first, value)?;
                Ok::<(), Fault>(())
            })?;
            (from, size) = (at, 0);
            batch.clear();
        }
    }
    Ok((count, sum))
}

fn rewritten(rewrite: &mut dyn Rewrite, key: u64, bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let new = if key >= FIRST_KEY {
        rewrite.record(key, bytes)
    } else {
        let (name, value) = decode_named(bytes).at_place(Place::Record(key))?;
        let new = value.and_then(|value| rewrite.named(name, value));
        new.map(|value| encode_named(name, Some(&value)))
    };
    Ok(new.unwrap_or_else(|| bytes.to_vec()))
}

/// One change, while turns are merged.
struct Merged {
    prior: u64,
    before: Option<Vec<u8>>,
    after: Kept,
}

enum Kept {
    Removed,
    Elsewhere,
    Bytes(Vec<u8>),
}

impl Kept {
    fn as_after(&self) -> After<'_> {
        match self {
            Kept::Removed => After::Removed,
            Kept::Elsewhere => After::Elsewhere,
            Kept::Bytes(bytes) => After::Bytes(bytes),
        }
    }
}

/// Copies the turns that are kept. Answers how many rows there are, and the link the next turn must have.
fn write_turns(
    turns: &mut Table<'_, (u64, u64), &'static [u8]>,
    reader: &Reader,
    state: &State,
    plan: &Plan,
    rewrite: &mut dyn Rewrite,
) -> Result<(u64, u32), Fault> {
    let (mut count, mut link) = (0, 0);
    for group in &plan.groups {
        let mut body = Body::default();
        let mut merged: BTreeMap<u64, Merged> = BTreeMap::new();
        let mut heads: Vec<TurnHead> = Vec::with_capacity(group.len());
        for &turn in group {
            let mut failed = None;
            let head = reader.body(turn, |entry| {
                let mut keep = |bytes: &[u8]| match rewritten(rewrite, entry.key, bytes) {
                    Ok(bytes) => bytes,
                    Err(fault) => {
                        failed = Some(fault);
                        Vec::new()
                    }
                };
                let before = entry.before.map(&mut keep);
                let after = match entry.after {
                    After::Removed => Kept::Removed,
                    After::Elsewhere => Kept::Elsewhere,
                    // What turns that are merged leave can be found in the next change of the record.
                    After::Bytes(_) if group.len() > 1 => Kept::Elsewhere,
                    After::Bytes(bytes) => Kept::Bytes(keep(bytes)),
                };
                if group.len() == 1 {
                    let before = before.as_deref();
                    body.push(&turn::Entry { key: entry.key, prior: entry.prior, before, after: after.as_after() });
                    return;
                }
                match merged.get_mut(&entry.key) {
                    Some(earlier) => earlier.after = after,
                    None => {
                        merged.insert(entry.key, Merged { prior: entry.prior, before, after });
                    }
                }
            })?;
            match failed {
                Some(fault) => return Err(fault),
                None => heads.push(head),
            }
        }
        let Some(mut head) = merge_heads(heads, rewrite) else { continue };
        head.link = link;
        for (&key, change) in &merged {
            let (before, after) = (change.before.as_deref(), change.after.as_after());
            body.push(&turn::Entry { key, prior: change.prior, before, after });
        }
        let rows = turn::encode(&mut head, &body);
        for (key, value) in &rows.rows {
            turns.insert(key, value.as_slice())?;
        }
        count += rows.rows.len() as u64;
        link = rows.link;
    }
    match plan.groups.is_empty() {
        // Without any turn the chain goes on from the same link.
        true => Ok((0, state.link)),
        false => Ok((count, link)),
    }
}

fn merge_heads(mut heads: Vec<TurnHead>, rewrite: &mut dyn Rewrite) -> Option<TurnHead> {
    let first = heads.first()?.first;
    let several = heads.len() > 1;
    let last = heads.pop()?;
    let mut head = match several {
        false => last,
        true => TurnHead {
            first,
            author: String::new(),
            kind: TurnKind::Packed,
            text: String::new(),
            note: Vec::new(),
            outbox_added: Vec::new(),
            outbox_done: Vec::new(),
            ..last
        },
    };
    if let Some(text) = rewrite.text(head.turn, &head.text) {
        head.text = text;
    }
    if let Some(note) = rewrite.note(head.turn, &head.note) {
        head.note = note;
    }
    for row in &mut head.outbox_added {
        if let Some(payload) = rewrite.outbox(row) {
            row.payload = payload;
        }
    }
    Some(head)
}
