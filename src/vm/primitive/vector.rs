//! Vectors and byte vectors.

use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::layout::TAINTED;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_Size", Effect::Pure, size, "How many elements."),
    row("_At:", Effect::Reads, at, "The element at an index from 0."),
    row("_At:Put:", Effect::Writes, at_put, "Replaces the element at an index; the vector."),
    row("_Clone:Filler:", Effect::Reads, clone_filler, "A copy of that size, cut or filled up."),
    row("_VectorFrom:UpTo:", Effect::Reads, from_up_to, "A new vector of the elements from an index up to another."),
    row(
        "_VectorSorted",
        Effect::Reads,
        sorted,
        "A new vector of the elements in ascending order, if they are all small integers, or all strings, and `<` is the machine's.",
    ),
    row(
        "_CopyRangeDstPos:Src:SrcPos:Length:",
        Effect::Writes,
        copy_range,
        "Copies elements of a vector over its own; they may be the same vector.",
    ),
    row("_ByteSize", Effect::Pure, byte_size, "How many bytes."),
    row("_ByteAt:", Effect::Reads, byte_at, "The byte at an index from 0."),
    row("_ByteAt:Put:", Effect::Writes, byte_at_put, "Replaces the byte at an index; the byte vector."),
    row("_CloneBytes:Filler:", Effect::Reads, clone_bytes, "A copy of that size, cut or filled up."),
    row("_BytesAsString", Effect::Reads, bytes_as_string, "The text whose UTF-8 the bytes are."),
];

pub(in crate::vm::primitive) fn vector(vm: &Vm, value: Value) -> Result<Obj, Fault> {
    vm.heap.vector(value).ok_or(Fault::BadType)
}

/// A new vector with these elements.
pub(in crate::vm::primitive) fn new(vm: &mut Vm, elements: &[Value]) -> Answer {
    let map = vm.heap.kind_map(Kind::Vector);
    Ok(vm.heap.new_vector_from(map, elements)?)
}

fn bytes(vm: &Vm, value: Value) -> Result<Obj, Fault> {
    vm.heap.object_of_kind(value, Kind::Bytes).ok_or(Fault::BadType)
}

/// An index below `length`.
pub(in crate::vm::primitive) fn index(value: Value, length: usize) -> Result<usize, Fault> {
    let n = value.as_int().ok_or(Fault::BadType)?;
    usize::try_from(n).ok().filter(|n| *n < length).ok_or(Fault::BadIndex)
}

/// A range `from..to` within `length`.
pub(in crate::vm::primitive) fn range(from: Value, to: Value, length: usize) -> Result<(usize, usize), Fault> {
    let from = index(from, length + 1)?;
    let to = index(to, length + 1)?;
    if from > to { Err(Fault::BadIndex) } else { Ok((from, to)) }
}

fn count(vm: &Vm, value: Value) -> Result<usize, Fault> {
    let no_size = if vm.heap.kind_of(value) == Kind::BigInteger { Fault::BadSize } else { Fault::BadType };
    let n = value.as_int().ok_or(no_size)?;
    usize::try_from(n).ok().filter(|n| *n <= u32::MAX as usize).ok_or(Fault::BadSize)
}

fn size(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(Value::int(vector(vm, args[0])?.length() as i64))
}

fn at(vm: &mut Vm, args: &[Value]) -> Answer {
    let vector = vector(vm, args[0])?;
    Ok(vector.element(index(args[1], vector.length())?))
}

fn at_put(vm: &mut Vm, args: &[Value]) -> Answer {
    let vector = vector(vm, args[0])?;
    let index = index(args[1], vector.length())?;
    vm.heap.store_element(vector, index, args[2]);
    Ok(args[0])
}

fn clone_filler(vm: &mut Vm, args: &[Value]) -> Answer {
    let size = count(vm, args[1])?;
    let source = vector(vm, args[0])?;
    charge_bytes(vm, size * 8)?;
    let map = vm.heap.map_for_copies(source);
    let copy = vm.heap.new_vector(map, size, args[2])?;
    let kept = size.min(source.length());
    if let Some(copy) = Obj::of(copy) {
        vm.heap.store_elements(copy, 0, &source.elements()[..kept]);
    }
    Ok(copy)
}

fn from_up_to(vm: &mut Vm, args: &[Value]) -> Answer {
    let source = vector(vm, args[0])?;
    let (from, to) = range(args[1], args[2], source.length())?;
    charge_bytes(vm, (to - from) * 8)?;
    new(vm, &source.elements()[from..to])
}

fn sorted(vm: &mut Vm, args: &[Value]) -> Answer {
    let source = vector(vm, args[0])?;
    let Some(first) = source.elements().first().copied() else { return Ok(vm.vector_of(&[])) };
    let kind = vm.heap.kind_of(first);
    let less = vm.one_primitive(first, Symbol::intern("<")).map(|(name, _)| name);
    let by_the_machine = matches!(
        (kind, less.map(Symbol::as_str)),
        (Kind::SmallInteger, Some("_IntLT:")) | (Kind::String, Some("_StringLT:"))
    );
    let map = vm.heap.map_of(first);
    if !by_the_machine || source.elements().iter().any(|element| vm.heap.map_of(*element) != map) {
        return Err(Fault::BadType);
    }
    let mut elements = source.elements().to_vec();
    // A comparison takes less than a send.
    charge(vm, elements.len() as u64 * u64::from(elements.len().ilog2() + 1) / 4)?;
    if kind == Kind::SmallInteger {
        // Equal ones are the same.
        elements.sort_unstable_by_key(|element| element.as_int());
    } else {
        // The order of UTF-8 bytes is the order of scalar values.
        let mut texts = Vec::with_capacity(elements.len());
        for element in &elements {
            texts.push((vm.heap.object_of_kind(*element, Kind::String).ok_or(Fault::BadType)?.text(), *element));
        }
        texts.sort_by_key(|(text, _)| *text);
        elements = texts.into_iter().map(|(_, element)| element).collect();
    }
    new(vm, &elements)
}

fn copy_range(vm: &mut Vm, args: &[Value]) -> Answer {
    let (target, source) = (vector(vm, args[0])?, vector(vm, args[2])?);
    let length = count(vm, args[4])?;
    let to = index(args[1], target.length() + 1)?;
    let from = index(args[3], source.length() + 1)?;
    if to + length > target.length() || from + length > source.length() {
        return Err(Fault::BadIndex);
    }
    charge_bytes(vm, length * 8)?;
    if target == source {
        vm.heap.move_elements(target, from, to, length);
    } else {
        vm.heap.store_elements(target, to, &source.elements()[from..from + length]);
    }
    Ok(args[0])
}

fn byte_size(vm: &mut Vm, args: &[Value]) -> Answer {
    Ok(Value::int(bytes(vm, args[0])?.length() as i64))
}

fn byte_at(vm: &mut Vm, args: &[Value]) -> Answer {
    let bytes = bytes(vm, args[0])?;
    Ok(Value::int(bytes.bytes()[index(args[1], bytes.length())?].into()))
}

fn byte(value: Value) -> Result<u8, Fault> {
    value.as_int().and_then(|n| u8::try_from(n).ok()).ok_or(Fault::BadType)
}

fn byte_at_put(vm: &mut Vm, args: &[Value]) -> Answer {
    let target = bytes(vm, args[0])?;
    let (index, byte) = (index(args[1], target.length())?, byte(args[2])?);
    vm.heap.store_byte(target, index, byte);
    Ok(args[0])
}

fn clone_bytes(vm: &mut Vm, args: &[Value]) -> Answer {
    let size = count(vm, args[1])?;
    let source = bytes(vm, args[0])?;
    let filler = if args[2].is_nil() { 0 } else { byte(args[2])? };
    charge_bytes(vm, size)?;
    vm.heap.check_budget(size)?;
    let mut copy = source.bytes()[..size.min(source.length())].to_vec();
    copy.resize(size, filler);
    let map = vm.heap.map_for_copies(source);
    Ok(vm.heap.new_bytes_tainted(map, &copy, source.has(TAINTED))?)
}

fn bytes_as_string(vm: &mut Vm, args: &[Value]) -> Answer {
    let bytes = bytes(vm, args[0])?;
    charge_bytes(vm, bytes.length())?;
    let text = std::str::from_utf8(bytes.bytes()).map_err(|_| Fault::Syntax)?;
    Ok(vm.heap.new_string_tainted(text, bytes.has(TAINTED))?)
}
