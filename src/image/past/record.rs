//! A record by itself: what it says and what it refers to, without a heap to put it in.

use num_bigint::BigInt;
use num_bigint::BigUint;
use num_bigint::Sign;

use crate::code::rest::Role;
use crate::image::codec::Bytes;
use crate::image::codec::Malformed;
use crate::image::codec::byte;
use crate::image::codec::count;
use crate::image::codec::how;
use crate::image::codec::kind_of;
use crate::image::codec::piece_key;
use crate::image::codec::role;
use crate::image::codec::signed;
use crate::image::codec::small;
use crate::image::codec::symbol;
use crate::image::codec::tag;
use crate::image::codec::word;
use crate::object::heap::LARGE_WORDS;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::object::layout::CARD_WORDS;
use crate::text::symbol::Symbol;

/// A reference to another record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::image) struct Reference {
    pub(in crate::image) kind: Kind,
    pub(in crate::image) key: Key,
    pub(in crate::image) length: usize,
}

/// A value as it is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::image) enum Word {
    Nil,
    True,
    False,
    Unset,
    Integer(i64),
    Float(f64),
    Object(Reference),
}

impl Word {
    pub(in crate::image) fn reference(self) -> Option<Reference> {
        match self {
            Word::Object(reference) => Some(reference),
            _ => None,
        }
    }
}

/// What an object's record says.
#[derive(Clone, Debug)]
pub(in crate::image) struct Object {
    pub(in crate::image) kind: Kind,
    pub(in crate::image) map: Key,
    /// The texts of the code in a block or process.
    pub(in crate::image) texts: Vec<Key>,
    pub(in crate::image) body: Body,
}

/// What is in an object, by its kind.
#[derive(Clone, Debug)]
pub(in crate::image) enum Body {
    /// Fields, elements, or what a block, context, mirror or process refers to.
    Words(Vec<Word>),
    /// The elements of a large vector, or the bytes of a large byte vector, are in records of their own: so many.
    Pieces {
        count: usize,
        length: usize,
    },
    Bytes(Vec<u8>),
    Text(String),
    Number(BigInt),
}

impl Body {
    /// A field; nil if there is none.
    pub(in crate::image) fn word(&self, index: usize) -> Word {
        match self {
            Body::Words(words) => words.get(index).copied().unwrap_or(Word::Nil),
            _ => Word::Nil,
        }
    }
}

/// Where a slot's value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::image) enum Place {
    Map(Word),
    Field(usize),
    Cell(Word),
    Transient,
    Overflow { field: usize, index: usize },
}

/// A slot as a map's record has it.
#[derive(Clone, Debug)]
pub(in crate::image) struct SlotRecord {
    pub(in crate::image) name: Symbol,
    pub(in crate::image) place: Place,
    pub(in crate::image) assignable: bool,
    pub(in crate::image) parent: bool,
    pub(in crate::image) transient: bool,
    pub(in crate::image) annotations: Vec<String>,
}

/// What a map's record says.
#[derive(Clone, Debug)]
pub(in crate::image) struct Shape {
    /// It belongs to one object.
    pub(in crate::image) owned: bool,
    pub(in crate::image) annotation: Option<String>,
    /// The slots that stand in the record itself.
    pub(in crate::image) slots: Vec<SlotRecord>,
    /// The records with the slots of a large map.
    pub(in crate::image) pieces: Vec<Key>,
}

/// The text of a method or script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::image) struct Text {
    /// Arguments that stand before the text.
    pub(in crate::image) arguments: Vec<Symbol>,
    pub(in crate::image) text: String,
}

/// How many slots a piece of a map has at most, so that a map's record is known to need no more pieces than it can name.
const SLOTS_AT_MOST: u64 = u32::MAX as u64 / 4;

/// Is this the record of an object?
pub(in crate::image) fn is_object(record: &[u8]) -> bool {
    record.first().is_some_and(|code| *code < tag::MAP)
}

/// Is this the record of a map, or a piece of one or of an indexable?
pub(in crate::image) fn is_part(record: &[u8]) -> bool {
    matches!(record.first(), Some(&(tag::MAP | tag::MAP_PIECE | tag::VALUES | tag::BYTES)))
}

/// The records that a record refers to. Those of an indexable's pieces follow its own.
pub(in crate::image) fn references(key: Key, record: &[u8]) -> Result<Vec<Key>, Malformed> {
    let of =
        |words: &[Word]| words.iter().filter_map(|word| word.reference()).map(|found| found.key).collect::<Vec<_>>();
    let of_slots = |slots: &[SlotRecord]| {
        let words: Vec<Word> = slots
            .iter()
            .filter_map(|slot| match slot.place {
                Place::Map(word) | Place::Cell(word) => Some(word),
                Place::Field(_) | Place::Transient | Place::Overflow { .. } => None,
            })
            .collect();
        of(&words)
    };
    match record.first() {
        Some(&tag::MAP) => {
            let shape = shape(record)?;
            Ok(of_slots(&shape.slots).into_iter().chain(shape.pieces).collect())
        }
        Some(&tag::MAP_PIECE) => Ok(of_slots(&map_piece(record)?)),
        Some(&tag::VALUES) => Ok(of(&elements(record)?)),
        Some(&tag::WORLD) => world(record),
        Some(&tag::PROCESSES) => Ok(of(&processes(record)?)),
        Some(code) if *code < tag::MAP => {
            let object = object(record)?;
            let mut found = vec![object.map];
            found.extend(object.texts);
            match object.body {
                Body::Words(words) => found.extend(of(&words)),
                Body::Pieces { count, .. } => found.extend((0..count).map(|piece| piece_key(key, piece))),
                Body::Bytes(_) | Body::Text(_) | Body::Number(_) => {}
            }
            Ok(found)
        }
        _ => Ok(Vec::new()),
    }
}

/// Everything that the machine itself refers to.
fn world(record: &[u8]) -> Result<Vec<Key>, Malformed> {
    let from = &mut Bytes::new(record);
    let _tag = byte(from)?;
    let mut found = Vec::new();
    for _ in 0..count(from)? {
        let _name = from.text()?;
        found.extend(self::word(from)?.reference().map(|reference| reference.key));
    }
    for _ in 0..count(from)? {
        kind_of(byte(from)?)?;
        found.push(from.number()?);
    }
    for _ in 0..count(from)? {
        let _selector = symbol(from)?;
        found.extend(words(from)?.into_iter().filter_map(Word::reference).map(|reference| reference.key));
    }
    Ok(found)
}

/// Reads the record of an object.
pub(in crate::image) fn object(record: &[u8]) -> Result<Object, Malformed> {
    let from = &mut Bytes::new(record);
    let kind = kind_of(byte(from)?)?;
    let flags = byte(from)?;
    let _hash = small(from)?;
    let map = from.number()?;
    let mut texts = Vec::new();
    let body = match kind {
        Kind::Vector | Kind::Bytes => match large(from, kind)? {
            Some(body) => body,
            None if kind == Kind::Vector => Body::Words(words(from)?),
            None => Body::Bytes(from.bytes()?.to_vec()),
        },
        Kind::String => Body::Text(from.text()?.to_string()),
        Kind::BigInteger => {
            let count = count(from)?;
            let sign = if flags & 2 != 0 { Sign::Minus } else { Sign::Plus };
            let digits = from.take(count as u64 * 8)?;
            Body::Number(BigInt::from_biguint(sign, BigUint::from_bytes_le(digits)))
        }
        Kind::Block => {
            texts.push(from.number()?);
            let _body = small(from)?;
            skip_real(from)?;
            let captured = (0..count(from)?).map(|_| {
                role(from)?;
                self::word(from)
            });
            Body::Words(captured.collect::<Result<_, _>>()?)
        }
        Kind::Home => Body::Words(if byte(from)? == 1 { vec![self::word(from)?] } else { Vec::new() }),
        Kind::Process => Body::Words(process(from, &mut texts)?),
        _ => Body::Words(words(from)?),
    };
    Ok(Object { kind, map, texts, body })
}

/// The body of an indexable whose elements are in records of their own: then nothing follows its length.
fn large(from: &Bytes<'_>, kind: Kind) -> Result<Option<Body>, Malformed> {
    let ahead = &mut Bytes::new(from.rest());
    let length = ahead.number()? as usize;
    let words = if kind == Kind::Bytes { length.div_ceil(8) } else { length };
    let is_large = words > LARGE_WORDS && ahead.rest().is_empty();
    Ok(is_large.then(|| Body::Pieces { count: words.div_ceil(CARD_WORDS), length }))
}

/// Reads the elements in one piece of a large vector.
pub(in crate::image) fn elements(record: &[u8]) -> Result<Vec<Word>, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? == tag::VALUES { words(from) } else { Err(Malformed) }
}

/// Reads a map's record.
pub(in crate::image) fn shape(record: &[u8]) -> Result<Shape, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? != tag::MAP {
        return Err(Malformed);
    }
    kind_of(byte(from)?)?;
    let flags = byte(from)?;
    let _capacity = small(from)?;
    let _fields = small(from)?;
    let annotation = if flags & 2 != 0 { Some(from.text()?.to_string()) } else { None };
    let count = from.number()?;
    if count > SLOTS_AT_MOST {
        return Err(Malformed);
    }
    let mut shape = Shape { owned: flags & 1 != 0, annotation, slots: Vec::new(), pieces: Vec::new() };
    if byte(from)? == 0 {
        shape.slots = (0..count).map(|_| slot(from)).collect::<Result<_, _>>()?;
    } else {
        while !from.rest().is_empty() {
            shape.pieces.push(from.number()?);
        }
    }
    Ok(shape)
}

/// Reads the slots in one piece of a large map.
pub(in crate::image) fn map_piece(record: &[u8]) -> Result<Vec<SlotRecord>, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? != tag::MAP_PIECE {
        return Err(Malformed);
    }
    (0..count(from)?).map(|_| slot(from)).collect()
}

/// Reads the text of a method or script.
pub(in crate::image) fn text(record: &[u8]) -> Result<Text, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? != tag::TREE {
        return Err(Malformed);
    }
    let mut arguments = Vec::new();
    if byte(from)? == 1 {
        let (_hash, _selector) = (small(from)?, symbol(from)?);
        arguments = (0..count(from)?).map(|_| symbol(from)).collect::<Result<_, _>>()?;
    }
    let _source = from.text()?;
    let _line = from.number()?;
    Ok(Text { arguments, text: from.text()?.to_string() })
}

/// Reads the processes that the machine knows.
pub(in crate::image) fn processes(record: &[u8]) -> Result<Vec<Word>, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? == tag::PROCESSES { words(from) } else { Err(Malformed) }
}

/// Reads the names by which the machine knows objects.
pub(in crate::image) fn known(record: &[u8]) -> Result<Vec<(String, Word)>, Malformed> {
    let from = &mut Bytes::new(record);
    if byte(from)? != tag::WORLD {
        return Err(Malformed);
    }
    (0..count(from)?).map(|_| Ok((from.text()?.to_string(), self::word(from)?))).collect()
}

fn slot(from: &mut Bytes<'_>) -> Result<SlotRecord, Malformed> {
    let name = symbol(from)?;
    let flags = byte(from)?;
    let place = match byte(from)? {
        0 => Place::Map(self::word(from)?),
        1 => Place::Field(small(from)? as usize),
        2 => Place::Cell(self::word(from)?),
        3 => Place::Transient,
        4 => Place::Overflow { field: small(from)? as usize, index: small(from)? as usize },
        _ => return Err(Malformed),
    };
    let annotations = (0..count(from)?).map(|_| Ok(from.text()?.to_string())).collect::<Result<_, Malformed>>()?;
    let (assignable, parent, transient) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
    Ok(SlotRecord { name, place, assignable, parent, transient, annotations })
}

/// Reads a value.
pub(in crate::image) fn word(from: &mut Bytes<'_>) -> Result<Word, Malformed> {
    Ok(match byte(from)? {
        word::NIL => Word::Nil,
        word::TRUE => Word::True,
        word::FALSE => Word::False,
        word::UNSET => Word::Unset,
        word::INTEGER => Word::Integer(signed(from)?),
        word::FLOAT => {
            let bits = from.take(8)?.try_into().map_err(|_| Malformed)?;
            Word::Float(f64::from_bits(u64::from_le_bytes(bits)))
        }
        code => {
            let kind = match code {
                word::CANONICAL => Kind::String,
                code => kind_of(code.checked_sub(word::REFERENCE).ok_or(Malformed)?)?,
            };
            let key = from.number()?;
            Word::Object(Reference { kind, key, length: from.number()? as usize })
        }
    })
}

fn words(from: &mut Bytes<'_>) -> Result<Vec<Word>, Malformed> {
    (0..count(from)?).map(|_| self::word(from)).collect()
}

fn skip_real(from: &mut Bytes<'_>) -> Result<(), Malformed> {
    for _ in 0..count(from)? {
        small(from)?;
    }
    for _ in 0..count(from)? {
        from.bytes()?;
    }
    Ok(())
}

/// What a process refers to.
fn process(from: &mut Bytes<'_>, texts: &mut Vec<Key>) -> Result<Vec<Word>, Malformed> {
    let code = byte(from)?;
    if code == 0 {
        return Ok(Vec::new());
    }
    let _wake = from.number()?;
    let mut found = vec![self::word(from)?, self::word(from)?];
    let _fuel = from.number()?;
    for _ in 0..count(from)? {
        let _barred = from.text()?;
    }
    found.extend(words(from)?);
    if code >= 5 {
        return Ok(found);
    }
    found.push(self::word(from)?);
    let (_woken, _deadline) = (byte(from)?, from.number()?);
    if byte(from)? & 4 != 0 {
        found.push(self::word(from)?);
    }
    for _ in 0..count(from)? {
        texts.push(from.number()?);
        let _body = small(from)?;
        skip_real(from)?;
        how(from)?;
        let (_at, _nth, _ensure) = (small(from)?, small(from)?, byte(from)?);
        for _ in 0..count(from)? {
            let _: Role = role(from)?;
            found.push(self::word(from)?);
        }
        found.extend(words(from)?);
        found.extend(words(from)?);
    }
    Ok(found)
}
