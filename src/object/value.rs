//! A value: one 64-bit word that is a small integer, a double, a special or a reference.
//!
//! ```text
//!  63                                            3 2 1 0
//! |  integer, 62 bits, two's complement             |0 0|   small integer
//! |  address of a heap object + 1               |0  0 1 |   reference (objects are 8-byte aligned)
//! |  address of a boxed double + 5              |1  0 1 |   double of an exponent that does not fit
//! |  double, its exponent 256 higher, rotated by 3   |1 0|   double, in practice all of them
//! |  number of the special                          |1 1|   nil, true, false, unset
//! ```
//!
//! Equal words are equal values. Unequal words are unequal values, except that two boxed doubles may hold the same
//! number, which only [`crate::object::heap::Heap::identical`] looks at.

use std::fmt;

/// One word of the language. See the module for its bits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(transparent)]
pub struct Value(u64);

const _: () = assert!(size_of::<Value>() == 8);

/// The largest small integer, 2^61 − 1.
pub const MAX_SMALL: i64 = (1 << 61) - 1;
/// The smallest small integer, −2^61.
pub const MIN_SMALL: i64 = -(1 << 61);

const TAG_REFERENCE: u64 = 0b001;
const TAG_BOXED: u64 = 0b101;
const TAG_FLOAT: u64 = 0b10;
/// What raises an exponent by 256. Those from −255 to 256 then all begin with the bits 10, which a rotation makes the tag:
/// the interpreter folds and unfolds a double with each operation, so that should take two steps and a look.
const FLOAT_RAISE: u64 = 256 << 52;

impl Value {
    pub const NIL: Value = Value(0b0011);
    pub const TRUE: Value = Value(0b0111);
    pub const FALSE: Value = Value(0b1011);
    /// A register or variable that has not been given a value; programs never see it.
    pub const UNSET: Value = Value(0b1111);

    /// 0.0. It has the encoding of 2^−255, which is boxed instead.
    pub(in crate::object) const FLOAT_ZERO: Value = Value(TAG_FLOAT);

    /// The word itself.
    #[inline(always)]
    pub fn bits(self) -> u64 {
        self.0
    }

    /// A value from a word that [`Value::bits`] gave.
    #[inline(always)]
    pub const fn from_bits(bits: u64) -> Value {
        Value(bits)
    }

    /// The small integer `n`, if it fits in 62 bits.
    #[inline(always)]
    pub fn small(n: i64) -> Option<Value> {
        (MIN_SMALL..=MAX_SMALL).contains(&n).then_some(Value((n as u64) << 2))
    }

    /// The small integer `n`, which the caller knows to be within 62 bits (a count, an index, a size).
    #[inline(always)]
    pub fn int(n: i64) -> Value {
        debug_assert!((MIN_SMALL..=MAX_SMALL).contains(&n), "small integer out of range");
        Value((n as u64) << 2)
    }

    #[inline(always)]
    pub fn bool(b: bool) -> Value {
        if b { Value::TRUE } else { Value::FALSE }
    }

    #[inline(always)]
    pub fn is_int(self) -> bool {
        self.0 & 3 == 0
    }

    /// The small integer's number, if this is one.
    #[inline(always)]
    pub fn as_int(self) -> Option<i64> {
        self.is_int().then_some((self.0 as i64) >> 2)
    }

    /// An ordinary double; nothing for zero and what needs a box, which [`crate::object::heap::Heap::new_float`] sees to.
    #[inline(always)]
    pub fn ordinary_float(x: f64) -> Option<Value> {
        let folded = Value(x.to_bits().wrapping_add(FLOAT_RAISE).rotate_left(3));
        (folded.is_unboxed_float() && folded != Value::FLOAT_ZERO).then_some(folded)
    }

    #[inline(always)]
    pub fn is_unboxed_float(self) -> bool {
        self.0 & 3 == TAG_FLOAT
    }

    /// The number of an unboxed double; meaningless for other values.
    #[inline(always)]
    pub fn unboxed(self) -> f64 {
        if self == Value::FLOAT_ZERO {
            return 0.0;
        }
        f64::from_bits(self.0.rotate_right(3).wrapping_sub(FLOAT_RAISE))
    }

    /// A reference to the object at `address`.
    #[inline(always)]
    pub(in crate::object) fn reference(address: u64) -> Value {
        debug_assert!(address & 7 == 0);
        Value(address | TAG_REFERENCE)
    }

    /// A reference to the boxed double at `address`.
    #[inline(always)]
    pub(in crate::object) fn boxed_float(address: u64) -> Value {
        debug_assert!(address & 7 == 0);
        Value(address | TAG_BOXED)
    }

    /// Is this a reference to an object other than a boxed double?
    #[inline(always)]
    pub fn is_reference(self) -> bool {
        self.0 & 7 == TAG_REFERENCE
    }

    #[inline(always)]
    pub fn is_boxed_float(self) -> bool {
        self.0 & 7 == TAG_BOXED
    }

    /// Does this word point into the heap (a reference or a boxed double)?
    #[inline(always)]
    pub fn is_pointer(self) -> bool {
        self.0 & 3 == 1
    }

    /// The address a pointer points to.
    #[inline(always)]
    pub(in crate::object) fn address(self) -> u64 {
        self.0 & !7
    }

    /// The same pointer tag at another address, for the collector.
    #[inline(always)]
    pub(in crate::object) fn moved_to(self, address: u64) -> Value {
        Value(address | (self.0 & 7))
    }

    #[inline(always)]
    pub fn is_nil(self) -> bool {
        self == Value::NIL
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::NIL => f.write_str("nil"),
            Value::TRUE => f.write_str("true"),
            Value::FALSE => f.write_str("false"),
            Value::UNSET => f.write_str("unset"),
            v if v.is_int() => write!(f, "{}", (v.0 as i64) >> 2),
            v if v.is_unboxed_float() => write!(f, "{:?}", v.unboxed()),
            v => write!(f, "@{:x}", v.0),
        }
    }
}
