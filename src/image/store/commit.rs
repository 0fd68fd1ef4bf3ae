//! The commit: one turn, one transaction, one write to disk.
//!
//! A turn is appended to the log with the images of what it changed, before and after. Scattered changes so cost what
//! they hold, not the pages they would touch. New records that fill whole segments go there at once instead, and a turn
//! that is larger than the log may become is folded in the same transaction.

use redb::Database;

use crate::image::store::Access;
use crate::image::store::Open;
use crate::image::store::Store;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::file;
use crate::image::store::fold;
use crate::image::store::guard::guarded;
use crate::image::store::schema;
use crate::image::store::schema::Facts;
use crate::image::store::segment;
use crate::image::store::segment::Found;
use crate::image::store::state::FIRST_KEY;
use crate::image::store::state::Handle;
use crate::image::store::state::Reader;
use crate::image::store::state::SegmentRow;
use crate::image::store::state::State;
use crate::image::store::state::encode_named;
use crate::image::store::state::segment_of;
use crate::image::store::turn;
use crate::image::store::turn::After;
use crate::image::store::turn::Body;
use crate::image::store::turn::OutboxRow;
use crate::image::store::turn::TurnHead;
use crate::image::store::turn::TurnKind;

/// What a record becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The record: at least [`FIRST_KEY`].
    pub key: u64,
    /// Its new bytes; none removes it.
    pub after: Option<Vec<u8>>,
}

/// A name and its value; none takes it away.
pub type Named = (String, Option<Vec<u8>>);

/// A turn to be saved. The store finds out by itself what the records were before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// Who.
    pub author: String,
    /// What it was.
    pub kind: TurnKind,
    /// Its source text.
    pub text: String,
    /// What the log shall say of it; the store does not look inside.
    pub note: Vec<u8>,
    /// What it changed. Of several changes of one key the last counts; one that changes nothing is dropped.
    pub changes: Vec<Change>,
    /// Named values that it changed. Undoing a turn leaves these alone.
    pub names: Vec<Named>,
    /// Rows to wait for delivery: key and payload.
    pub outbox_add: Vec<(Vec<u8>, Vec<u8>)>,
    /// Rows that were delivered, or shall not be.
    pub outbox_done: Vec<u64>,
}

impl Turn {
    /// A turn that changes nothing yet.
    pub fn new(kind: TurnKind, author: impl Into<String>, text: impl Into<String>, time_ms: u64) -> Turn {
        Turn {
            time_ms,
            author: author.into(),
            kind,
            text: text.into(),
            note: Vec::new(),
            changes: Vec::new(),
            names: Vec::new(),
            outbox_add: Vec::new(),
            outbox_done: Vec::new(),
        }
    }
}

/// From this many bytes of new records on, these go straight to the segments: they fill eight of them.
const STRAIGHT: usize = 32 << 10;

/// Largest record: redb takes three times as much, and a turn may hold a record twice.
const LARGEST: usize = 1 << 30;

/// A turn, ready to be written.
struct Plan {
    head: TurnHead,
    rows: turn::Rows,
    /// Whether the whole log is folded in the same transaction.
    folds: bool,
    /// Which of the changes count: indices, in the order of their keys.
    changed: Vec<usize>,
    /// Of these, those from here on go to the segments.
    straight_from: usize,
}

impl Store {
    /// Saves a turn, and answers its number once it is on disk. If it could not be saved, the image is as before.
    pub fn commit(&mut self, mut turn: Turn) -> Result<u64, StoreError> {
        self.must_write()?;
        self.ensure_open()?;
        let changes = self.sorted(&mut turn)?;
        let path = self.path.clone();
        let open = self.ensure_open()?;
        let number = open.state.last + 1;
        let result = guarded(|| write(open, &turn, &changes));
        match result {
            Ok((plan, facts)) => {
                absorb(open, plan, facts, changes);
                Ok(number)
            }
            Err(fault) => {
                let poisons = fault.poisons();
                let reason = fault.at(&path, "write");
                if poisons && self.is_saved_after_all(number) {
                    return Ok(number);
                }
                Err(StoreError::NotSaved { turn: number, reason: Box::new(reason) })
            }
        }
    }

    pub(super) fn must_write(&self) -> Result<(), StoreError> {
        match self.access {
            Access::Write => Ok(()),
            Access::Read => Err(StoreError::ReadOnly { path: self.path.clone() }),
        }
    }

    /// The changes of a turn by key, with those of its named values.
    fn sorted(&mut self, turn: &mut Turn) -> Result<Vec<Change>, StoreError> {
        let refused = |path: &std::path::Path, why: String| StoreError::Refused { path: path.to_path_buf(), why };
        let path = self.path.clone();
        let names = &mut self.ensure_open()?.state.names;
        let mut changes = std::mem::take(&mut turn.changes);
        for change in &changes {
            if change.key < FIRST_KEY || change.key == segment::END {
                return Err(refused(&path, format!("a record with the key {}", change.key)));
            }
            if change.after.as_ref().is_some_and(|bytes| bytes.len() > LARGEST) {
                return Err(refused(&path, "a record of more than a gibibyte".to_string()));
            }
        }
        for (name, value) in &turn.names {
            let next = names.len() as u64 + 1;
            let key = *names.entry(name.clone()).or_insert(next);
            if key >= FIRST_KEY {
                names.remove(name);
                return Err(refused(&path, format!("more than {} named values", FIRST_KEY - 1)));
            }
            changes.push(Change { key, after: Some(encode_named(name, value.as_deref())) });
        }
        // The sort is stable, so of several changes of a key the last comes last.
        changes.sort_by_key(|change| change.key);
        changes.dedup_by(|later, earlier| {
            let same = later.key == earlier.key;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
        Ok(changes)
    }

    /// After an error while writing: whether the file holds the turn nevertheless, which depends on where the error
    /// struck. If so, it is written to disk again, so that it counts; if even that fails, it is taken back later.
    fn is_saved_after_all(&mut self, number: u64) -> bool {
        self.drop_handle();
        let again = self.ensure_open().is_ok_and(|open| open.state.last < number || sync(open).is_ok());
        let saved = self.open.as_ref().is_some_and(|open| open.state.last >= number);
        if !again {
            self.drop_handle();
            self.doubtful = Some(number);
        }
        again && saved
    }

    /// Takes back a turn that was reported as not saved but has turned up after all.
    pub(super) fn settle_doubt(&mut self) -> Result<(), StoreError> {
        let Some(number) = self.doubtful.take() else { return Ok(()) };
        if self.ensure_open()?.state.last < number {
            return Ok(());
        }
        let taken_back = self.unsay(number).and_then(|turn| self.commit(turn));
        if taken_back.is_err() {
            self.doubtful = Some(number);
        }
        taken_back.map(|_| ())
    }

    /// The turn that takes back all of another one: its named values and its outbox too, which a person's undo would
    /// leave alone.
    fn unsay(&mut self, number: u64) -> Result<Turn, StoreError> {
        let undo = self.undo_records(number)?;
        let mut turn = Turn::new(TurnKind::Undo(number), "", "", file::now_ms());
        turn.changes = undo.changes;
        turn.outbox_done = undo.outbox_added;
        turn.names = self.names_before(number)?;
        let heads = self.turns(1..=number)?;
        let done = heads.last().map_or(&[][..], |head| &head.outbox_done);
        let rows = heads.iter().flat_map(|head| &head.outbox_added).filter(|row| done.contains(&row.id));
        turn.outbox_add = rows.map(|row| (row.key.clone(), row.payload.clone())).collect();
        Ok(turn)
    }
}

pub(super) fn database(handle: &Handle) -> Result<&Database, Fault> {
    match handle {
        Handle::Write(database) => Ok(database),
        Handle::Read(_) => Err(Fault::damaged(Place::File, "it was opened for reading")),
    }
}

/// Writes to disk what the file holds already.
fn sync(open: &mut Open) -> Result<(), Fault> {
    open.reader = None;
    guarded(|| {
        let transaction = database(&open.handle)?.begin_write()?;
        fold::write_facts(&transaction, &open.state.facts)?;
        transaction.commit()?;
        Ok(())
    })
}

fn write(open: &mut Open, turn: &Turn, changes: &[Change]) -> Result<(Plan, Option<Facts>), Fault> {
    let (reader, state) = open.reader()?;
    let plan = plan(reader, state, turn, changes)?;
    // An open reader would keep redb from using the pages that the last commit freed.
    open.reader = None;
    let state = &open.state;
    let transaction = database(&open.handle)?.begin_write()?;
    {
        let mut turns = transaction.open_table(schema::TURNS)?;
        for (key, value) in &plan.rows.rows {
            turns.insert(key, value.as_slice())?;
        }
    }
    let straight: Vec<segment::Entry<'_>> = plan.changed[plan.straight_from..]
        .iter()
        .map(|&index| {
            let change = &changes[index];
            segment::Entry { key: change.key, turn: plan.head.turn, bytes: change.after.as_deref() }
        })
        .collect();
    let mut facts = None;
    if plan.folds {
        let facts = facts.insert(state.facts.clone());
        let pending = fold::overlay_entries(state, 0..segment::END);
        fold::weave(&transaction, facts, plan.head.turn, &fold::merge(&pending, &straight))?;
        let rows = state.rows + plan.rows.rows.len() as u64;
        (facts.folded, facts.link, facts.rows) = (plan.head.turn, plan.rows.link, rows);
        facts.next_outbox += plan.head.outbox_added.len() as u64;
        fold::write_outbox(&transaction, state, Some(&plan.head))?;
        fold::write_facts(&transaction, facts)?;
    } else if !straight.is_empty() {
        let facts = facts.insert(state.facts.clone());
        fold::weave(&transaction, facts, plan.head.turn, &straight)?;
        fold::write_facts(&transaction, facts)?;
    }
    transaction.commit()?;
    Ok((plan, facts))
}

/// Finds out what a turn really changes, and how it is best written.
fn plan(reader: &Reader, state: &State, turn: &Turn, changes: &[Change]) -> Result<Plan, Fault> {
    let size = |change: &Change| change.after.as_ref().map_or(0, Vec::len);
    let total: usize = changes.iter().map(size).sum();
    let fresh_from = changes.partition_point(|change| change.key <= state.highest);
    let fresh: usize = changes[fresh_from..].iter().map(size).sum();
    let folds =
        state.overlay_bytes + total > fold::FOLD_BYTES || state.overlay.len() + changes.len() > fold::FOLD_RECORDS;
    let straight_from = match folds {
        true => 0,
        false if fresh >= STRAIGHT => fresh_from,
        false => changes.len(),
    };
    let mut body = Body::default();
    let mut changed = Vec::with_capacity(changes.len());
    let mut straight_at = None;
    let mut segment: Option<(u64, segment::Search, SegmentRow<'_>)> = None;
    for (index, change) in changes.iter().enumerate() {
        let (prior, before) = match state.overlay.get(&change.key) {
            Some(pending) => (pending.turn, pending.bytes.as_deref()),
            None if change.key > state.highest => (0, None),
            None => {
                // Neighbours share a segment, which is gone through once.
                let at = match segment.take() {
                    Some(at) if change.key < at.0 => at,
                    _ => {
                        let row = segment_of(&reader.segments, change.key)?;
                        let search = segment::Search::new(row.payload(), row.first);
                        (row.end()?, search.at_place(Place::Segment(row.first))?, row)
                    }
                };
                let (_, search, row) = segment.insert(at);
                let payload = row.payload();
                match search.find(payload, change.key).at_place(Place::Segment(row.first))? {
                    Found::Never => (0, None),
                    Found::Here { turn, bytes } => (turn, bytes.map(|range| &payload[range])),
                    Found::Outside => return Err(Fault::damaged(Place::Record(change.key), "its segment is missing")),
                }
            }
        };
        if before == change.after.as_deref() {
            continue;
        }
        let after = match &change.after {
            None => After::Removed,
            Some(_) if index >= straight_from => After::Elsewhere,
            Some(bytes) => After::Bytes(bytes),
        };
        if index >= straight_from {
            straight_at.get_or_insert(changed.len());
        }
        body.push(&turn::Entry { key: change.key, prior, before, after });
        changed.push(index);
    }
    let number = state.last + 1;
    let next_outbox = state.facts.next_outbox;
    let outbox_added = (next_outbox..).zip(&turn.outbox_add).map(|(id, (key, payload))| OutboxRow {
        id,
        key: key.clone(),
        payload: payload.clone(),
    });
    let mut head = TurnHead {
        turn: number,
        first: number,
        time_ms: turn.time_ms,
        author: turn.author.clone(),
        kind: turn.kind.clone(),
        text: turn.text.clone(),
        note: turn.note.clone(),
        changed: 0,
        bytes: 0,
        outbox_added: outbox_added.collect(),
        outbox_done: turn.outbox_done.clone(),
        link: state.link,
        parts: 0,
    };
    let rows = turn::encode(&mut head, &body);
    let straight_from = straight_at.unwrap_or(changed.len());
    Ok(Plan { head, rows, folds, changed, straight_from })
}

/// Takes a saved turn into memory.
fn absorb(open: &mut Open, plan: Plan, facts: Option<Facts>, mut changes: Vec<Change>) {
    let state = &mut open.state;
    let number = plan.head.turn;
    if let Some(facts) = facts {
        state.facts = facts;
    }
    if plan.folds {
        state.forget_overlay();
    }
    for (at, &index) in plan.changed.iter().enumerate() {
        let change = &mut changes[index];
        state.highest = state.highest.max(change.key);
        if at < plan.straight_from {
            state.remember(change.key, number, change.after.take());
        }
    }
    state.note_turn(&plan.head, plan.rows.link);
}
