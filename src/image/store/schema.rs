//! The tables of an image, and the facts about the file as a whole.

use redb::TableDefinition;

use crate::image::store::bytes;
use crate::image::store::bytes::Bytes;
use crate::image::store::bytes::Malformed;
use crate::image::store::bytes::put;
use crate::image::store::turn::OutboxRow;

/// The format this program writes. A file with a greater number is refused.
pub const FORMAT: u64 = 1;

/// Segments by the first key of their stretch.
pub(super) const SEGMENTS: TableDefinition<u64, &[u8]> = TableDefinition::new("segment");
/// Rows of turns by turn and first key; the head has 0.
pub(super) const TURNS: TableDefinition<(u64, u64), &[u8]> = TableDefinition::new("turn");
/// What is true of the file: its format, and the facts below.
pub(super) const META: TableDefinition<&str, &[u8]> = TableDefinition::new("meta");
/// Snapshots by name.
pub(super) const SNAPSHOTS: TableDefinition<&str, &[u8]> = TableDefinition::new("snapshot");
/// The rows that wait for delivery, as of the last fold.
pub(super) const OUTBOX: TableDefinition<u64, &[u8]> = TableDefinition::new("outbox");

/// What minds have answered, by the hash of the question.
pub(super) const ANSWERS: TableDefinition<&str, &[u8]> = TableDefinition::new("answer");

pub(super) const SEGMENT_TAG: u8 = b's';
pub(super) const TURN_TAG: u8 = b't';
pub(super) const FORMAT_TAG: u8 = b'v';
pub(super) const FACTS_TAG: u8 = b'f';
pub(super) const SNAPSHOT_TAG: u8 = b'n';
pub(super) const OUTBOX_TAG: u8 = b'o';
pub(super) const ANSWER_TAG: u8 = b'a';

pub(super) const FORMAT_ROW: &str = "format";
pub(super) const FACTS_ROW: &str = "facts";

/// What is true of the file as of its last fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Facts {
    /// The image's own number. A copy gets another when it is adopted.
    pub(super) instance: u128,
    /// Where the file was last at home; see `file::home`.
    pub(super) home: [u8; 32],
    /// When the image was made, in milliseconds since 1970.
    pub(super) created_ms: u64,
    /// All turns up to this one are in the segments.
    pub(super) folded: u64,
    /// The link the turn after that one must have.
    pub(super) link: u32,
    /// The earliest moment that is kept.
    pub(super) base: u64,
    /// How many segments there are. A tree that lost a page would have fewer.
    pub(super) segments: u64,
    /// The checksums of all segments, one exclusive-or the other: which copies of them are the newest.
    pub(super) segments_sum: u32,
    /// How many rows the turns up to `folded` have.
    pub(super) rows: u64,
    /// The number of the next outbox row.
    pub(super) next_outbox: u64,
}

impl Facts {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut value = bytes::begin(96);
        value.extend_from_slice(&self.instance.to_le_bytes());
        value.extend_from_slice(&self.home);
        value.extend_from_slice(&self.link.to_le_bytes());
        value.extend_from_slice(&self.segments_sum.to_le_bytes());
        for number in [self.created_ms, self.folded, self.base, self.segments, self.rows, self.next_outbox] {
            put(&mut value, number);
        }
        bytes::seal(value, FACTS_TAG, (0, 0))
    }

    pub(super) fn decode(value: &[u8]) -> Result<Facts, Malformed> {
        let mut from = Bytes::new(bytes::unseal(value, FACTS_TAG, (0, 0))?);
        Ok(Facts {
            instance: u128::from_le_bytes(from.take(16)?.try_into().map_err(|_| Malformed)?),
            home: from.take(32)?.try_into().map_err(|_| Malformed)?,
            link: u32::from_le_bytes(from.take(4)?.try_into().map_err(|_| Malformed)?),
            segments_sum: u32::from_le_bytes(from.take(4)?.try_into().map_err(|_| Malformed)?),
            created_ms: from.number()?,
            folded: from.number()?,
            base: from.number()?,
            segments: from.number()?,
            rows: from.number()?,
            next_outbox: from.number()?,
        })
    }
}

pub(super) fn encode_format(format: u64) -> Vec<u8> {
    let mut value = bytes::begin(8);
    put(&mut value, format);
    bytes::seal(value, FORMAT_TAG, (0, 0))
}

pub(super) fn decode_format(value: &[u8]) -> Result<u64, Malformed> {
    Bytes::new(bytes::unseal(value, FORMAT_TAG, (0, 0))?).number()
}

/// A moment someone named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// Its name.
    pub name: String,
    /// The turn it shows.
    pub turn: u64,
    /// When it was taken, in milliseconds since 1970.
    pub time_ms: u64,
}

impl Snapshot {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut value = bytes::begin(32);
        bytes::put_bytes(&mut value, self.name.as_bytes());
        put(&mut value, self.turn);
        put(&mut value, self.time_ms);
        bytes::seal(value, SNAPSHOT_TAG, (0, 0))
    }

    pub(super) fn decode(value: &[u8]) -> Result<Snapshot, Malformed> {
        let mut from = Bytes::new(bytes::unseal(value, SNAPSHOT_TAG, (0, 0))?);
        Ok(Snapshot { name: from.text()?.to_string(), turn: from.number()?, time_ms: from.number()? })
    }
}

pub(super) fn encode_outbox(row: &OutboxRow) -> Vec<u8> {
    let mut value = bytes::begin(64);
    bytes::put_bytes(&mut value, &row.key);
    bytes::put_bytes(&mut value, &row.payload);
    bytes::seal(value, OUTBOX_TAG, (row.id, 0))
}

pub(super) fn decode_outbox(id: u64, value: &[u8]) -> Result<OutboxRow, Malformed> {
    let mut from = Bytes::new(bytes::unseal(value, OUTBOX_TAG, (id, 0))?);
    Ok(OutboxRow { id, key: from.bytes()?.to_vec(), payload: from.bytes()?.to_vec() })
}
