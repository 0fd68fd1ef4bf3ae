//! Mirrors: what can be asked about any object without sending it anything.

use std::rc::Rc;

use crate::code::method::CodeKind;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::lookup::understood;
use crate::object::map::MapId;
use crate::object::mirror::NewSlot;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::source::Source;
use crate::text::source::Span;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::interpreter::frame::code_at;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::row;
use crate::vm::primitive::whole;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_Mirror", Effect::Pure, mirror, "A mirror on the object."),
    row("_MirrorReflectee", Effect::Reads, |vm, args| reflectee(vm, args[0]), "The object the mirror looks at."),
    row("_MirrorKind", Effect::Reads, kind, "The sort of object as a word."),
    row("_MirrorNames", Effect::Reads, names, "A new vector of the slots' names."),
    row("_MirrorIncludes:", Effect::Reads, includes, "Is there a slot of that name?"),
    row("_MirrorContentsAt:", Effect::Reads, contents, "A mirror on the slot's contents."),
    row(
        "_MirrorIsParentAt:",
        Effect::Reads,
        |vm, args| flag(vm, args, |_, _, slot| slot.parent),
        "Is it a parent slot?",
    ),
    row(
        "_MirrorIsAssignableAt:",
        Effect::Reads,
        |vm, args| flag(vm, args, |_, _, slot| slot.assignable),
        "Can it be assigned?",
    ),
    row(
        "_MirrorIsAssignmentAt:",
        Effect::Reads,
        |vm, args| flag(vm, args, |_, _, slot| slot.is_assignment()),
        "Is it the slot that assigns another?",
    ),
    row("_MirrorIsMethodAt:", Effect::Reads, |vm, args| flag(vm, args, is_method), "Does it hold a method?"),
    row("_MirrorAnnotation", Effect::Reads, annotation, "The object's own annotation, '' if none."),
    row(
        "_MirrorAnnotationAt:",
        Effect::Reads,
        annotation_at,
        "The slot's annotations, outermost first, joined by U+007F.",
    ),
    row("_MirrorSource", Effect::Reads, source, "The text of a method or block, with its brackets."),
    row("_MirrorArgumentNames", Effect::Reads, argument_names, "A vector of the names of a method's arguments."),
    row("_MirrorPlace", Effect::Reads, place, "Where a method or block was written: name and line."),
    row(
        "_MirrorCreatorPath",
        Effect::Reads,
        creator_path,
        "The name by which programs reach the object, nil if there is none.",
    ),
    row(
        "_MirrorPrototypeName",
        Effect::Reads,
        prototype_name,
        "What its kind of object is called, nil if it has no name.",
    ),
    row(
        "_MirrorSlot:Name:Contents:Parent:Assignable:Annotations:",
        Effect::Writes,
        replace_slot,
        "Replaces a slot ('' for none) by one of that name, which holds what a mirror looks at; the mirror.",
    ),
    row("_MirrorSelectors", Effect::Reads, selectors, "A new vector of every selector the object understands."),
];

fn mirror(vm: &mut Vm, args: &[Value]) -> Answer {
    let map = vm.heap.kind_map(Kind::Mirror);
    Ok(vm.heap.new_object_with(map, &[args[0]]).value())
}

fn reflectee(vm: &mut Vm, value: Value) -> Answer {
    let object = vm.heap.object_of_kind(value, Kind::Mirror).map(|mirror| mirror.field(0)).ok_or(Fault::BadType)?;
    whole(vm, object)
}

fn kind(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let word = match vm.heap.kind_of(object) {
        Kind::SmallInteger => "smallInt",
        Kind::BigInteger => "bigInt",
        Kind::Float => "float",
        Kind::Nil => "nil",
        Kind::True => "true",
        Kind::False => "false",
        Kind::Vector => "vector",
        Kind::Bytes => "byteVector",
        Kind::String => "string",
        Kind::Block => "block",
        Kind::Method => "method",
        Kind::Mirror => "mirror",
        Kind::Process => "process",
        Kind::Slots | Kind::Context | Kind::Home | Kind::Cell | Kind::Ghost => "slots",
    };
    Ok(vm.intern(word))
}

/// The selector that runs a block of so many arguments.
fn value_selector(arguments: usize) -> String {
    match arguments {
        0 => "value".into(),
        n => format!("value:{}", "With:".repeat(n - 1)),
    }
}

fn names(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let map = vm.heap.map_of(object);
    let mut names: Vec<&'static str> = vm.heap.maps.get(map).slots().iter().map(|slot| slot.name.as_str()).collect();
    names.sort_unstable();
    let mut values: Vec<Value> = names.into_iter().map(|name| vm.intern(name)).collect();
    if let Some(block) = vm.heap.object_of_kind(object, Kind::Block) {
        let selector = value_selector(code_at(block.word(0)).argument_count as usize);
        values.push(vm.intern(&selector));
    }
    Ok(vm.vector_of(&values))
}

fn find(vm: &mut Vm, mirror: Value, name: Value) -> Result<(Value, MapId, u32), Fault> {
    let object = reflectee(vm, mirror)?;
    let name = vm.heap.string(name).ok_or(Fault::BadType)?;
    let name = Symbol::existing(name).ok_or(Fault::SlotName)?;
    let map = vm.heap.map_of(object);
    let slot = vm.heap.maps.get(map).find(name).ok_or(Fault::SlotName)?;
    Ok((object, map, slot))
}

/// The value message of a block counts as a slot of it.
fn is_block_value(vm: &mut Vm, mirror: Value, name: Value) -> bool {
    let block = reflectee(vm, mirror).ok().and_then(|object| vm.heap.object_of_kind(object, Kind::Block));
    let count = block.map(|block| code_at(block.word(0)).argument_count as usize);
    count.is_some_and(|count| vm.heap.string(name) == Some(value_selector(count).as_str()))
}

fn includes(vm: &mut Vm, args: &[Value]) -> Answer {
    vm.heap.string(args[1]).ok_or(Fault::BadType)?;
    reflectee(vm, args[0])?;
    Ok(Value::bool(find(vm, args[0], args[1]).is_ok() || is_block_value(vm, args[0], args[1])))
}

fn contents(vm: &mut Vm, args: &[Value]) -> Answer {
    if is_block_value(vm, args[0], args[1]) {
        return Ok(args[0]);
    }
    let (object, map, slot) = find(vm, args[0], args[1])?;
    let value = vm.heap.read_place(object, vm.heap.maps.get(map).slot(slot).place);
    mirror(vm, &[value])
}

fn is_method(vm: &Vm, object: Value, slot: &Slot) -> bool {
    let value = vm.heap.read_place(object, slot.place);
    vm.heap.object_of_kind(value, Kind::Method).is_some()
}

fn flag(vm: &mut Vm, args: &[Value], test: fn(&Vm, Value, &Slot) -> bool) -> Answer {
    if is_block_value(vm, args[0], args[1]) {
        return Ok(Value::FALSE);
    }
    let (object, map, slot) = find(vm, args[0], args[1])?;
    Ok(Value::bool(test(vm, object, vm.heap.maps.get(map).slot(slot))))
}

/// Is this a name that a program could write for a slot?
fn is_slot_name(name: &str) -> bool {
    let word = |text: &str, first: fn(char) -> bool| {
        text.starts_with(first) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    if let Some(keywords) = name.strip_suffix(':') {
        return keywords.split(':').enumerate().all(|(index, part)| {
            word(part, if index == 0 { |c| c.is_ascii_lowercase() } else { |c| c.is_ascii_uppercase() })
        });
    }
    let operators = "!@#$%^&*-+=~/?<>,;|\\";
    word(name, |c| c.is_ascii_lowercase()) && name != "self" && name != "resend"
        || !name.is_empty() && name.chars().all(|c| operators.contains(c)) && !["|", "^", "<-"].contains(&name)
}

fn replace_slot(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let name = vm.heap.string(args[2]).ok_or(Fault::BadType)?;
    let value = reflectee(vm, args[3])?;
    let (parent, assignable) = match (args[4], args[5]) {
        (Value::TRUE, Value::FALSE) => (true, false),
        (Value::FALSE, Value::TRUE) => (false, true),
        (Value::TRUE, Value::TRUE) => (true, true),
        (Value::FALSE, Value::FALSE) => (false, false),
        _ => return Err(Fault::BadType),
    };
    let annotations = vm.heap.string(args[6]).ok_or(Fault::BadType)?;
    if !is_slot_name(name) {
        return Err(Fault::Syntax);
    }
    let new_name = Symbol::intern(name);
    let takes = match vm.method_tree(value).map_err(|unreadable| super::outside(vm, unreadable))? {
        Some(_) if assignable || parent => return Err(Fault::BadType),
        Some(tree) => tree.body().arguments.len(),
        None => 0,
    };
    if takes != new_name.arity() {
        return Err(Fault::BadType);
    }
    let old = vm.heap.string(args[1]).ok_or(Fault::BadType)?;
    let mut transient = false;
    if !old.is_empty() {
        let (_, map, slot) = find(vm, args[0], args[1])?;
        let slot = vm.heap.maps.get(map).slot(slot);
        if slot.is_assignment() {
            return Err(Fault::SlotName);
        }
        transient = slot.transient;
        let name = slot.name;
        if name != new_name {
            vm.heap.remove_slot(object, name)?;
        }
    }
    let annotations: Vec<Rc<str>> = annotations.split('\u{7f}').filter(|part| !part.is_empty()).map(Rc::from).collect();
    let new = NewSlot { name: new_name, value, assignable, parent, transient, annotations: annotations.into() };
    let done = vm.heap.add_slot(object, new);
    vm.after_changes();
    done?;
    Ok(args[0])
}

fn annotation(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let annotation = vm.heap.maps.get(vm.heap.map_of(object)).annotation.clone();
    Ok(vm.intern(annotation.as_deref().unwrap_or("")))
}

fn annotation_at(vm: &mut Vm, args: &[Value]) -> Answer {
    if is_block_value(vm, args[0], args[1]) {
        return Ok(vm.intern(""));
    }
    let (_, map, slot) = find(vm, args[0], args[1])?;
    let text = vm.heap.maps.get(map).slot(slot).annotations.join("\u{7f}");
    Ok(vm.heap.new_string(&text)?)
}

/// Where a method or block stands in its source.
fn written(vm: &mut Vm, value: Value) -> Result<(Rc<Source>, Span), Fault> {
    let object = reflectee(vm, value)?;
    let tree = vm.method_tree(object);
    if let Some(tree) = tree.map_err(|unreadable| super::outside(vm, unreadable))? {
        return Ok((tree.source.0.clone(), tree.span));
    }
    let block = vm.heap.object_of_kind(object, Kind::Block).ok_or(Fault::BadType)?;
    let code = code_at(block.word(0));
    debug_assert!(matches!(code.kind, CodeKind::Block));
    Ok((code.source.clone(), code.span))
}

fn source(vm: &mut Vm, args: &[Value]) -> Answer {
    let (source, span) = written(vm, args[0])?;
    Ok(vm.heap.new_string(source.slice(span))?)
}

fn argument_names(vm: &mut Vm, args: &[Value]) -> Answer {
    let reflectee = reflectee(vm, args[0])?;
    let tree = vm.method_tree(reflectee).map_err(|unreadable| super::outside(vm, unreadable))?.ok_or(Fault::BadType)?;
    let names: Vec<Value> = tree.body().arguments.iter().map(|argument| vm.intern(argument.name.as_str())).collect();
    Ok(vm.vector_of(&names))
}

fn place(vm: &mut Vm, args: &[Value]) -> Answer {
    let (source, span) = written(vm, args[0])?;
    let (line, _) = source.line_column(span.start);
    Ok(vm.heap.new_string(&format!("{}, line {line}", source.name))?)
}

/// Objects whose constant slots give names, and what goes before those names.
const NAME_SPACES: [(&str, &str); 5] =
    [("globals", ""), ("lobby", ""), ("traits", "traits "), ("mixins", "mixins "), ("errors", "errors ")];

fn constant_named(vm: &Vm, space: Value, holds: impl Fn(Value) -> bool) -> Option<&'static str> {
    let map = vm.heap.maps.get(vm.heap.map_of(space));
    let constant = |slot: &&Slot| !slot.assignable && !slot.parent && !slot.is_assignment();
    map.slots()
        .iter()
        .filter(constant)
        .find(|slot| holds(vm.heap.read_place(space, slot.place)))
        .map(|slot| slot.name.as_str())
}

fn path(vm: &Vm, object: Value) -> Option<String> {
    if object == vm.known("lobby") {
        return Some("lobby".into());
    }
    NAME_SPACES.iter().find_map(|(space, prefix)| {
        let space = if *space == "lobby" { vm.known("lobby") } else { space_named(vm, space)? };
        constant_named(vm, space, |value| value == object).map(|name| format!("{prefix}{name}"))
    })
}

fn space_named(vm: &Vm, name: &str) -> Option<Value> {
    match name {
        "globals" => Some(vm.known("globals")),
        name => vm.global(name),
    }
}

fn creator_path(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    // Plain data is nobody's name even if some slot holds it.
    if !matches!(
        vm.heap.kind_of(object),
        Kind::Slots | Kind::Vector | Kind::Bytes | Kind::Nil | Kind::True | Kind::False
    ) {
        return Ok(Value::NIL);
    }
    match path(vm, object) {
        Some(path) => Ok(vm.intern(&path)),
        None => Ok(Value::NIL),
    }
}

fn prototype_name(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let map = vm.heap.map_of(object);
    let same_family = |vm: &Vm, value: Value| {
        Obj::of(value).is_some_and(|other| {
            let theirs = other.map();
            theirs == map || vm.heap.maps.get(theirs).clone_map == Some(map)
        })
    };
    if vm.heap.kind_of(object) == Kind::Slots {
        let found = NAME_SPACES.iter().find_map(|(space, prefix)| {
            let space = if *space == "lobby" { vm.known("lobby") } else { space_named(vm, space)? };
            constant_named(vm, space, |value| same_family(vm, value)).map(|name| format!("{prefix}{name}"))
        });
        if let Some(name) = found {
            return Ok(vm.intern(&name));
        }
    }
    if let Some(name) = named_kin(vm, object)? {
        return Ok(vm.intern(name));
    }
    let shape = vm.heap.maps.get(map);
    let parents: Vec<Value> =
        shape.parents().iter().map(|slot| vm.heap.read_place(object, shape.slot(*slot).place)).collect();
    let traits = vm.known("traits");
    let named = parents.iter().find_map(|parent| constant_named(vm, traits, |value| value == *parent));
    match named {
        Some(name) => Ok(vm.intern(name)),
        None => Ok(Value::NIL),
    }
}

/// What stands in the lobby and has the same parents and data slots of the same names as an object, of which it has some. A
/// prototype that was changed since it was copied has another map than its copies, but it is still what they were copied from.
fn named_kin(vm: &mut Vm, object: Value) -> Result<Option<&'static str>, Fault> {
    let (data, parents) = shape(vm, object);
    if data.is_empty() || parents.is_empty() {
        return Ok(None);
    }
    let lobby = vm.known("lobby");
    let map = vm.heap.maps.get(vm.heap.map_of(lobby));
    let constant = |slot: &&Slot| !slot.assignable && !slot.parent && !slot.is_assignment();
    let named: Vec<_> = map.slots().iter().filter(constant).map(|slot| (slot.name, slot.place)).collect();
    for (name, place) in named {
        let value = vm.heap.read_place(lobby, place);
        if Obj::of(value).is_some() {
            let value = whole(vm, value)?;
            if vm.heap.kind_of(value) == Kind::Slots && shape(vm, value) == (data.clone(), parents.clone()) {
                return Ok(Some(name.as_str()));
            }
        }
    }
    Ok(None)
}

/// The names of an object's data slots, sorted, and its parents.
fn shape(vm: &Vm, object: Value) -> (Vec<Symbol>, Vec<Value>) {
    let map = vm.heap.maps.get(vm.heap.map_of(object));
    let slots = || map.slots().iter().filter(|slot| !slot.is_assignment());
    let holds = |slot: &Slot| vm.heap.read_place(object, slot.place);
    let is_data = |slot: &&Slot| !slot.parent && vm.heap.kind_of(holds(slot)) != Kind::Method;
    let mut data: Vec<Symbol> = slots().filter(is_data).map(|slot| slot.name).collect();
    data.sort_unstable_by_key(|name| name.as_str());
    (data, slots().filter(|slot| slot.parent).map(holds).collect())
}

fn selectors(vm: &mut Vm, args: &[Value]) -> Answer {
    let object = reflectee(vm, args[0])?;
    let names = understood(&vm.heap, object);
    // A name that several parents give, none overriding the others, is not understood.
    let known = |name: &Symbol| !matches!(lookup(&vm.heap, object, *name), Lookup::Several(_));
    let names: Vec<&'static str> = names.into_iter().filter(known).map(Symbol::as_str).collect();
    let values: Vec<Value> = names.into_iter().map(|name| vm.intern(name)).collect();
    Ok(vm.vector_of(&values))
}
