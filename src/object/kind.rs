//! What an object can be. The kind is part of the map, so one map check settles it.

/// What an object's words mean. Slots objects are the user's own; the rest are made by the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Small and big integers, doubles and the specials have maps too, though they (mostly) have no header.
    SmallInteger,
    Float,
    Nil,
    True,
    False,
    /// Named slots only.
    Slots,
    /// Indexed values.
    Vector,
    /// Indexed bytes, mutable.
    Bytes,
    /// Immutable UTF-8 text.
    String,
    /// Magnitude in 64-bit digits, least significant first; the sign is a header flag.
    BigInteger,
    /// Code and captured values.
    Block,
    /// A method: word 0 is its number in the machine's table of methods.
    Method,
    /// The captured and assigned variables of one scope.
    Context,
    /// Where `^` returns to: process, frame offset, alive.
    Home,
    /// The value of one slot that does not fit into its object.
    Cell,
    /// Looks at word 0.
    Mirror,
    /// A green process: word 0 is its number in the machine's table.
    Process,
    /// An object whose record in the image has not been read yet: see `ghost`.
    Ghost,
}

/// How the collector reads an object's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Format {
    /// `length` values after the header.
    Values,
    /// A body pointer, then `length` values inline (or, when large, a card table and the values elsewhere).
    Vector,
    /// A body pointer, then `length` bytes inline (or, when large, a card table and the bytes elsewhere).
    Bytes,
    /// `length` bytes after the header.
    Text,
    /// `length` words without references after the header.
    Words,
}

impl Kind {
    /// How objects of this kind are laid out.
    pub fn format(self) -> Format {
        match self {
            Kind::Vector => Format::Vector,
            Kind::Bytes => Format::Bytes,
            Kind::String => Format::Text,
            Kind::BigInteger | Kind::Float | Kind::SmallInteger | Kind::Ghost => Format::Words,
            Kind::Slots
            | Kind::Nil
            | Kind::True
            | Kind::False
            | Kind::Block
            | Kind::Method
            | Kind::Context
            | Kind::Home
            | Kind::Cell
            | Kind::Mirror
            | Kind::Process => Format::Values,
        }
    }

    /// May a program copy such an object into a new one of the same shape?
    pub fn is_clonable(self) -> bool {
        matches!(self, Kind::Slots | Kind::Vector | Kind::Bytes | Kind::Mirror)
    }
}
