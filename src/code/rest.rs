//! Where an activation can rest, in terms of its source: what an image, a debugger or other code for the same method needs
//! to take an activation out of the machine and put it back.
//!
//! None of this is kept with code that runs. The compiler is deterministic, so compiling the same tree once more, this time
//! taking notes, tells what the registers of the running code hold ([`notes_of`]).

use num_bigint::BigInt;
use std::collections::HashMap;
use std::rc::Rc;

use crate::code::compile;
use crate::code::compile::Literals;
use crate::code::compile::TooLarge;
use crate::code::method::Code;
use crate::code::method::Tree;
use crate::code::scope::RealSends;
use crate::object::value::Value;
use crate::syntax::ast::Method;
use crate::text::symbol::Symbol;

/// A place in a method, script or block where an activation may stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    pub how: How,
    /// Where the message's selector (or the expression) starts: bytes from the start of the method's text.
    pub at: u32,
    /// Which of several with the same `how` and `at`, in the order of the code.
    pub nth: u32,
}

/// What an activation that stands at a place is about to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum How {
    /// To begin: its arguments are there, its locals not yet.
    Entry,
    /// To take the answer of the message it has sent.
    Answer,
    /// To look at the receiver of a control structure, its pending values evaluated.
    Test,
    /// To go once more round a loop compiled in place.
    Again,
}

/// What a register holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Register 0: the receiver, or in a block's activation the block.
    Own,
    /// The receiver of the method around, in a block's activation.
    Receiver,
    /// The home `^` returns from.
    Home,
    /// The object whose slot holds the method, for `resend`.
    Holder,
    /// An argument or local, by the number of its scope in the method and its name.
    Variable(u32, Symbol),
    /// The context of a scope.
    Context(u32),
    /// A literal double kept in a register; its bits.
    Float(u64),
    /// A value that a message or loop around this place still needs: the first, second, … in order of evaluation.
    Pending(u32),
}

/// One place and what it takes to stand there.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// Where the code goes on, in words.
    pub offset: u32,
    /// By which offset its holes are noted.
    pub holes: u32,
    pub place: Place,
    /// Where the answer goes, if it waits for one: also the number of registers below it.
    pub window: u16,
    /// Registers with values, in order.
    pub registers: Vec<(u16, Role)>,
    /// Registers of what a control structure about to be tested has evaluated: its receiver, then arguments.
    pub values: Vec<u16>,
    /// The scopes around, innermost first, that may have a context.
    pub contexts: Vec<ContextPlace>,
}

/// A scope's context at a place.
#[derive(Clone, Debug, PartialEq)]
pub struct ContextPlace {
    pub scope: u32,
    pub register: u16,
    pub size: u16,
    /// Does this code make it?
    pub made: bool,
    /// Variables that have a place in it: name, index, and whether they live there in this code.
    pub variables: Vec<(Symbol, u16, bool)>,
}

/// What the notes say of one function: a method, a script, or a real block.
#[derive(Clone, Debug, Default)]
pub struct FunctionNotes {
    pub rests: Vec<Rest>,
    /// What a block is given when it is made, in order.
    pub captures: Vec<Role>,
    /// Where the part of `_Ensure:` begins that runs when it is unwound.
    pub ensure: Option<u32>,
}

impl FunctionNotes {
    /// The rest whose code goes on at this offset, with nothing evaluated for a test.
    pub fn at_offset(&self, offset: u32) -> Option<&Rest> {
        self.rests.iter().find(|rest| rest.offset == offset)
    }

    /// The test of a control structure at this offset.
    pub fn test_at(&self, offset: u32) -> Option<&Rest> {
        self.rests.iter().find(|rest| rest.offset == offset && rest.place.how == How::Test)
    }

    /// The rest at a place.
    pub fn at_place(&self, place: Place) -> Option<&Rest> {
        self.rests.iter().find(|rest| rest.place == place)
    }
}

/// Notes on a root and its real blocks, by the numbers of their bodies ([`Code::body`]).
pub type Notes = HashMap<u32, FunctionNotes>;

/// Compiles once more, for the notes alone.
///
/// # Errors
/// [`TooLarge`] where compiling says so too.
pub fn notes_of(tree: &Tree, real: &RealSends) -> Result<Notes, TooLarge> {
    let code = compile::compile_tree(tree, real, true, &mut Dry)?;
    let mut notes = Notes::new();
    gather(code, &mut notes);
    Ok(notes)
}

fn gather(mut code: Box<Code>, notes: &mut Notes) {
    std::mem::take(&mut code.blocks).into_iter().for_each(|block| gather(block, notes));
    notes.insert(code.body, code.notes.take().map(|notes| *notes).unwrap_or_default());
}

/// Literals of the same lengths in code as the real ones, made of nothing.
struct Dry;

impl Literals for Dry {
    fn string(&mut self, _: &str) -> Value {
        Value::NIL
    }

    fn integer(&mut self, n: &BigInt) -> Value {
        i64::try_from(n).ok().and_then(Value::small).unwrap_or(Value::NIL)
    }

    fn float(&mut self, _: f64) -> Value {
        Value::NIL
    }

    fn method(&mut self, _: &Rc<Method>) -> Value {
        Value::NIL
    }

    fn primitive(&mut self, _: Symbol) -> u32 {
        0
    }
}
