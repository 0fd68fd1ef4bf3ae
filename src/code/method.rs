//! Compiled code: instruction words, what they refer to, and the way back to the source.

use std::collections::HashSet;
use std::rc::Rc;

use crate::code::opcode;
use crate::code::opcode::Op;
use crate::object::template::Template;
use crate::syntax::ast::Body;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;

/// The code of one method, block or script. Its address stays the same as long as it lives, since frames and blocks hold it.
#[derive(Debug)]
pub struct Code {
    // Read by every call; kept first.
    /// The first instruction.
    pub entry: *mut u64,
    /// Registers a frame of this code may touch, windows of its sends included.
    pub frame_size: u32,
    pub argument_count: u32,
    /// Registers from here up to `nil_to` are nil at entry: the locals.
    pub nil_from: u32,
    pub nil_to: u32,
    /// The register that gets the method holder at entry, for methods that resend; 0 if there is none.
    pub holder_register: u32,
    /// The register of the home object, for methods whose blocks return from them; else 0.
    pub home_register: u32,
    /// Of a method that is one primitive on its own arguments: the primitive's number, else 0.
    pub primitive_number: u32,
    /// The address of the method's or script's code that this is, or is a block of.
    pub root: u64,
    /// Set by a marking cycle that met this code.
    pub marked: bool,

    pub kind: CodeKind,
    pub selector: Symbol,
    pub source: Rc<Source>,
    pub span: Span,
    words: Vec<u64>,
    /// Offsets of words that hold literal values.
    pub literals: Vec<u32>,
    /// Code of the blocks in this code; `Block` instructions hold their addresses.
    pub blocks: Vec<Box<Code>>,
    /// Literals' templates; `Object` instructions hold their addresses.
    pub templates: Vec<Box<Template>>,
    /// Registers that hold no value at a safepoint: (offset of the word after the send, ranges).
    pub holes: Vec<(u32, Holes)>,
    /// Offsets of instructions and the source they come from, ascending.
    pub places: Vec<(u32, Span)>,
    /// If the whole body is one primitive on self and the arguments in order: its name.
    pub primitive: Option<Symbol>,
    /// Names of registers, for people who look.
    pub names: Vec<(u16, Symbol)>,
    /// Control structures, in order of offset.
    pub sites: Vec<ControlSite>,
    /// Those of them that this code and its blocks compile as real sends, by place.
    pub real_sites: HashSet<u32>,
}

/// Ranges of registers, end exclusive.
pub type Holes = Rc<[(u16, u16)]>;

/// What code belongs to.
#[derive(Clone, Debug)]
pub enum CodeKind {
    Method,
    /// A block.
    Block,
    /// A script or an expression at the prompt, with its statements.
    Script(Rc<Body>),
}

/// A control structure, compiled in place or as the real send, and what it takes to go from the one to the other: see
/// `vm::generic`.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlSite {
    /// In place: offset of the instruction that tests the receiver. Real: where the blocks are about to be made.
    pub offset: u32,
    /// Where its selector starts in the source: what it is known by.
    pub place: u32,
    pub selector: Symbol,
    pub real: bool,
    /// Registers of the values evaluated so far: the receiver, then arguments.
    pub values: Vec<u16>,
    /// Variables in scope that real blocks might assign.
    pub variables: Vec<VariablePlace>,
    /// Contexts of the scopes around: register, size, and whether this code makes it.
    pub contexts: Vec<(u16, u16, bool)>,
}

/// Where a variable is at one place in code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariablePlace {
    pub register: u16,
    /// Context register and index.
    pub context: (u16, u16),
    /// Is it in the context in this code (else in the register)?
    pub in_context: bool,
}

impl Code {
    /// Finishes code: takes the words and fixes their address.
    #[expect(clippy::too_many_arguments, reason = "made in one place, by the compiler")]
    pub fn new(
        kind: CodeKind,
        selector: Symbol,
        source: Rc<Source>,
        span: Span,
        mut words: Vec<u64>,
        argument_count: u32,
        locals: (u32, u32),
        frame_size: u32,
        holder_register: u32,
    ) -> Code {
        // The interpreter rewrites words in place through this address; the vector only owns them from here on.
        let entry = words.as_mut_ptr();
        Code {
            entry,
            frame_size,
            argument_count,
            nil_from: locals.0,
            nil_to: locals.1,
            holder_register,
            home_register: 0,
            primitive_number: 0,
            root: 0,
            marked: true,
            kind,
            selector,
            source,
            span,
            words,
            literals: Vec::new(),
            blocks: Vec::new(),
            templates: Vec::new(),
            holes: Vec::new(),
            places: Vec::new(),
            primitive: None,
            names: Vec::new(),
            sites: Vec::new(),
            real_sites: HashSet::new(),
        }
    }

    /// How many words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Is there no code? Never: each ends in a return.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// A word, for reading (disassembly, verification).
    pub fn word(&self, offset: usize) -> u64 {
        self.words[offset]
    }

    /// Offsets of the instructions.
    pub fn offsets(&self) -> impl Iterator<Item = usize> + '_ {
        let mut at = 0;
        std::iter::from_fn(move || {
            (at < self.words.len()).then(|| {
                let offset = at;
                at += opcode::length(self.words[at]);
                offset
            })
        })
    }

    /// Does the instruction at this offset do `op`?
    pub fn is(&self, offset: usize, op: Op) -> bool {
        Op::of(self.words[offset]) == op
    }

    /// The offset of an address inside this code.
    pub fn offset_of(&self, address: *const u64) -> usize {
        (address as usize - self.entry as usize) / 8
    }

    /// The source that the instruction before `offset` comes from.
    pub fn place(&self, offset: usize) -> Span {
        match self.places.partition_point(|(at, _)| (*at as usize) < offset) {
            0 => self.span,
            found => self.places[found - 1].1,
        }
    }

    /// Registers without values while the send before `offset` is under way.
    pub fn holes_at(&self, offset: usize) -> &[(u16, u16)] {
        match self.holes.binary_search_by_key(&(offset as u32), |(at, _)| *at) {
            Ok(found) => &self.holes[found].1,
            Err(_) => &[],
        }
    }
}
