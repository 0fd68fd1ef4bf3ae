//! Awakening: from an empty heap to a world with its library. The bodies of the library's methods are parsed when they are
//! first needed (`syntax::parse::parse_skeleton`), which halves the time of starting.

use std::rc::Rc;

use crate::code::compile::script_body;
use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::map::Map;
use crate::object::mirror::NewSlot;
use crate::object::value::Value;
use crate::syntax::parse::NewlineRule;
use crate::syntax::parse::parse_script;
use crate::syntax::parse::parse_skeleton;
use crate::text::diagnostic::Diagnostic;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::vm::Failure;
use crate::vm::Stop;
use crate::vm::Vm;
use crate::vm::trace::TraceLine;
use crate::world::library::Library;

/// The traits objects of what the machine makes itself, and the kinds whose only parent each is.
const BUILT_IN: [(&str, &[Kind]); 11] = [
    ("smallInt", &[Kind::SmallInteger]),
    ("bigInt", &[Kind::BigInteger]),
    ("float", &[Kind::Float]),
    ("string", &[Kind::String]),
    ("vector", &[Kind::Vector]),
    ("byteVector", &[Kind::Bytes]),
    ("block", &[Kind::Block]),
    ("method", &[Kind::Method]),
    ("mirror", &[Kind::Mirror]),
    ("process", &[Kind::Process]),
    ("integer", &[]),
];

/// Why a world could not be made.
#[derive(Debug)]
pub enum BootError {
    Syntax(Vec<Diagnostic>),
    Failed { file: String, text: String, trace: Vec<TraceLine> },
}

/// A machine with the library that travels in the program.
pub fn awaken() -> Result<Vm, BootError> {
    awaken_with(&Library::own())
}

/// A machine with a library.
pub fn awaken_with(library: &Library) -> Result<Vm, BootError> {
    let mut vm = Vm::new();
    make_first_objects(&mut vm);
    for (name, text) in &library.files {
        let source = Source::new(format!("stdlib/{name}"), &**text);
        let script = parse_skeleton(&source).map_err(BootError::Syntax)?;
        run_library_file(&mut vm, name, &source, &script.items)?;
    }
    for (name, text) in [("[true]", "[true]"), ("[false]", "[false]")] {
        let source = Source::new("stdlib/", text);
        let script = parse_script(&source, NewlineRule::Bat).map_err(BootError::Syntax)?;
        let value = run_library_file(&mut vm, name, &source, &script.items)?;
        vm.known.insert(name, value);
    }
    vm.note_standard();
    Ok(vm)
}

fn run_library_file(
    vm: &mut Vm,
    name: &str,
    source: &Rc<Source>,
    items: &[crate::syntax::ast::Item],
) -> Result<Value, BootError> {
    let failed = |vm: &mut Vm, failure: Failure| {
        let text = match failure {
            Failure::Machine(text) => text,
            Failure::Error(error) => vm.describe_error(error),
            other => format!("{other:?}"),
        };
        let trace = vm.last_trace.clone();
        Err(BootError::Failed { file: name.to_string(), text, trace })
    };
    let Ok(code) = vm.compile_script(source, &script_body(items)) else {
        return failed(vm, Failure::Machine("too large to compile".into()));
    };
    let lobby = vm.known("lobby");
    match vm.run_turn(code, lobby) {
        Stop::Done(value) => Ok(value),
        Stop::Failed(failure) => failed(vm, failure),
        Stop::Sleep(_) | Stop::Outside | Stop::Exit(_) | Stop::Ask(_) | Stop::Stands => {
            failed(vm, Failure::Machine("the library must not wait".into()))
        }
    }
}

/// The objects the library builds on: they exist before any code runs.
fn make_first_objects(vm: &mut Vm) {
    let heap = &mut vm.heap;
    let new = |heap: &mut Heap| heap.new_slots_object(1);
    let (lobby, globals, traits, mixins, default) = (new(heap), new(heap), new(heap), new(heap), new(heap));
    let message = new(heap);
    add(heap, traits, "message", message);
    for (name, kinds) in BUILT_IN {
        let behaviour = new(heap);
        add(heap, traits, name, behaviour);
        for kind in kinds {
            let mut map = Map::new(*kind);
            map.capacity = u32::from(matches!(kind, Kind::Mirror | Kind::Process));
            map.fields = map.capacity;
            heap.give_parent(&mut map, behaviour);
            let map = heap.maps.add(map);
            heap.set_kind_map(map);
        }
    }
    let vector = heap.new_vector(heap.kind_map(Kind::Vector), 0, Value::NIL).unwrap_or(Value::NIL);
    let bytes = heap.new_bytes(heap.kind_map(Kind::Bytes), &[]).unwrap_or(Value::NIL);
    for (name, value) in [
        ("lobby", lobby),
        ("globals", globals),
        ("nil", Value::NIL),
        ("true", Value::TRUE),
        ("false", Value::FALSE),
        ("traits", traits),
        ("mixins", mixins),
        ("defaultBehavior", default),
        ("vector", vector),
        ("byteVector", bytes),
    ] {
        add(heap, globals, name, value);
    }
    let string = vm.intern("");
    add(&mut vm.heap, globals, "string", string);
    // Until the library says more, the lobby sees the globals.
    add_parent(&mut vm.heap, lobby, "globals", globals);
    for (name, value) in [("lobby", lobby), ("globals", globals), ("traits", traits)] {
        vm.known.insert(name, value);
    }
}

fn add(heap: &mut Heap, target: Value, name: &str, value: Value) {
    add_slot(heap, target, name, value, false);
}

fn add_parent(heap: &mut Heap, target: Value, name: &str, value: Value) {
    add_slot(heap, target, name, value, true);
}

fn add_slot(heap: &mut Heap, target: Value, name: &str, value: Value, parent: bool) {
    let slot = NewSlot {
        name: Symbol::intern(name),
        value,
        assignable: false,
        parent,
        transient: false,
        annotations: Rc::from([]),
    };
    heap.add_slot(target, slot).expect("the first objects take slots");
}
