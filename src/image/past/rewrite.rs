//! Records with something taken out. What is left stays as it was, and every record can still be read.

use crate::image::codec::Bytes;
use crate::image::codec::Malformed;
use crate::image::codec::byte;
use crate::image::codec::count;
use crate::image::codec::kind_of;
use crate::image::codec::put;
use crate::image::codec::put_bytes;
use crate::image::codec::small;
use crate::image::codec::symbol;
use crate::image::codec::tag;
use crate::image::codec::word;
use crate::image::past::record;
use crate::image::past::record::Body;
use crate::image::past::record::Word;
use crate::object::kind::Kind;

/// Where a reader of a record stands.
fn at(record: &[u8], from: &Bytes<'_>) -> usize {
    record.len() - from.rest().len()
}

/// Puts nil in the place of a value.
fn nil_at(record: &[u8], range: std::ops::Range<usize>) -> Vec<u8> {
    [&record[..range.start], &[word::NIL], &record[range.end..]].concat()
}

/// An object, or a cell, with nil in one of its fields.
pub(in crate::image) fn without_word(record: &[u8], index: usize) -> Result<Vec<u8>, Malformed> {
    let from = &mut Bytes::new(record);
    skip_head(from)?;
    if index >= count(from)? {
        return Err(Malformed);
    }
    for _ in 0..index {
        record::word(from)?;
    }
    let start = at(record, from);
    record::word(from)?;
    Ok(nil_at(record, start..at(record, from)))
}

/// A map, or a piece of one, whose slot of this name holds nil.
pub(in crate::image) fn without_slot_value(record: &[u8], name: &str) -> Result<Vec<u8>, Malformed> {
    let from = &mut Bytes::new(record);
    let slots = skip_to_slots(from)?;
    for _ in 0..slots {
        let slot = symbol(from)?;
        let _flags = byte(from)?;
        let place = byte(from)?;
        let start = at(record, from);
        skip_place(from, place)?;
        if slot.as_str() == name && place == 0 {
            return Ok(nil_at(record, start..at(record, from)));
        }
        for _ in 0..count(from)? {
            from.bytes()?;
        }
    }
    Err(Malformed)
}

/// How many slots follow: of a map whose slots are in the record, or of a piece.
fn skip_to_slots(from: &mut Bytes<'_>) -> Result<usize, Malformed> {
    if byte(from)? == tag::MAP_PIECE {
        return count(from);
    }
    kind_of(byte(from)?)?;
    let flags = byte(from)?;
    let (_capacity, _fields) = (small(from)?, small(from)?);
    if flags & 2 != 0 {
        from.bytes()?;
    }
    let slots = from.number()? as usize;
    if byte(from)? == 0 { Ok(slots) } else { Ok(0) }
}

fn skip_place(from: &mut Bytes<'_>, place: u8) -> Result<(), Malformed> {
    match place {
        0 | 2 => drop(record::word(from)?),
        1 => drop(small(from)?),
        4 => drop((small(from)?, small(from)?)),
        _ => {}
    }
    Ok(())
}

/// Kind, flags, hash and map of an object.
fn skip_head(from: &mut Bytes<'_>) -> Result<Kind, Malformed> {
    let kind = kind_of(byte(from)?)?;
    let (_flags, _hash, _map) = (byte(from)?, small(from)?, from.number()?);
    Ok(kind)
}

/// A record that says nothing any more of what was in it: texts, bytes and numbers are gone, references stay.
pub(in crate::image) fn blank(record: &[u8]) -> Result<Vec<u8>, Malformed> {
    let from = &mut Bytes::new(record);
    match record.first() {
        Some(&tag::TREE) => {
            return with_text(record, |_| Some("( nil )".to_string())).map(|new| new.unwrap_or_default());
        }
        Some(&tag::VALUES) => {
            byte(from)?;
            return blank_words(record, from);
        }
        Some(&tag::BYTES) => {
            byte(from)?;
            let start = at(record, from);
            let length = from.bytes()?.len();
            let mut out = record[..start].to_vec();
            put_bytes(&mut out, &vec![0; length]);
            return Ok(out);
        }
        Some(&(tag::MAP | tag::MAP_PIECE)) => return blank_slots(record),
        _ => {}
    }
    let kind = skip_head(from)?;
    let start = at(record, from);
    let mut out = record[..start].to_vec();
    match record::object(record)?.body {
        Body::Text(text) => put_bytes(&mut out, "*".repeat(text.len()).as_bytes()),
        Body::Bytes(bytes) => put_bytes(&mut out, &vec![0; bytes.len()]),
        Body::Number(_) => {
            let digits = count(from)?;
            put(&mut out, digits as u64);
            // The highest digit of a large integer is not 0.
            (0..digits).for_each(|_| out.extend(1u64.to_le_bytes()));
        }
        Body::Words(_) if matches!(kind, Kind::Slots | Kind::Vector | Kind::Cell | Kind::Context) => {
            return blank_words(record, from);
        }
        // Its pieces are blanked by themselves; code is in the texts.
        Body::Words(_) | Body::Pieces { .. } => return Ok(record.to_vec()),
    }
    Ok(out)
}

/// The values from here to the end of a record, without numbers.
fn blank_words(record: &[u8], from: &mut Bytes<'_>) -> Result<Vec<u8>, Malformed> {
    let words = count(from)?;
    let mut out = record[..at(record, from)].to_vec();
    for _ in 0..words {
        let start = at(record, from);
        match record::word(from)? {
            Word::Integer(_) | Word::Float(_) => out.push(word::NIL),
            _ => out.extend(&record[start..at(record, from)]),
        }
    }
    out.extend(from.rest());
    Ok(out)
}

/// A map, or a piece of one, without the numbers that are constants in it.
fn blank_slots(record: &[u8]) -> Result<Vec<u8>, Malformed> {
    let from = &mut Bytes::new(record);
    let slots = skip_to_slots(from)?;
    let mut out = record[..at(record, from)].to_vec();
    for _ in 0..slots {
        let start = at(record, from);
        let (_name, _flags, place) = (symbol(from)?, byte(from)?, byte(from)?);
        out.extend(&record[start..at(record, from)]);
        let start = at(record, from);
        if place == 0 && matches!(record::word(&mut Bytes::new(from.rest()))?, Word::Integer(_) | Word::Float(_)) {
            skip_place(from, place)?;
            out.push(word::NIL);
        } else {
            skip_place(from, place)?;
            out.extend(&record[start..at(record, from)]);
        }
        let start = at(record, from);
        for _ in 0..count(from)? {
            from.bytes()?;
        }
        out.extend(&record[start..at(record, from)]);
    }
    out.extend(from.rest());
    Ok(out)
}

/// The record of a method or script with another text; none if the text stays.
pub(in crate::image) fn with_text(
    record: &[u8],
    new: impl FnOnce(&str) -> Option<String>,
) -> Result<Option<Vec<u8>>, Malformed> {
    let from = &mut Bytes::new(record);
    let _tag = byte(from)?;
    if byte(from)? == 1 {
        let (_hash, _selector) = (small(from)?, symbol(from)?);
        for _ in 0..count(from)? {
            symbol(from)?;
        }
    }
    let (_source, _line) = (from.bytes()?, from.number()?);
    let start = at(record, from);
    let Some(text) = new(from.text()?) else { return Ok(None) };
    let mut out = record[..start].to_vec();
    put_bytes(&mut out, text.as_bytes());
    Ok(Some(out))
}
