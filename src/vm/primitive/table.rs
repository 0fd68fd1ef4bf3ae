//! The search of sets and dictionaries (`stdlib/collection/hashed.bat` has the layout): one probe, without a send, for keys
//! whose `hash` and `=` the machine knows. For all others these primitives fail, and the library sends.

use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::value::MAX_SMALL;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::equality::Equality;
use crate::vm::primitive::Answer;
use crate::vm::primitive::Effect;
use crate::vm::primitive::Fault;
use crate::vm::primitive::Primitive;
use crate::vm::primitive::Requested;
use crate::vm::primitive::charge;
use crate::vm::primitive::charge_bytes;
use crate::vm::primitive::integer::float_hash;
use crate::vm::primitive::integer::mixed;
use crate::vm::primitive::outside;
use crate::vm::primitive::row;
use crate::vm::primitive::string::text_hash;
use crate::vm::primitive::vector;

pub(in crate::vm) const TABLE: &[Primitive] = &[
    row("_TableAt:", Effect::Reads, table_at, "A dictionary's value at a key; fails if there is none."),
    row(
        "_TableAt:IfAbsent:",
        Effect::Reads,
        table_at_if_absent,
        "A dictionary's value at a key, or what the argument answers to value: with the key.",
    ),
    row(
        "_TableAt:Put:",
        Effect::Writes,
        table_at_put,
        "Gives a dictionary a value at a key; fails if there is no room for it.",
    ),
    row("_TableIncludes:", Effect::Reads, table_includes, "Has a set or dictionary such a key?"),
    row("_TableAdd:", Effect::Writes, table_add, "Adds a key to a set; fails if there is no room for it."),
    row(
        "_HashFind:Hash:Hashes:Keys:",
        Effect::Reads,
        hash_find,
        "The entry of a key in a hash table's index, or -1; fails where only a send of `=` can tell.",
    ),
    row("_HashInsert:Hash:", Effect::Writes, hash_insert, "Puts an entry into a hash table's index."),
    row(
        "_HashFill:UpTo:",
        Effect::Writes,
        hash_fill,
        "Puts all entries with these hashes into a hash table's empty index, up to a number; negative hashes are left out.",
    ),
];

/// Which fields of a set or dictionary hold what.
#[derive(Clone, Copy, Debug)]
struct Shape {
    index: u32,
    hashes: u32,
    keys: u32,
    values: u32,
    used: u32,
    count: u32,
}

/// Shapes of maps lately met, a power of two.
const REMEMBERED: usize = 8;

/// The shapes of maps lately met. Shared maps never change; whoever drops maps empties this.
#[derive(Debug, Default)]
pub(in crate::vm) struct Shapes([Option<(MapId, Shape)>; REMEMBERED]);

/// A set or dictionary with its parts.
struct Table {
    object: Obj,
    shape: Shape,
    index: Obj,
    hashes: Obj,
    keys: Obj,
}

/// Where a key is, or would be.
enum Found {
    Entry(usize),
    /// Not there; the place in the index where it would go, and its hash.
    Place(usize, i64),
    Nowhere,
}

impl Shape {
    #[cold]
    fn find(vm: &mut Vm, map: MapId) -> Result<Shape, Fault> {
        let shape = Shape::of(vm, map)?;
        if !vm.heap.maps.get(map).owned {
            vm.table_shapes.0[map.0 as usize % REMEMBERED] = Some((map, shape));
        }
        Ok(shape)
    }

    fn of(vm: &Vm, map: MapId) -> Result<Shape, Fault> {
        let map = vm.heap.maps.get(map);
        let field = |name: &str| match map.find(Symbol::intern(name)).map(|index| map.slot(index)) {
            Some(slot) if slot.assignable && !slot.parent => match slot.place {
                Place::Field(field) => Ok(field),
                _ => Err(Fault::BadType),
            },
            _ => Err(Fault::BadType),
        };
        Ok(Shape {
            index: field("index")?,
            hashes: field("hashes")?,
            keys: field("keyVector")?,
            values: field("valueVector")?,
            used: field("used")?,
            count: field("count")?,
        })
    }
}

impl Table {
    #[inline(always)]
    fn of(vm: &mut Vm, value: Value) -> Result<Table, Fault> {
        let object = Obj::of(value).ok_or(Fault::BadType)?;
        let map = object.map();
        let shape = match vm.table_shapes.0[map.0 as usize % REMEMBERED] {
            Some((known, shape)) if known == map => shape,
            _ => Shape::find(vm, map)?,
        };
        Ok(Table {
            object,
            shape,
            index: part(vm, object, shape.index)?,
            hashes: part(vm, object, shape.hashes)?,
            keys: part(vm, object, shape.keys)?,
        })
    }

    fn values(&self, vm: &Vm) -> Result<Obj, Fault> {
        part(vm, self.object, self.shape.values)
    }

    fn number(&self, field: u32) -> Result<usize, Fault> {
        self.object.field(field as usize).as_int().and_then(|n| usize::try_from(n).ok()).ok_or(Fault::BadType)
    }

    /// Looks a key up; fails if only sends can tell. Only who is about to add it draws an identity hash for it: without one
    /// it is nowhere.
    #[inline(always)]
    fn find(&self, vm: &mut Vm, key: Value, adding: bool) -> Result<Found, Fault> {
        let equality = vm.equality_of(key);
        if !adding && equality == Equality::Identity && Obj::of(key).is_some_and(|key| key.hash() == 0) {
            return Ok(Found::Nowhere);
        }
        let hash = match (equality, key.as_int()) {
            (Equality::Integer, Some(n)) => mixed(n as u64),
            _ => hash_of(vm, equality, key)?,
        };
        let size = self.index.length();
        if !size.is_power_of_two() {
            return if size == 0 { Ok(Found::Nowhere) } else { Err(Fault::BadSize) };
        }
        let entries = self.hashes.length().min(self.keys.length());
        let mut probe = Probe::new(hash, size);
        for _ in 0..size + PERTURBED_STEPS {
            let entry = self.index.element(probe.place);
            let number = (entry.bits() >> 2) as usize;
            if !entry.is_int() || number >= entries {
                return if entry.is_nil() { Ok(Found::Place(probe.place, hash)) } else { Err(Fault::BadIndex) };
            }
            let stored = self.keys.element(number);
            // Where an entry has been removed there is nil.
            if stored == key && !key.is_nil() {
                return Ok(Found::Entry(number));
            }
            let settled = equality == Equality::Integer && stored.is_int();
            if !settled && self.hashes.element(number) == Value::int(hash) && equal(vm, equality, key, stored)? {
                return Ok(Found::Entry(number));
            }
            probe.go_on();
        }
        Ok(Found::Nowhere)
    }

    /// A new entry, its place in the index known. Fails if there is no room.
    fn add(&self, vm: &mut Vm, key: Value, value: Option<Value>, place: usize, hash: i64) -> Result<(), Fault> {
        let (used, count) = (self.number(self.shape.used)?, self.number(self.shape.count)?);
        let values = value.map(|value| self.values(vm).map(|values| (values, value))).transpose()?;
        let room = self.hashes.length().min(self.keys.length());
        if used >= room || values.is_some_and(|(values, _)| used >= values.length()) {
            return Err(Fault::BadSize);
        }
        let heap = &mut vm.heap;
        heap.store_element(self.hashes, used, Value::int(hash));
        heap.store_element(self.keys, used, key);
        if let Some((values, value)) = values {
            heap.store_element(values, used, value);
        }
        heap.store_element(self.index, place, Value::int(used as i64));
        heap.store(self.object, self.shape.used as usize, Value::int(used as i64 + 1));
        heap.store(self.object, self.shape.count as usize, Value::int(count as i64 + 1));
        Ok(())
    }
}

/// A copy of an empty dictionary with these entries, whose keys are strings; of those with the same key the last one counts.
/// Fails if strings are not hashed and compared as the machine does it.
pub(in crate::vm::primitive) fn filled(vm: &mut Vm, empty: Value, entries: &[[Value; 2]]) -> Answer {
    let copy = vm.heap.clone_object(empty)?.ok_or(Fault::BadType)?;
    let object = Obj::of(copy).ok_or(Fault::BadType)?;
    let map = object.map();
    let shape = match vm.table_shapes.0[map.0 as usize % REMEMBERED] {
        Some((known, shape)) if known == map => shape,
        _ => Shape::find(vm, map)?,
    };
    if entries.is_empty() {
        return Ok(copy);
    }
    let size = (entries.len().max(8) * 3 / 2 + 1).next_power_of_two();
    let (mut index, mut hashes) = (vec![Value::NIL; size], Vec::with_capacity(entries.len()));
    let (mut keys, mut values) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
    for [key, value] in entries {
        if vm.equality_of(*key) != Equality::Text {
            return Err(Fault::BadType);
        }
        let text = vm.heap.string(*key).ok_or(Fault::BadType)?;
        let hash = text_hash(text.as_bytes());
        let mut probe = Probe::new(hash, size);
        loop {
            let Some(entry) = index[probe.place].as_int() else {
                index[probe.place] = Value::int(keys.len() as i64);
                hashes.push(Value::int(hash));
                keys.push(*key);
                values.push(*value);
                break;
            };
            let entry = entry as usize;
            if hashes[entry] == Value::int(hash) && vm.heap.string(keys[entry]) == Some(text) {
                values[entry] = *value;
                break;
            }
            probe.go_on();
        }
    }
    let used = Value::int(keys.len() as i64);
    let vectors = vm.heap.kind_map(Kind::Vector);
    for (field, elements) in [(shape.index, index), (shape.hashes, hashes), (shape.keys, keys), (shape.values, values)]
    {
        let vector = vm.heap.new_vector_from(vectors, &elements)?;
        vm.heap.store(object, field as usize, vector);
    }
    vm.heap.store(object, shape.used as usize, used);
    vm.heap.store(object, shape.count as usize, used);
    Ok(copy)
}

#[inline(always)]
fn part(vm: &Vm, object: Obj, field: u32) -> Result<Obj, Fault> {
    let value = object.field(field as usize);
    match Obj::of(value) {
        Some(part) if part.map() == vm.heap.kind_map(Kind::Vector) => Ok(part),
        _ => vector::vector(vm, value),
    }
}

/// The hash of a key that is compared in this way.
fn hash_of(vm: &mut Vm, equality: Equality, key: Value) -> Result<i64, Fault> {
    Ok(match equality {
        Equality::Integer => mixed(key.as_int().ok_or(Fault::BadType)? as u64),
        Equality::Text => {
            let text = Obj::of(key).ok_or(Fault::BadType)?.text();
            charge_bytes(vm, text.len())?;
            text_hash(text)
        }
        Equality::Float => float_hash(vm.heap.as_float(key).ok_or(Fault::BadType)?),
        Equality::Identity => vm.identity_hash(key).map_err(|unreadable| outside(vm, unreadable))?.into(),
        Equality::Sent => return Err(Fault::BadType),
    })
}

/// Are two keys of the same hash equal? Whatever is identical is; what is not may need a send to the first.
#[inline(never)]
fn equal(vm: &Vm, equality: Equality, a: Value, b: Value) -> Result<bool, Fault> {
    if vm.heap.identical(a, b) {
        return Ok(true);
    }
    match equality {
        Equality::Identity => Ok(false),
        Equality::Integer if b.is_int() => Ok(false),
        Equality::Text => match vm.heap.string(b) {
            Some(b) => Ok(vm.heap.string(a) == Some(b)),
            None => Err(Fault::BadType),
        },
        Equality::Float => match (vm.heap.as_float(a), vm.heap.as_float(b)) {
            (Some(a), Some(b)) => Ok(a == b),
            _ => Err(Fault::BadType),
        },
        Equality::Integer | Equality::Sent => Err(Fault::BadType),
    }
}

#[inline(always)]
fn value_at(vm: &Vm, table: &Table, entry: usize) -> Answer {
    let values = table.values(vm)?;
    if entry < values.length() { Ok(values.element(entry)) } else { Err(Fault::BadIndex) }
}

/// The most common case of all, with as few looks at memory as it takes: an integer key that is there. `None` decides nothing.
#[inline(always)]
fn integer_at(vm: &Vm, receiver: Value, key: Value) -> Option<Value> {
    let number = key.as_int()?;
    if vm.known_equality(key) != Some(Equality::Integer) {
        return None;
    }
    let object = Obj::of(receiver)?;
    let map = object.map();
    let (_, shape) = vm.table_shapes.0[map.0 as usize % REMEMBERED].filter(|(known, _)| *known == map)?;
    let vectors = vm.heap.kind_map(Kind::Vector);
    let part = |field: u32| Obj::of(object.field(field as usize)).filter(|part| part.map() == vectors);
    let (index, keys, values) = (part(shape.index)?, part(shape.keys)?, part(shape.values)?);
    let size = index.length();
    if !size.is_power_of_two() {
        return None;
    }
    let mut probe = Probe::new(mixed(number as u64), size);
    for _ in 0..PERTURBED_STEPS {
        let entry = index.element(probe.place).as_int()? as usize;
        if entry >= keys.length() {
            return None;
        }
        if keys.element(entry) == key {
            return (entry < values.length()).then(|| values.element(entry));
        }
        probe.go_on();
    }
    None
}

fn table_at(vm: &mut Vm, args: &[Value]) -> Answer {
    if let Some(value) = integer_at(vm, args[0], args[1]) {
        return Ok(value);
    }
    any_at(vm, args)
}

#[inline(never)]
fn any_at(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = Table::of(vm, args[0])?;
    match table.find(vm, args[1], false)? {
        Found::Entry(entry) => value_at(vm, &table, entry),
        Found::Place(..) | Found::Nowhere => Err(Fault::BadIndex),
    }
}

fn table_at_if_absent(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = Table::of(vm, args[0])?;
    match table.find(vm, args[1], false)? {
        Found::Entry(entry) => value_at(vm, &table, entry),
        Found::Place(..) | Found::Nowhere => {
            vm.requested =
                Requested::Send { receiver: args[2], selector: Symbol::intern("value:"), arguments: vec![args[1]] };
            Err(Fault::Activate)
        }
    }
}

fn table_at_put(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = Table::of(vm, args[0])?;
    match table.find(vm, args[1], true)? {
        Found::Entry(entry) => {
            let values = table.values(vm)?;
            if entry >= values.length() {
                return Err(Fault::BadIndex);
            }
            vm.heap.store_element(values, entry, args[2]);
        }
        Found::Place(place, hash) => table.add(vm, args[1], Some(args[2]), place, hash)?,
        Found::Nowhere => return Err(Fault::BadSize),
    }
    Ok(args[0])
}

fn table_includes(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = Table::of(vm, args[0])?;
    Ok(Value::bool(matches!(table.find(vm, args[1], false)?, Found::Entry(_))))
}

fn table_add(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = Table::of(vm, args[0])?;
    match table.find(vm, args[1], true)? {
        Found::Entry(_) => {}
        Found::Place(place, hash) => table.add(vm, args[1], None, place, hash)?,
        Found::Nowhere => return Err(Fault::BadSize),
    }
    Ok(args[0])
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

fn hash_find(vm: &mut Vm, args: &[Value]) -> Answer {
    let (table, hashes, keys) =
        (vector::vector(vm, args[0])?, vector::vector(vm, args[3])?, vector::vector(vm, args[4])?);
    let size = table.length();
    if size == 0 {
        return Ok(Value::int(-1));
    }
    if !size.is_power_of_two() {
        return Err(Fault::BadSize);
    }
    let (hash, equality) = (hash_bits(vm, args[2])?, vm.equality_of(args[1]));
    let mut probe = Probe::new(hash, size);
    for _ in 0..size + PERTURBED_STEPS {
        let entry = table.element(probe.place);
        if entry.is_nil() {
            return Ok(Value::int(-1));
        }
        let at = vector::index(entry, hashes.length().min(keys.length()))?;
        if hashes.element(at) == Value::int(hash) && equal(vm, equality, args[1], keys.element(at))? {
            return Ok(entry);
        }
        probe.go_on();
    }
    Ok(Value::int(-1))
}

fn hash_insert(vm: &mut Vm, args: &[Value]) -> Answer {
    let table = vector::vector(vm, args[0])?;
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

fn hash_fill(vm: &mut Vm, args: &[Value]) -> Answer {
    let (table, hashes) = (vector::vector(vm, args[0])?, vector::vector(vm, args[1])?);
    let (size, entries) = (table.length(), vector::index(args[2], hashes.length() + 1)?);
    // Whoever filled it up would search it for ever.
    if !size.is_power_of_two() || entries >= size || table.elements().iter().any(|place| !place.is_nil()) {
        return Err(Fault::BadSize);
    }
    if hashes.elements()[..entries].iter().any(|hash| !hash.is_int()) {
        return Err(Fault::BadType);
    }
    charge(vm, entries as u64 >> 3)?;
    for entry in 0..entries {
        let Some(hash) = hashes.element(entry).as_int().filter(|hash| *hash >= 0) else { continue };
        let mut probe = Probe::new(hash, size);
        while !table.element(probe.place).is_nil() {
            probe.go_on();
        }
        vm.heap.store_element(table, probe.place, Value::int(entry as i64));
    }
    Ok(args[0])
}
