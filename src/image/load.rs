//! Records to heap: filling ghosts, and reading maps and the texts of methods.
//!
//! Filling goes in two steps. First all records are read that must be whole together (a block with its contexts, an object
//! with its parents): nothing changes if one of them is damaged. Then all of them are filled, which cannot fail.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::code::compile::script_body;
use crate::code::method::Tree;
use crate::code::rest::Place as Resting;
use crate::code::rest::Role;
use crate::code::scope::RealSends;
use crate::image::FIRST_OBJECT;
use crate::image::Shared;
use crate::image::clusters::Part;
use crate::image::codec::Bytes;
use crate::image::codec::Malformed;
use crate::image::codec::byte;
use crate::image::codec::count;
use crate::image::codec::how;
use crate::image::codec::kind_of;
use crate::image::codec::piece_key;
use crate::image::codec::role;
use crate::image::codec::signed;
use crate::image::codec::small;
use crate::image::codec::symbol;
use crate::image::codec::tag;
use crate::image::codec::word;
use crate::image::fit::digits_fit;
use crate::image::fit::has_records;
use crate::image::fit::map_fits;
use crate::image::fit::overflow_room;
use crate::image::store::Cluster;
use crate::object::ghost::Head;
use crate::object::heap::LARGE_WORDS;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::Obj;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::at_rest::ProcessFacts;
use crate::vm::ghosts::Backing;
use crate::vm::ghosts::Unreadable;
use crate::vm::portable::Activation;
use crate::vm::portable::Suspended;
use crate::vm::process::Fuel;
use crate::vm::process::State;
use crate::vm::waiting::Deadline;
use crate::vm::waiting::Woken;

/// Reads ghosts from an image.
pub(super) struct Loader {
    pub(super) shared: Rc<RefCell<Shared>>,
}

/// A record's contents, ready to be filled in.
enum Contents {
    Fields(Vec<Value>),
    Block { code: u64, captured: Vec<Value> },
    Elements(Vec<Value>),
    Bytes(Vec<u8>),
    Text(String),
    Digits { negative: bool, digits: Vec<u64> },
    Home { process: Option<Value> },
    Process { facts: Box<ProcessFacts>, suspended: Option<Box<Suspended>> },
}

impl Contents {
    /// Bytes that are not in the object itself.
    fn bytes_outside(&self) -> usize {
        match self {
            Contents::Elements(elements) if elements.len() > LARGE_WORDS => elements.len() * 8,
            Contents::Bytes(bytes) if bytes.len().div_ceil(8) > LARGE_WORDS => bytes.len() + 8,
            _ => 0,
        }
    }
}

impl Backing for Loader {
    fn fill(&mut self, vm: &mut Vm, ghost: Obj) -> Result<(), Unreadable> {
        let mut reading = Reading::new(vm, &self.shared);
        reading.needed.push(ghost);
        reading.finish()?;
        let cluster = self.shared.borrow_mut().read_along.take();
        if let Some(cluster) = cluster {
            Loader::fill_along(vm, &self.shared, &cluster);
        }
        Ok(())
    }

    fn tree(&mut self, _: &mut Vm, key: Key) -> Result<(Tree, u32), Unreadable> {
        let record = self.shared.borrow_mut().record(key)?;
        read_tree(&record).map_err(|why| Unreadable(format!("the text of a method (record {key}) {why}")))
    }
}

impl Loader {
    /// Fills what is referred to already, or now will be, and was read with what was wanted: to come back for each costs more.
    fn fill_along(vm: &mut Vm, shared: &Rc<RefCell<Shared>>, cluster: &Rc<Cluster>) {
        let known = cluster.keys().filter_map(|key| vm.heap.object_with_key(key));
        let ghosts: Vec<Obj> = known.filter(|object| vm.heap.is_ghost(object.value())).collect();
        let mut reading = Reading::new(vm, shared);
        reading.needed = ghosts.into_iter().filter(|ghost| is_plain(reading.vm.heap.shape_of(*ghost))).collect();
        reading.along = Some(cluster.clone());
        // What cannot be read is told when it is wanted.
        let _ = reading.finish();
        shared.borrow_mut().read_along = None;
    }
}

/// Is it all in one record, and nothing but data?
fn is_plain((kind, length): (Kind, usize)) -> bool {
    match kind {
        Kind::Slots | Kind::String | Kind::BigInteger => true,
        Kind::Vector => length <= LARGE_WORDS,
        Kind::Bytes => length.div_ceil(8) <= LARGE_WORDS,
        _ => false,
    }
}

/// Why something cannot be read, in words that go after its name.
pub(super) struct Bad(pub(super) String);

impl From<Malformed> for Bad {
    fn from(_: Malformed) -> Bad {
        Bad("is malformed".to_string())
    }
}

impl From<Unreadable> for Bad {
    fn from(Unreadable(why): Unreadable) -> Bad {
        Bad(format!("needs what cannot be read: {why}"))
    }
}

/// Reads records until all that must be whole together is.
pub(super) struct Reading<'a> {
    vm: &'a mut Vm,
    shared: &'a Rc<RefCell<Shared>>,
    /// Ghosts that must be whole before anyone goes on.
    needed: Vec<Obj>,
    seen: FxHashSet<Key>,
    /// Cells that hold parents.
    parent_cells: FxHashSet<Key>,
    /// Maps owned by something that is about to be filled.
    claimed: FxHashSet<MapId>,
    ready: Vec<(Obj, Head, Contents)>,
    /// Canonical strings that are about to be filled.
    canonical: FxHashMap<Rc<str>, Value>,
    /// Bounds of processes that are about to be filled.
    fuels: Vec<Rc<Fuel>>,
    /// New ghosts of plain data in it are filled too.
    along: Option<Rc<Cluster>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(vm: &'a mut Vm, shared: &'a Rc<RefCell<Shared>>) -> Reading<'a> {
        Reading {
            vm,
            shared,
            needed: Vec::new(),
            seen: FxHashSet::default(),
            parent_cells: FxHashSet::default(),
            claimed: FxHashSet::default(),
            ready: Vec::new(),
            canonical: FxHashMap::default(),
            fuels: Vec::new(),
            along: None,
        }
    }

    /// Reads all that is needed, then fills it in.
    pub(super) fn finish(mut self) -> Result<(), Unreadable> {
        while let Some(ghost) = self.needed.pop() {
            let Some(key) = self.vm.heap.key_of(ghost) else { continue };
            if self.vm.heap.is_ghost(ghost.value()) && self.seen.insert(key) {
                self.object(ghost, key).map_err(|Bad(why)| Unreadable(format!("the object in record {key} {why}")))?;
            }
        }
        let Reading { vm, ready, canonical, .. } = self;
        // Filling must not fail half way.
        let outside: usize = ready.iter().map(|(_, _, contents)| contents.bytes_outside()).sum();
        if outside > 0 {
            vm.heap.check_budget(outside).map_err(|_| no_room())?;
        }
        let mut joined: Vec<(Obj, Vec<Value>)> = Vec::new();
        let mut processes = Vec::new();
        for (ghost, head, contents) in ready {
            if let Contents::Process { facts, .. } = &contents {
                joined.push((ghost, facts.joining.clone()));
                processes.push((ghost, head, contents));
            } else {
                fill(vm, ghost, head, contents)?;
                vm.heap.settle_parent(ghost);
            }
        }
        // Their activations look into what has been filled.
        for (ghost, head, contents) in processes {
            fill(vm, ghost, head, contents)?;
            vm.heap.settle_parent(ghost);
        }
        canonical.into_values().for_each(|string| vm.make_canonical(string));
        joined.iter().for_each(|(process, joining)| vm.restore_joining(*process, joining));
        Ok(())
    }

    /// Makes a value whole before anyone goes on.
    pub(super) fn need(&mut self, value: Value) {
        if self.vm.heap.is_ghost(value)
            && let Some(ghost) = Obj::of(value)
        {
            self.needed.push(ghost);
        }
    }

    /// Reads a value.
    pub(super) fn value(&mut self, from: &mut Bytes<'_>) -> Result<Value, Bad> {
        Ok(match byte(from)? {
            word::NIL => Value::NIL,
            word::TRUE => Value::TRUE,
            word::FALSE => Value::FALSE,
            word::UNSET => Value::UNSET,
            word::INTEGER => Value::small(signed(from)?).ok_or(Malformed)?,
            word::FLOAT => {
                let bits = u64::from_le_bytes(from.take(8)?.try_into().map_err(|_| Malformed)?);
                self.vm.heap.tenured(|heap| heap.new_float(f64::from_bits(bits)))
            }
            word::CANONICAL => {
                let (key, length) = (from.number()?, from.number()?);
                self.canonical(key, usize::try_from(length).map_err(|_| Malformed)?)?
            }
            code => {
                let kind = kind_of(code.checked_sub(word::REFERENCE).ok_or(Malformed)?)?;
                let (key, length) = (from.number()?, from.number()?);
                self.reference(kind, key, usize::try_from(length).map_err(|_| Malformed)?)?
            }
        })
    }

    fn reference(&mut self, kind: Kind, key: Key, length: usize) -> Result<Value, Bad> {
        let possible = has_records(kind, length) && length <= u32::MAX as usize;
        if !possible || key < FIRST_OBJECT || key >= self.shared.borrow().next_key {
            return Err(Bad(format!("refers to record {key}, which cannot be")));
        }
        let object = match self.vm.heap.object_with_key(key) {
            Some(object) if self.vm.heap.shape_of(object) == (kind, length) => object,
            Some(_) => return Err(Bad(format!("refers to record {key} as something else than others do"))),
            None if kind == Kind::Method => return Ok(self.vm.method_with_key(key)),
            None => {
                let ghost = self.vm.heap.new_ghost(kind, length);
                let ghost = ghost.map_err(|_| Bad("does not fit into memory".to_string()))?;
                self.vm.heap.bind(ghost, key);
                if is_plain((kind, length)) && self.along.as_ref().is_some_and(|cluster| cluster.covers(key)) {
                    self.needed.push(ghost);
                }
                ghost
            }
        };
        // These are read without a look at their maps. One may still be a ghost since it could not be read before.
        if matches!(kind, Kind::Block | Kind::Context | Kind::Home | Kind::Cell) {
            self.need(object.value());
        }
        Ok(object.value())
    }

    /// The canonical string in a record: the one that is in memory, if there is one of its text, so that a text whose literal
    /// has been met in code since is the same object as ever. A record that cannot be read is found when it is touched.
    fn canonical(&mut self, key: Key, length: usize) -> Result<Value, Bad> {
        let known = self.vm.heap.object_with_key(key);
        let is_whole = known.is_some_and(|string| !self.vm.heap.is_ghost(string.value()));
        let record = if is_whole { None } else { self.record(key).ok() };
        let Some((record, text)) = record.as_ref().and_then(|record| Some((record, text_in(record).ok()?))) else {
            return self.reference(Kind::String, key, length);
        };
        let found = self.canonical.get(text).copied().or_else(|| self.vm.canonical(text)).and_then(Obj::of);
        if let (None, Some(found)) = (known, found.filter(|_| text.len() == length)) {
            self.vm.heap.bind(found, key);
            return Ok(found.value());
        }
        let string = self.reference(Kind::String, key, length)?;
        if let Some(ghost) = Obj::of(string).filter(|_| self.seen.insert(key)) {
            self.canonical.insert(text.into(), string);
            self.object_in(ghost, key, record)?;
        }
        Ok(string)
    }

    fn values(&mut self, from: &mut Bytes<'_>) -> Result<Vec<Value>, Bad> {
        let count = count(from)?;
        (0..count).map(|_| self.value(from)).collect()
    }

    fn record(&mut self, key: Key) -> Result<Part, Unreadable> {
        self.shared.borrow_mut().record(key)
    }

    fn object(&mut self, ghost: Obj, key: Key) -> Result<(), Bad> {
        let record = self.record(key).map_err(|Unreadable(why)| Bad(format!("cannot be read: {why}")))?;
        self.object_in(ghost, key, &record)
    }

    fn object_in(&mut self, ghost: Obj, key: Key, record: &[u8]) -> Result<(), Bad> {
        let from = &mut Bytes::new(record);
        let kind = kind_of(byte(from)?)?;
        let (expected, length) = self.vm.heap.shape_of(ghost);
        if kind != expected {
            return Err(Malformed.into());
        }
        let flags = byte(from)?;
        let hash = small(from)?;
        let map = from.number()?;
        let map = self.map(map)?;
        let head = Head { map, hash: hash & 0xff_ffff, tainted: flags & 1 != 0 };
        let (contents, found) = match kind {
            Kind::Vector if length > LARGE_WORDS => {
                let found = from.number()? as usize;
                let elements = self.element_pieces(key, length)?;
                self.shared.borrow_mut().stored_large.insert(key);
                (Contents::Elements(elements), found)
            }
            Kind::Bytes if length.div_ceil(8) > LARGE_WORDS => {
                let found = from.number()? as usize;
                let bytes = self.byte_pieces(key, length)?;
                self.shared.borrow_mut().stored_large.insert(key);
                (Contents::Bytes(bytes), found)
            }
            Kind::Vector => {
                let elements = self.values(from)?;
                let found = elements.len();
                (Contents::Elements(elements), found)
            }
            Kind::Bytes => {
                let bytes = from.bytes()?.to_vec();
                let found = bytes.len();
                (Contents::Bytes(bytes), found)
            }
            Kind::String => {
                let text = from.text()?.to_string();
                let found = text.len();
                (Contents::Text(text), found)
            }
            Kind::BigInteger => {
                let count = count(from)?;
                let digits = from.take(count as u64 * 8)?;
                let digits =
                    digits.chunks_exact(8).map(|digit| u64::from_le_bytes(digit.try_into().unwrap_or_default()));
                let (negative, digits): (bool, Vec<u64>) = (flags & 2 != 0, digits.collect());
                if !digits_fit(negative, &digits) {
                    return Err(Bad("holds no big integer".to_string()));
                }
                (Contents::Digits { negative, digits }, count)
            }
            Kind::Block => {
                let (code, captured) = self.block(from)?;
                let found = 1 + captured.len();
                (Contents::Block { code, captured }, found)
            }
            Kind::Home => {
                let process = if byte(from)? == 1 { Some(self.value(from)?) } else { None };
                process.into_iter().for_each(|process| self.need(process));
                (Contents::Home { process }, 3)
            }
            Kind::Process => (self.process(from)?, length),
            _ => {
                let fields = self.values(from)?;
                if self.parent_cells.contains(&key) {
                    fields.iter().for_each(|value| self.need(*value));
                }
                self.check_places(map, &fields)?;
                let found = fields.len();
                (Contents::Fields(fields), found)
            }
        };
        let shape = self.vm.heap.maps.get(map);
        let room = shape.capacity as usize;
        let fits = shape.kind == kind && if kind == Kind::Slots { room == length } else { room <= length };
        if found != length {
            return Err(Bad(format!("holds {found} values where {length} should be")));
        }
        // An owned map is changed in place, for one object.
        let others = shape.owned && (shape.owner != Value::NIL || !self.claimed.insert(map));
        if !fits || others || !from.rest().is_empty() {
            return Err(Bad("does not fit its map".to_string()));
        }
        self.ready.push((ghost, head, contents));
        Ok(())
    }

    /// Parents in the object's fields are made whole with it; what its map says of an overflow must be so.
    fn check_places(&mut self, map: MapId, fields: &[Value]) -> Result<(), Bad> {
        for number in 0..self.vm.heap.maps.get(map).slots().len() {
            let slots = self.vm.heap.maps.get(map).slots();
            let (place, parent) = (slots[number].place, slots[number].parent);
            match place {
                Place::Field(field) => {
                    let value = *fields.get(field as usize).ok_or(Malformed)?;
                    if parent {
                        self.need(value);
                    }
                }
                Place::Overflow { field, index } => {
                    let room = overflow_room(slots);
                    let overflow = fields.get(field as usize).copied().and_then(Obj::of).ok_or(Malformed)?;
                    let (kind, length) = self.vm.heap.shape_of(overflow);
                    if kind != Kind::Cell || index as usize >= length || length < room {
                        return Err(Malformed.into());
                    }
                    if parent {
                        self.need_contents(overflow);
                    }
                }
                Place::Map(_) | Place::Cell(_) | Place::Assigns(_) => {}
            }
        }
        Ok(())
    }

    /// Makes whole what a cell (or overflow) holds.
    fn need_contents(&mut self, cell: Obj) {
        if self.vm.heap.is_ghost(cell.value()) {
            self.parent_cells.extend(self.vm.heap.key_of(cell));
        } else {
            (0..cell.length()).for_each(|index| self.need(cell.field(index)));
        }
    }

    fn element_pieces(&mut self, key: Key, length: usize) -> Result<Vec<Value>, Bad> {
        let mut elements = Vec::new();
        for piece in 0..length.div_ceil(CARD_WORDS) {
            let record = self.record(piece_key(key, piece))?;
            let from = &mut Bytes::new(&record);
            if byte(from)? != tag::VALUES {
                return Err(Malformed.into());
            }
            elements.extend(self.values(from)?);
            if elements.len() != length.min((piece + 1) * CARD_WORDS) {
                return Err(Bad(format!("has a piece of another length in record {}", piece_key(key, piece))));
            }
        }
        Ok(elements)
    }

    fn byte_pieces(&mut self, key: Key, length: usize) -> Result<Vec<u8>, Bad> {
        let mut bytes = Vec::new();
        for piece in 0..length.div_ceil(CARD_WORDS * 8) {
            let record = self.record(piece_key(key, piece))?;
            let from = &mut Bytes::new(&record);
            if byte(from)? != tag::BYTES {
                return Err(Malformed.into());
            }
            bytes.extend_from_slice(from.bytes()?);
            if bytes.len() != length.min((piece + 1) * CARD_WORDS * 8) {
                return Err(Bad(format!("has a piece of another length in record {}", piece_key(key, piece))));
            }
        }
        Ok(bytes)
    }

    /// The map in a record becomes that of plain values of a kind.
    pub(super) fn kind_map(&mut self, kind: Kind, key: Key) -> Result<(), Bad> {
        let map = self.map(key)?;
        let shape = self.vm.heap.maps.get(map);
        // New objects of the kind will have this map, and no named fields.
        let in_fields = |slot: &Slot| matches!(slot.place, Place::Field(_) | Place::Overflow { .. });
        if shape.kind != kind || kind == Kind::Slots && shape.capacity > 0 || shape.slots().iter().any(in_fields) {
            return Err(Bad(format!("has a map for all of a kind in record {key} that cannot be that")));
        }
        self.vm.heap.set_kind_map(map);
        Ok(())
    }

    /// The map in a record.
    fn map(&mut self, key: Key) -> Result<MapId, Bad> {
        if let Some(map) = self.vm.heap.maps.with_key(key) {
            return Ok(map);
        }
        let record = self.record(key)?;
        let from = &mut Bytes::new(&record);
        if byte(from)? != tag::MAP {
            return Err(Malformed.into());
        }
        let kind = kind_of(byte(from)?)?;
        let flags = byte(from)?;
        let (capacity, fields) = (small(from)?, small(from)?);
        let annotation: Option<Rc<str>> = if flags & 2 != 0 { Some(from.text()?.into()) } else { None };
        let count = count_of_slots(from)?;
        let mut slots = Vec::new();
        if byte(from)? == 0 {
            for _ in 0..count {
                self.slot(from, &mut slots)?;
            }
        } else {
            let mut pieces = Vec::new();
            let mut found = 0;
            while found < count {
                let key = from.number()?;
                let record = self.record(key)?;
                let piece = &mut Bytes::new(&record);
                if byte(piece)? != tag::MAP_PIECE {
                    return Err(Malformed.into());
                }
                let here = crate::image::codec::count(piece)?;
                if here == 0 {
                    return Err(Malformed.into());
                }
                for _ in 0..here {
                    self.slot(piece, &mut slots)?;
                }
                found += here;
                pieces.push((key, record.to_vec()));
            }
            self.shared.borrow_mut().pieces.insert(key, pieces);
        }
        if !from.rest().is_empty() || !map_fits(kind, capacity, fields, &slots) {
            return Err(Bad(format!("has a map in record {key} that cannot be")));
        }
        let mut map = Map::read(kind, capacity, fields, annotation, slots);
        map.owned = flags & 1 != 0;
        let parents: Vec<Place> = map.parents().iter().map(|index| map.slot(*index).place).collect();
        let id = self.vm.heap.add_read_map(map);
        self.vm.heap.maps.bind(id, key);
        for place in parents {
            match place {
                Place::Map(parent) => self.need(parent),
                Place::Cell(cell) => {
                    if let Some(cell) = Obj::of(cell) {
                        self.need_contents(cell);
                    }
                }
                Place::Field(_) | Place::Overflow { .. } | Place::Assigns(_) => {}
            }
        }
        Ok(id)
    }

    fn slot(&mut self, from: &mut Bytes<'_>, slots: &mut Vec<Slot>) -> Result<(), Bad> {
        let name = symbol(from)?;
        let flags = byte(from)?;
        let place = match byte(from)? {
            0 => Place::Map(self.value(from)?),
            1 => Place::Field(small(from)?),
            2 => {
                let cell = self.value(from)?;
                let shape = Obj::of(cell).map(|cell| self.vm.heap.shape_of(cell));
                if shape != Some((Kind::Cell, 1)) {
                    return Err(Malformed.into());
                }
                Place::Cell(cell)
            }
            3 => {
                let map = self.vm.heap.kind_map(Kind::Cell);
                Place::Cell(self.vm.heap.tenured(|heap| heap.new_object_with(map, &[Value::NIL])).value())
            }
            4 => Place::Overflow { field: small(from)?, index: small(from)? },
            _ => return Err(Malformed.into()),
        };
        let count = count(from)?;
        let annotations: Result<Vec<Rc<str>>, Malformed> = (0..count).map(|_| Ok(from.text()?.into())).collect();
        let annotations: Rc<[Rc<str>]> = annotations?.into();
        let (assignable, parent, transient) = (flags & 1 != 0, flags & 2 != 0, flags & 4 != 0);
        let index = slots.len() as u32;
        slots.push(Slot { name, place, assignable, parent, transient, annotations: annotations.clone() });
        if assignable {
            let place = Place::Assigns(index);
            let (assignable, parent, transient) = (false, false, false);
            slots.push(Slot { name: name.setter(), place, assignable, parent, transient, annotations });
        }
        Ok(())
    }

    /// The number of a tree, which is read now.
    fn tree(&mut self, key: Key) -> Result<u32, Bad> {
        let number = self.vm.tree_with_key(key);
        if !self.vm.has_tree(number) {
            let record = self.record(key)?;
            let tree = read_tree(&record).map_err(|why| Bad(format!("needs the text in record {key}, which {why}")))?;
            self.vm.set_tree(number, tree);
        }
        Ok(number)
    }

    fn real(&mut self, tree: u32, from: &mut Bytes<'_>) -> Result<RealSends, Bad> {
        let base = self.vm.tree_base(tree);
        let mut real = RealSends::default();
        for _ in 0..count(from)? {
            real.sites.insert(base.checked_add(small(from)?).ok_or(Malformed)?);
        }
        for _ in 0..count(from)? {
            real.selectors.insert(symbol(from)?);
        }
        Ok(real)
    }

    fn block(&mut self, from: &mut Bytes<'_>) -> Result<(u64, Vec<Value>), Bad> {
        let key = from.number()?;
        let tree = self.tree(key)?;
        let body = small(from)?;
        let real = self.real(tree, from)?;
        let mut stored: Vec<(Role, Value)> = Vec::new();
        for _ in 0..count(from)? {
            let role = role(from)?;
            let value = self.value(from)?;
            if role == Role::Holder {
                // A resend looks into it without asking.
                self.need(value);
            }
            stored.push((role, value));
        }
        let (code, captures) = self
            .vm
            .block_from_source_terms(tree, body, real)
            .ok_or_else(|| Bad("is a block whose text is not there".into()))?;
        let captured = captures.iter().map(|role| {
            let found = stored.iter().find(|(stored, _)| stored == role);
            found.map(|(_, value)| *value).ok_or_else(|| Bad("is a block that lacks what it uses".to_string()))
        });
        let captured: Vec<Value> = captured.collect::<Result<_, _>>()?;
        if !self.vm.block_fits(code, &captures, &captured) {
            return Err(Bad("is a block that holds something else than it uses".to_string()));
        }
        Ok((code, captured))
    }

    fn process(&mut self, from: &mut Bytes<'_>) -> Result<Contents, Bad> {
        let code = byte(from)?;
        let mut facts = ProcessFacts { state: State::Done, ..ProcessFacts::default() };
        if code == 0 {
            return Ok(Contents::Process { facts: Box::new(facts), suspended: None });
        }
        let wake = from.number()?;
        facts.state = match code {
            1 => State::New,
            2 => State::Ready,
            3 => State::Suspended,
            4 => State::Sleeping(self.vm.machine_time_of(wake)),
            5 => State::Done,
            6 => State::Failed,
            7 => State::Aborted,
            _ => return Err(Malformed.into()),
        };
        facts.result = self.value(from)?;
        facts.handlers = self.value(from)?;
        let fuel = from.number()?;
        facts.fuel = if fuel == 0 { None } else { Some(self.fuel(fuel)?) };
        for _ in 0..count(from)? {
            facts.capabilities = facts.capabilities.without(from.text()?).ok_or(Malformed)?;
        }
        for _ in 0..count(from)? {
            let waiting = self.value(from)?;
            self.need(waiting);
            facts.joining.push(waiting);
        }
        if code >= 5 {
            return Ok(Contents::Process { facts: Box::new(facts), suspended: None });
        }
        facts.waits_for = self.value(from)?;
        let woken = byte(from)?;
        let deadline = from.number()?.checked_sub(1);
        match (woken, deadline) {
            (0, deadline) => facts.deadline = deadline,
            (1, deadline) => (facts.woken, facts.deadline) = (Some(Woken::InVain), deadline),
            (2, Some(wall)) => facts.woken = Some(Woken::Late(Deadline { wall, machine: 0 })),
            _ => return Err(Malformed.into()),
        }
        let flags = byte(from)?;
        let answer = if flags & 4 != 0 { Some(self.value(from)?) } else { None };
        let mut activations = Vec::new();
        for _ in 0..count(from)? {
            activations.push(self.activation(from)?);
        }
        let suspended = Suspended { activations, answer, awaiting: flags & 1 != 0, unwinding: flags & 2 != 0 };
        Ok(Contents::Process { facts: Box::new(facts), suspended: Some(Box::new(suspended)) })
    }

    /// The bound in a record: one for all processes that share it.
    fn fuel(&mut self, key: Key) -> Result<Rc<Fuel>, Bad> {
        let known = self.vm.fuels().into_iter().chain(self.fuels.iter().cloned()).find(|fuel| fuel.record.get() == key);
        if let Some(known) = known {
            return Ok(known);
        }
        let record = self.record(key)?;
        let from = &mut Bytes::new(&record);
        if byte(from)? != tag::FUEL {
            return Err(Malformed.into());
        }
        let fuel = Rc::new(Fuel::read(from.number()?, key));
        self.fuels.push(fuel.clone());
        Ok(fuel)
    }

    fn activation(&mut self, from: &mut Bytes<'_>) -> Result<Activation, Bad> {
        let key = from.number()?;
        let tree = self.tree(key)?;
        let body = small(from)?;
        let real = Rc::new(self.real(tree, from)?);
        let place = Resting { how: how(from)?, at: small(from)?, nth: small(from)? };
        let ensure = byte(from)? == 1;
        let mut activation = Activation {
            tree,
            body,
            real,
            place,
            own: Value::NIL,
            receiver: None,
            home: None,
            holder: None,
            variables: Vec::new(),
            contexts: Vec::new(),
            pending: Vec::new(),
            values: Vec::new(),
            ensure,
        };
        for _ in 0..count(from)? {
            let role = role(from)?;
            let value = self.value(from)?;
            match role {
                Role::Own => activation.own = value,
                Role::Receiver => activation.receiver = Some(value),
                Role::Home => activation.home = Some(value),
                Role::Holder => {
                    // A resend looks into it without asking.
                    self.need(value);
                    activation.holder = Some(value);
                }
                Role::Variable(scope, name) => activation.variables.push((scope, name, value)),
                Role::Context(scope) => activation.contexts.push((scope, value)),
                Role::Float(_) | Role::Pending(_) => return Err(Malformed.into()),
            }
        }
        activation.pending = self.values(from)?;
        activation.values = self.values(from)?;
        Ok(activation)
    }
}

fn count_of_slots(from: &mut Bytes<'_>) -> Result<usize, Malformed> {
    let count = from.number()?;
    if count > u32::MAX as u64 / 4 { Err(Malformed) } else { Ok(count as usize) }
}

fn no_room() -> Unreadable {
    Unreadable("an object does not fit into memory".to_string())
}

fn fill(vm: &mut Vm, ghost: Obj, head: Head, contents: Contents) -> Result<(), Unreadable> {
    match contents {
        Contents::Fields(fields) => vm.heap.fill_fields(ghost, head, &fields),
        Contents::Block { code, captured } => vm.heap.fill_block(ghost, head, code, &captured),
        Contents::Elements(elements) => vm.heap.fill_vector(ghost, head, &elements).map_err(|_| no_room())?,
        Contents::Bytes(bytes) => vm.heap.fill_bytes(ghost, head, &bytes).map_err(|_| no_room())?,
        Contents::Text(text) => vm.heap.fill_text(ghost, head, &text),
        Contents::Digits { negative, digits } => vm.heap.fill_digits(ghost, head, negative, &digits),
        Contents::Home { process } => {
            // Its process says where it is when that is put back.
            let alive = Value::bool(process.is_some());
            vm.heap.fill_fields(ghost, head, &[Value::int(-1), Value::int(0), alive]);
        }
        Contents::Process { facts, suspended } => vm.restore_process(ghost, head, *facts, suspended.as_deref()),
    }
    Ok(())
}

/// The text in a string's record.
fn text_in(record: &[u8]) -> Result<&str, Malformed> {
    let from = &mut Bytes::new(record);
    let kind = kind_of(byte(from)?)?;
    let (_flags, _hash, _map) = (byte(from)?, small(from)?, from.number()?);
    if kind == Kind::String { from.text() } else { Err(Malformed) }
}

/// A method's or script's tree from its record, and the identity hash of the method object.
fn read_tree(record: &[u8]) -> Result<(Tree, u32), String> {
    let malformed = |_: Malformed| "is malformed".to_string();
    let from = &mut Bytes::new(record);
    if byte(from).map_err(malformed)? != tag::TREE {
        return Err("is malformed".to_string());
    }
    let is_method = byte(from).map_err(malformed)? == 1;
    let wrong = |diagnostics: Vec<crate::text::diagnostic::Diagnostic>| {
        let why = diagnostics.first().map_or_else(String::new, |diagnostic| diagnostic.message.clone());
        format!("does not parse: {why}")
    };
    if is_method {
        let hash = small(from).map_err(malformed)?;
        let selector = symbol(from).map_err(malformed)?;
        let names = count(from).map_err(malformed)?;
        let names: Result<Vec<Symbol>, Malformed> = (0..names).map(|_| symbol(from)).collect();
        let head = method_head(selector, &names.map_err(malformed)?);
        let (name, line, text) = place_and_text(from).map_err(malformed)?;
        let source = Source::part(name, format!("{head} = {text}"), line);
        let method = parse::parse_method(&source, selector).map_err(wrong)?;
        Ok((Tree::Method(method), hash))
    } else {
        let (name, line, text) = place_and_text(from).map_err(malformed)?;
        let source = Source::part(name, text, line);
        let script = parse::parse_script(&source, NewlineRule::Bat).map_err(wrong)?;
        Ok((Tree::Script(source, script_body(&script.items)), 0))
    }
}

fn place_and_text<'b>(from: &mut Bytes<'b>) -> Result<(&'b str, usize, &'b str), Malformed> {
    let name = from.text()?;
    let line = from.number()?.clamp(1, u32::MAX as u64) as usize;
    Ok((name, line, from.text()?))
}

/// A method's selector with the arguments that are written in it.
pub(super) fn method_head(selector: Symbol, arguments: &[Symbol]) -> String {
    let text = selector.as_str();
    match arguments {
        [] => text.to_string(),
        [argument] if !text.ends_with(':') => format!("{text} {argument}"),
        _ => {
            let parts = text.split_inclusive(':').zip(arguments);
            parts.map(|(part, argument)| format!("{part} {argument}")).collect::<Vec<_>>().join(" ")
        }
    }
}
