//! What records are written with: numbers, texts, and the words that say what follows.
//!
//! Numbers are LEB128 (`store::bytes`), signed ones zigzag. `image/README.md` draws every record with them.

use crate::code::rest::How;
use crate::code::rest::Role;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::text::symbol::Symbol;

pub(super) use crate::image::store::bytes::Bytes;
pub(super) use crate::image::store::bytes::Malformed;
pub(super) use crate::image::store::bytes::put;
pub(super) use crate::image::store::bytes::put_bytes;

/// What a record that is no object begins with; objects begin with the code of their kind.
pub(super) mod tag {
    pub(in crate::image) const MAP: u8 = 40;
    pub(in crate::image) const MAP_PIECE: u8 = 41;
    pub(in crate::image) const TREE: u8 = 42;
    pub(in crate::image) const VALUES: u8 = 43;
    pub(in crate::image) const BYTES: u8 = 44;
    pub(in crate::image) const WORLD: u8 = 45;
    pub(in crate::image) const COUNTER: u8 = 46;
    pub(in crate::image) const PROCESSES: u8 = 47;
    pub(in crate::image) const FUEL: u8 = 48;
    pub(in crate::image) const BIRTH: u8 = 49;
}

/// What a value begins with; references add the code of their kind to the last.
pub(super) mod word {
    pub(in crate::image) const NIL: u8 = 0;
    pub(in crate::image) const TRUE: u8 = 1;
    pub(in crate::image) const FALSE: u8 = 2;
    pub(in crate::image) const UNSET: u8 = 3;
    pub(in crate::image) const INTEGER: u8 = 4;
    pub(in crate::image) const FLOAT: u8 = 5;
    /// A reference to the canonical string of a text.
    pub(in crate::image) const CANONICAL: u8 = 7;
    pub(in crate::image) const REFERENCE: u8 = 8;
}

const KINDS: [(Kind, u8); 17] = [
    (Kind::Slots, 1),
    (Kind::Vector, 2),
    (Kind::Bytes, 3),
    (Kind::String, 4),
    (Kind::BigInteger, 5),
    (Kind::Block, 6),
    (Kind::Method, 7),
    (Kind::Context, 8),
    (Kind::Home, 9),
    (Kind::Cell, 10),
    (Kind::Mirror, 11),
    (Kind::Process, 12),
    (Kind::SmallInteger, 13),
    (Kind::Float, 14),
    (Kind::Nil, 15),
    (Kind::True, 16),
    (Kind::False, 17),
];

/// The numbers by kind; ghosts have none.
const CODES: [u8; KINDS.len() + 1] = {
    let mut codes = [0; KINDS.len() + 1];
    let mut at = 0;
    while at < KINDS.len() {
        codes[KINDS[at].0 as usize] = KINDS[at].1;
        at += 1;
    }
    codes
};

/// The number a kind is stored by.
pub(super) fn code_of(kind: Kind) -> u8 {
    CODES[kind as usize]
}

/// The kind stored by a number.
pub(super) fn kind_of(code: u8) -> Result<Kind, Malformed> {
    KINDS.iter().find(|(_, known)| *known == code).map(|(kind, _)| *kind).ok_or(Malformed)
}

/// Appends a signed number.
pub(super) fn put_signed(out: &mut Vec<u8>, n: i64) {
    put(out, ((n << 1) ^ (n >> 63)) as u64);
}

/// Reads a signed number.
pub(super) fn signed(from: &mut Bytes<'_>) -> Result<i64, Malformed> {
    let n = from.number()?;
    Ok((n >> 1) as i64 ^ -((n & 1) as i64))
}

/// Reads one byte.
pub(super) fn byte(from: &mut Bytes<'_>) -> Result<u8, Malformed> {
    Ok(from.take(1)?[0])
}

/// Reads a number that must fit into 32 bits.
pub(super) fn small(from: &mut Bytes<'_>) -> Result<u32, Malformed> {
    u32::try_from(from.number()?).map_err(|_| Malformed)
}

/// Reads how many things of at least one byte follow.
pub(super) fn count(from: &mut Bytes<'_>) -> Result<usize, Malformed> {
    let count = from.number()?;
    if count > from.rest().len() as u64 { Err(Malformed) } else { Ok(count as usize) }
}

/// Appends a name.
pub(super) fn put_symbol(out: &mut Vec<u8>, name: Symbol) {
    put_bytes(out, name.as_str().as_bytes());
}

/// Reads a name.
pub(super) fn symbol(from: &mut Bytes<'_>) -> Result<Symbol, Malformed> {
    Ok(Symbol::intern(from.text()?))
}

/// Appends what a captured value or register is.
pub(super) fn put_role(out: &mut Vec<u8>, role: &Role) {
    match role {
        Role::Own => out.push(0),
        Role::Receiver => out.push(1),
        Role::Home => out.push(2),
        Role::Holder => out.push(3),
        Role::Variable(scope, name) => {
            out.push(4);
            put(out, *scope as u64);
            put_symbol(out, *name);
        }
        Role::Context(scope) => {
            out.push(5);
            put(out, *scope as u64);
        }
        Role::Float(bits) => {
            out.push(6);
            put(out, *bits);
        }
        Role::Pending(number) => {
            out.push(7);
            put(out, *number as u64);
        }
    }
}

/// Reads what a captured value is.
pub(super) fn role(from: &mut Bytes<'_>) -> Result<Role, Malformed> {
    Ok(match byte(from)? {
        0 => Role::Own,
        1 => Role::Receiver,
        2 => Role::Home,
        3 => Role::Holder,
        4 => Role::Variable(small(from)?, symbol(from)?),
        5 => Role::Context(small(from)?),
        6 => Role::Float(from.number()?),
        7 => Role::Pending(small(from)?),
        _ => return Err(Malformed),
    })
}

const HOWS: [(How, u8); 4] = [(How::Entry, 0), (How::Answer, 1), (How::Test, 2), (How::Again, 3)];

/// Appends how an activation rests.
pub(super) fn put_how(out: &mut Vec<u8>, how: How) {
    out.push(HOWS.iter().find(|(known, _)| *known == how).map_or(0, |(_, code)| *code));
}

/// Reads how an activation rests.
pub(super) fn how(from: &mut Bytes<'_>) -> Result<How, Malformed> {
    let code = byte(from)?;
    HOWS.iter().find(|(_, known)| *known == code).map(|(how, _)| *how).ok_or(Malformed)
}

/// How many keys a record of an indexable with so many card pieces takes: its own and one for each piece.
pub(super) fn piece_key(of: Key, piece: usize) -> Key {
    of + 1 + piece as u64
}
