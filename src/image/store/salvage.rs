//! Salvage: what is whole in a damaged file, put into a new one.
//!
//! It does not trust the tree. Every value bears a seal, so the file is searched for seals from its first byte to its
//! last, and what has the right checksum is a row, of now or of some time before. Turns say what they made of each
//! record and what it was before, old copies of segments say more, and from all of these each record's versions are put
//! together. The new file shows the newest moment at which nothing is missing; if there is none, the newest, and names
//! what is lost.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::image::store::Access;
use crate::image::store::Store;
use crate::image::store::bytes;
use crate::image::store::commit::Turn;
use crate::image::store::error::Fault;
use crate::image::store::error::Place;
use crate::image::store::error::StoreError;
use crate::image::store::error::io_error;
use crate::image::store::file;
use crate::image::store::file::Draft;
use crate::image::store::fold::put_segment;
use crate::image::store::guard::guarded;
use crate::image::store::schema;
use crate::image::store::schema::Facts;
use crate::image::store::schema::Snapshot;
use crate::image::store::segment;
use crate::image::store::turn;
use crate::image::store::turn::After;
use crate::image::store::turn::OutboxRow;
use crate::image::store::turn::TurnHead;
use crate::image::store::turn::TurnKind;
use crate::image::store::verify::Damage;

/// What could be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Salvaged {
    /// The moment that the new file shows.
    pub moment: u64,
    /// The newest turn of which the damaged file has any trace.
    pub newest: u64,
    /// How many records the new file has.
    pub records: u64,
    /// What is lost at that moment.
    pub lost: Vec<Damage>,
}

/// Reads a damaged image as far as that can be done, and writes what is whole to a new file. The damaged one is only
/// read. The new image has a number of its own and no history but its present; a turn says where it comes from.
pub fn salvage(path: impl AsRef<Path>, into: impl AsRef<Path>) -> Result<Salvaged, StoreError> {
    let (path, into) = (path.as_ref(), into.as_ref());
    if into.exists() {
        return Err(StoreError::Exists { path: into.to_path_buf() });
    }
    let file = fs::read(path).map_err(|source| io_error(path.to_path_buf(), "open", source))?;
    let found = Found::search(&file);
    if found.segments.is_empty() && found.turns.is_empty() {
        return Err(StoreError::NotAnImage {
            path: path.to_path_buf(),
            why: "no part of it was ever written by an image".to_string(),
        });
    }
    if found.format > schema::FORMAT {
        let (path, found, known) = (path.to_path_buf(), found.format, schema::FORMAT);
        return Err(StoreError::Newer { path, found, known });
    }
    let history = History::gather(&file, &found);
    let (moment, mut lost) = history.newest_whole();
    lost.extend(gaps(&file, &found));
    let world = history.world(moment);
    let draft = Draft::new(into, file::NEW)?;
    let snapshots = found.snapshots.iter().filter(|snapshot| snapshot.turn == moment);
    let facts = history.facts(&found, moment, &draft.path);
    let outbox = history.outbox(moment);
    guarded(|| write(&draft, facts, &world, &file, snapshots, &outbox)).map_err(|fault| fault.at(into, "write"))?;
    draft.publish(into)?;
    let mut store = Store::open(into, Access::Write)?;
    let text = format!("salvaged from {}, as of turn {moment}", path.display());
    store.commit(Turn::new(TurnKind::Salvage, "", text, file::now_ms()))?;
    store.close()?;
    Ok(Salvaged { moment, newest: history.last, records: world.len() as u64, lost })
}

/// Where a payload is, and the checksum of its value: for a head, what the next one must name as its link.
type Row = (Range<usize>, u32);

/// All rows that are whole, wherever they are in the file.
#[derive(Default)]
struct Found {
    format: u64,
    facts: Option<Facts>,
    /// First key and payload.
    segments: Vec<(u64, Range<usize>)>,
    turns: BTreeMap<(u64, u64), Vec<Row>>,
    snapshots: Vec<Snapshot>,
}

impl Found {
    fn search(file: &[u8]) -> Found {
        let mut found = Found::default();
        let mut at = 0;
        while let Some(next) = file[at..].iter().position(|&byte| byte == bytes::MAGIC[0]) {
            at += next;
            match whole(file, at) {
                Some(end) => {
                    found.take(file, at..end);
                    at = end;
                }
                None => at += 1,
            }
        }
        found
    }

    fn take(&mut self, file: &[u8], value: Range<usize>) {
        let Some(seal) = bytes::read_seal(&file[value.clone()]) else { return };
        let payload = value.start + bytes::SEAL..value.end;
        let sealed = &file[value];
        match seal.tag {
            schema::SEGMENT_TAG => self.segments.push((seal.key.0, payload)),
            schema::TURN_TAG => self.turns.entry(seal.key).or_default().push((payload, seal.sum)),
            schema::FORMAT_TAG => self.format = self.format.max(schema::decode_format(sealed).unwrap_or(0)),
            schema::FACTS_TAG => {
                if let Ok(facts) = Facts::decode(sealed)
                    && self.facts.as_ref().is_none_or(|known| known.folded <= facts.folded)
                {
                    self.facts = Some(facts);
                }
            }
            schema::SNAPSHOT_TAG => self.snapshots.extend(Snapshot::decode(sealed)),
            _ => {}
        }
    }
}

/// Where a sealed value that begins here ends, if it is whole.
fn whole(file: &[u8], at: usize) -> Option<usize> {
    let seal = bytes::read_seal(&file[at..])?;
    let end = at.checked_add(bytes::SEAL)?.checked_add(seal.length)?;
    let value = file.get(at..end)?;
    (bytes::checksum(value) == seal.sum).then_some(end)
}

/// What is known of a record from one turn on.
#[derive(Clone)]
enum Version {
    /// The turn changed it; to what is lost.
    Lost,
    Removed,
    Bytes(Range<usize>),
}

struct History {
    base: u64,
    /// Up to this turn, all newest records are in segments that are whole.
    folded: u64,
    last: u64,
    /// Turns that are missing or not whole.
    lost_turns: Vec<u64>,
    heads: BTreeMap<u64, TurnHead>,
    records: HashMap<u64, BTreeMap<u64, Version>>,
}

impl History {
    fn gather(file: &[u8], found: &Found) -> History {
        let base = found.facts.as_ref().map_or(0, |facts| facts.base);
        let mut history = History {
            base,
            folded: found
                .facts
                .as_ref()
                .filter(|facts| is_whole(file, found, facts))
                .map_or(base, |facts| facts.folded),
            last: base,
            lost_turns: Vec::new(),
            heads: BTreeMap::new(),
            records: HashMap::new(),
        };
        for (first, payload) in &found.segments {
            for entry in segment::decode(&file[payload.clone()], *first).unwrap_or_default() {
                history.last = history.last.max(entry.turn);
                history.note(entry.key, entry.turn, version(file, entry.bytes));
            }
        }
        history.last = history.last.max(found.turns.keys().map(|key| key.0).max().unwrap_or(0));
        let mut wanted = None;
        let mut turn = history.last;
        while turn > base {
            let next = history.take_turn(file, found, turn, wanted);
            wanted = next.map(|(_, link)| link);
            if next.is_none() {
                history.lost_turns.push(turn);
            }
            turn = next.map_or(turn, |(first, _)| first).saturating_sub(1);
        }
        history
    }

    /// Takes in one turn. Answers the first turn merged in it, and the link of the one before.
    fn take_turn(&mut self, file: &[u8], found: &Found, turn: u64, wanted: Option<u32>) -> Option<(u64, u32)> {
        let candidates = found.turns.get(&(turn, 0))?.iter();
        let decoded = candidates.filter_map(|(payload, sum)| {
            let (head, rest) = turn::decode_head(turn, &file[payload.clone()]).ok()?;
            Some((wanted == Some(*sum), head.time_ms, head, rest))
        });
        // A turn that was not acknowledged may have left a row beside that of the one that took its number.
        let (_, _, head, rest) = decoded.max_by_key(|(is_wanted, time, ..)| (*is_wanted, *time))?;
        let mut changes = Vec::new();
        let mut take = |payload| {
            turn::decode_body(payload, head.time_ms, |entry| {
                let before = version(file, entry.before);
                let after = match entry.after {
                    After::Removed => Version::Removed,
                    After::Elsewhere => Version::Lost,
                    After::Bytes(bytes) => version(file, Some(bytes)),
                };
                changes.push((entry.key, entry.prior, before, after));
                true
            })
            .is_ok()
        };
        let mut parts = 0;
        if head.parts == 0 {
            take(rest);
        } else {
            for (_, rows) in found.turns.range((turn, 1)..=(turn, u64::MAX)) {
                parts += u64::from(rows.iter().any(|(payload, _)| take(&file[payload.clone()])));
            }
        }
        let is_whole = parts == head.parts && changes.len() as u64 == head.changed;
        for (key, prior, before, after) in changes {
            self.note(key, turn, after);
            if prior > 0 {
                self.note(key, prior, before);
            }
        }
        let (first, link) = (head.first, head.link);
        self.heads.insert(turn, head);
        is_whole.then_some((first, link))
    }

    fn note(&mut self, key: u64, turn: u64, version: Version) {
        let versions = self.records.entry(key).or_default();
        match version {
            Version::Lost => drop(versions.entry(turn).or_insert(version)),
            _ => drop(versions.insert(turn, version)),
        }
    }

    /// The newest moment at which nothing is missing, or the newest, with what is missing then.
    fn newest_whole(&self) -> (u64, Vec<Damage>) {
        // A turn that is lost says nothing of what it changed. What was folded is in the segments; later it is not.
        let before = |turns: &mut dyn Iterator<Item = u64>| turns.min().map_or(self.last, |turn| turn - 1);
        let end = before(&mut self.lost_turns.iter().copied().filter(|&turn| turn > self.folded)).max(self.base);
        // Moments before that cannot be trusted from the first lost turn on.
        let early = before(&mut self.lost_turns.iter().copied()).max(self.base);
        let mut bad: BTreeMap<u64, u64> = BTreeMap::new();
        let mut lost = Vec::new();
        for (&key, versions) in &self.records {
            for (&turn, version) in versions.range(..=end) {
                if matches!(version, Version::Lost) {
                    let next = versions.range(turn + 1..).next().map_or(u64::MAX, |(&next, _)| next);
                    let until = bad.entry(turn).or_default();
                    *until = next.max(*until);
                    if next > end {
                        let what = format!("what turn {turn} made of it cannot be found");
                        lost.push(Damage { place: Place::Record(key), what });
                    }
                }
            }
        }
        // From the newest moment back, over every stretch of turns in which some record is missing.
        let mut moment = end;
        while let Some((&turn, _)) = bad.range(..=moment).rev().find(|(_, until)| **until > moment) {
            if turn <= self.base {
                lost.sort_by(|a, b| a.place.cmp(&b.place));
                return (end, lost);
            }
            moment = if turn - 1 < self.folded { early.min(turn - 1) } else { turn - 1 };
        }
        (moment, Vec::new())
    }

    /// Each record's bytes at a moment.
    fn world(&self, moment: u64) -> BTreeMap<u64, (u64, Range<usize>)> {
        let mut world = BTreeMap::new();
        for (&key, versions) in &self.records {
            let known = versions.range(..=moment).rev().find(|(_, version)| !matches!(version, Version::Lost));
            if let Some((&turn, Version::Bytes(bytes))) = known {
                world.insert(key, (turn, bytes.clone()));
            }
        }
        world
    }

    fn facts(&self, found: &Found, moment: u64, path: &Path) -> Facts {
        let instance = file::draw_instance();
        Facts {
            instance,
            home: file::home(path, instance),
            created_ms: found.facts.as_ref().map_or(0, |facts| facts.created_ms),
            folded: moment,
            link: 0,
            base: moment,
            segments: 0,
            segments_sum: 0,
            rows: 0,
            next_outbox: self
                .heads
                .values()
                .flat_map(|head| &head.outbox_added)
                .map(|row| row.id + 1)
                .max()
                .unwrap_or(1),
        }
    }

    /// The rows that the turns up to a moment added and none of them took away.
    fn outbox(&self, moment: u64) -> Vec<OutboxRow> {
        let mut waiting = BTreeMap::new();
        for head in self.heads.range(..=moment).map(|(_, head)| head) {
            waiting.extend(head.outbox_added.iter().map(|row| (row.id, row.clone())));
            for id in &head.outbox_done {
                waiting.remove(id);
            }
        }
        waiting.into_values().collect()
    }
}

/// Whether the newest copies of the segments are all there.
fn is_whole(file: &[u8], found: &Found, facts: &Facts) -> bool {
    let mut newest: BTreeMap<u64, (u64, u64, u32)> = BTreeMap::new();
    for (first, payload) in &found.segments {
        let sum = bytes::sum(&file[payload.start - bytes::SEAL..]);
        let payload = &file[payload.clone()];
        let (Ok(stamp), Ok(end)) = (segment::stamp(payload), segment::end(payload)) else { return false };
        let place = newest.entry(*first).or_insert((stamp, end, sum));
        if place.0 <= stamp {
            *place = (stamp, end, sum);
        }
    }
    let (mut at, mut count, mut sum) = (0, 0, 0);
    while let Some(&(_, end, next)) = newest.get(&at)
        && end > at
    {
        (at, count, sum) = (end, count + 1, sum ^ next);
    }
    at == segment::END && count == facts.segments && sum == facts.segments_sum
}

/// Where bytes that were decoded from the file are in it.
fn version(file: &[u8], bytes: Option<&[u8]>) -> Version {
    match bytes {
        None => Version::Removed,
        Some(bytes) => {
            let start = bytes.as_ptr().addr() - file.as_ptr().addr();
            Version::Bytes(start..start + bytes.len())
        }
    }
}

/// Stretches of keys that no segment in the file covers, old or new: what was in them has left no trace.
fn gaps(file: &[u8], found: &Found) -> Vec<Damage> {
    let ends =
        found.segments.iter().filter_map(|(first, payload)| Some((*first, segment::end(&file[payload.clone()]).ok()?)));
    let mut stretches: Vec<(u64, u64)> = ends.collect();
    stretches.sort_unstable();
    let mut lost = Vec::new();
    let mut at = 0;
    for (first, end) in stretches.into_iter().chain([(segment::END, segment::END)]) {
        if first > at {
            let what = format!("the records from {at} to {} cannot be found", first - 1);
            lost.push(Damage { place: Place::Segment(at), what });
        }
        at = at.max(end);
    }
    lost
}

fn write<'a>(
    draft: &Draft,
    mut facts: Facts,
    world: &BTreeMap<u64, (u64, Range<usize>)>,
    file: &[u8],
    snapshots: impl Iterator<Item = &'a Snapshot>,
    outbox: &[OutboxRow],
) -> Result<(), Fault> {
    let database = file::builder(file::MOST_CACHE).create(&draft.path)?;
    let transaction = database.begin_write()?;
    {
        let mut segments = transaction.open_table(schema::SEGMENTS)?;
        let entry = |(&key, (turn, bytes)): (&u64, &(u64, Range<usize>))| segment::Entry {
            key,
            turn: *turn,
            bytes: Some(&file[bytes.clone()]),
        };
        let entries: Vec<segment::Entry<'_>> = world.iter().map(entry).collect();
        segment::pack(0, segment::END, facts.folded, &entries, bytes::begin, |first, value| {
            facts.segments += 1;
            facts.segments_sum ^= put_segment(&mut segments, first, value)?;
            Ok::<(), Fault>(())
        })?;
        transaction.open_table(schema::TURNS)?;
        let mut table = transaction.open_table(schema::SNAPSHOTS)?;
        for snapshot in snapshots {
            table.insert(snapshot.name.as_str(), snapshot.encode().as_slice())?;
        }
        let mut table = transaction.open_table(schema::OUTBOX)?;
        for row in outbox {
            table.insert(row.id, schema::encode_outbox(row).as_slice())?;
        }
        let mut meta = transaction.open_table(schema::META)?;
        meta.insert(schema::FORMAT_ROW, schema::encode_format(schema::FORMAT).as_slice())?;
        meta.insert(schema::FACTS_ROW, facts.encode().as_slice())?;
    }
    transaction.commit()?;
    Ok(())
}
