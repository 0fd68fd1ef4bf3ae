//! Headers and words, drawn bit by bit, and the accessors that read and write them.
//!
//! ```text
//!          63            32 31           8 7      0
//! word 0  |     stamp      |     map number         |
//! word 1  |     length     | identity hash | flags  |
//! word 2…  fields, or a body pointer and elements (see `kind::Format`)
//! ```
//!
//! An [`Obj`] is the address of a live object. It is valid until the next safepoint, where the collector may move what it
//! points to; nothing holds one across a safepoint. That rule, and the object's map agreeing with its size
//! (`heap.check()` asserts both), is what makes every accessor below sound.
#![expect(unsafe_code, reason = "this is the module that reads and writes the heap's words")]

use crate::object::map::MapId;
use crate::object::value::Value;

/// Lives in old space (or was born large).
pub const OLD: u32 = 1;
/// The collector's mark; which value means marked alternates with each cycle.
pub const MARK: u32 = 2;
/// The elements live outside the object, in pieces with a stamp each.
pub const LARGE: u32 = 4;
/// Some map has this object as a parent.
pub const PARENT: u32 = 8;
/// A negative big integer.
pub const NEGATIVE: u32 = 16;
/// A string whose characters are all one byte, so that `at:` is an index.
pub const ASCII: u32 = 32;
/// A string that came from outside (a file, the network) or was made from one that did.
pub const TAINTED: u32 = 64;
/// Is the canonical string of its text.
pub const CANONICAL: u32 = 128;

/// Words before an object's fields.
pub const HEADER_WORDS: usize = 2;
/// The map number that says: this object has moved, its new address is in word 1.
pub const FORWARDED: u32 = u32::MAX;
/// The map number of a free cell of old space; word 1 is the next free cell.
pub const FREE: u32 = u32::MAX - 1;
/// Elements (words) covered by one stamp of a large object.
pub const CARD_WORDS: usize = 64;

/// The address of a live object. See the module for how long it is valid.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[repr(transparent)]
pub struct Obj(u64);

impl Obj {
    /// The object a reference (not a boxed double) refers to.
    #[inline(always)]
    pub fn of(value: Value) -> Option<Obj> {
        value.is_reference().then(|| Obj(value.address()))
    }

    /// The object that any pointer, boxed doubles included, points to.
    #[inline(always)]
    pub(in crate::object) fn pointee(value: Value) -> Obj {
        debug_assert!(value.is_pointer());
        Obj(value.address())
    }

    #[inline(always)]
    pub(in crate::object) fn at(address: u64) -> Obj {
        Obj(address)
    }

    #[inline(always)]
    pub(in crate::object) fn address(self) -> u64 {
        self.0
    }

    #[inline(always)]
    pub fn value(self) -> Value {
        Value::reference(self.0)
    }

    #[inline(always)]
    fn half(self, index: usize) -> *mut u32 {
        (self.0 as *mut u32).wrapping_add(index)
    }

    #[inline(always)]
    fn word_at(self, index: usize) -> *mut u64 {
        (self.0 as *mut u64).wrapping_add(HEADER_WORDS + index)
    }

    #[inline(always)]
    pub fn map(self) -> MapId {
        // SAFETY: a live object has a header (module comment).
        MapId(unsafe { *self.half(0) })
    }

    /// Changes the map word alone; callers go through the barrier.
    #[inline(always)]
    pub(in crate::object) fn set_map(self, map: MapId) {
        // SAFETY: a live object has a header.
        unsafe { *self.half(0) = map.0 }
    }

    #[inline(always)]
    pub fn stamp(self) -> u32 {
        // SAFETY: a live object has a header.
        unsafe { *self.half(1) }
    }

    #[inline(always)]
    pub(in crate::object) fn set_stamp(self, stamp: u32) {
        // SAFETY: a live object has a header.
        unsafe { *self.half(1) = stamp }
    }

    #[inline(always)]
    fn flags_and_hash(self) -> u32 {
        // SAFETY: a live object has a header.
        unsafe { *self.half(2) }
    }

    #[inline(always)]
    pub fn has(self, flag: u32) -> bool {
        self.flags_and_hash() & flag != 0
    }

    /// Sets or clears header flags. Not logged: flags that must roll back are restored from the logged header.
    #[inline(always)]
    pub(in crate::object) fn set_flag(self, flag: u32, on: bool) {
        let word = self.flags_and_hash();
        // SAFETY: a live object has a header.
        unsafe { *self.half(2) = if on { word | flag } else { word & !flag } }
    }

    /// The identity hash, 0 if none was drawn yet.
    #[inline(always)]
    pub fn hash(self) -> u32 {
        self.flags_and_hash() >> 8
    }

    pub(in crate::object) fn set_hash(self, hash: u32) {
        let flags = self.flags_and_hash() & 0xff;
        // SAFETY: a live object has a header.
        unsafe { *self.half(2) = flags | hash << 8 }
    }

    /// Number of fields, elements, bytes or digits, by kind.
    #[inline(always)]
    pub fn length(self) -> usize {
        // SAFETY: a live object has a header.
        unsafe { *self.half(3) as usize }
    }

    /// The raw word `index` after the header.
    #[inline(always)]
    pub fn word(self, index: usize) -> u64 {
        // SAFETY: callers index within the object's size, which its map fixes.
        unsafe { *self.word_at(index) }
    }

    #[inline(always)]
    pub(in crate::object) fn set_word(self, index: usize, word: u64) {
        // SAFETY: callers index within the object's size, which its map fixes.
        unsafe { *self.word_at(index) = word }
    }

    /// The value in field `index` of an object of format `Values`.
    #[inline(always)]
    pub fn field(self, index: usize) -> Value {
        debug_assert!(index < self.length(), "field {index} of {}", self.length());
        Value::from_bits(self.word(index))
    }

    /// Writes a field without the barrier: only for objects nobody else has seen yet, and the barrier itself.
    #[inline(always)]
    pub(in crate::object) fn init_field(self, index: usize, value: Value) {
        debug_assert!(index < self.length());
        self.set_word(index, value.bits());
    }

    /// Writes a whole header.
    #[inline(always)]
    pub(in crate::object) fn init(self, map: MapId, stamp: u32, flags: u32, length: usize) {
        // SAFETY: the allocator reserved at least the header's two words here.
        unsafe {
            *(self.0 as *mut u64) = map.0 as u64 | (stamp as u64) << 32;
            *(self.0 as *mut u64).add(1) = flags as u64 | (length as u64) << 32;
        }
    }

    /// The two header words.
    pub(in crate::object) fn header(self) -> (u64, u64) {
        // SAFETY: a live object has a header.
        unsafe { (*(self.0 as *const u64), *(self.0 as *const u64).add(1)) }
    }

    pub(in crate::object) fn set_header(self, words: (u64, u64)) {
        // SAFETY: a live object (or a cell the allocator handed out) has two header words.
        unsafe {
            *(self.0 as *mut u64) = words.0;
            *(self.0 as *mut u64).add(1) = words.1;
        }
    }

    /// Where the bytes of a string start.
    #[inline(always)]
    fn text_start(self) -> *mut u8 {
        self.word_at(0).cast()
    }

    /// The bytes of a string.
    #[inline(always)]
    pub fn text<'a>(self) -> &'a [u8] {
        // SAFETY: a string's `length` bytes follow its header and never change. The caller drops the slice before the
        // next safepoint, as it drops the `Obj`.
        unsafe { std::slice::from_raw_parts(self.text_start(), self.length()) }
    }

    /// The text of a string; strings are valid UTF-8 from birth.
    #[inline(always)]
    pub fn str<'a>(self) -> &'a str {
        // SAFETY: `Heap::new_string` takes `&str` or checked pieces of strings only.
        unsafe { std::str::from_utf8_unchecked(self.text()) }
    }

    /// Room for a new string's bytes, before anyone else sees it.
    pub(in crate::object) fn text_mut<'a>(self) -> &'a mut [u8] {
        // SAFETY: as `text`; the object is new, so nobody else reads it.
        unsafe { std::slice::from_raw_parts_mut(self.text_start(), self.length()) }
    }

    /// The elements of a vector.
    #[inline(always)]
    pub fn elements<'a>(self) -> &'a [Value] {
        // SAFETY: word 0 of a vector points at its `length` values; see `text` for how long they may be borrowed.
        unsafe { std::slice::from_raw_parts(self.word(0) as *const Value, self.length()) }
    }

    /// The element `index` of a vector, which must be below its length.
    #[inline(always)]
    pub fn element(self, index: usize) -> Value {
        debug_assert!(index < self.length());
        // SAFETY: as `elements`; the caller has compared the index with the length.
        unsafe { *(self.word(0) as *const Value).add(index) }
    }

    /// Writes an element without the barrier.
    #[inline(always)]
    pub(in crate::object) fn init_element(self, index: usize, value: Value) {
        debug_assert!(index < self.length());
        // SAFETY: as `element`.
        unsafe { *(self.word(0) as *mut Value).add(index) = value }
    }

    /// The elements of a vector for writing: only new ones, and behind the barrier.
    pub(in crate::object) fn elements_mut<'a>(self) -> &'a mut [Value] {
        // SAFETY: as `elements`; the caller is the only one that looks at this object meanwhile.
        unsafe { std::slice::from_raw_parts_mut(self.word(0) as *mut Value, self.length()) }
    }

    /// The bytes of a byte vector.
    #[inline(always)]
    pub fn bytes<'a>(self) -> &'a [u8] {
        // SAFETY: word 0 of a byte vector points at its `length` bytes.
        unsafe { std::slice::from_raw_parts(self.word(0) as *const u8, self.length()) }
    }

    pub(in crate::object) fn bytes_mut<'a>(self) -> &'a mut [u8] {
        // SAFETY: as `bytes`; the caller is the only one that looks at this object meanwhile.
        unsafe { std::slice::from_raw_parts_mut(self.word(0) as *mut u8, self.length()) }
    }

    /// The card stamps of a large vector or byte vector: one per `CARD_WORDS` words.
    #[inline(always)]
    pub(in crate::object) fn card_stamp(self, card: usize) -> u32 {
        // SAFETY: word 1 of a large object points at its card table, which covers its length.
        unsafe { *(self.word(1) as *const u32).add(card) }
    }

    #[inline(always)]
    pub(in crate::object) fn set_card_stamp(self, card: usize, stamp: u32) {
        // SAFETY: as `card_stamp`.
        unsafe { *(self.word(1) as *mut u32).add(card) = stamp }
    }

    /// The address of the first word after the header, where inline bodies may start.
    pub(in crate::object) fn words_address(self) -> u64 {
        self.word_at(0) as u64
    }

    /// Copies `words` words, header included, to `target`.
    #[inline(always)]
    pub(in crate::object) fn copy_to(self, target: Obj, words: usize) {
        // SAFETY: the collector and `clone` reserve `words` words at `target`, which do not overlap the source.
        unsafe { std::ptr::copy_nonoverlapping(self.0 as *const u64, target.0 as *mut u64, words) }
    }
}

/// A run of words in memory that holds values: a piece of a stack, the fields of an object.
#[derive(Clone, Copy)]
pub struct Words {
    pub start: *mut Value,
    pub count: usize,
}

impl Words {
    /// The words as values to read and replace.
    #[inline(always)]
    pub(in crate::object) fn values<'a>(self) -> &'a mut [Value] {
        // SAFETY: whoever made this says that `count` initialised words start here and that nobody else uses them while
        // the collector runs.
        unsafe { std::slice::from_raw_parts_mut(self.start, self.count) }
    }

    /// The `length` fields of an object of format `Values`, or the elements of a vector.
    pub(in crate::object) fn fields(object: Obj) -> Words {
        Words { start: object.words_address() as *mut Value, count: object.length() }
    }

    pub(in crate::object) fn elements(object: Obj) -> Words {
        Words { start: object.word(0) as *mut Value, count: object.length() }
    }

    /// The part `from..to` of these words.
    pub(in crate::object) fn part(self, from: usize, to: usize) -> Words {
        debug_assert!(from <= to && to <= self.count);
        Words { start: self.start.wrapping_add(from), count: to - from }
    }
}
