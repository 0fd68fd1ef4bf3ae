//! Looking through the whole world: everything that can be reached from the lobby through slots and elements, nearest first.
//! What is still in the image is read on the way.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::SlotKind;
use crate::syntax::ast::SlotList;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge;
use crate::vm::primitive::integer::big;
use crate::vm::primitive::row;
use crate::vm::primitive::vector;
use crate::vm::primitive::whole;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row(
        "_WorldDigest",
        Effect::Reads,
        digest,
        "A hash of everything that can be reached from the receiver, as text: the same as long as nothing of it has changed.",
    ),
    row("_BrowseAll:", Effect::Reads, all, "A vector of all objects, up to a number."),
    row(
        "_BrowseReferencesTo:Limit:",
        Effect::Reads,
        references,
        "Who holds an object in a slot or as an element: holder, slot's name or index, holder, …, up to a number.",
    ),
    row(
        "_BrowseChildrenOf:Limit:",
        Effect::Reads,
        children,
        "Who has an object as a parent: holder, slot's name, holder, …, up to a number.",
    ),
    row(
        "_BrowseImplementorsOf:Limit:",
        Effect::Reads,
        implementors,
        "Who has a slot of that name: holder, name, holder, …, up to a number.",
    ),
    row(
        "_BrowseSendersOf:Limit:",
        Effect::Reads,
        senders,
        "Which methods send a message of that name: holder, slot's name, holder, …, up to a number.",
    ),
];

/// One place where something is held.
enum Held {
    Slot { name: Symbol, parent: bool },
    Element(usize),
}

/// Walks over everything there is. `visit` is given each object with what it holds, and says whether to go on.
fn walk(
    vm: &mut Vm,
    mut visit: impl FnMut(&mut Vm, Value, &[(Held, Value)]) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let lobby = vm.known("lobby");
    let mut seen = FxHashSet::from_iter([lobby]);
    let mut waiting = VecDeque::from([lobby]);
    while let Some(object) = waiting.pop_front() {
        charge(vm, 8)?;
        let object = whole(vm, object)?;
        let held = contents(vm, object)?;
        if !visit(vm, object, &held)? {
            return Ok(());
        }
        let next = held.into_iter().map(|(_, value)| value);
        let has_slots =
            |value: Value| Obj::of(value).is_some() || [Value::NIL, Value::TRUE, Value::FALSE].contains(&value);
        waiting.extend(next.filter(|value| has_slots(*value) && seen.insert(*value)));
    }
    Ok(())
}

fn contents(vm: &mut Vm, object: Value) -> Result<Vec<(Held, Value)>, Fault> {
    let map = vm.heap.maps.get(vm.heap.map_of(object));
    let slots = map.slots().iter().filter(|slot| !matches!(slot.place, Place::Assigns(_)));
    let mut held: Vec<(Held, Value)> = slots
        .map(|slot| (Held::Slot { name: slot.name, parent: slot.parent }, vm.heap.read_place(object, slot.place)))
        .collect();
    if let Some(vector) = vm.heap.vector(object) {
        held.extend(vector.elements().iter().enumerate().map(|(index, value)| (Held::Element(index), *value)));
    }
    if let Some(mirror) = vm.heap.object_of_kind(object, Kind::Mirror) {
        held.push((Held::Element(0), mirror.field(0)));
    }
    Ok(held)
}

/// Objects are told by the order in which they are met, since their addresses mean nothing; what is transient is left out.
fn digest(vm: &mut Vm, args: &[Value]) -> Answer {
    let mut hasher = blake3::Hasher::new();
    let mut numbers = FxHashMap::from_iter([(args[0], 0u64)]);
    let mut waiting = VecDeque::from([args[0]]);
    while let Some(object) = waiting.pop_front() {
        charge(vm, 8)?;
        let object = whole(vm, object)?;
        let map = vm.heap.maps.get(vm.heap.map_of(object));
        hasher.update(&[map.kind as u8]);
        hasher.update(map.annotation.as_deref().unwrap_or("").as_bytes());
        let kept = |slot: &&Slot| !slot.transient && !slot.is_assignment();
        let slots: Vec<Slot> = map.slots().iter().filter(kept).cloned().collect();
        let mut values: Vec<Value> = Vec::with_capacity(slots.len());
        for slot in slots {
            hasher.update(slot.name.as_str().as_bytes());
            hasher.update(&[0, u8::from(slot.assignable), u8::from(slot.parent)]);
            for text in slot.annotations.iter() {
                hasher.update(text.as_bytes());
            }
            values.push(vm.heap.read_place(object, slot.place));
        }
        let elements = vm.heap.vector(object).map_or(Vec::new(), |vector| vector.elements().to_vec());
        hasher.update(&(elements.len() as u64).to_le_bytes());
        values.extend(elements);
        if let Some(mirror) = vm.heap.object_of_kind(object, Kind::Mirror) {
            values.push(mirror.field(0));
        }
        if let Some(text) = vm.heap.string(object) {
            hasher.update(text.as_bytes());
        } else if let Some(bytes) = vm.heap.object_of_kind(object, Kind::Bytes) {
            hasher.update(bytes.bytes());
        } else if let Ok(number) = big(vm, object) {
            hasher.update(&number.to_signed_bytes_le());
        } else if let Some(tree) = vm.method_tree(object).map_err(|unreadable| super::outside(vm, unreadable))? {
            hasher.update(tree.source.0.slice(tree.span).as_bytes());
        }
        for value in values {
            let bits = match (Obj::of(value), vm.heap.as_float(value)) {
                (_, Some(float)) => float.to_bits(),
                (None, None) => value.bits(),
                (Some(_), None) => {
                    let next = numbers.len() as u64;
                    *numbers.entry(value).or_insert_with(|| {
                        waiting.push_back(value);
                        next
                    })
                }
            };
            hasher.update(&bits.to_le_bytes());
        }
    }
    Ok(vm.heap.new_string(hasher.finalize().to_hex().as_str())?)
}

fn limit(value: Value) -> Result<usize, Fault> {
    let limit = value.as_int().ok_or(Fault::BadType)?;
    usize::try_from(limit).map_err(|_| Fault::BadSize)
}

fn all(vm: &mut Vm, args: &[Value]) -> Answer {
    let limit = limit(args[1])?;
    let mut found = Vec::new();
    walk(vm, |_, object, _| {
        if found.len() < limit {
            found.push(object);
        }
        Ok(found.len() < limit)
    })?;
    vector::new(vm, &found)
}

/// Holders with the places that pass a test, in one vector.
fn places(vm: &mut Vm, limit: usize, mut test: impl FnMut(&mut Vm, &Held, Value) -> Result<bool, Fault>) -> Answer {
    let mut found = Vec::new();
    walk(vm, |vm, object, held| {
        for (place, value) in held {
            if found.len() / 2 >= limit {
                return Ok(false);
            }
            if test(vm, place, *value)? {
                let place = match place {
                    Held::Slot { name, .. } => vm.intern(name.as_str()),
                    Held::Element(index) => Value::int(*index as i64),
                };
                found.extend([object, place]);
            }
        }
        Ok(true)
    })?;
    vector::new(vm, &found)
}

fn references(vm: &mut Vm, args: &[Value]) -> Answer {
    let wanted = args[1];
    places(vm, limit(args[2])?, |vm, _, value| Ok(vm.heap.identical(value, wanted)))
}

fn children(vm: &mut Vm, args: &[Value]) -> Answer {
    let wanted = args[1];
    places(vm, limit(args[2])?, |vm, place, value| {
        Ok(matches!(place, Held::Slot { parent: true, .. }) && vm.heap.identical(value, wanted))
    })
}

/// The selector in a string; nothing if nobody has ever used it.
fn selector(vm: &Vm, value: Value) -> Result<Option<Symbol>, Fault> {
    vm.heap.string(value).map(Symbol::existing).ok_or(Fault::BadType)
}

fn implementors(vm: &mut Vm, args: &[Value]) -> Answer {
    let wanted = selector(vm, args[1])?;
    places(vm, limit(args[2])?, |_, place, _| Ok(matches!(place, Held::Slot { name, .. } if Some(*name) == wanted)))
}

fn senders(vm: &mut Vm, args: &[Value]) -> Answer {
    let limit = limit(args[2])?;
    // A selector stands in the text of whoever sends it, if only in parts: a plain search spares parsing most methods.
    let Some(wanted) = selector(vm, args[1])? else { return vector::new(vm, &[]) };
    let parts: Vec<&str> = wanted.as_str().split_inclusive(':').collect();
    places(vm, limit, |vm, place, value| {
        if !matches!(place, Held::Slot { .. }) || vm.heap.kind_of(value) != Kind::Method {
            return Ok(false);
        }
        let tree = vm.method_tree(value).map_err(|unreadable| super::outside(vm, unreadable))?;
        let Some(method) = tree else { return Ok(false) };
        let text = method.source.0.slice(method.span);
        charge(vm, 8 + (text.len() as u64 >> 7))?;
        Ok(parts.iter().all(|part| text.contains(part)) && sends_in_body(method.body(), wanted))
    })
}

fn sends_in_body(body: &Body, selector: Symbol) -> bool {
    sends_in_slots(&body.locals, selector) || any(&body.statements, selector)
}

fn sends_in_slots(slots: &SlotList, selector: Symbol) -> bool {
    slots.slots.iter().any(|slot| match &slot.kind {
        SlotKind::Constant(value) | SlotKind::Assignable(Some(value)) => sends(value, selector),
        SlotKind::Assignable(None) | SlotKind::Argument => false,
        SlotKind::Method(method) => sends_in_body(method.body(), selector),
    })
}

fn any(expressions: &[Expr], selector: Symbol) -> bool {
    expressions.iter().any(|expression| sends(expression, selector))
}

/// Does an expression send that message?
fn sends(expression: &Expr, wanted: Symbol) -> bool {
    let inside = |receiver: &Option<Box<Expr>>| receiver.as_ref().is_some_and(|receiver| sends(receiver, wanted));
    match &expression.kind {
        ExprKind::Integer(_) | ExprKind::Float(_) | ExprKind::String(_) | ExprKind::SelfRef => false,
        ExprKind::Unary { receiver, messages } => {
            inside(receiver) || messages.iter().any(|(selector, _)| *selector == wanted)
        }
        ExprKind::Binary { receiver, operator, arguments, .. } => {
            *operator == wanted || inside(receiver) || any(arguments, wanted)
        }
        ExprKind::Keyword { receiver, selector, arguments, .. } => {
            *selector == wanted || inside(receiver) || any(arguments, wanted)
        }
        ExprKind::Resend { selector, arguments, .. } => *selector == wanted || any(arguments, wanted),
        ExprKind::Object(slots) => sends_in_slots(slots, wanted),
        ExprKind::Block(body) => sends_in_body(body, wanted),
        ExprKind::Annotated { body, .. } | ExprKind::Parens(body) => sends(body, wanted),
    }
}
