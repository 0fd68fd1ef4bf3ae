//! Running code: the machine with its heap, processes, caches and primitives.
//!
//! It knows nothing of files, terminals, databases or models: what it needs from outside it asks for by stopping
//! ([`Stop`]), and is resumed with the answer.

pub mod activation;
pub mod generic;
pub mod inline_cache;
pub mod interpreter;
pub mod not_understood;
pub mod primitive;
pub mod process;
pub mod roots;
pub mod safepoint;
pub mod schedule;
pub mod send;
pub mod specials;
pub mod trace;

use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use num_bigint::BigInt;

use crate::code::compile;
use crate::code::compile::Literals;
use crate::code::method::Code;
use crate::code::scope::RealSends;
use crate::code::verify::verify;
use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::syntax::ast::Body;
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

/// Why the machine stopped. Every root is visible then and nothing is half done.
#[derive(Debug)]
pub enum Stop {
    /// The turn's process has ended with this value, and the others are quiet.
    Done(Value),
    /// The turn's process has failed.
    Failed(Failure),
    /// Nothing can run before this time on the machine's clock, in microseconds.
    Sleep(u64),
    /// The program asked to end, with this status.
    Exit(i32),
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

/// A method in a slot, by its number.
#[derive(Debug)]
pub struct MethodRecord {
    pub tree: Rc<Method>,
    /// The address of its code, once compiled.
    pub code: Option<u64>,
    pub marked: bool,
    /// Control structures that have turned out to need the real send, by where their selectors start.
    pub real_sites: HashSet<u32>,
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
    current: ProcessId,
    /// The process whose end is the end of the turn.
    main: Option<ProcessId>,
    ready: std::collections::VecDeque<ProcessId>,
    stubs: Stubs,
    /// All code of methods and scripts.
    #[expect(clippy::vec_box, reason = "code never moves: frames and blocks hold its address")]
    codes: Vec<Box<Code>>,
    methods: Vec<MethodRecord>,
    /// Where the characters of texts lately asked for begin.
    text_indexes: [primitive::string::TextIndex; primitive::string::INDEXES],
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
    /// Why the last file could not be read or written, in words.
    pub detail: String,
    /// An error for want of stack or memory is on its way: there is a little more to handle it with.
    in_exhaustion: bool,
    /// The functions of the primitives, by number, for a process with these capabilities.
    functions: Vec<primitive::Function>,
    functions_for: primitive::Capabilities,
    /// What the process of the next turn may touch outside the world.
    pub turn_capabilities: primitive::Capabilities,
    /// Trials begun so far.
    trials: u32,
    /// Cruel mode: a collection at every safepoint, a safepoint every few steps, caches emptied all the time.
    pub cruel: bool,
    clock: std::time::Instant,
    spare_heap: Option<Heap>,
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
            current: ProcessId(0),
            main: None,
            ready: std::collections::VecDeque::new(),
            stubs: Stubs::default(),
            codes: Vec::new(),
            methods: Vec::new(),
            text_indexes: Default::default(),
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
            in_exhaustion: false,
            functions: primitive::functions(primitive::Capabilities::ALL),
            functions_for: primitive::Capabilities::ALL,
            turn_capabilities: primitive::Capabilities::ALL,
            trials: 0,
            cruel: cfg!(feature = "stress"),
            clock: std::time::Instant::now(),
            spare_heap: None,
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
        let value = self.heap.tenured(|heap| heap.new_string(text)).unwrap_or(Value::NIL);
        self.interned.insert(text.into(), value);
        value
    }

    /// The tree of a method object.
    pub fn method_tree(&self, value: Value) -> Option<&Rc<Method>> {
        let number = self.method_number(value)?;
        self.methods.get(number).map(|record| &record.tree)
    }

    fn method_number(&self, value: Value) -> Option<usize> {
        let method = self.heap.object_of_kind(value, Kind::Method)?;
        method.field(0).as_int().map(|number| number as usize)
    }

    /// The code of a method object, compiled now if it has not been; `None` for other values.
    fn method_code(&mut self, value: Value) -> Option<u64> {
        let number = self.method_number(value)?;
        if let Some(code) = self.methods[number].code {
            return Some(code);
        }
        let tree = self.methods[number].tree.clone();
        let real = self.real_sends(self.methods[number].real_sites.clone());
        let code = match compile::compile_method(&tree, &real, self) {
            Ok(code) => code,
            Err(compile::TooLarge) => self.too_large(&tree),
        };
        let address = self.add_code(code);
        self.methods[number].code = Some(address);
        Some(address)
    }

    /// Code for a method that cannot be compiled: it says so when it is run.
    fn too_large(&mut self, tree: &Method) -> Box<Code> {
        let text = "self error: 'this method has more locals or nested values than the machine has registers'";
        let source = Source::new(tree.source.0.name.clone(), text);
        let body = crate::syntax::parse::parse_script(&source, crate::syntax::parse::NewlineRule::Bat)
            .map(|script| compile::script_body(&script.items))
            .unwrap_or_default();
        let mut code = compile::compile_script(&source, &body, &RealSends::default(), self)
            .unwrap_or_else(|_| unreachable!("one send always compiles"));
        code.argument_count = tree.body.arguments.len() as u32;
        code.selector = tree.selector;
        code
    }

    /// Keeps root code and tells its parts where they belong.
    fn add_code(&mut self, mut code: Box<Code>) -> u64 {
        let root = std::ptr::from_ref(&*code) as u64;
        set_root(&mut code, root);
        if (cfg!(debug_assertions) || cfg!(feature = "stress"))
            && let Err(unsound) = verify(&code, self.functions.len())
        {
            panic!("the compiler has made unsound code: {unsound}");
        }
        self.specials.adapt(&code);
        self.codes.push(code);
        root
    }

    /// Compiles a script's items.
    pub fn compile_script(&mut self, source: &Rc<Source>, body: &Rc<Body>) -> Result<u64, compile::TooLarge> {
        let real = self.real_sends(HashSet::new());
        let code = compile::compile_script(source, body, &real, self)?;
        Ok(self.add_code(code))
    }

    /// What must not be compiled in place.
    fn real_sends(&self, sites: HashSet<u32>) -> RealSends {
        RealSends { sites, selectors: self.specials.real_selectors().collect() }
    }

    /// The code of everything compiled from a source of that name, as it stands (with what its sites have learned), as
    /// text: for tests and for reading.
    pub fn disassemble(&self, source: &str) -> String {
        let of_source = self.codes.iter().filter(|code| code.source.name == source);
        of_source.map(|code| crate::code::disassemble::disassemble(code)).collect::<Vec<_>>().join("\n")
    }

    fn drop_unmarked_code(&mut self) {
        self.codes.retain(|code| code.marked);
        // The record of a method that is gone stays (numbers are not reused); its code went with its last reference.
        for method in self.methods.iter_mut().filter(|method| !method.marked) {
            method.code = None;
        }
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

    /// A fresh mirror-free clone of a prototype in globals; nil if there is none.
    fn clone_global(&mut self, name: &str) -> Value {
        let Some(prototype) = self.global(name) else { return Value::NIL };
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

fn set_root(code: &mut Code, root: u64) {
    code.root = root;
    code.blocks.iter_mut().for_each(|block| set_root(block, root));
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
        let number = self.methods.len() as i64;
        let record = MethodRecord { tree: method.clone(), code: None, marked: true, real_sites: HashSet::new() };
        self.methods.push(record);
        let map = self.heap.kind_map(Kind::Method);
        self.heap.tenured(|heap| heap.new_object_with(map, &[Value::int(number)])).value()
    }

    fn primitive(&mut self, name: Symbol) -> u32 {
        primitive_number(name)
    }
}
