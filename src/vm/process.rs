//! A green process: a stack of activations of its own, and where it stands.

use std::cell::Cell;
use std::rc::Rc;

use crate::code::opcode::Op;
use crate::code::opcode::encode;
use crate::object::identity::Key;
use crate::object::value::Value;
use crate::vm::interpreter::frame::Frame;
use crate::vm::interpreter::frame::HEADER;
use crate::vm::primitive::Capabilities;
use crate::vm::waiting::Deadline;
use crate::vm::waiting::Woken;

/// Words of a new stack.
const FIRST_WORDS: usize = 48;

/// Number of a process in the machine's table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, PartialOrd, Ord)]
pub struct ProcessId(pub u32);

/// What a process is doing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// Has not been started.
    New,
    /// Could run.
    Ready,
    Running,
    /// Waits until something resumes it (a semaphore, `resume`, the end of another).
    Suspended,
    /// Waits until this time, in microseconds of the machine's clock.
    Sleeping(u64),
    /// Its first activation has answered.
    Done,
    /// An error ended it.
    Failed,
    /// Ended by `abort` before it was done.
    Aborted,
    /// An error that nobody handles has stopped it, and it has not been unwound: see `vm/standing.rs`.
    Standing,
}

impl State {
    /// Will it never run again?
    pub fn has_ended(self) -> bool {
        matches!(self, State::Done | State::Failed | State::Aborted)
    }
}

/// A frame on the way down a stack: the index of its base, how many of its registers hold values, and where the holes among
/// them are noted.
#[derive(Clone, Copy, Debug)]
pub struct Walk {
    pub index: usize,
    pub height: usize,
    pub holes: *const u64,
}

/// What some processes may still run, together: so many sends and loop edges.
#[derive(Debug)]
pub struct Fuel {
    left: Cell<u64>,
    /// Its record in an image (0 if it has none), and what stands in it.
    pub record: Cell<Key>,
    pub recorded: Cell<u64>,
}

impl Fuel {
    pub fn new(left: u64) -> Fuel {
        Fuel { left: Cell::new(left), record: Cell::new(0), recorded: Cell::new(0) }
    }

    /// As it stands in a record.
    pub fn read(left: u64, record: Key) -> Fuel {
        Fuel { left: Cell::new(left), record: Cell::new(record), recorded: Cell::new(left) }
    }

    pub fn get(&self) -> u64 {
        self.left.get()
    }

    pub fn set(&self, left: u64) {
        self.left.set(left);
    }
}

/// A process. The running one's position is in the machine's registers, not here.
#[derive(Clone, Debug)]
pub struct Process {
    stack: Vec<u64>,
    /// Base of the top frame, as an index into the stack.
    pub base: usize,
    pub pc: *mut u64,
    pub state: State,
    /// The process object, and what it answered or failed with.
    pub object: Value,
    pub result: Value,
    /// Handler records of `onError:`, innermost first; the library's.
    pub handlers: Value,
    /// Sends and loop edges it may still run, together with all it has started; `None`: no bound.
    pub fuel: Option<Rc<Fuel>>,
    /// What it may touch outside the world.
    pub capabilities: Capabilities,
    /// The trial it belongs to.
    pub trial: Option<u32>,
    /// Processes waiting for its end.
    pub joining: Vec<ProcessId>,
    /// Frames below the one at this index have not changed since the last nursery collection; the return address that the
    /// marker stands for.
    pub marker: Option<(usize, *mut u64)>,
    /// Where a marking cycle goes on with its stack: the frames from here down have not changed since the cycle began.
    pub unmarked: Option<Walk>,
    /// While it does not run: how many registers of its top frame hold values, and where the holes among them are noted.
    pub live: (usize, *const u64),
    /// Where its top frame gets the answer of what it waits for.
    pub awaiting: Option<usize>,
    /// What it waits for, if it has said so.
    pub waits_for: Value,
    /// Why it goes on, if not because of that.
    pub woken: Option<Woken>,
    /// When it must be over with something.
    pub deadline: Option<Deadline>,
    /// The work outside that it waits for.
    pub job: Option<u64>,
    /// It must not wait.
    pub atomic: bool,
    /// Has it run since the last nursery collection?
    pub touched: bool,
    /// Has it run or changed since the turn began? Then the machine keeps a copy of how it was, unless it is new.
    pub moved: bool,
    /// It came with an image from elsewhere and must not run until that is adopted.
    pub resting: bool,
}

impl Process {
    /// A process with an empty stack.
    pub fn new() -> Process {
        let stack = vec![0; FIRST_WORDS];
        Process {
            stack,
            base: HEADER,
            pc: std::ptr::null_mut(),
            state: State::New,
            object: Value::NIL,
            result: Value::NIL,
            handlers: Value::NIL,
            fuel: None,
            capabilities: Capabilities::ALL,
            trial: None,
            joining: Vec::new(),
            marker: None,
            unmarked: None,
            live: (0, std::ptr::null()),
            awaiting: None,
            waits_for: Value::NIL,
            woken: None,
            deadline: None,
            job: None,
            atomic: false,
            touched: true,
            moved: true,
            resting: false,
        }
    }

    /// The address of the stack's first word.
    fn start(&mut self) -> *mut Value {
        self.stack.as_mut_ptr().cast()
    }

    /// The frame at a base index.
    pub fn frame(&mut self, base: usize) -> Frame {
        Frame(self.start().wrapping_add(base))
    }

    /// The index of a frame's base.
    pub fn index_of(&mut self, frame: Frame) -> usize {
        (frame.0 as usize - self.start() as usize) / 8
    }

    /// The address just past the stack.
    pub fn limit(&mut self) -> *mut Value {
        let words = self.stack.len();
        self.start().wrapping_add(words)
    }

    /// Words in the stack.
    pub fn words(&self) -> usize {
        self.stack.len()
    }

    /// Makes room for `words` words in all; the stack may move.
    pub fn grow(&mut self, words: usize) {
        self.stack.resize(words.max(self.stack.len()), 0);
    }

    /// Gives most of a stack's memory back when the process has ended.
    pub fn release(&mut self) {
        self.stack = Vec::new();
        self.marker = None;
        self.unmarked = None;
    }

    /// Takes over the stack of another, and where it stands on it.
    pub fn take_stack(&mut self, other: Process) {
        let Process { stack, base, pc, live, awaiting, .. } = other;
        *self = Process {
            stack,
            base,
            pc,
            live,
            awaiting,
            unmarked: None,
            marker: None,
            touched: true,
            moved: true,
            ..std::mem::take(self)
        };
    }

    /// Where the caller of `frame` goes on, seeing through the collector's marker.
    pub fn return_pc(&mut self, frame: Frame) -> *mut u64 {
        let index = self.index_of(frame);
        match self.marker {
            Some((at, pc)) if at == index => pc,
            _ => frame.return_pc(),
        }
    }
}

impl Default for Process {
    fn default() -> Process {
        Process::new()
    }
}

/// Instructions that belong to no code: where a process's first frame returns to, and the collector's marker.
#[derive(Debug)]
pub struct Stubs {
    words: Box<[u64; 2]>,
    /// One instruction for each height at which an aborted process stood.
    unwinding: Vec<(u64, Box<u64>)>,
}

impl Default for Stubs {
    fn default() -> Stubs {
        Stubs { words: Box::new([encode(Op::Halt, 0, 0, 0, 0), encode(Op::Marker, 0, 0, 0, 0)]), unwinding: Vec::new() }
    }
}

impl Stubs {
    pub fn halt(&self) -> *mut u64 {
        std::ptr::from_ref(&self.words[0]).cast_mut()
    }

    pub fn marker(&self) -> *mut u64 {
        std::ptr::from_ref(&self.words[1]).cast_mut()
    }

    /// A place that holds this one instruction.
    pub fn unwind(&mut self, word: u64) -> *mut u64 {
        let found = match self.unwinding.iter().position(|(known, _)| *known == word) {
            Some(found) => found,
            None => {
                self.unwinding.push((word, Box::new(word)));
                self.unwinding.len() - 1
            }
        };
        std::ptr::from_ref(&*self.unwinding[found].1).cast_mut()
    }
}
