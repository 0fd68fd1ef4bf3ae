//! Heap to records: what a turn has changed and what is newly reachable from it.
//!
//! Everything that has a key is reachable from an image's roots, or was. A turn's log names what changed; each changed
//! object that has a key is written anew, each object it refers to that has none gets one and is written too.

use std::collections::VecDeque;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::code::method::Tree;
use crate::code::rest::Role;
use crate::code::scope::RealSends;
use crate::image::Shared;
use crate::image::codec::code_of;
use crate::image::codec::piece_key;
use crate::image::codec::put;
use crate::image::codec::put_bytes;
use crate::image::codec::put_how;
use crate::image::codec::put_role;
use crate::image::codec::put_signed;
use crate::image::codec::put_symbol;
use crate::image::codec::tag;
use crate::image::codec::word;
use crate::image::past::forget::STRUCK_OUT;
use crate::image::past::moment::quoted;
use crate::image::past::secret::is_secret;
use crate::image::store::Change;
use crate::object::identity::Key;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::layout::CANONICAL;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::LARGE;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::layout::TAINTED;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::savepoint::Changed;
use crate::object::slot::Place;
use crate::object::slot::Slot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::portable::Activation;
use crate::vm::portable::NoPlace;
use crate::vm::process::Fuel;
use crate::vm::process::ProcessId;
use crate::vm::process::State;
use crate::vm::waiting::Woken;

/// Slots in one piece of a large map.
const MAP_PIECE: usize = 32;

/// Why a turn cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CannotSave(pub String);

impl From<NoPlace> for CannotSave {
    fn from(NoPlace(why): NoPlace) -> CannotSave {
        CannotSave(format!("a process cannot be saved where it stands: {why}"))
    }
}

enum Job {
    Object(Obj, Key),
    Map(MapId),
    Tree(u32),
}

/// Which records have been written. Those with new keys lie close together.
struct Done {
    first: Key,
    fresh: Vec<bool>,
    older: FxHashSet<Key>,
}

impl Done {
    fn insert(&mut self, key: Key) -> bool {
        let Some(at) = key.checked_sub(self.first) else { return self.older.insert(key) };
        let at = at as usize;
        if at >= self.fresh.len() {
            self.fresh.resize(at + 1, false);
        }
        !std::mem::replace(&mut self.fresh[at], true)
    }
}

/// Gathers the records of one turn.
pub(super) struct Saver<'a> {
    vm: &'a mut Vm,
    shared: &'a mut Shared,
    jobs: VecDeque<Job>,
    done: Done,
    /// Where a record is written before it is kept at its size.
    scratch: Vec<u8>,
    changes: Vec<Change>,
    fresh: Fresh,
    /// Texts that are told nowhere.
    secrets: Vec<String>,
    /// Overflows that the turn has written. They do not say whose they are.
    overflows: Vec<Value>,
}

/// What got its record in this turn.
#[derive(Default)]
pub(super) struct Fresh {
    objects: Vec<Obj>,
    maps: Vec<MapId>,
    trees: Vec<u32>,
    large: Vec<Key>,
    /// What stood in records that the machine keeps note of: bounds of processes, hashes of methods.
    fuels: Vec<(Rc<Fuel>, Key, u64)>,
    hashes: Vec<(u32, u32)>,
}

impl Fresh {
    /// The turn was not saved: they have no records.
    pub(super) fn take_back(self, vm: &mut Vm, shared: &mut Shared) {
        self.objects.into_iter().for_each(|object| vm.heap.unbind(object));
        self.maps.into_iter().for_each(|map| vm.heap.maps.unbind(map));
        self.trees.into_iter().for_each(|tree| vm.bind_tree(tree, 0));
        self.large.iter().for_each(|key| {
            shared.stored_large.remove(key);
        });
        for (fuel, record, recorded) in self.fuels {
            fuel.record.set(record);
            fuel.recorded.set(recorded);
        }
        for (tree, hash) in self.hashes {
            vm.note_tree_hash(tree, hash);
        }
    }
}

impl<'a> Saver<'a> {
    pub(super) fn new(vm: &'a mut Vm, shared: &'a mut Shared) -> Saver<'a> {
        let done = Done { first: shared.next_key, fresh: Vec::new(), older: FxHashSet::default() };
        Saver {
            vm,
            shared,
            jobs: VecDeque::new(),
            done,
            scratch: Vec::new(),
            changes: Vec::new(),
            fresh: Fresh::default(),
            secrets: Vec::new(),
            overflows: Vec::new(),
        }
    }

    /// The records that the turn changes. The nursery is empty, and every process that waits has an object.
    pub(super) fn gather(&mut self) -> Result<Vec<Change>, CannotSave> {
        let changed: Vec<Changed> = self.vm.heap.log.changed().collect();
        let mut cards = FxHashSet::default();
        for change in changed {
            match change {
                Changed::Object(value) => self.changed_object(value)?,
                Changed::Card(value, card) => {
                    if let Some(object) = Obj::of(value)
                        && let Some(key) = self.vm.heap.key_of(object)
                        && cards.insert((key, card))
                    {
                        self.card(object, key, card);
                    }
                }
                Changed::Map(map) if self.vm.heap.maps.exists(map) && self.vm.heap.maps.get(map).key != 0 => {
                    self.map(map);
                }
                Changed::Map(_) => {}
            }
        }
        self.processes()?;
        self.world();
        while let Some(job) = self.jobs.pop_front() {
            match job {
                Job::Object(object, key) => self.object(object, key)?,
                Job::Map(map) => self.map(map),
                Job::Tree(number) => self.tree(number)?,
            }
        }
        self.fuels();
        Ok(std::mem::take(&mut self.changes))
    }

    /// Texts that secret slots hold, of the objects that own their map, and where others may have theirs.
    fn note_secrets(&mut self) {
        let mut places = FxHashSet::default();
        for id in self.vm.heap.maps.ids() {
            let map = self.vm.heap.maps.get(id);
            let secret = || map.slots().iter().filter(|slot| is_secret(&slot.annotations));
            places.extend(secret().filter_map(|slot| match slot.place {
                Place::Overflow { index, .. } => Some(index as usize),
                _ => None,
            }));
            if map.owned && map.owner != Value::NIL && secret().next().is_some() {
                self.note_secrets_of(map.owner);
            }
        }
        for overflow in self.overflows.iter().filter_map(|value| Obj::of(*value)) {
            for index in places.iter().copied().filter(|index| *index < overflow.length()) {
                let text = self.vm.heap.string(overflow.field(index));
                self.secrets.extend(text.filter(|text| text.len() >= STRUCK_OUT).map(str::to_string));
            }
        }
    }

    /// The same of one object.
    fn note_secrets_of(&mut self, object: Value) {
        let map = self.vm.heap.maps.get(self.vm.heap.map_of(object));
        for slot in map.slots().iter().filter(|slot| is_secret(&slot.annotations) && !slot.is_assignment()) {
            let text = self.vm.heap.string(self.vm.heap.read_place(object, slot.place));
            self.secrets.extend(text.filter(|text| text.len() >= STRUCK_OUT).map(str::to_string));
        }
    }

    /// A turn's text as the log may have it: without what secret slots hold that the turn has written.
    pub(super) fn without_secrets(&mut self, text: &str) -> String {
        if !text.contains('\'') {
            return text.to_string();
        }
        self.note_secrets();
        self.secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        let mut told = text.to_string();
        for secret in &self.secrets {
            for written in [secret.clone(), quoted(secret).trim_matches('\'').to_string()] {
                told = told.replace(&written, &"*".repeat(written.chars().count()));
            }
        }
        told
    }

    /// What got its record.
    pub(super) fn fresh(self) -> Fresh {
        self.fresh
    }

    fn changed_object(&mut self, value: Value) -> Result<(), CannotSave> {
        match Obj::of(value) {
            Some(object) => match self.vm.heap.key_of(object) {
                Some(key) => self.object(object, key),
                // Not reachable from the roots, or not yet.
                None => Ok(()),
            },
            None => Ok(()),
        }
    }

    fn record(&mut self, key: Key, bytes: Vec<u8>) {
        self.changes.push(Change { key, after: Some(bytes) });
    }

    fn new_key(&mut self, pieces: usize) -> Key {
        let key = self.shared.next_key;
        self.shared.next_key += 1 + pieces as u64;
        key
    }

    /// The key of an object; if it had none, it is written in this turn.
    fn key(&mut self, object: Obj) -> Key {
        if let Some(key) = self.vm.heap.key_of(object) {
            return key;
        }
        let pieces = if object.has(LARGE) { self.cards(object) } else { 0 };
        let key = self.new_key(pieces);
        self.vm.heap.bind(object, key);
        self.fresh.objects.push(object);
        self.jobs.push_back(Job::Object(object, key));
        key
    }

    /// How many pieces a large object has.
    fn cards(&self, object: Obj) -> usize {
        let words = match self.vm.heap.kind_of(object.value()).format() {
            Format::Bytes => object.length().div_ceil(8),
            _ => object.length(),
        };
        words.div_ceil(CARD_WORDS)
    }

    fn map_key(&mut self, map: MapId) -> Key {
        let known = self.vm.heap.maps.get(map).key;
        if known != 0 {
            return known;
        }
        let key = self.new_key(0);
        self.vm.heap.maps.bind(map, key);
        self.fresh.maps.push(map);
        self.jobs.push_back(Job::Map(map));
        key
    }

    fn tree_key(&mut self, number: u32) -> Key {
        match self.vm.tree_record_key(number) {
            0 => {
                let key = self.new_key(0);
                self.vm.bind_tree(number, key);
                self.fresh.trees.push(number);
                self.jobs.push_back(Job::Tree(number));
                key
            }
            key => key,
        }
    }

    /// Appends a value.
    fn value(&mut self, out: &mut Vec<u8>, value: Value) {
        if let Some(n) = value.as_int() {
            out.push(word::INTEGER);
            return put_signed(out, n);
        }
        if let Some(x) = self.vm.heap.as_float(value) {
            out.push(word::FLOAT);
            return out.extend(x.to_bits().to_le_bytes());
        }
        let Some(object) = Obj::of(value) else {
            let immediate = match value {
                Value::TRUE => word::TRUE,
                Value::FALSE => word::FALSE,
                Value::UNSET => word::UNSET,
                _ => word::NIL,
            };
            return out.push(immediate);
        };
        let key = match self.vm.tree_number(value) {
            Some(number) => {
                let key = self.tree_key(number);
                if self.vm.heap.key_of(object).is_none() {
                    self.vm.heap.bind(object, key);
                    self.fresh.objects.push(object);
                }
                key
            }
            None => self.key(object),
        };
        let (kind, length) = self.vm.heap.shape_of(object);
        // Who reads it must know before the string is read: there is one in memory for each text.
        let canonical = object.has(CANONICAL) && kind == Kind::String;
        out.push(if canonical { word::CANONICAL } else { word::REFERENCE + code_of(kind) });
        put(out, key);
        put(out, length as u64);
    }

    fn values(&mut self, out: &mut Vec<u8>, values: &[Value]) {
        put(out, values.len() as u64);
        values.iter().for_each(|value| self.value(out, *value));
    }

    /// Writes an object's own record, of a new large one with all its pieces.
    fn object(&mut self, object: Obj, key: Key) -> Result<(), CannotSave> {
        let kind = self.vm.heap.kind_of(object.value());
        if let Some(number) = self.vm.tree_number(object.value()) {
            // All that can change of a method object is that its hash is drawn; that stands with its text.
            self.jobs.push_back(Job::Tree(number));
            return Ok(());
        }
        if kind == Kind::Ghost || !self.done.insert(key) {
            return Ok(());
        }
        let mut out = std::mem::take(&mut self.scratch);
        out.clear();
        out.extend([code_of(kind), u8::from(object.has(TAINTED)) | u8::from(object.has(NEGATIVE)) << 1]);
        put(&mut out, object.hash() as u64);
        let map = self.map_key(object.map());
        put(&mut out, map);
        match kind {
            Kind::Vector | Kind::Bytes if object.has(LARGE) => {
                put(&mut out, object.length() as u64);
                if !self.shared.stored_large.contains(&key) {
                    self.shared.stored_large.insert(key);
                    self.fresh.large.push(key);
                    (0..self.cards(object)).for_each(|card| self.card(object, key, card));
                }
            }
            Kind::Vector => self.values(&mut out, object.elements()),
            Kind::Bytes => put_bytes(&mut out, object.bytes()),
            Kind::String => put_bytes(&mut out, object.text()),
            Kind::BigInteger => {
                put(&mut out, object.length() as u64);
                (0..object.length()).for_each(|index| out.extend(object.word(index).to_le_bytes()));
            }
            Kind::Block => self.block(&mut out, object)?,
            Kind::Home => self.home(&mut out, object),
            Kind::Process => self.process(&mut out, object)?,
            _ => {
                match kind {
                    Kind::Cell => self.overflows.push(object.value()),
                    _ => self.note_secrets_of(object.value()),
                }
                let slots = self.vm.heap.maps.get(object.map()).slots().iter();
                let left_behind: Vec<Place> = slots.filter(|slot| slot.transient).map(|slot| slot.place).collect();
                put(&mut out, object.length() as u64);
                for index in 0..object.length() {
                    let stays = left_behind.contains(&Place::Field(index as u32));
                    self.value(&mut out, if stays { Value::NIL } else { object.field(index) });
                }
            }
        }
        self.record(key, out.as_slice().to_vec());
        self.scratch = out;
        Ok(())
    }

    /// Writes one piece of a large object.
    fn card(&mut self, object: Obj, key: Key, card: usize) {
        let from = card * CARD_WORDS;
        let mut out = Vec::new();
        if self.vm.heap.kind_of(object.value()) == Kind::Vector {
            let elements = object.elements();
            out.push(tag::VALUES);
            self.values(&mut out, &elements[from..elements.len().min(from + CARD_WORDS)]);
        } else {
            let bytes = object.bytes();
            out.push(tag::BYTES);
            put_bytes(&mut out, &bytes[from * 8..bytes.len().min((from + CARD_WORDS) * 8)]);
        }
        self.record(piece_key(key, card), out);
    }

    fn block(&mut self, out: &mut Vec<u8>, block: Obj) -> Result<(), CannotSave> {
        let (tree, body, real, captures) = self.vm.block_in_source_terms(block)?;
        let key = self.tree_key(tree);
        put(out, key);
        put(out, body as u64);
        self.real(out, tree, &real);
        put(out, captures.len() as u64);
        for (index, role) in captures.iter().enumerate() {
            put_role(out, role);
            self.value(out, block.field(1 + index));
        }
        Ok(())
    }

    fn real(&mut self, out: &mut Vec<u8>, tree: u32, real: &RealSends) {
        let base = self.vm.tree_base(tree);
        let mut sites: Vec<u32> = real.sites.iter().map(|site| site.saturating_sub(base)).collect();
        sites.sort_unstable();
        put(out, sites.len() as u64);
        sites.into_iter().for_each(|site| put(out, site as u64));
        let mut selectors: Vec<&str> = real.selectors.iter().map(|selector| selector.as_str()).collect();
        selectors.sort_unstable();
        put(out, selectors.len() as u64);
        selectors.into_iter().for_each(|selector| put_bytes(out, selector.as_bytes()));
    }

    /// A home: its process while its activation is alive. Where the activation is follows from the process.
    fn home(&mut self, out: &mut Vec<u8>, home: Obj) {
        let process = home.field(0).as_int().map(|number| ProcessId(number as u32));
        let alive = home.field(2) == Value::TRUE;
        let object = process.filter(|_| alive).and_then(|process| self.vm.waiting_process_object(process));
        match object {
            Some(object) => {
                out.push(1);
                self.value(out, object);
            }
            None => out.push(0),
        }
    }

    fn process(&mut self, out: &mut Vec<u8>, object: Obj) -> Result<(), CannotSave> {
        let Some(id) = self.vm.process_of(object.value()) else {
            // Ended long ago; nobody asks any more.
            out.push(0);
            return Ok(());
        };
        let facts = self.vm.process_facts(id);
        let (code, wake) = match facts.state {
            State::New => (1, 0),
            State::Ready | State::Running => (2, 0),
            State::Suspended => (3, 0),
            State::Sleeping(until) => (4, self.vm.wall_time_of(until)),
            State::Done => (5, 0),
            State::Failed => (6, 0),
            // Nothing is saved while a turn stands.
            State::Aborted | State::Standing => (7, 0),
        };
        out.push(code);
        put(out, wake);
        self.value(out, facts.result);
        self.value(out, facts.handlers);
        let fuel = facts.fuel.map_or(0, |fuel| self.fuel_key(&fuel));
        put(out, fuel);
        let barred: Vec<&str> = facts.capabilities.barred().collect();
        put(out, barred.len() as u64);
        barred.into_iter().for_each(|effect| put_bytes(out, effect.as_bytes()));
        put(out, facts.joining.len() as u64);
        facts.joining.iter().for_each(|process| self.value(out, *process));
        if facts.state.has_ended() {
            return Ok(());
        }
        self.value(out, facts.waits_for);
        let (woken, late) = match facts.woken {
            None => (0, None),
            Some(Woken::InVain) => (1, None),
            Some(Woken::Late(deadline)) => (2, Some(deadline.wall)),
        };
        out.push(woken);
        put(out, late.or(facts.deadline).map_or(0, |wall| wall + 1));
        let suspended = self.vm.suspended(id)?;
        out.push(
            u8::from(suspended.awaiting)
                | u8::from(suspended.unwinding) << 1
                | u8::from(suspended.answer.is_some()) << 2,
        );
        if let Some(answer) = suspended.answer {
            self.value(out, answer);
        }
        put(out, suspended.activations.len() as u64);
        suspended.activations.iter().for_each(|activation| self.activation(out, activation));
        Ok(())
    }

    /// The key of what bounds some processes.
    fn fuel_key(&mut self, fuel: &Rc<Fuel>) -> Key {
        if fuel.record.get() == 0 {
            let key = self.new_key(0);
            self.fresh.fuels.push((fuel.clone(), 0, 0));
            fuel.record.set(key);
            self.write_fuel(fuel);
        }
        fuel.record.get()
    }

    fn write_fuel(&mut self, fuel: &Fuel) {
        let mut out = vec![tag::FUEL];
        put(&mut out, fuel.get());
        fuel.recorded.set(fuel.get());
        self.record(fuel.record.get(), out);
    }

    /// Writes what has been spent of the bounds that have records.
    fn fuels(&mut self) {
        for fuel in self.vm.fuels() {
            let (record, recorded) = (fuel.record.get(), fuel.recorded.get());
            if record != 0 && fuel.get() != recorded {
                self.fresh.fuels.push((fuel.clone(), record, recorded));
                self.write_fuel(&fuel);
            }
        }
    }

    fn activation(&mut self, out: &mut Vec<u8>, activation: &Activation) {
        let key = self.tree_key(activation.tree);
        put(out, key);
        put(out, activation.body as u64);
        self.real(out, activation.tree, &activation.real);
        put_how(out, activation.place.how);
        put(out, activation.place.at as u64);
        put(out, activation.place.nth as u64);
        out.push(u8::from(activation.ensure));
        let mut named: Vec<(Role, Value)> = vec![(Role::Own, activation.own)];
        named.extend(activation.receiver.map(|value| (Role::Receiver, value)));
        named.extend(activation.home.map(|value| (Role::Home, value)));
        named.extend(activation.holder.map(|value| (Role::Holder, value)));
        named.extend(activation.variables.iter().map(|(scope, name, value)| (Role::Variable(*scope, *name), *value)));
        named.extend(activation.contexts.iter().map(|(scope, value)| (Role::Context(*scope), *value)));
        put(out, named.len() as u64);
        for (role, value) in named {
            put_role(out, &role);
            self.value(out, value);
        }
        self.values(out, &activation.pending);
        self.values(out, &activation.values);
    }

    /// Writes a map; of a large one, the pieces that have changed.
    fn map(&mut self, id: MapId) {
        let map = self.vm.heap.maps.get(id).clone();
        if !self.done.insert(map.key) {
            return;
        }
        let slots: Vec<&Slot> = map.slots().iter().filter(|slot| !slot.is_assignment()).collect();
        let mut out = map_head(&map);
        put(&mut out, slots.len() as u64);
        if slots.len() <= MAP_PIECE {
            out.push(0);
            slots.iter().for_each(|slot| self.slot(&mut out, slot));
        } else {
            out.push(1);
            let mut pieces = self.shared.pieces.remove(&map.key).unwrap_or_default();
            let needed = slots.len().div_ceil(MAP_PIECE);
            while pieces.len() < needed {
                pieces.push((self.new_key(0), Vec::new()));
            }
            for (piece, slots) in pieces.iter_mut().zip(slots.chunks(MAP_PIECE)) {
                let mut bytes = vec![tag::MAP_PIECE];
                put(&mut bytes, slots.len() as u64);
                slots.iter().for_each(|slot| self.slot(&mut bytes, slot));
                put(&mut out, piece.0);
                if piece.1 != bytes {
                    self.record(piece.0, bytes.clone());
                    piece.1 = bytes;
                }
            }
            self.shared.pieces.insert(map.key, pieces);
        }
        self.record(map.key, out);
    }

    fn slot(&mut self, out: &mut Vec<u8>, slot: &Slot) {
        put_symbol(out, slot.name);
        let flags = u8::from(slot.assignable) | u8::from(slot.parent) << 1 | u8::from(slot.transient) << 2;
        out.push(flags);
        match slot.place {
            Place::Field(index) => {
                out.push(1);
                put(out, index as u64);
            }
            Place::Overflow { field, index } => {
                out.push(4);
                put(out, field as u64);
                put(out, index as u64);
            }
            // The value of a transient slot is left behind, its place is not.
            Place::Cell(_) if slot.transient => out.push(3),
            Place::Cell(cell) => {
                out.push(2);
                self.value(out, cell);
            }
            Place::Map(value) => {
                out.push(0);
                self.value(out, if slot.transient { Value::NIL } else { value });
            }
            Place::Assigns(_) => {}
        }
        put(out, slot.annotations.len() as u64);
        slot.annotations.iter().for_each(|annotation| put_bytes(out, annotation.as_bytes()));
    }

    /// Writes a method's or script's text, with where it came from.
    fn tree(&mut self, number: u32) -> Result<(), CannotSave> {
        let Some((tree, key, hash)) = self.vm.tree_to_save(number) else { return Ok(()) };
        if !self.done.insert(key) {
            return Ok(());
        }
        let (source, span) = tree.place();
        let (line, _) = source.line_column(span.start);
        let text = source.slice(span);
        let mut out = vec![tag::TREE];
        match &tree {
            Tree::Method(method) => {
                out.push(1);
                put(&mut out, hash as u64);
                let before = self.vm.note_tree_hash(number, hash);
                self.fresh.hashes.push((number, before));
                put_symbol(&mut out, method.selector);
                // Arguments written in the selector stand before the text.
                let inside = |span: crate::text::source::Span| span.start >= method.span.start;
                let named = method.body().arguments.iter().filter(|argument| !inside(argument.span));
                let names: Vec<Symbol> = named.map(|argument| argument.name).collect();
                put(&mut out, names.len() as u64);
                names.into_iter().for_each(|name| put_symbol(&mut out, name));
            }
            Tree::Script(..) => out.push(0),
        }
        put_bytes(&mut out, source.name.as_bytes());
        put(&mut out, line as u64);
        put_bytes(&mut out, text.as_bytes());
        self.record(key, out);
        Ok(())
    }

    /// Processes that can still run are reachable, and written where they have moved.
    fn processes(&mut self) -> Result<(), CannotSave> {
        let waiting = self.vm.waiting_processes();
        let mut out = vec![tag::PROCESSES];
        let resting = self.vm.resting_processes();
        put(&mut out, (waiting.len() + resting.len()) as u64);
        resting.into_iter().for_each(|object| self.value(&mut out, object));
        for (id, object) in waiting {
            self.value(&mut out, object);
            if self.vm.process_has_moved(id)
                && let Some(object) = Obj::of(object)
            {
                self.changed_object(object.value())?;
            }
        }
        // New and ended ones that someone refers to.
        for object in self.vm.other_moved_processes() {
            self.changed_object(object)?;
        }
        self.root(2, out);
        Ok(())
    }

    /// What the machine itself refers to.
    fn world(&mut self) {
        let mut out = vec![tag::WORLD];
        let mut known: Vec<(&'static str, Value)> = self.vm.known.iter().map(|(name, value)| (*name, *value)).collect();
        known.sort_unstable_by_key(|(name, _)| *name);
        put(&mut out, known.len() as u64);
        for (name, value) in known {
            put_bytes(&mut out, name.as_bytes());
            self.value(&mut out, value);
        }
        let kinds: Vec<(Kind, MapId)> = self.vm.heap.kind_maps().filter(|(kind, _)| code_of(*kind) != 0).collect();
        put(&mut out, kinds.len() as u64);
        for (kind, map) in kinds {
            out.push(code_of(kind));
            let key = self.map_key(map);
            put(&mut out, key);
        }
        let standard = self.vm.specials.standard();
        put(&mut out, standard.len() as u64);
        for (selector, meanings) in standard {
            put_symbol(&mut out, selector);
            put(&mut out, meanings.len() as u64);
            for meaning in meanings {
                self.value(&mut out, meaning.unwrap_or(Value::UNSET));
            }
        }
        self.root(0, out);
        let mut counter = vec![tag::COUNTER];
        put(&mut counter, self.vm.heap.hash_counter() as u64);
        self.root(1, counter);
    }

    /// Writes a root's record if it is another than before.
    fn root(&mut self, number: usize, bytes: Vec<u8>) {
        if self.shared.roots[number] != bytes {
            self.record(crate::image::store::FIRST_KEY + number as u64, bytes.clone());
            self.shared.roots[number] = bytes;
        }
    }
}

fn map_head(map: &Map) -> Vec<u8> {
    let mut out = vec![tag::MAP, code_of(map.kind), u8::from(map.owned) | u8::from(map.annotation.is_some()) << 1];
    put(&mut out, map.capacity as u64);
    put(&mut out, map.fields as u64);
    if let Some(annotation) = &map.annotation {
        put_bytes(&mut out, annotation.as_bytes());
    }
    out
}
