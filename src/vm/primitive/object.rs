//! Primitives every object has: identity, copying, and changing slots as Self's sources do.

use crate::object::mirror::SlotError;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::outside;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_Eq:", Effect::Pure, eq, "Is it the same object? `3 _Eq: 3` is true."),
    row("_IdentityHash", Effect::Writes, identity_hash, "A number that never changes and seldom is another object's."),
    row("_Clone", Effect::Pure, clone, "A copy with the same slots and values; what has no copies is its own."),
    row("_AddSlots:", Effect::Writes, add_slots, "Adds copies of another object's slots, replacing those it has."),
    row("_AddSlotsIfAbsent:", Effect::Writes, add_slots_if_absent, "Adds copies of the slots it does not have."),
    row("_Define:", Effect::Writes, define, "Replaces all slots by copies of another object's; its identity stays."),
    row("_RemoveSlot:", Effect::Writes, remove_slot, "Removes the slot with that name."),
    row("_RemoveAllSlots", Effect::Writes, remove_all_slots, "Removes every slot."),
    row("_Understands:", Effect::Reads, understands, "Would a send of that name find a slot?"),
    row("_MatchingHolders:", Effect::Reads, matching_holders, "The objects whose slots of that name match."),
    row(
        "_NearestSelectors:",
        Effect::Reads,
        nearest_selectors,
        "Up to three selectors it has that are spelled much alike.",
    ),
];

impl From<SlotError> for Fault {
    fn from(error: SlotError) -> Fault {
        match error {
            SlotError::Fixed => Fault::BadType,
            SlotError::NoSlot => Fault::SlotName,
        }
    }
}

fn eq(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(Value::bool(vm.heap.identical(args[0], args[1])))
}

fn identity_hash(vm: &mut Vm, args: &[Value]) -> Answer {
    let hash = vm.identity_hash(args[0]).map_err(|unreadable| outside(vm, unreadable))?;
    Ok(Value::int(hash.into()))
}

fn clone(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(vm.heap.clone_object(args[0])?.unwrap_or(args[0]))
}

fn add_slots(vm: &mut Vm, args: &[Value]) -> Answer {
    slots_object(vm, args[1])?;
    vm.heap.add_slots(args[0], args[1], false)?;
    vm.after_changes();
    Ok(args[0])
}

fn add_slots_if_absent(vm: &mut Vm, args: &[Value]) -> Answer {
    slots_object(vm, args[1])?;
    vm.heap.add_slots(args[0], args[1], true)?;
    vm.after_changes();
    Ok(args[0])
}

fn define(vm: &mut Vm, args: &[Value]) -> Answer {
    slots_object(vm, args[1])?;
    vm.heap.define(args[0], args[1])?;
    vm.after_changes();
    Ok(args[0])
}

/// Slots are copied from ordinary objects only.
fn slots_object(vm: &Vm, value: Value) -> Result<(), Fault> {
    use crate::object::kind::Kind;
    match vm.heap.kind_of(value) {
        Kind::Slots => Ok(()),
        _ => Err(Fault::BadType),
    }
}

fn name(vm: &Vm, value: Value) -> Result<Symbol, Fault> {
    vm.heap.string(value).map(Symbol::intern).ok_or(Fault::BadType)
}

fn remove_slot(vm: &mut Vm, args: &[Value]) -> Answer {
    let name = name(vm, args[1])?;
    vm.heap.remove_slot(args[0], name)?;
    vm.after_changes();
    Ok(args[0])
}

fn remove_all_slots(vm: &mut Vm, args: &[Value]) -> Answer {
    vm.heap.remove_all_slots(args[0])?;
    vm.after_changes();
    Ok(args[0])
}

fn understands(vm: &mut Vm, args: &[Value]) -> Answer {
    let name = vm.heap.string(args[1]).ok_or(Fault::BadType)?;
    Ok(Value::bool(Symbol::existing(name).is_some_and(|name| vm.resolve(args[0], name).is_ok())))
}

fn matching_holders(vm: &mut Vm, args: &[Value]) -> Answer {
    use crate::object::lookup::Lookup;
    let name = name(vm, args[1])?;
    let holders = match crate::object::lookup::lookup(&vm.heap, args[0], name) {
        Lookup::None { .. } => Vec::new(),
        Lookup::One(found) => vec![found.holder],
        Lookup::Several(holders) => holders,
    };
    Ok(vm.vector_of(&holders))
}

fn nearest_selectors(vm: &mut Vm, args: &[Value]) -> Answer {
    let wanted = vm.heap.string(args[1]).ok_or(Fault::BadType)?.to_string();
    let names = crate::object::lookup::understood(&vm.heap, args[0]);
    let most = if wanted.len() >= 9 { 3 } else { wanted.len().min(5) / 2 };
    let mut near: Vec<(usize, &'static str)> = names
        .into_iter()
        .map(Symbol::as_str)
        .filter(|name| !name.starts_with('_') && name.len().abs_diff(wanted.len()) <= most)
        .map(|name| (edit_distance(&wanted, name), name))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    near.sort();
    near.truncate(3);
    let strings: Vec<Value> = near.into_iter().map(|(_, name)| vm.intern(name)).collect();
    Ok(vm.vector_of(&strings))
}

/// Damerau–Levenshtein distance (optimal string alignment): a transposition is one edit; case does not count.
fn edit_distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).collect();
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}
