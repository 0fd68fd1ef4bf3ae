//! Ghosts: objects whose record has not been read yet. A ghost has its final place and size and is filled in place; its map
//! matches no inline cache, so running code pays nothing for it.
//!
//! Whoever looks into an object that is not known to be whole asks [`Heap::is_ghost`] first. Some objects are never ghosts,
//! because they are read without a look at their map: blocks, contexts, homes, cells and methods.

use crate::object::heap::ALL_KINDS;
use crate::object::heap::Heap;
use crate::object::heap::LARGE_WORDS;
use crate::object::heap::OutOfMemory;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::layout::ASCII;
use crate::object::layout::HEADER_WORDS;
use crate::object::layout::LARGE;
use crate::object::layout::NEGATIVE;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::layout::PARENT;
use crate::object::layout::TAINTED;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::value::Value;

/// What a filled object's header says besides its size.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub map: MapId,
    /// 0 if none was drawn.
    pub hash: u32,
    /// It came from outside, or was made from what did.
    pub tainted: bool,
}

impl Heap {
    /// An empty place for an object of this kind with `length` fields, elements, bytes or digits.
    ///
    /// # Errors
    /// [`OutOfMemory`] if it is large and the budget does not allow it.
    pub fn new_ghost(&mut self, kind: Kind, length: usize) -> Result<Obj, OutOfMemory> {
        let words = match kind.format() {
            Format::Values | Format::Words => length,
            Format::Text => length.div_ceil(8),
            // The body of a large one is made when it is filled.
            Format::Vector if length > LARGE_WORDS => 2,
            Format::Vector => 1 + length,
            Format::Bytes if length.div_ceil(8) > LARGE_WORDS => 2,
            Format::Bytes => 1 + length.div_ceil(8),
        };
        // A small one is let in: who wanted it is told at the next safepoint if nothing can be given back for it.
        if words > LARGE_WORDS {
            self.check_budget((HEADER_WORDS + words) * 8)?;
        }
        let object = self.old.allocate(HEADER_WORDS + words);
        object.init(self.kind_map(Kind::Ghost), 0, OLD | self.colour_flag(), length);
        // A ghost has no hash that anyone could ask for; its kind stands there.
        object.set_hash(kind as u32);
        Ok(object)
    }

    /// An object that has a record but can be made without it: old, and not changed for ages.
    pub fn new_recorded(&mut self, map: MapId, fields: &[Value]) -> Obj {
        let object = self.tenured(|heap| heap.new_object_with(map, fields));
        object.set_stamp(0);
        object
    }

    /// Kind and length of an object, of a ghost those it will have.
    pub fn shape_of(&self, object: Obj) -> (Kind, usize) {
        let kind = self.kind_of(object.value());
        if kind != Kind::Ghost {
            return (kind, object.length());
        }
        (ALL_KINDS.get(object.hash() as usize).copied().unwrap_or(Kind::Ghost), object.length())
    }

    /// Is this an object whose record is still to be read?
    #[inline(always)]
    pub fn is_ghost(&self, value: Value) -> bool {
        value.is_reference() && Obj::of(value).is_some_and(|object| object.map() == self.kind_map(Kind::Ghost))
    }

    /// Writes the header. The stamp says that the object has not changed for ages: the next store logs it.
    fn fill_header(&mut self, ghost: Obj, head: Head, flags: u32, length: usize) {
        debug_assert!(ghost.map() == self.kind_map(Kind::Ghost), "filled once");
        let kept = if ghost.has(PARENT) { PARENT } else { 0 };
        let tainted = if head.tainted { TAINTED } else { 0 };
        ghost.init(head.map, 0, OLD | self.colour_flag() | kept | tainted | flags, length);
        ghost.set_hash(head.hash);
        if self.maps.get(head.map).owned {
            self.maps.get_mut(head.map).owner = ghost.value();
        }
        if self.marking.is_some() {
            self.mark_map(head.map);
        }
    }

    /// An object that some map has as a parent owns its map, whatever its record says: lookup relies on it.
    pub fn settle_parent(&mut self, filled: Obj) {
        if filled.has(PARENT) {
            self.own_map(filled);
        }
    }

    /// Fills an object of named fields (a context, cell, home, mirror, process, method too).
    pub fn fill_fields(&mut self, ghost: Obj, head: Head, fields: &[Value]) {
        self.fill_header(ghost, head, 0, fields.len());
        for (index, value) in fields.iter().enumerate() {
            ghost.init_field(index, *value);
        }
        self.mark_filled(fields);
    }

    /// Fills a block of the code at an address.
    pub fn fill_block(&mut self, ghost: Obj, head: Head, code: u64, captured: &[Value]) {
        self.fill_header(ghost, head, 0, 1 + captured.len());
        ghost.set_word(0, code);
        for (index, value) in captured.iter().enumerate() {
            ghost.init_field(1 + index, *value);
        }
        self.mark_filled(captured);
    }

    /// Fills a vector.
    pub fn fill_vector(&mut self, ghost: Obj, head: Head, elements: &[Value]) -> Result<(), OutOfMemory> {
        self.fill_indexable(ghost, head, elements.len(), elements.len())?;
        ghost.elements_mut().copy_from_slice(elements);
        self.mark_filled(elements);
        Ok(())
    }

    /// Fills a byte vector.
    pub fn fill_bytes(&mut self, ghost: Obj, head: Head, bytes: &[u8]) -> Result<(), OutOfMemory> {
        self.fill_indexable(ghost, head, bytes.len(), bytes.len().div_ceil(8))?;
        ghost.bytes_mut().copy_from_slice(bytes);
        Ok(())
    }

    fn fill_indexable(&mut self, ghost: Obj, head: Head, length: usize, body: usize) -> Result<(), OutOfMemory> {
        if body <= LARGE_WORDS {
            self.fill_header(ghost, head, 0, length);
            ghost.set_word(0, ghost.words_address() + 8);
            return Ok(());
        }
        self.check_budget(body * 8)?;
        self.fill_header(ghost, head, LARGE, length);
        let (words, cards) = self.old.add_body(ghost, body, 0);
        ghost.set_word(0, words);
        ghost.set_word(1, cards);
        Ok(())
    }

    /// Fills a string.
    pub fn fill_text(&mut self, ghost: Obj, head: Head, text: &str) {
        let flags = if text.is_ascii() { ASCII } else { 0 };
        self.fill_header(ghost, head, flags, text.len());
        ghost.text_mut().copy_from_slice(text.as_bytes());
    }

    /// Fills a big integer.
    pub fn fill_digits(&mut self, ghost: Obj, head: Head, negative: bool, digits: &[u64]) {
        self.fill_header(ghost, head, if negative { NEGATIVE } else { 0 }, digits.len());
        for (index, digit) in digits.iter().enumerate() {
            ghost.set_word(index, *digit);
        }
    }

    /// While marking is under way a filled object counts as marked: what it refers to must be marked as well.
    fn mark_filled(&mut self, values: &[Value]) {
        if self.marking.is_some() {
            self.mark_values(values);
        }
    }

    /// Takes in a map that was read. Its parents become parents: they have maps of their own, or will when filled.
    pub fn add_read_map(&mut self, map: Map) -> MapId {
        let values: Vec<Value> = map.slots().iter().filter_map(|slot| slot.place.value()).collect();
        for slot in map.slots().iter().filter(|slot| slot.parent) {
            match slot.place {
                Place::Map(parent) if self.is_ghost(parent) => {
                    if let Some(parent) = Obj::of(parent) {
                        parent.set_flag(PARENT, true);
                    }
                }
                Place::Map(parent) => {
                    self.make_parent(parent);
                }
                Place::Field(_) | Place::Overflow { .. } | Place::Cell(_) | Place::Assigns(_) => {}
            }
        }
        self.mark_filled(&values);
        self.maps.add(map)
    }
}
