//! A segment: the records of a stretch of keys, packed into one page.
//!
//! One segment is one leaf of the tree, so a fault that reads a record has read its neighbours too. A segment's row is
//! named by the first key of its stretch and holds the first key after it: the stretches of all segments follow each
//! other without a gap from 0 to the end, so that a missing or misplaced one is noticed.
//!
//! ```text
//!   until, 8 bytes | where the records' bytes begin, 2 bytes | count
//!   | stamp | (key - key before, turn, length + 1 or 0 if there is no record) * count | the records' bytes
//! ```
//!
//! The stamp is the newest turn when the segment was written: of several copies in a damaged file, the greatest counts.
//! A record that was removed leaves its key and the turn that removed it, so that its history can be followed.

use std::ops::Range;

use crate::image::store::bytes::Bytes;
use crate::image::store::bytes::Malformed;
use crate::image::store::bytes::put;
use crate::image::store::bytes::width;

/// Bytes of payload a segment may have: with its seal and what a leaf needs, it stays within a page of 4096. A larger
/// record has a segment of its own.
pub(super) const ROOM: usize = 4096 - 28 - 28;

/// What stands before the entries: where the stretch and the entries end, a count of at most two bytes, and a stamp of
/// at most ten.
const HEADER: usize = 22;
/// Where the count is.
const COUNT: usize = 10;

/// One key of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: u64,
    /// The turn that wrote the record, or removed it.
    pub(super) turn: u64,
    pub(super) bytes: Option<&'a [u8]>,
}

/// The end of the last segment's stretch; the key itself belongs to it, and no record may have it.
pub(super) const END: u64 = u64::MAX;

/// What a segment says of a key.
pub(super) enum Found {
    /// The key is outside of the stretch: this is the wrong segment.
    Outside,
    /// There is no such record, and never was one that history remembers.
    Never,
    /// The turn that last changed the record, and where its bytes are, unless it was removed.
    Here { turn: u64, bytes: Option<Range<usize>> },
}

fn until(payload: &[u8]) -> Result<u64, Malformed> {
    Ok(u64::from_le_bytes(payload.get(..8).ok_or(Malformed)?.try_into().map_err(|_| Malformed)?))
}

/// The first key after the stretch.
pub(super) fn end(payload: &[u8]) -> Result<u64, Malformed> {
    until(payload)
}

/// Where the records' bytes begin.
fn bodies(payload: &[u8]) -> Result<usize, Malformed> {
    let at = u16::from_le_bytes(payload.get(8..10).ok_or(Malformed)?.try_into().map_err(|_| Malformed)?);
    match (COUNT..=payload.len()).contains(&usize::from(at)) {
        true => Ok(at.into()),
        false => Err(Malformed),
    }
}

/// Looks for one key, without looking at those after it.
pub(super) fn find(payload: &[u8], first: u64, key: u64) -> Result<Found, Malformed> {
    Search::new(payload, first)?.find(payload, key)
}

/// Looks for several keys, each greater than the one before.
pub(super) struct Search {
    first: u64,
    /// Where the entries that have not been looked at begin, where they end, and how many they are.
    next: usize,
    entries_end: usize,
    left: u64,
    /// The entry looked at: key, turn, length + 1, and where its bytes begin.
    at: u64,
    turn: u64,
    length: u64,
    offset: u64,
    /// Not before the first question.
    has_looked: bool,
}

impl Search {
    pub(super) fn new(payload: &[u8], first: u64) -> Result<Search, Malformed> {
        let entries_end = bodies(payload)?;
        let mut entries = Bytes::new(&payload[COUNT..entries_end]);
        let left = entries.number()?;
        entries.number()?;
        let next = entries_end - entries.rest().len();
        let (at, turn, length, offset) = (first, 0, 0, entries_end as u64);
        Ok(Search { first, next, entries_end, left, at, turn, length, offset, has_looked: false })
    }

    /// The payload is the one the search was begun with.
    pub(super) fn find(&mut self, payload: &[u8], key: u64) -> Result<Found, Malformed> {
        if key < self.first || key >= until(payload)? {
            return Ok(Found::Outside);
        }
        let mut entries = Bytes::new(&payload[self.next..self.entries_end]);
        while !self.has_looked || self.at < key {
            if self.left == 0 {
                return Ok(Found::Never);
            }
            self.left -= 1;
            self.offset = self.offset.checked_add(self.length.saturating_sub(1)).ok_or(Malformed)?;
            self.at = self.at.checked_add(entries.number()?).ok_or(Malformed)?;
            (self.turn, self.length) = (entries.number()?, entries.number()?);
            self.next = self.entries_end - entries.rest().len();
            self.has_looked = true;
        }
        if self.at > key {
            return Ok(Found::Never);
        }
        let end = self.offset.checked_add(self.length.saturating_sub(1)).ok_or(Malformed)?;
        let bytes = match self.length {
            0 => None,
            _ if end <= payload.len() as u64 => Some(self.offset as usize..end as usize),
            _ => return Err(Malformed),
        };
        Ok(Found::Here { turn: self.turn, bytes })
    }
}

/// The newest turn when the segment was written.
pub(super) fn stamp(payload: &[u8]) -> Result<u64, Malformed> {
    let mut entries = Bytes::new(&payload[COUNT..bodies(payload)?]);
    entries.number()?;
    entries.number()
}

/// All entries of a segment.
pub(super) fn decode(payload: &[u8], first: u64) -> Result<Vec<Entry<'_>>, Malformed> {
    let end = until(payload)?;
    let start = bodies(payload)?;
    let mut entries = Bytes::new(&payload[COUNT..start]);
    let mut bytes = Bytes::new(&payload[start..]);
    let count = entries.number()?;
    entries.number()?;
    // Each entry takes three bytes at least, so a wrong count cannot ask for more memory than the payload has.
    let mut found = Vec::with_capacity((count as usize).min(start / 3));
    let mut at = first;
    for index in 0..count {
        let step = entries.number()?;
        at = at.checked_add(step).ok_or(Malformed)?;
        if at >= end || (index > 0 && step == 0) {
            return Err(Malformed);
        }
        let turn = entries.number()?;
        let bytes = match entries.number()?.checked_sub(1) {
            Some(length) => Some(bytes.take(length)?),
            None => None,
        };
        found.push(Entry { key: at, turn, bytes });
    }
    match (entries.rest(), bytes.rest()) {
        ([], []) => Ok(found),
        _ => Err(Malformed),
    }
}

fn size(entry: &Entry<'_>, before: u64) -> usize {
    let length = entry.bytes.map_or(0, <[u8]>::len);
    width(entry.key - before) + width(entry.turn) + width(length as u64 + 1) + length
}

/// Packs entries, in the order of their keys, into as many segments as they need, of about the same size: one that
/// overflows is halved, and a long run of new records fills whole segments.
///
/// `put` is given each segment's first key and payload, appended to what `start` begins.
pub(super) fn pack<E>(
    first: u64,
    end: u64,
    stamp: u64,
    entries: &[Entry<'_>],
    start: impl Fn(usize) -> Vec<u8>,
    mut put_segment: impl FnMut(u64, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let mut total = 0;
    let mut before = first;
    for entry in entries {
        total += size(entry, before);
        before = entry.key;
    }
    let room = ROOM - HEADER;
    let pieces = total.div_ceil(room).max(1);
    // A piece is cut when it has its share. Pieces come out uneven by up to a record, so a share is a little less than
    // the room where there are many; records larger than a share stand alone.
    let share = (total.div_ceil(pieces) + 64).min(room);
    let mut rest = entries;
    let mut from = first;
    loop {
        let mut filled = 0;
        let mut count = 0;
        let mut before = from;
        for entry in rest {
            let more = size(entry, before);
            if count > 0 && filled + more > share {
                break;
            }
            filled += more;
            before = entry.key;
            count += 1;
        }
        let (piece, others) = rest.split_at(count);
        let until = others.first().map_or(end, |entry| entry.key);
        put_segment(from, encode(from, until, stamp, piece, start(HEADER + filled)))?;
        if others.is_empty() {
            return Ok(());
        }
        (rest, from) = (others, until);
    }
}

fn encode(first: u64, until: u64, stamp: u64, entries: &[Entry<'_>], mut out: Vec<u8>) -> Vec<u8> {
    let start = out.len();
    out.extend_from_slice(&until.to_le_bytes());
    out.extend_from_slice(&[0; 2]);
    put(&mut out, entries.len() as u64);
    put(&mut out, stamp);
    let mut before = first;
    for entry in entries {
        put(&mut out, entry.key - before);
        put(&mut out, entry.turn);
        put(&mut out, entry.bytes.map_or(0, |bytes| bytes.len() as u64 + 1));
        before = entry.key;
    }
    let bodies = ((out.len() - start) as u16).to_le_bytes();
    out[start + 8..start + 10].copy_from_slice(&bodies);
    for entry in entries {
        out.extend_from_slice(entry.bytes.unwrap_or_default());
    }
    out
}
