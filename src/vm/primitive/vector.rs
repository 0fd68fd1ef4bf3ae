//! Vectors and byte vectors, and the probing of hash tables made of vectors.

use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::layout::TAINTED;
use crate::object::value::MAX_SMALL;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::row;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_Size", Effect::Pure, size, "How many elements."),
    row("_At:", Effect::Reads, at, "The element at an index from 0."),
    row("_At:Put:", Effect::Writes, at_put, "Replaces the element at an index; the vector."),
    row("_Clone:Filler:", Effect::Reads, clone_filler, "A copy of that size, cut or filled up."),
    row("_VectorFrom:UpTo:", Effect::Reads, from_up_to, "A new vector of the elements from an index up to another."),
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
    row(
        "_HashFind:Hash:Hashes:Keys:",
        Effect::Reads,
        hash_find,
        "The entry of a key in a hash table's index, or -1; fails where only a send of `=` can tell.",
    ),
    row("_HashInsert:Hash:", Effect::Writes, hash_insert, "Puts an entry into a hash table's index."),
];

pub(in crate::vm::primitive) fn vector(vm: &Vm, value: Value) -> Result<Obj, Fault> {
    vm.heap.vector(value).ok_or(Fault::BadType)
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

fn count(value: Value) -> Result<usize, Fault> {
    let n = value.as_int().ok_or(Fault::BadType)?;
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
    let size = count(args[1])?;
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
    let map = vm.heap.kind_map(Kind::Vector);
    Ok(vm.heap.new_vector_from(map, &source.elements()[from..to])?)
}

fn copy_range(vm: &mut Vm, args: &[Value]) -> Answer {
    let (target, source) = (vector(vm, args[0])?, vector(vm, args[2])?);
    let length = count(args[4])?;
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
    let size = count(args[1])?;
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

/// What counts of a hash: the low 61 bits of an integer of any size, in two's complement.
fn hash_bits(vm: &Vm, hash: Value) -> Result<i64, Fault> {
    if let Some(n) = hash.as_int() {
        return Ok(n & MAX_SMALL);
    }
    let big = vm.heap.object_of_kind(hash, Kind::BigInteger).ok_or(Fault::BadType)?;
    let low = big.word(0) as i64;
    Ok(MAX_SMALL & if big.has(NEGATIVE) { low.wrapping_neg() } else { low })
}

/// The places of a table of 2^k to look at for a hash: first by its low bits, then by a walk that brings in the higher ones
/// and reaches every place (CPython's, `Objects/dictobject.c`, "perturb").
struct Probe {
    place: usize,
    perturb: u64,
    mask: usize,
}

/// After so many steps the perturbation is used up; then the walk reaches every place in turn.
const PERTURBED_STEPS: usize = 16;

impl Probe {
    fn new(hash: i64, size: usize) -> Probe {
        Probe { place: hash as usize & (size - 1), perturb: hash as u64, mask: size - 1 }
    }

    fn go_on(&mut self) {
        self.perturb >>= 5;
        self.place = (self.place * 5 + 1 + self.perturb as usize) & self.mask;
    }
}

/// Are two keys of the same hash equal? Nothing if only `=` can tell: the machine knows identity, strings and integers.
fn same_key(vm: &Vm, a: Value, b: Value) -> Option<bool> {
    if vm.heap.identical(a, b) {
        return Some(true);
    }
    match (vm.heap.string(a), vm.heap.string(b)) {
        (Some(a), Some(b)) => Some(a == b),
        (Some(_), None) if b.is_int() => Some(false),
        (None, Some(_)) if a.is_int() => Some(false),
        _ if a.is_int() && b.is_int() => Some(false),
        _ => None,
    }
}

fn hash_find(vm: &mut Vm, args: &[Value]) -> Answer {
    let (table, hashes, keys) = (vector(vm, args[0])?, vector(vm, args[3])?, vector(vm, args[4])?);
    let size = table.length();
    if size == 0 {
        return Ok(Value::int(-1));
    }
    if !size.is_power_of_two() {
        return Err(Fault::BadSize);
    }
    let hash = hash_bits(vm, args[2])?;
    let mut probe = Probe::new(hash, size);
    for _ in 0..size + PERTURBED_STEPS {
        let entry = table.element(probe.place);
        if entry.is_nil() {
            return Ok(Value::int(-1));
        }
        let at = index(entry, hashes.length().min(keys.length()))?;
        if hashes.element(at) == Value::int(hash) && same_key(vm, args[1], keys.element(at)).ok_or(Fault::BadType)? {
            return Ok(entry);
        }
        probe.go_on();
    }
    Ok(Value::int(-1))
}

fn hash_insert(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = vector(vm, args[0])?;
    let size = table.length();
    if !size.is_power_of_two() {
        return Err(Fault::BadSize);
    }
    let mut probe = Probe::new(hash_bits(vm, args[2])?, size);
    for _ in 0..size + PERTURBED_STEPS {
        if table.element(probe.place).is_nil() {
            vm.heap.store_element(table, probe.place, args[1]);
            return Ok(args[0]);
        }
        probe.go_on();
    }
    Err(Fault::BadSize)
}
