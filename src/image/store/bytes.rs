//! Bytes on disk: numbers of varying length, and the seal every stored value bears.
//!
//! A sealed value says by itself what it is and which row it belongs to, so that a scan of a file whose tree is damaged
//! still finds it, and a page that was swapped for another is noticed:
//!
//! ```text
//!   0        3     4         8          12         20         28
//!   +--------+-----+---------+----------+----------+----------+---------+
//!   | magic  | tag | length  | CRC-32   | key, 1st | key, 2nd | payload |
//!   +--------+-----+---------+----------+----------+----------+---------+
//!                  of payload of all other bytes
//! ```
//!
//! Integers of fixed size are little-endian; the others are LEB128.

/// What a sealed value begins with.
pub(super) const MAGIC: [u8; 3] = [0xBA, 0x70, 0x5E];

/// Bytes before the payload.
pub(super) const SEAL: usize = 28;

/// The bytes are not what they should be. Who reads knows the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::image) struct Malformed;

/// A row's key, as the seal repeats it. Tables with one number leave the second at zero.
pub(super) type RowKey = (u64, u64);

/// Begins a sealed value: room for the seal, after which the payload is appended.
pub(super) fn begin(capacity: usize) -> Vec<u8> {
    let mut value = Vec::with_capacity(SEAL + capacity);
    value.resize(SEAL, 0);
    value
}

/// Seals what was begun.
pub(super) fn seal(mut value: Vec<u8>, tag: u8, key: RowKey) -> Vec<u8> {
    let length = (value.len() - SEAL) as u32;
    value[..3].copy_from_slice(&MAGIC);
    value[3] = tag;
    value[4..8].copy_from_slice(&length.to_le_bytes());
    value[12..20].copy_from_slice(&key.0.to_le_bytes());
    value[20..28].copy_from_slice(&key.1.to_le_bytes());
    let sum = checksum(&value);
    value[8..12].copy_from_slice(&sum.to_le_bytes());
    value
}

/// The payload of a sealed value, if it is whole and belongs to this row.
pub(super) fn unseal(value: &[u8], tag: u8, key: RowKey) -> Result<&[u8], Malformed> {
    let found = read_seal(value).ok_or(Malformed)?;
    match found.tag == tag && found.key == key && value.len() == SEAL + found.length {
        true if checksum(value) == found.sum => Ok(&value[SEAL..]),
        _ => Err(Malformed),
    }
}

/// What a seal says, unchecked.
pub(super) struct Seal {
    pub(super) tag: u8,
    pub(super) length: usize,
    pub(super) sum: u32,
    pub(super) key: RowKey,
}

/// Reads a seal where one may stand.
pub(super) fn read_seal(bytes: &[u8]) -> Option<Seal> {
    let header = bytes.get(..SEAL)?;
    if header[..3] != MAGIC {
        return None;
    }
    Some(Seal {
        tag: header[3],
        length: u32::from_le_bytes(header[4..8].try_into().ok()?) as usize,
        sum: u32::from_le_bytes(header[8..12].try_into().ok()?),
        key: (u64::from_le_bytes(header[12..20].try_into().ok()?), u64::from_le_bytes(header[20..28].try_into().ok()?)),
    })
}

/// The checksum a sealed value bears.
pub(super) fn sum(value: &[u8]) -> u32 {
    u32::from_le_bytes([value[8], value[9], value[10], value[11]])
}

/// The checksum of a whole sealed value: all of it but the place the sum itself takes.
pub(super) fn checksum(value: &[u8]) -> u32 {
    let mut sum = crc32fast::Hasher::new();
    sum.update(&value[..8]);
    sum.update(&value[12..]);
    sum.finalize()
}

/// Appends a number: seven bits a byte, the lowest first, the top bit set on all but the last.
pub(in crate::image) fn put(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Appends bytes with their length before them.
pub(in crate::image) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// How many bytes `put` appends.
pub(super) fn width(number: u64) -> usize {
    (64 - (number | 1).leading_zeros() as usize).div_ceil(7)
}

/// Reads what the functions above wrote, and never past the end.
pub(in crate::image) struct Bytes<'a> {
    rest: &'a [u8],
}

impl<'a> Bytes<'a> {
    pub(in crate::image) fn new(bytes: &'a [u8]) -> Self {
        Bytes { rest: bytes }
    }

    pub(in crate::image) fn number(&mut self) -> Result<u64, Malformed> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let (&byte, rest) = self.rest.split_first().ok_or(Malformed)?;
            self.rest = rest;
            let bits = u64::from(byte & 0x7F);
            if bits << shift >> shift != bits {
                return Err(Malformed);
            }
            number |= bits << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed)
    }

    pub(in crate::image) fn take(&mut self, length: u64) -> Result<&'a [u8], Malformed> {
        let length = usize::try_from(length).map_err(|_| Malformed)?;
        let (taken, rest) = self.rest.split_at_checked(length).ok_or(Malformed)?;
        self.rest = rest;
        Ok(taken)
    }

    pub(in crate::image) fn bytes(&mut self) -> Result<&'a [u8], Malformed> {
        let length = self.number()?;
        self.take(length)
    }

    pub(in crate::image) fn text(&mut self) -> Result<&'a str, Malformed> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Malformed)
    }

    pub(in crate::image) fn rest(&self) -> &'a [u8] {
        self.rest
    }
}
