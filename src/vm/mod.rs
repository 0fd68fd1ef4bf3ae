//! Running code: the machine with its heap, processes, caches and primitives.
//!
//! It knows nothing of files, terminals, databases or models: what it needs from outside it asks for by stopping
//! ([`Stop`]), and is resumed with the answer.

pub mod activation;
pub mod arithmetic;
pub mod at_rest;
pub mod equality;
pub mod fit;
pub mod generic;
pub mod ghosts;
pub mod inline_cache;
pub mod interpreter;
pub mod not_understood;
pub mod outside;
pub mod portable;
pub mod primitive;
pub mod process;
pub mod roots;
pub mod safepoint;
pub mod schedule;
pub mod send;
pub mod specials;
pub mod standing;
pub mod trace;
pub mod trees;
pub mod waiting;

use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use num_bigint::BigInt;

use crate::code::compile::Literals;
use crate::code::method::Tree;
use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::syntax::ast::Method;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::vm::inline_cache::Caches;
use crate::vm::interpreter::frame::Frame;
use crate::vm::primitive::primitive_number;
use crate::vm::process::Process;
use crate::vm::process::ProcessId;
use crate::vm::process::Stubs;
use crate::vm::specials::Specials;
use crate::vm::trace::TraceLine;
use crate::vm::trees::Trees;

/// Objects the machine itself refers to.
const KNOWN: [&str; 5] = ["lobby", "globals", "traits", "[true]", "[false]"];

/// Why the machine stopped. Every root is visible then and nothing is half done.
#[derive(Debug)]
pub enum Stop {
    /// The turn's process has ended with this value, and the others are quiet.
    Done(Value),
    /// The turn's process has failed.
    Failed(Failure),
    /// The turn's process has failed and stands where it did: see [`standing`].
    Stands,
    /// Nothing can run before this time on the machine's clock, in microseconds, or until work outside is done.
    Sleep(u64),
    /// There is work outside to be begun, or some of it is done; the world goes on at once.
    Outside,
    /// The program asked to end, with this status.
    Exit(i32),
    /// The running process asks the world around for something; `answer` lets it go on.
    Ask(Ask),
}

/// What an ask is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    Image,
    Mind,
}

/// Something that only the world around can do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub topic: Topic,
    pub what: String,
    pub with: String,
}

/// What ended a process, or a turn.
#[derive(Debug, Clone)]
pub enum Failure {
    /// An error nobody handled: the error object.
    Error(Value),
    /// Something the machine itself says, for want of a library to say it.
    Machine(String),
    /// The recursion needs more memory than the budget.
    StackTooDeep,
    OutOfMemory,
    OutOfFuel,
    Interrupted,
    /// All processes wait for something that can no longer happen.
    Deadlock,
}

/// The machine.
pub struct Vm {
    pub heap: Heap,
    pub caches: Caches,
    pub specials: Specials,
    // The registers of the interpreter while it is out of its loop.
    pc: *mut u64,
    base: Frame,
    stack_limit: *mut Value,
    pub(in crate::vm) stop: Option<Stop>,
    processes: Vec<Option<Process>>,
    /// Numbers that may be used again, unless they are in use by now.
    free_processes: Vec<ProcessId>,
    current: ProcessId,
    /// The process whose end is the end of the turn.
    main: Option<ProcessId>,
    ready: std::collections::VecDeque<ProcessId>,
    alarms: waiting::Alarms,
    /// Work outside that processes wait for.
    pub jobs: outside::Jobs,
    /// How often another process has gone on.
    switches: u32,
    /// Processes that have moved in this turn, as they were when it began.
    shadows: Vec<(ProcessId, Process)>,
    /// May a turn that fails stand?
    pub may_stand: bool,
    /// Turns that stand, the newest last.
    standing: Vec<standing::Standing>,
    /// How the newest of them is to go on when the running turn has ended.
    way_on: Option<standing::WayOn>,
    /// What a program proposes to type next: before and behind the cursor.
    pub proposal: Option<(String, String)>,
    stubs: Stubs,
    pub(in crate::vm) trees: Trees,
    /// Where the characters of texts lately asked for begin.
    text_indexes: [primitive::string::TextIndex; primitive::string::INDEXES],
    table_shapes: primitive::table::Shapes,
    /// Patterns lately used.
    regexes: primitive::regex::Compiled,
    /// Canonical strings by their text.
    interned: HashMap<Rc<str>, Value>,
    /// Objects the machine itself refers to, by name.
    pub known: HashMap<&'static str, Value>,
    /// Values that Rust code outside the machine holds across safepoints.
    pub held: Vec<Value>,
    /// Set by Ctrl-C; looked at when a slice ends.
    pub interrupt: Arc<AtomicBool>,
    /// What a primitive asked to be activated, or the process to wait for.
    requested: primitive::Requested,
    /// The trace of the last failure.
    pub last_trace: Vec<TraceLine>,
    /// Sends and loop edges granted for the current slice.
    granted: i64,
    /// Ordinary output goes here.
    pub output: Box<dyn std::io::Write>,
    /// What is written about the program rather than by it goes here.
    pub errors: Box<dyn std::io::Write>,
    pub arguments: Vec<String>,
    /// Why the last primitive that says more than a name has failed, in words.
    pub detail: String,
    /// The line and the column where it says so of a text, from 1.
    pub detail_place: (usize, usize),
    /// An error for want of stack or memory is on its way: there is a little more to handle it with.
    in_exhaustion: bool,
    /// The functions of the primitives, by number, for a process with these capabilities.
    functions: Vec<primitive::Function>,
    functions_for: primitive::Capabilities,
    /// What the process of the next turn may touch outside the world.
    pub turn_capabilities: primitive::Capabilities,
    /// A message that is not understood may be answered by a method that is found or written for it.
    pub may_become: bool,
    /// The selector of the last send by name, if that name came from outside.
    tainted_selector: Option<Symbol>,
    /// Trials begun so far.
    trials: u32,
    /// Those that are open, innermost last, each with the process that has begun it.
    open_trials: Vec<(u32, ProcessId)>,
    /// Processes that could run but for an open trial.
    passed_over: Vec<ProcessId>,
    /// What trials have printed.
    trial_output: String,
    /// What trials have tried to touch outside, each effect once.
    trial_reached: Vec<primitive::Effect>,
    /// Cruel mode: a collection at every safepoint, a safepoint every few steps, caches emptied all the time.
    pub cruel: bool,
    /// Gives back to the image all it can at every safepoint, or where much stays at some of them: for tests.
    pub forgetful: bool,
    /// Safepoints until it does so again.
    until_forgetting: usize,
    clock: std::time::Instant,
    spare_heap: Option<Heap>,
    /// The image that ghosts are read from.
    pub backing: Option<Box<dyn ghosts::Backing>>,
    /// Only the turn's own process and what it starts run: those of earlier turns wait.
    pub alone: bool,
    /// The image was last open elsewhere: processes that come from it rest, and are named here.
    pub resting: Option<Vec<Value>>,
    /// Safepoints at which the running process was taken out of its stack and put back.
    resettled: usize,
    /// Reads a source file for `runScript`: path as written, and the name of the source that asks.
    pub load: fn(&str, &str) -> Result<Rc<Source>, String>,
    /// Files that `requireScript` has run, and those it is running.
    pub required: HashSet<String>,
}

impl Vm {
    /// A machine with an empty heap.
    pub fn new() -> Vm {
        Vm {
            heap: Heap::new(),
            caches: Caches::default(),
            specials: Specials::default(),
            pc: std::ptr::null_mut(),
            base: Frame(std::ptr::null_mut()),
            stack_limit: std::ptr::null_mut(),
            stop: None,
            processes: vec![Some(Process::new())],
            free_processes: Vec::new(),
            current: ProcessId(0),
            main: None,
            ready: std::collections::VecDeque::new(),
            alarms: waiting::Alarms::new(),
            jobs: outside::Jobs::default(),
            switches: 0,
            shadows: Vec::new(),
            may_stand: false,
            standing: Vec::new(),
            way_on: None,
            proposal: None,
            stubs: Stubs::default(),
            trees: Trees::default(),
            text_indexes: Default::default(),
            regexes: Default::default(),
            table_shapes: Default::default(),
            interned: HashMap::new(),
            known: HashMap::new(),
            held: Vec::new(),
            interrupt: Arc::new(AtomicBool::new(false)),
            requested: primitive::Requested::Nothing,
            last_trace: Vec::new(),
            granted: crate::object::heap::SLICE,
            output: Box::new(std::io::sink()),
            errors: Box::new(std::io::sink()),
            arguments: Vec::new(),
            detail: String::new(),
            detail_place: (1, 1),
            in_exhaustion: false,
            functions: primitive::functions(primitive::Capabilities::ALL),
            functions_for: primitive::Capabilities::ALL,
            turn_capabilities: primitive::Capabilities::ALL,
            may_become: false,
            tainted_selector: None,
            trials: 0,
            open_trials: Vec::new(),
            passed_over: Vec::new(),
            trial_output: String::new(),
            trial_reached: Vec::new(),
            cruel: cfg!(feature = "stress"),
            forgetful: false,
            until_forgetting: 0,
            clock: std::time::Instant::now(),
            spare_heap: None,
            backing: None,
            resting: None,
            alone: false,
            resettled: 0,
            load: |path, _| Err(format!("this world has no files: {path}")),
            required: HashSet::new(),
        }
    }

    /// Microseconds since the machine was made.
    pub fn microseconds(&self) -> u64 {
        self.clock.elapsed().as_micros() as u64
    }

    /// An object the machine knows by name (`lobby`, `globals`, `traits`, …); nil if awakening has not made it.
    pub fn known(&self, name: &str) -> Value {
        self.known.get(name).copied().unwrap_or(Value::NIL)
    }

    /// Gives the machine an object it knows by name; of names that it does not use it takes no notice.
    pub fn know(&mut self, name: &str, value: Value) {
        if let Some(name) = KNOWN.iter().find(|known| **known == name) {
            self.known.insert(name, value);
        }
    }

    /// The value of a global slot, if there is one.
    pub fn global(&self, name: &str) -> Option<Value> {
        let globals = self.known("globals");
        let map = self.heap.maps.get(self.heap.map_of(globals));
        let index = map.find(Symbol::intern(name))?;
        Some(self.heap.read_place(globals, map.slot(index).place))
    }

    /// The canonical string of a text.
    pub fn intern(&mut self, text: &str) -> Value {
        if let Some(value) = self.interned.get(text) {
            return *value;
        }
        let Ok(value) = self.heap.tenured(|heap| heap.new_string(text)) else { return Value::NIL };
        self.make_canonical(value);
        value
    }

    /// The canonical string of a text, if there is one in memory.
    pub fn canonical(&self, text: &str) -> Option<Value> {
        self.interned.get(text).copied()
    }

    /// Makes a string the canonical one of its text, unless there is one.
    pub fn make_canonical(&mut self, value: Value) {
        let Some(string) = self.heap.object_of_kind(value, Kind::String) else { return };
        let text: Rc<str> = string.str().into();
        if !self.interned.contains_key(&text) {
            self.heap.make_canonical(string);
            self.interned.insert(text, value);
        }
    }

    /// How many primitives there are.
    pub(in crate::vm) fn primitive_count(&self) -> usize {
        self.functions.len()
    }

    /// Fails the running process: it is unwound, and the turn with it if it is the turn's own.
    pub(in crate::vm) fn fail(&mut self, failure: Failure) {
        self.last_trace = self.backtrace();
        self.process_failed(failure);
    }

    /// The process in this place of the table, which must exist.
    fn process_mut(&mut self, id: ProcessId) -> &mut Process {
        self.processes[id.0 as usize].as_mut().expect("a process in use stays in the table")
    }

    /// The same for changing it: a failed turn puts it back.
    pub(in crate::vm) fn alter_process(&mut self, id: ProcessId) -> &mut Process {
        let process = self.processes[id.0 as usize].as_mut().expect("a process in use stays in the table");
        if !process.moved {
            process.moved = true;
            let mut shadow = process.clone();
            shadow.touched = true;
            self.shadows.push((id, shadow));
        }
        process
    }

    /// A fresh mirror-free clone of a prototype in globals; nil if there is none.
    fn clone_global(&mut self, name: &str) -> Value {
        let Some(prototype) = self.global(name) else { return Value::NIL };
        if self.make_whole(prototype).is_err() {
            return Value::NIL;
        }
        self.heap.clone_object(prototype).ok().flatten().unwrap_or(Value::NIL)
    }

    /// Gives a data slot of an object a value, if it has such a slot.
    fn set_slot(&mut self, object: Value, name: &str, value: Value) {
        let map = self.heap.map_of(object);
        if let Some(index) = self.heap.maps.get(map).find(Symbol::intern(name)) {
            self.heap.assign(object, index, value);
        }
    }

    /// The text of a string (or of a buffer that holds its text in a slot `string`).
    pub fn text_of(&self, value: Value) -> Option<String> {
        self.heap.string(value).map(str::to_string)
    }

    /// The object behind a value that must be one.
    pub fn object(&self, value: Value) -> Option<Obj> {
        Obj::of(value)
    }
}

impl Default for Vm {
    fn default() -> Vm {
        Vm::new()
    }
}

impl Literals for Vm {
    fn string(&mut self, text: &str) -> Value {
        self.intern(text)
    }

    fn integer(&mut self, n: &BigInt) -> Value {
        match i64::try_from(n).ok().and_then(Value::small) {
            Some(value) => value,
            None => {
                let (sign, digits) = n.to_u64_digits();
                let negative = sign == num_bigint::Sign::Minus;
                self.heap.tenured(|heap| heap.new_big_integer(negative, &digits)).unwrap_or(Value::NIL)
            }
        }
    }

    fn float(&mut self, x: f64) -> Value {
        self.heap.tenured(|heap| heap.new_float(x))
    }

    fn method(&mut self, method: &Rc<Method>) -> Value {
        let number = self.trees.add(Tree::Method(method.clone()));
        let map = self.heap.kind_map(Kind::Method);
        self.heap.tenured(|heap| heap.new_object_with(map, &[Value::int(number as i64)])).value()
    }

    fn primitive(&mut self, name: Symbol) -> u32 {
        primitive_number(name)
    }
}
