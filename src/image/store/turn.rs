//! A turn on disk: a head, which says what it was, and a body, which says what it changed.
//!
//! The head is the row (turn, 0). A small body stands in the same row; a larger one in rows (turn, first key in it), so
//! that the change of one key is found without reading the others. Redb rounds a large value up to a power of two pages,
//! so bodies are cut at such sizes.
//!
//! ```text
//!   head   turn - first turn merged in it | time | link, 4 bytes | author | kind, its number, its text | text | note
//!          | keys changed | bytes of the images | rows of the body, 0 if it follows | outbox | body
//!   body   time | count | (key - key before, prior turn, image before, image after) * count
//!   image  0 none | length + 1, bytes          and after only: 1 in the segments | length + 2, bytes
//! ```
//!
//! `prior` is the turn that changed the key before: from the newest record, the history of a key is a chain of these.
//! `link` is the checksum of the head before, so that a turn that is missing or was swapped is noticed.

use crate::image::store::bytes;
use crate::image::store::bytes::Bytes;
use crate::image::store::bytes::Malformed;
use crate::image::store::bytes::RowKey;
use crate::image::store::bytes::SEAL;
use crate::image::store::bytes::put;
use crate::image::store::bytes::put_bytes;
use crate::image::store::schema::TURN_TAG;

/// What a turn was. Stored by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnKind {
    /// The image was born.
    Awaken,
    /// Someone acted.
    Turn,
    /// A turn was taken back.
    Undo(u64),
    /// A turn that had been taken back was done again.
    Redo(u64),
    /// All was put back as in the snapshot of this name.
    Restore(String),
    /// Objects came from a text.
    Import,
    /// A copy was made its owner's.
    Adopt,
    /// Something was taken out of the whole history.
    Forget,
    /// The library was renewed.
    Upgrade,
    /// What waited in the outbox was delivered.
    Deliver,
    /// A part of a long turn was saved.
    Intermediate,
    /// Several turns were merged when history was packed.
    Packed,
    /// The image was recovered from a damaged file.
    Salvage,
}

impl TurnKind {
    /// The word it is stored and shown by, and what goes with it.
    pub fn parts(&self) -> (&'static str, u64, &str) {
        match self {
            TurnKind::Awaken => ("awaken", 0, ""),
            TurnKind::Turn => ("turn", 0, ""),
            TurnKind::Undo(turn) => ("undo", *turn, ""),
            TurnKind::Redo(turn) => ("redo", *turn, ""),
            TurnKind::Restore(name) => ("restore", 0, name),
            TurnKind::Import => ("import", 0, ""),
            TurnKind::Adopt => ("adopt", 0, ""),
            TurnKind::Forget => ("forget", 0, ""),
            TurnKind::Upgrade => ("upgrade", 0, ""),
            TurnKind::Deliver => ("deliver", 0, ""),
            TurnKind::Intermediate => ("intermediate", 0, ""),
            TurnKind::Packed => ("packed", 0, ""),
            TurnKind::Salvage => ("salvage", 0, ""),
        }
    }

    fn of(word: &str, number: u64, text: &str) -> Result<TurnKind, Malformed> {
        Ok(match word {
            "awaken" => TurnKind::Awaken,
            "turn" => TurnKind::Turn,
            "undo" => TurnKind::Undo(number),
            "redo" => TurnKind::Redo(number),
            "restore" => TurnKind::Restore(text.to_string()),
            "import" => TurnKind::Import,
            "adopt" => TurnKind::Adopt,
            "forget" => TurnKind::Forget,
            "upgrade" => TurnKind::Upgrade,
            "deliver" => TurnKind::Deliver,
            "intermediate" => TurnKind::Intermediate,
            "packed" => TurnKind::Packed,
            "salvage" => TurnKind::Salvage,
            _ => return Err(Malformed),
        })
    }
}

/// A row that waits outside of the heap until someone has delivered it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutboxRow {
    /// Its number, given by the store, never twice.
    pub id: u64,
    /// What makes a second delivery harmless.
    pub key: Vec<u8>,
    /// What is to be delivered.
    pub payload: Vec<u8>,
}

/// All about a turn but what it changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnHead {
    /// Its number.
    pub turn: u64,
    /// The first turn merged in it: itself, unless history has been packed.
    pub first: u64,
    /// When, in milliseconds since 1970.
    pub time_ms: u64,
    /// Who.
    pub author: String,
    /// What it was.
    pub kind: TurnKind,
    /// Its source text.
    pub text: String,
    /// What the layer above says of it.
    pub note: Vec<u8>,
    /// How many keys it changed.
    pub changed: u64,
    /// How many bytes of images it keeps.
    pub bytes: u64,
    /// The outbox rows it added.
    pub outbox_added: Vec<OutboxRow>,
    /// The numbers of the outbox rows it took away.
    pub outbox_done: Vec<u64>,
    /// The checksum of the head before.
    pub(super) link: u32,
    /// How many rows its body has; none if the body follows the head.
    pub(super) parts: u64,
}

/// The image of a record after a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After<'a> {
    Removed,
    /// Not kept here: it went straight to the segments.
    Elsewhere,
    Bytes(&'a [u8]),
}

/// One change of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry<'a> {
    pub(super) key: u64,
    /// The turn that changed the key before, 0 if none did.
    pub(super) prior: u64,
    pub(super) before: Option<&'a [u8]>,
    pub(super) after: After<'a>,
}

/// Encoded entries, before they are cut into rows.
#[derive(Default)]
pub(super) struct Body {
    arena: Vec<u8>,
    /// Each key, and where its entry ends.
    entries: Vec<(u64, usize)>,
    images: u64,
}

/// Most entries need this much besides their images.
const ENTRY: usize = 8;

/// Rows of a body stay within these many bytes. To find one change a row is read through, and that is paid for each
/// record that is looked at in an earlier moment; half as many rows would save a large turn next to nothing.
const LARGEST: usize = 16_384;
const PAGE: usize = 4096;
/// What a leaf and the seal take of the pages of a row.
const OVERHEAD: usize = SEAL + 68;

/// A body up to this size stands in its head's row.
const INLINE: usize = 2048;

impl Body {
    pub(super) fn push(&mut self, entry: &Entry<'_>) {
        put(&mut self.arena, entry.prior);
        match entry.before {
            None => put(&mut self.arena, 0),
            Some(bytes) => {
                put(&mut self.arena, bytes.len() as u64 + 1);
                self.arena.extend_from_slice(bytes);
                self.images += bytes.len() as u64;
            }
        }
        match entry.after {
            After::Removed => put(&mut self.arena, 0),
            After::Elsewhere => put(&mut self.arena, 1),
            After::Bytes(bytes) => {
                put(&mut self.arena, bytes.len() as u64 + 2);
                self.arena.extend_from_slice(bytes);
                self.images += bytes.len() as u64;
            }
        }
        self.entries.push((entry.key, self.arena.len()));
    }

    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    fn encode(&self, range: std::ops::Range<usize>, time_ms: u64, out: &mut Vec<u8>) {
        put(out, time_ms);
        put(out, range.len() as u64);
        let mut start = range.start.checked_sub(1).map_or(0, |before| self.entries[before].1);
        let mut before = 0;
        for &(key, end) in &self.entries[range] {
            put(out, key - before);
            out.extend_from_slice(&self.arena[start..end]);
            (before, start) = (key, end);
        }
    }
}

/// The rows of a turn, sealed, and the checksum its successor must name.
pub(super) struct Rows {
    pub(super) rows: Vec<(RowKey, Vec<u8>)>,
    pub(super) link: u32,
}

/// Encodes a turn. Fills in what only the body knows: `changed`, `bytes` and `parts`.
pub(super) fn encode(head: &mut TurnHead, body: &Body) -> Rows {
    head.changed = body.count() as u64;
    head.bytes = body.images;
    let size = body.arena.len() + body.entries.len() * ENTRY;
    let mut rows = Vec::new();
    if size > INLINE {
        let mut from = 0;
        while from < body.entries.len() {
            let start = from.checked_sub(1).map_or(0, |before| body.entries[before].1);
            let left = size - start - from * ENTRY;
            // The largest power of two that what is left will fill.
            let room = (left + OVERHEAD).clamp(PAGE, LARGEST);
            let room = (1usize << room.ilog2()) - OVERHEAD;
            let fits = |to: usize| body.entries[to].1 - start + (to + 1 - from) * ENTRY <= room;
            let mut to = from + 1;
            while to < body.entries.len() && fits(to) {
                to += 1;
            }
            let mut value = bytes::begin(room);
            body.encode(from..to, head.time_ms, &mut value);
            let key = (head.turn, body.entries[from].0);
            rows.push((key, bytes::seal(value, TURN_TAG, key)));
            from = to;
        }
    }
    head.parts = rows.len() as u64;
    let mut value = bytes::begin(256 + head.text.len() + size.min(INLINE));
    encode_head(head, &mut value);
    if head.parts == 0 {
        body.encode(0..body.entries.len(), head.time_ms, &mut value);
    }
    let key = (head.turn, 0);
    let value = bytes::seal(value, TURN_TAG, key);
    let link = bytes::checksum(&value);
    rows.insert(0, (key, value));
    Rows { rows, link }
}

fn encode_head(head: &TurnHead, out: &mut Vec<u8>) {
    put(out, head.turn - head.first);
    put(out, head.time_ms);
    out.extend_from_slice(&head.link.to_le_bytes());
    put_bytes(out, head.author.as_bytes());
    let (word, number, text) = head.kind.parts();
    put_bytes(out, word.as_bytes());
    put(out, number);
    put_bytes(out, text.as_bytes());
    put_bytes(out, head.text.as_bytes());
    put_bytes(out, &head.note);
    put(out, head.changed);
    put(out, head.bytes);
    put(out, head.parts);
    put(out, head.outbox_added.len() as u64);
    for row in &head.outbox_added {
        put(out, row.id);
        put_bytes(out, &row.key);
        put_bytes(out, &row.payload);
    }
    put(out, head.outbox_done.len() as u64);
    for id in &head.outbox_done {
        put(out, *id);
    }
}

/// Decodes a head's payload; what follows it is the body, if `parts` is 0.
pub(super) fn decode_head(turn: u64, payload: &[u8]) -> Result<(TurnHead, &[u8]), Malformed> {
    let mut from = Bytes::new(payload);
    let first = turn.checked_sub(from.number()?).ok_or(Malformed)?;
    let time_ms = from.number()?;
    let link = u32::from_le_bytes(from.take(4)?.try_into().map_err(|_| Malformed)?);
    let author = from.text()?.to_string();
    let (word, number, argument) = (from.text()?, from.number()?, from.text()?);
    let kind = TurnKind::of(word, number, argument)?;
    let text = from.text()?.to_string();
    let note = from.bytes()?.to_vec();
    let (changed, bytes, parts) = (from.number()?, from.number()?, from.number()?);
    let mut outbox_added = Vec::new();
    for _ in 0..from.number()? {
        let id = from.number()?;
        outbox_added.push(OutboxRow { id, key: from.bytes()?.to_vec(), payload: from.bytes()?.to_vec() });
    }
    let mut outbox_done = Vec::new();
    for _ in 0..from.number()? {
        outbox_done.push(from.number()?);
    }
    let head = TurnHead {
        turn,
        first,
        time_ms,
        author,
        kind,
        text,
        note,
        changed,
        bytes,
        outbox_added,
        outbox_done,
        link,
        parts,
    };
    Ok((head, from.rest()))
}

/// The entries of a row of a body, in the order of their keys, until `visit` says stop.
pub(super) fn decode_body<'a>(
    payload: &'a [u8],
    time_ms: u64,
    mut visit: impl FnMut(Entry<'a>) -> bool,
) -> Result<(), Malformed> {
    let mut from = Bytes::new(payload);
    if from.number()? != time_ms {
        return Err(Malformed);
    }
    let mut key = 0u64;
    for index in 0..from.number()? {
        let step = from.number()?;
        if index > 0 && step == 0 {
            return Err(Malformed);
        }
        key = key.checked_add(step).ok_or(Malformed)?;
        let prior = from.number()?;
        let before = match from.number()? {
            0 => None,
            length => Some(from.take(length - 1)?),
        };
        let after = match from.number()? {
            0 => After::Removed,
            1 => After::Elsewhere,
            length => After::Bytes(from.take(length - 2)?),
        };
        if !visit(Entry { key, prior, before, after }) {
            return Ok(());
        }
    }
    match from.rest() {
        [] => Ok(()),
        _ => Err(Malformed),
    }
}
