//! Folding: what the log of turns says is woven into the segments.

use std::ops::Range;

use redb::ReadableTableMetadata;
use redb::Table;
use redb::WriteTransaction;

use crate::image::store::Store;
use crate::image::store::bytes;
use crate::image::store::commit::database;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::guard::guarded;
use crate::image::store::schema;
use crate::image::store::schema::Facts;
use crate::image::store::segment;
use crate::image::store::segment::Entry;
use crate::image::store::state::State;
use crate::image::store::state::segment_of;
use crate::image::store::turn::TurnHead;

/// With more than this unfolded, the next commit folds first: it bounds what opening has to read.
pub(super) const FOLD_BYTES: usize = 8 << 20;
/// As many records, however small.
pub(super) const FOLD_RECORDS: usize = 50_000;
/// Closing leaves up to this much to the next opening, which reads it in a millisecond; folding would cost a write to
/// disk.
pub(super) const LEFT_AT_CLOSE: usize = 256 << 10;
/// Being idle is the time to fold more than this.
const LEFT_WHEN_IDLE: usize = 1 << 20;

impl Store {
    /// Something worth doing while nothing else is to be done. Answers whether there was.
    pub fn idle(&mut self) -> Result<bool, StoreError> {
        let waits = self.ensure_open()?.state.overlay_bytes > LEFT_WHEN_IDLE;
        if waits {
            self.fold()?;
        }
        Ok(waits)
    }

    /// Weaves all turns into the segments.
    pub fn fold(&mut self) -> Result<(), StoreError> {
        self.must_write()?;
        let open = self.ensure_open()?;
        if open.state.facts.folded == open.state.last {
            return Ok(());
        }
        open.reader = None;
        let (handle, state) = (&open.handle, &open.state);
        let result = guarded(|| {
            let transaction = database(handle)?.begin_write()?;
            let mut facts = state.facts.clone();
            weave(&transaction, &mut facts, state.last, &overlay_entries(state, 0..segment::END))?;
            (facts.folded, facts.link, facts.rows) = (state.last, state.link, state.rows);
            write_outbox(&transaction, state, None)?;
            write_facts(&transaction, &facts)?;
            transaction.commit()?;
            Ok(facts)
        });
        match result {
            Ok(facts) => {
                open.state.facts = facts;
                open.state.forget_overlay();
                Ok(())
            }
            Err(fault) => {
                self.drop_handle();
                Err(self.said(fault, "write"))
            }
        }
    }
}

/// Brings the outbox's table up to date, with what the turn being saved adds and takes away.
pub(super) fn write_outbox(
    transaction: &WriteTransaction,
    state: &State,
    saving: Option<&TurnHead>,
) -> Result<(), Fault> {
    let (added, done) = saving.map_or((&[][..], &[][..]), |head| (&head.outbox_added, &head.outbox_done));
    if state.outbox_changed.is_empty() && added.is_empty() && done.is_empty() {
        return Ok(());
    }
    let mut outbox = transaction.open_table(schema::OUTBOX)?;
    for id in &state.outbox_changed {
        match state.outbox.get(id) {
            Some(row) => outbox.insert(id, schema::encode_outbox(row).as_slice())?,
            None => outbox.remove(id)?,
        };
    }
    for row in added {
        outbox.insert(row.id, schema::encode_outbox(row).as_slice())?;
    }
    for id in done {
        outbox.remove(id)?;
    }
    Ok(())
}

pub(super) fn write_facts(transaction: &WriteTransaction, facts: &Facts) -> Result<(), Fault> {
    transaction.open_table(schema::META)?.insert(schema::FACTS_ROW, facts.encode().as_slice())?;
    Ok(())
}

/// The unfolded records of a stretch of keys.
pub(super) fn overlay_entries(state: &State, stretch: Range<u64>) -> Vec<Entry<'_>> {
    state
        .overlay
        .range(stretch)
        .map(|(&key, pending)| Entry { key, turn: pending.turn, bytes: pending.bytes.as_deref() })
        .collect()
}

/// Older entries with newer ones in their places, in the order of their keys.
pub(super) fn merge<'a>(older: &[Entry<'a>], newer: &[Entry<'a>]) -> Vec<Entry<'a>> {
    let mut merged = Vec::with_capacity(older.len() + newer.len());
    let mut newer = newer.iter().copied().peekable();
    for &entry in older {
        while let Some(entry) = newer.next_if(|newer| newer.key < entry.key) {
            merged.push(entry);
        }
        merged.push(newer.next_if(|newer| newer.key == entry.key).unwrap_or(entry));
    }
    merged.extend(newer);
    merged
}

/// Puts records in the place of older ones, as of a turn.
pub(super) fn weave(
    transaction: &WriteTransaction,
    facts: &mut Facts,
    turn: u64,
    updates: &[Entry<'_>],
) -> Result<(), Fault> {
    let mut segments = transaction.open_table(schema::SEGMENTS)?;
    let mut rest = updates;
    while let Some(next) = rest.first() {
        let (first, end, payload) = {
            let row = segment_of(&segments, next.key)?;
            facts.segments_sum ^= row.sum();
            (row.first, row.end()?, row.payload().to_vec())
        };
        let (here, others) = rest.split_at(rest.partition_point(|entry| entry.key < end));
        let old = segment::decode(&payload, first).at_place(Place::Segment(first))?;
        let merged = merge(&old, here);
        segment::pack(first, end, turn, &merged, bytes::begin, |first, value| {
            facts.segments_sum ^= put_segment(&mut segments, first, value)?;
            Ok::<(), Fault>(())
        })?;
        rest = others;
    }
    facts.segments = segments.len()?;
    Ok(())
}

/// Writes a segment. Answers its checksum.
pub(super) fn put_segment(
    segments: &mut Table<'_, u64, &'static [u8]>,
    first: u64,
    value: Vec<u8>,
) -> Result<u32, Fault> {
    let value = bytes::seal(value, schema::SEGMENT_TAG, (first, 0));
    segments.insert(first, value.as_slice())?;
    Ok(bytes::sum(&value))
}
