//! Primitives: what the language cannot say. One table, each row with name, effect and documentation.
//!
//! A primitive answers a value or fails by name; it never runs code of the language. What needs that (running a block,
//! sending a message, waiting) it leaves in `vm.requested`, and the interpreter does it in its place. It checks and
//! allocates before it changes anything, so a failed primitive has done nothing.

pub mod browse;
pub mod control;
pub mod float;
pub mod image;
pub mod integer;
pub mod json;
pub mod mirror;
pub mod object;
pub mod outside;
pub mod regex;
pub mod retrieve;
pub mod standing;
pub mod string;
pub mod system;
pub mod table;
pub mod tree;
pub mod trial;
pub mod vector;
pub mod zone;

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::object::heap::OutOfMemory;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Ask;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::outside::Deed;

/// What a primitive answers. Arguments come as a slice, the receiver first.
pub type Answer = Result<Value, Fault>;

/// The function behind a primitive.
pub type Function = fn(&mut Vm, &[Value]) -> Answer;

/// Why a primitive did not answer a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    BadType,
    BadIndex,
    BadSize,
    Overflow,
    DivisionByZero,
    SlotName,
    /// The text does not parse, or the name is no selector.
    Syntax,
    OutOfMemory,
    /// The work is more than the process has fuel for.
    OutOfFuel,
    /// There is no such primitive.
    NotDefined,
    /// A block needs more arguments.
    ArgumentCount,
    /// The process is not in a state that allows this.
    ProcessState,
    /// It would have to wait, and must not.
    Atomic,
    /// The process lacks the capability for this effect.
    Barred(Effect),
    /// A file or the like could not be read or written; `vm.detail` says why.
    Outside,
    /// Not a failure: `vm.requested` says what to run in the primitive's place.
    Activate,
    /// Not a failure: `vm.requested` says why the process stops.
    Stop,
}

impl Fault {
    /// The error's name, as Self has it.
    pub fn name(self) -> &'static str {
        match self {
            Fault::BadType => "badTypeError",
            Fault::BadIndex => "badIndexError",
            Fault::BadSize => "badSizeError",
            Fault::Overflow => "overflowError",
            Fault::DivisionByZero => "divisionByZeroError",
            Fault::SlotName => "slotNameError",
            Fault::Syntax => "syntaxError",
            Fault::OutOfMemory => "outOfMemoryError",
            Fault::OutOfFuel => "outOfFuelError",
            Fault::NotDefined => "primitiveNotDefinedError",
            Fault::ArgumentCount => "argumentCountError",
            Fault::ProcessState => "processStateError",
            Fault::Atomic => "atomicError",
            Fault::Barred(effect) => match effect {
                Effect::Pure | Effect::Reads | Effect::Writes => "capabilityError",
                Effect::Output => "outputCapabilityError",
                Effect::File => "fileCapabilityError",
                Effect::Network => "networkCapabilityError",
                Effect::Process => "processCapabilityError",
                Effect::Clock => "clockCapabilityError",
                Effect::Random => "randomCapabilityError",
                Effect::Mind => "mindCapabilityError",
            },
            Fault::Outside => "outsideError",
            Fault::Activate => "activate",
            Fault::Stop => "stop",
        }
    }
}

impl From<OutOfMemory> for Fault {
    fn from(_: OutOfMemory) -> Fault {
        Fault::OutOfMemory
    }
}

/// Charges for work on so many bytes, before it is done. Short work costs nothing beyond its send.
pub(in crate::vm::primitive) fn charge_bytes(vm: &mut Vm, bytes: usize) -> Result<(), Fault> {
    charge(vm, bytes as u64 >> 7)
}

/// Charges for work in units of about a send's time each, before it is done.
pub(in crate::vm::primitive) fn charge(vm: &mut Vm, units: u64) -> Result<(), Fault> {
    if units < 8 || vm.charge(units) { Ok(()) } else { Err(Fault::OutOfFuel) }
}

/// The value itself, read from the image if it has not been.
pub(in crate::vm::primitive) fn whole(vm: &mut Vm, value: Value) -> Answer {
    vm.make_whole(value).map_err(|unreadable| outside(vm, unreadable))?;
    Ok(value)
}

/// The fault for what could not be read, with the reason kept.
pub(in crate::vm::primitive) fn outside(vm: &mut Vm, Unreadable(why): Unreadable) -> Fault {
    vm.detail = why;
    Fault::Outside
}

/// What a primitive asked the interpreter for.
#[derive(Clone, Debug, Default)]
pub enum Requested {
    #[default]
    Nothing,
    Send {
        receiver: Value,
        selector: Symbol,
        arguments: Vec<Value>,
    },
    /// A send looked up from another object on.
    Delegate {
        receiver: Value,
        from: Value,
        selector: Symbol,
        arguments: Vec<Value>,
    },
    Code {
        code: u64,
        receiver: Value,
    },
    Block {
        block: Value,
        arguments: Vec<Value>,
    },
    GiveWay,
    Suspend,
    /// Suspended, for this.
    WaitFor(Value),
    Sleep(u64),
    Outside(Deed),
    End(Value),
    Abort,
    Fail(Value),
    Exit(i32),
    Ask(Ask),
}

/// What a primitive touches besides its arguments. All but the first three reach outside the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Pure,
    Reads,
    Writes,
    /// What the program prints.
    Output,
    File,
    Network,
    /// Other programs, and the end of this one.
    Process,
    Clock,
    Random,
    Mind,
}

/// What an image calls the effects.
const EFFECTS: [(Effect, &str); 10] = [
    (Effect::Pure, "pure"),
    (Effect::Reads, "reads"),
    (Effect::Writes, "writes"),
    (Effect::Output, "output"),
    (Effect::File, "file"),
    (Effect::Network, "network"),
    (Effect::Process, "process"),
    (Effect::Clock, "clock"),
    (Effect::Random, "random"),
    (Effect::Mind, "mind"),
];

impl Effect {
    /// Its word in images and in the language.
    pub fn name(self) -> &'static str {
        EFFECTS.iter().find(|(effect, _)| *effect == self).map_or("pure", |(_, name)| name)
    }
}

/// The effects a process may have. A process has what its starter had; a trial has none that reach outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capabilities(u16);

impl Capabilities {
    pub const ALL: Capabilities = Capabilities(u16::MAX);
    /// Nothing outside the world.
    pub const TRIAL: Capabilities =
        Capabilities(1 << Effect::Pure as u16 | 1 << Effect::Reads as u16 | 1 << Effect::Writes as u16);

    /// These and one more.
    pub const fn with(self, effect: Effect) -> Capabilities {
        Capabilities(self.0 | 1 << effect as u16)
    }

    /// May a process with these have that effect?
    pub fn allow(self, effect: Effect) -> bool {
        self.0 >> effect as u16 & 1 == 1
    }

    /// The effects a process with these may not have, by name.
    pub fn barred(self) -> impl Iterator<Item = &'static str> {
        EFFECTS.into_iter().filter(move |(effect, _)| !self.allow(*effect)).map(|(_, name)| name)
    }

    /// These but the effect of this name; nothing if there is no such effect.
    pub fn without(self, name: &str) -> Option<Capabilities> {
        let (effect, _) = EFFECTS.into_iter().find(|(_, known)| *known == name)?;
        Some(Capabilities(self.0 & !(1 << effect as u16)))
    }

    /// What both have.
    pub fn and(self, other: Capabilities) -> Capabilities {
        Capabilities(self.0 & other.0)
    }
}

/// The functions of the primitives, by number, for a process with these capabilities. What it may not do has another
/// function in its place, so that nobody who may pays for the question.
pub(in crate::vm) fn functions(capabilities: Capabilities) -> Vec<Function> {
    let allowed = |primitive: &Primitive| capabilities.allow(primitive.effect);
    primitives()
        .map(|primitive| if allowed(primitive) { primitive.function } else { barred(primitive.effect) })
        .collect()
}

/// What a primitive does in a process that lacks its effect.
fn barred(effect: Effect) -> Function {
    match effect {
        Effect::Pure | Effect::Reads | Effect::Writes => |vm, _| refuse(vm, Effect::Writes),
        Effect::Output => |vm, _| refuse(vm, Effect::Output),
        Effect::File => |vm, _| refuse(vm, Effect::File),
        Effect::Network => |vm, _| refuse(vm, Effect::Network),
        Effect::Process => |vm, _| refuse(vm, Effect::Process),
        Effect::Clock => |vm, _| refuse(vm, Effect::Clock),
        Effect::Random => |vm, _| refuse(vm, Effect::Random),
        Effect::Mind => |vm, _| refuse(vm, Effect::Mind),
    }
}

/// Refuses an effect. Of a trial it is remembered, whatever the program does about the failure.
fn refuse(vm: &mut Vm, effect: Effect) -> Answer {
    vm.note_reached(effect);
    Err(Fault::Barred(effect))
}

/// One row of the table.
#[derive(Debug)]
pub struct Primitive {
    pub name: &'static str,
    pub function: Function,
    pub effect: Effect,
    /// One sentence, and an example where one helps.
    pub doc: &'static str,
}

/// Shorter rows.
pub(in crate::vm::primitive) const fn row(
    name: &'static str,
    effect: Effect,
    function: Function,
    doc: &'static str,
) -> Primitive {
    Primitive { name, function, effect, doc }
}

/// All primitives. Code refers to them by number, images and sources by name.
pub fn primitives() -> impl Iterator<Item = &'static Primitive> {
    TABLES.iter().flat_map(|table| table.iter())
}

const TABLES: &[&[Primitive]] = &[
    control::TABLE,
    object::TABLE,
    mirror::TABLE,
    integer::TABLE,
    float::TABLE,
    string::TABLE,
    vector::TABLE,
    table::TABLE,
    system::TABLE,
    image::TABLE,
    outside::TABLE,
    browse::TABLE,
    json::TABLE,
    regex::TABLE,
    zone::TABLE,
    tree::TABLE,
    retrieve::TABLE,
    trial::TABLE,
    standing::TABLE,
];

/// The number of the primitive with this name plus one; 0 if there is none.
pub fn primitive_number(name: Symbol) -> u32 {
    static NUMBERS: OnceLock<HashMap<&'static str, u32>> = OnceLock::new();
    let numbers = NUMBERS.get_or_init(|| {
        primitives().enumerate().map(|(index, primitive)| (primitive.name, index as u32 + 1)).collect()
    });
    numbers.get(name.as_str()).copied().unwrap_or(0)
}
