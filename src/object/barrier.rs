//! The write barrier: the only door to a field of an object that others can see.
//!
//! One compare serves four clients (src/README.md). An object bears the epoch of its last slow store; the epoch is
//! bumped whenever one of them begins anew, so the first store after that takes the slow path:
//!
//! | client | when | what |
//! |---|---|---|
//! | savepoints | stamp < the innermost savepoint's opening | log the old contents |
//! | generations | old, and stamp < the last nursery collection | remember the object |
//! | marking | stamp < the cycle's beginning | mark what the old contents referred to |
//!
//! Large indexables have a stamp for each piece of 64 words, and all three work by the piece.

use crate::object::collect::mark_words;
use crate::object::heap::Heap;
use crate::object::kind::Format;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::LARGE;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::layout::Words;
use crate::object::value::Value;

/// What the next nursery collection must look at besides the roots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::object) enum Remembered {
    Object(Obj),
    Card(Obj, u32),
}

impl Heap {
    /// Stores into field `index` of an object of format `Values`.
    #[inline(always)]
    pub fn store(&mut self, object: Obj, index: usize, value: Value) {
        self.write_barrier(object);
        object.init_field(index, value);
    }

    /// Stores into element `index` of a vector; the caller has compared the index with the length.
    #[inline(always)]
    pub fn store_element(&mut self, vector: Obj, index: usize, value: Value) {
        if vector.has(LARGE) {
            self.card_barrier(vector, index / CARD_WORDS);
        } else {
            self.write_barrier(vector);
        }
        vector.init_element(index, value);
    }

    /// Stores into byte `index` of a byte vector; the caller has compared the index with the length.
    #[inline]
    pub fn store_byte(&mut self, bytes: Obj, index: usize, byte: u8) {
        if bytes.has(LARGE) {
            self.card_barrier(bytes, index / (CARD_WORDS * 8));
        } else {
            self.write_barrier(bytes);
        }
        bytes.bytes_mut()[index] = byte;
    }

    /// Copies `source` over the elements from `index` on; the caller has checked the range.
    pub fn store_elements(&mut self, vector: Obj, index: usize, source: &[Value]) {
        self.range_barrier(vector, index, index + source.len());
        vector.elements_mut()[index..index + source.len()].copy_from_slice(source);
    }

    /// Moves `count` elements within one vector; the ranges may overlap.
    pub fn move_elements(&mut self, vector: Obj, from: usize, to: usize, count: usize) {
        self.range_barrier(vector, to, to + count);
        vector.elements_mut().copy_within(from..from + count, to);
    }

    /// The barrier for the words `from..to` of an indexable.
    fn range_barrier(&mut self, object: Obj, from: usize, to: usize) {
        if !object.has(LARGE) {
            self.write_barrier(object);
        } else if from < to {
            for card in from / CARD_WORDS..=(to - 1) / CARD_WORDS {
                self.card_barrier(object, card);
            }
        }
    }

    /// What must precede any change of an object (its map, header or words) that is not large.
    #[inline(always)]
    pub fn write_barrier(&mut self, object: Obj) {
        if object.stamp() != self.epoch {
            self.write_barrier_slowly(object);
        }
    }

    #[cold]
    #[inline(never)]
    fn write_barrier_slowly(&mut self, object: Obj) {
        let stamp = object.stamp();
        if self.log.opened() > stamp {
            let format = self.maps.format(object.map());
            self.log.note_object(object, format);
        }
        if object.has(OLD) && stamp < self.nursery_epoch {
            self.remembered.push(Remembered::Object(object));
        }
        if self.marking.as_ref().is_some_and(|marking| stamp < marking.began) {
            self.mark_map(object.map());
            match self.maps.format(object.map()) {
                Format::Values => mark_words(self, Words::fields(object)),
                Format::Vector if !object.has(LARGE) => mark_words(self, Words::elements(object)),
                Format::Vector | Format::Bytes | Format::Text | Format::Words => {}
            }
        }
        object.set_stamp(self.epoch);
    }

    #[inline(always)]
    fn card_barrier(&mut self, object: Obj, card: usize) {
        if object.card_stamp(card) != self.epoch {
            self.card_barrier_slowly(object, card);
        }
    }

    #[cold]
    #[inline(never)]
    fn card_barrier_slowly(&mut self, object: Obj, card: usize) {
        let stamp = object.card_stamp(card);
        let is_vector = self.maps.format(object.map()) == Format::Vector;
        let (from, to) = Heap::card_range(card, self.card_words(object));
        if self.log.opened() > stamp {
            self.log.note_card(object, card, from, to, is_vector);
        }
        if is_vector {
            if stamp < self.nursery_epoch {
                self.remembered.push(Remembered::Card(object, card as u32));
            }
            if self.marking.as_ref().is_some_and(|marking| stamp < marking.began) {
                mark_words(self, Words::elements(object).part(from, to));
            }
        }
        object.set_card_stamp(card, self.epoch);
    }

    /// Words in the body of a large vector or byte vector.
    pub(in crate::object) fn card_words(&self, object: Obj) -> usize {
        match self.maps.format(object.map()) {
            Format::Vector => object.length(),
            _ => object.length().div_ceil(8),
        }
    }

    /// What must precede a change of an owned map's values: under marking, what it referred to is marked first.
    pub(in crate::object) fn map_barrier(&mut self, old: Value) {
        if self.marking.is_some() {
            let mut word = [old];
            mark_words(self, Words { start: word.as_mut_ptr(), count: 1 });
        }
    }
}
