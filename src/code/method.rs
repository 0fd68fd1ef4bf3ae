//! Compiled code: instruction words, what they refer to, and the way back to the source.

use std::cell::Cell;
use std::rc::Rc;

use crate::code::opcode;
use crate::code::opcode::Op;
use crate::code::rest::FunctionNotes;
use crate::code::scope::RealSends;
use crate::object::template::Template;
use crate::syntax::ast::Body;
use crate::syntax::ast::Method;
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
    /// The number of the tree it was compiled from, in the machine's table.
    pub tree: u32,
    /// Which of the bodies in that tree this is, in the order of the source; 0 is the method's or script's own.
    pub body: u32,
    /// Set by a marking cycle that met this code.
    pub marked: bool,
    /// Calls of a method that was written for a message, since they were last asked for.
    pub calls: Cell<u64>,

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
    /// Control structures compiled in place, in order of offset.
    pub sites: Vec<ControlSite>,
    /// What this code and its blocks compile as real sends although it could be in place.
    pub real: Rc<RealSends>,
    /// What its registers hold where it can rest, if it was compiled to learn that.
    pub notes: Option<Box<FunctionNotes>>,
}

/// Ranges of registers, end exclusive.
pub type Holes = Rc<[(u16, u16)]>;

/// What code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    Method,
    /// A block.
    Block,
    /// A script or an expression at the prompt.
    Script,
}

/// What root code is compiled from.
#[derive(Clone, Debug)]
pub enum Tree {
    Method(Rc<Method>),
    /// A script or an expression at the prompt: its statements.
    Script(Rc<Source>, Rc<Body>),
}

impl Tree {
    /// The source it stands in, and where.
    pub fn place(&self) -> (&Rc<Source>, Span) {
        match self {
            Tree::Method(method) => (&method.source.0, method.span),
            Tree::Script(source, body) => {
                let whole = Span::new(0, source.text.len());
                let (first, last) = (body.statements.first(), body.statements.last());
                (source, first.zip(last).map_or(whole, |(first, last)| first.span.to(last.span)))
            }
        }
    }
}

/// A control structure compiled in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlSite {
    /// Of the instruction that tests its receiver, in words.
    pub offset: u32,
    /// Where its selector starts in the source: what it is known by.
    pub place: u32,
    pub selector: Symbol,
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
            tree: u32::MAX,
            body: 0,
            marked: true,
            calls: Cell::new(0),
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
            real: Rc::default(),
            notes: None,
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

    /// This code, or the code of the real block in it, that belongs to a body of the tree.
    pub fn of_body(&self, body: u32) -> Option<&Code> {
        if self.body == body { Some(self) } else { self.blocks.iter().find_map(|block| block.of_body(body)) }
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
