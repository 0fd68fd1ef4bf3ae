//! Activations: windows on a process's stack.
//!
//! ```text
//! base[-3]  return pc: where the caller goes on; the result replaces it
//! base[-2]  bytes down to the caller's base 32 | flags 32 (in the upper half)
//! base[-1]  the code
//! base[0]   self (of a block: the block); then arguments, locals, temporaries
//! ```
//!
//! The header words look like small integers to the collector: addresses and distances are multiples of 8.
#![expect(unsafe_code, reason = "frames are raw words on a stack the machine owns")]

use crate::code::method::Code;
use crate::object::value::Value;

/// Words of a frame's header.
pub const HEADER: usize = 3;
/// Set in a frame's flags while it must run its ensure part when unwound; bits 33… hold the part's offset.
const ENSURE: u64 = 1 << 32;

/// A frame by its base. It is valid until the stack moves (a call may grow it).
#[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd)]
pub struct Frame(pub *mut Value);

impl Frame {
    /// Register `index`.
    #[inline(always)]
    pub fn get(self, index: usize) -> Value {
        // SAFETY: a call has made sure that `frame_size` words follow the base, and code touches no others.
        unsafe { *self.0.add(index) }
    }

    #[inline(always)]
    pub fn set(self, index: usize, value: Value) {
        // SAFETY: as `get`.
        unsafe { *self.0.add(index) = value }
    }

    #[inline(always)]
    fn header(self, below: usize) -> u64 {
        // SAFETY: every frame has its header below its base.
        unsafe { (*self.0.sub(below)).bits() }
    }

    #[inline(always)]
    fn set_header(self, below: usize, word: u64) {
        // SAFETY: as `header`.
        unsafe { *self.0.sub(below) = Value::from_bits(word) }
    }

    /// Where the caller goes on. May be the collector's marker: see `Process::return_pc`.
    #[inline(always)]
    pub fn return_pc(self) -> *mut u64 {
        self.header(3) as *mut u64
    }

    pub fn set_return_pc(self, pc: *mut u64) {
        self.set_header(3, pc as u64);
    }

    /// What the first frame of a process has answered.
    pub fn result(self) -> Value {
        Value::from_bits(self.header(3))
    }

    /// Puts the result where the caller expects it.
    pub fn set_result(self, value: Value) {
        self.set_header(3, value.bits());
    }

    /// Writes the header of a new frame called from `caller`.
    pub fn set_up(self, return_pc: *mut u64, caller: Frame, code: *const Code) {
        self.set_header(3, return_pc as u64);
        self.set_header(2, self.0 as u64 - caller.0 as u64);
        self.set_header(1, code as u64);
    }

    /// The first frame of a stack is its own caller.
    pub fn is_first(self) -> bool {
        self.header(2) as u32 == 0
    }

    /// The frame that called this one.
    #[inline(always)]
    pub fn caller(self) -> Frame {
        let distance = self.header(2) as u32 as usize;
        Frame(self.0.wrapping_byte_sub(distance))
    }

    /// Words between this frame's base and its caller's.
    pub fn distance(self) -> usize {
        self.header(2) as u32 as usize / 8
    }

    /// The code this frame runs.
    #[inline(always)]
    pub fn code<'a>(self) -> &'a Code {
        // SAFETY: code lives at least as long as a frame runs it (`roots` marks the code of every frame).
        unsafe { &*(self.header(1) as *const Code) }
    }

    pub fn set_code(self, code: *const Code) {
        self.set_header(1, code as u64);
    }

    /// From now on unwinding past this frame enters its code at this offset first.
    pub fn mark_ensure(self, offset: usize) {
        self.set_header(2, self.header(2) as u32 as u64 | ENSURE | (offset as u64) << 33);
    }

    pub fn unmark_ensure(self) {
        self.set_header(2, self.header(2) as u32 as u64);
    }

    /// The offset of the ensure part, if it must run.
    pub fn ensure_part(self) -> Option<usize> {
        let word = self.header(2);
        (word & ENSURE != 0).then_some((word >> 33) as usize)
    }

    /// `count` registers from `from` on, as a slice; the caller changes none of them meanwhile.
    pub fn registers<'a>(self, from: usize, count: usize) -> &'a [Value] {
        // SAFETY: as `get`, for the whole range.
        unsafe { std::slice::from_raw_parts(self.0.add(from), count) }
    }

    /// The frame at `index` words above this one's base.
    pub fn window(self, index: usize) -> Frame {
        Frame(self.0.wrapping_add(index))
    }
}

/// The code at an address that a frame, a block or a site holds.
pub(in crate::vm) fn code_at<'a>(address: u64) -> &'a Code {
    // SAFETY: such addresses come from boxes of code that the machine keeps while anything refers to them.
    unsafe { &*(address as *const Code) }
}

/// The same for changing the few fields that change (the mark).
pub(in crate::vm) fn code_at_mut<'a>(address: u64) -> &'a mut Code {
    // SAFETY: as `code_at`; the machine is single-threaded and holds no other reference to this code meanwhile.
    unsafe { &mut *(address as *mut Code) }
}

/// Reads a word of code.
#[inline(always)]
pub(in crate::vm) fn word_at(pc: *const u64) -> u64 {
    // SAFETY: a pc lies within living code.
    unsafe { *pc }
}

/// Rewrites a word of code (a site, a quickened opcode).
#[inline(always)]
pub(in crate::vm) fn set_word_at(pc: *mut u64, word: u64) {
    // SAFETY: as `word_at`; nobody holds a reference to the words of code.
    unsafe { *pc = word }
}

/// The template an `Object` instruction holds.
pub(in crate::vm) fn template_at<'a>(address: u64) -> &'a mut crate::object::template::Template {
    // SAFETY: the code that holds the address owns the template's box; one instruction uses it at a time.
    unsafe { &mut *(address as *mut crate::object::template::Template) }
}

/// The cases a polymorphic site holds.
#[inline(always)]
pub(in crate::vm) fn cases_at<'a>(address: u64) -> &'a crate::vm::inline_cache::Cases {
    // SAFETY: a polymorphic site holds the address of a box that the caches keep as long as the site is polymorphic.
    unsafe { &*(address as *const crate::vm::inline_cache::Cases) }
}
