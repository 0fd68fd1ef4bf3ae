//! Verifying: everything in the file is read, and must agree with everything else.
//!
//! What is damaged does not keep the rest from being looked at: each row is read behind a fence of its own.

use std::collections::HashMap;
use std::fmt;

use crate::image::store::Open;
use crate::image::store::Store;
use crate::image::store::bytes;
use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::file;
use crate::image::store::guard::guarded;
use crate::image::store::newest;
use crate::image::store::segment;
use crate::image::store::state::FIRST_KEY;
use crate::image::store::state::Reader;
use crate::image::store::state::segment_of;
use crate::image::store::turn::After;

/// Something that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Where.
    pub place: Place,
    /// What was found.
    pub what: String,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// What verifying found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// How many records could be read.
    pub records: u64,
    /// How many bytes these have.
    pub bytes: u64,
    /// How many turns could be read.
    pub turns: u64,
    /// How many changes these hold.
    pub changes: u64,
    /// All that is wrong; nothing if the image is sound.
    pub damage: Vec<Damage>,
}

impl Report {
    fn take<T>(&mut self, place: Place, result: Result<T, Fault>) -> Option<T> {
        let damage = match result {
            Ok(value) => return Some(value),
            Err(Fault::Damaged(place, what)) => Damage { place, what },
            Err(Fault::Panicked(what)) => Damage { place, what },
            Err(Fault::Redb(error)) => Damage { place, what: error.to_string() },
            Err(Fault::Said(error)) => Damage { place, what: error.to_string() },
        };
        self.damage.push(damage);
        None
    }
}

/// What is known of a record while its history is followed.
struct Seen {
    /// The turn that changed it last, or the first and last of those merged into it.
    first: u64,
    turn: u64,
    /// A checksum of its bytes, where the turn kept them.
    image: Option<Option<u32>>,
}

impl Store {
    /// Reads everything, compares all checksums, follows the history of every record, and lets redb check its pages.
    pub fn verify(&mut self) -> Result<Report, StoreError> {
        let path = self.path.clone();
        let open = self.ensure_open()?;
        let mut report = Report::default();
        let prepared = guarded(|| open.reader().map(|_| ()));
        if report.take(Place::File, prepared).is_some()
            && let Some(reader) = open.reader.take()
        {
            verify_segments(&reader, open, &mut report);
            verify_turns(&reader, open, &mut report);
            for snapshot in open.state.snapshots.values() {
                let turn = snapshot.turn;
                let is_kept = guarded(|| Ok(turn == open.state.facts.base || reader.turns.get((turn, 0))?.is_some()));
                if report.take(Place::Turn(turn), is_kept) == Some(false) {
                    let what = format!("its moment, the snapshot '{}', is missing", snapshot.name);
                    report.damage.push(Damage { place: Place::Turn(turn), what });
                }
            }
            open.reader = Some(reader);
        }
        // On a copy: what redb finds wrong it repairs, and a damaged file must stay as it was found.
        let checked = file::open_private_copy(&path).map(drop);
        report.take(Place::File, checked);
        Ok(report)
    }
}

fn verify_segments(reader: &Reader, open: &Open, report: &mut Report) {
    let mut at = 0;
    let mut sum = 0;
    while at != segment::END {
        let result = guarded(|| {
            let row = segment_of(&reader.segments, at)?;
            let entries = segment::decode(row.payload(), row.first).at_place(Place::Segment(row.first))?;
            let (mut records, mut bytes) = (0, 0);
            for entry in entries {
                if entry.turn > open.state.last {
                    return Err(Fault::damaged(Place::Record(entry.key), "it is of a turn to come"));
                }
                let is_newest = !open.state.overlay.contains_key(&entry.key);
                if is_newest && entry.key >= FIRST_KEY {
                    records += u64::from(entry.bytes.is_some());
                    bytes += entry.bytes.map_or(0, <[u8]>::len) as u64;
                }
            }
            Ok((row.end()?, row.sum(), records, bytes))
        });
        at = match report.take(Place::Segment(at), result) {
            Some((end, of_this, records, bytes)) => {
                sum ^= of_this;
                report.records += records;
                report.bytes += bytes;
                end
            }
            None => next_segment(reader, at),
        };
    }
    if report.damage.is_empty() && sum != open.state.facts.segments_sum {
        let what = "a segment is not the one that was written last".to_string();
        report.damage.push(Damage { place: Place::File, what });
    }
    for (_, pending) in open.state.overlay.range(FIRST_KEY..) {
        report.records += u64::from(pending.bytes.is_some());
        report.bytes += pending.bytes.as_ref().map_or(0, Vec::len) as u64;
    }
}

/// The first key from which on something can be read again. A leaf that cannot be read stops redb's way from one to the
/// next, so keys are tried at growing distances.
fn next_segment(reader: &Reader, at: u64) -> u64 {
    let mut distance = 1u64;
    loop {
        let Some(key) = at.checked_add(distance) else { return segment::END };
        let found = guarded(|| {
            let row = reader.segments.range(key..)?.next();
            Ok(row.transpose()?.map_or(segment::END, |(first, _)| first.value()))
        });
        if let Ok(first) = found {
            // A damaged tree may answer with what lies before: that would lead round in a circle.
            return first.max(key);
        }
        distance = distance.saturating_mul(2);
    }
}

fn verify_turns(reader: &Reader, open: &Open, report: &mut Report) {
    let base = open.state.facts.base;
    let mut seen: HashMap<u64, Seen> = HashMap::new();
    let mut link = None;
    let mut expected = base + 1;
    // After a turn that is missing the history of its records cannot be followed.
    let mut is_whole = true;
    while expected <= open.state.last {
        let result = guarded(|| {
            let head = reader.head_from(expected)?;
            let Some(head) = head else { return Err(Fault::damaged(Place::Turn(expected), "it is missing")) };
            let place = Place::Turn(head.turn);
            if head.first != expected {
                return Err(Fault::damaged(Place::Turn(expected), "it is missing"));
            }
            if link.is_some_and(|link| link != head.link) {
                return Err(Fault::damaged(place, "it does not follow the turn before it"));
            }
            let mut wrong = None;
            reader.body(head.turn, |entry| {
                let sum = |bytes: Option<&[u8]>| bytes.map(crc32fast::hash);
                let fits = match seen.get(&entry.key) {
                    Some(earlier) => {
                        (earlier.first..=earlier.turn).contains(&entry.prior)
                            && earlier.image.is_none_or(|image| image == sum(entry.before))
                    }
                    None => entry.prior <= base,
                };
                if !fits && is_whole {
                    wrong.get_or_insert(entry.key);
                }
                let image = match entry.after {
                    After::Removed => Some(None),
                    After::Elsewhere => None,
                    After::Bytes(bytes) => Some(sum(Some(bytes))),
                };
                seen.insert(entry.key, Seen { first: head.first, turn: head.turn, image });
            })?;
            if let Some(key) = wrong {
                return Err(Fault::damaged(place, format!("record {key} was not as it says")));
            }
            let row = reader.turns.get((head.turn, 0))?;
            let link = row.map(|row| bytes::checksum(row.value()));
            Ok((head, link))
        });
        match report.take(Place::Turn(expected), result) {
            Some((head, next)) => {
                report.turns += 1;
                report.changes += head.changed;
                link = next;
                expected = head.turn + 1;
            }
            None => {
                is_whole = false;
                link = None;
                expected += 1;
            }
        }
    }
    if !is_whole {
        return;
    }
    // In the order of the keys, so that each segment is read while it is at hand.
    let mut keys: Vec<u64> = seen.keys().copied().collect();
    keys.sort_unstable();
    for key in keys {
        let result = guarded(|| {
            let (turn, bytes) = newest(reader, &open.state, key)?;
            let fits = seen.get(&key).is_some_and(|seen| {
                (seen.first..=seen.turn).contains(&turn)
                    && seen.image.is_none_or(|image| image == bytes.as_deref().map(crc32fast::hash))
            });
            match fits {
                true => Ok(()),
                false => Err(Fault::damaged(Place::Record(key), "it is not as its last turn left it")),
            }
        });
        report.take(Place::Record(key), result);
    }
}
