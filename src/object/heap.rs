//! The heap: where objects are made, what kind of map a value has, and how values are read.
//!
//! Young objects are bump-allocated in the nursery; a collection moves the survivors to old space, where they stay.
//! Allocation never collects: past the nursery's limit it uses a reserve (then old space) and asks for a collection at the
//! next safepoint by ending the countdown, so Rust code may hold references between two safepoints.

use rustc_hash::FxHashSet;

use crate::object::barrier::Remembered;
use crate::object::collect::Marking;
use crate::object::kind::Format;
use crate::object::kind::Kind;
use crate::object::layout::ASCII;
use crate::object::layout::CANONICAL;
use crate::object::layout::CARD_WORDS;
use crate::object::layout::HEADER_WORDS;
use crate::object::layout::LARGE;
use crate::object::layout::MARK;
use crate::object::layout::NEGATIVE;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::layout::PARENT;
use crate::object::layout::TAINTED;
use crate::object::map::MAX_PARENT_TRANSITIONS;
use crate::object::map::Map;
use crate::object::map::MapId;
use crate::object::map::Maps;
use crate::object::map::ParentKey;
use crate::object::old_space::LARGEST_CELL;
use crate::object::old_space::OldSpace;
use crate::object::savepoint::Log;
use crate::object::slot::Place;
use crate::object::value::Value;

/// Bytes of the nursery before a collection is asked for.
pub const NURSERY_BYTES: usize = 2 << 20;
/// What may be allocated beyond that until the next safepoint, before old space is used.
const RESERVE_BYTES: usize = 1 << 20;
/// Large objects count like small ones: after so many bytes of them a collection is asked for.
const LARGE_BYTES: usize = 8 << 20;
/// Vectors and byte vectors of more words keep their elements in pieces outside.
pub const LARGE_WORDS: usize = 64;
/// What heap and stacks may take together unless the user says otherwise.
pub const DEFAULT_BUDGET: usize = 2 << 30;
/// How many sends and loop edges pass between two looks at the outside.
pub const SLICE: i64 = 10_000;

/// Memory for new objects.
pub(in crate::object) struct Nursery {
    memory: Vec<u64>,
    pub(in crate::object) start: u64,
    pub(in crate::object) top: u64,
    /// Beyond this a collection is asked for.
    limit: u64,
    pub(in crate::object) end: u64,
}

impl Nursery {
    fn new() -> Nursery {
        let mut memory: Vec<u64> = Vec::with_capacity((NURSERY_BYTES + RESERVE_BYTES) / 8);
        // The memory is used through this address alone from here on; the vector only owns it.
        let start = memory.as_mut_ptr() as u64;
        let end = start + (NURSERY_BYTES + RESERVE_BYTES) as u64;
        Nursery { memory, start, top: start, limit: start + NURSERY_BYTES as u64, end }
    }

    #[inline(always)]
    pub(in crate::object) fn contains(&self, address: u64) -> bool {
        address.wrapping_sub(self.start) < self.end - self.start
    }

    /// Empties the nursery; its survivors have been moved out.
    pub(in crate::object) fn reset(&mut self) {
        if cfg!(feature = "stress") {
            // A stale reference must not find its object where it was.
            *self = Nursery::new();
        }
        self.top = self.start;
    }
}

impl std::fmt::Debug for Nursery {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Nursery({} of {} bytes)", self.top - self.start, self.memory.capacity() * 8)
    }
}

/// Figures about the heap, for programs that ask and for benchmarks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Statistics {
    pub nursery_collections: u64,
    pub marking_cycles: u64,
    pub longest_pause_us: u64,
    /// How often memory was given back.
    pub given_back: u64,
    pub promoted_bytes: u64,
}

/// All objects, their maps and the machinery that every store goes through.
pub struct Heap {
    /// Counts down at each send and loop edge; below zero the interpreter looks at what is asked of it.
    pub countdown: i64,
    /// What was left of the countdown when something ended it early.
    pub countdown_rest: i64,
    /// Only grows; bumped at collections and when a savepoint opens or closes. A store into an object that does not bear
    /// it takes the barrier's slow path once.
    pub epoch: u32,
    pub collect_requested: bool,
    /// Bytes of large objects made since the last collection.
    pub(in crate::object) large_bytes: usize,
    pub(in crate::object) nursery: Nursery,
    pub(in crate::object) old: OldSpace,
    pub maps: Maps,
    kind_maps: [MapId; KINDS],
    pub(in crate::object) remembered: Vec<Remembered>,
    /// Epoch of the last nursery collection.
    pub(in crate::object) nursery_epoch: u32,
    pub(in crate::object) marking: Option<Marking>,
    /// The header's `MARK` bit means marked when it equals this.
    pub(in crate::object) mark_colour: bool,
    pub log: Log,
    pub(in crate::object) hash_counter: u32,
    /// Bytes the heap may hold before allocation of big things fails.
    pub budget_bytes: usize,
    /// Bytes that stayed when memory was last given back.
    pub(in crate::object) kept_bytes: usize,
    /// Objects with records that have changed since, in turns that were not saved.
    pub(in crate::object) unsaved: FxHashSet<Value>,
    pub statistics: Statistics,
}

/// One map per kind.
const KINDS: usize = Kind::Ghost as usize + 1;

/// All kinds by number.
pub(in crate::object) const ALL_KINDS: [Kind; KINDS] = [
    Kind::SmallInteger,
    Kind::Float,
    Kind::Nil,
    Kind::True,
    Kind::False,
    Kind::Slots,
    Kind::Vector,
    Kind::Bytes,
    Kind::String,
    Kind::BigInteger,
    Kind::Block,
    Kind::Method,
    Kind::Context,
    Kind::Home,
    Kind::Cell,
    Kind::Mirror,
    Kind::Process,
    Kind::Ghost,
];

/// The heap cannot give this much: the program's memory budget would be exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OutOfMemory;

impl Default for Heap {
    fn default() -> Heap {
        Heap::new()
    }
}

impl Heap {
    /// An empty heap with a map for each kind.
    pub fn new() -> Heap {
        let mut maps = Maps::default();
        let kind_maps = ALL_KINDS.map(|kind| {
            let owned = matches!(kind, Kind::Nil | Kind::True | Kind::False);
            let owner = match kind {
                Kind::True => Value::TRUE,
                Kind::False => Value::FALSE,
                _ => Value::NIL,
            };
            let mut map = Map::new(kind);
            (map.owned, map.owner) = (owned, owner);
            maps.add(map)
        });
        debug_assert!(ALL_KINDS.iter().enumerate().all(|(i, kind)| *kind as usize == i));
        Heap {
            countdown: SLICE,
            countdown_rest: 0,
            epoch: 1,
            collect_requested: false,
            large_bytes: 0,
            nursery: Nursery::new(),
            old: OldSpace::default(),
            maps,
            kind_maps,
            remembered: Vec::new(),
            nursery_epoch: 1,
            marking: None,
            mark_colour: false,
            log: Log::default(),
            hash_counter: 0,
            budget_bytes: DEFAULT_BUDGET,
            kept_bytes: 0,
            unsaved: FxHashSet::default(),
            statistics: Statistics::default(),
        }
    }

    /// The map of plain values of this kind.
    #[inline(always)]
    pub fn kind_map(&self, kind: Kind) -> MapId {
        self.kind_maps[kind as usize]
    }

    /// The maps of all kinds, for the collector.
    pub(in crate::object) fn all_kind_maps(&self) -> [MapId; KINDS] {
        self.kind_maps
    }

    /// Every kind with the map of its plain values.
    pub fn kind_maps(&self) -> impl Iterator<Item = (Kind, MapId)> + use<> {
        ALL_KINDS.into_iter().zip(self.kind_maps)
    }

    /// What identity hashes are drawn from.
    pub fn hash_counter(&self) -> u32 {
        self.hash_counter
    }

    /// Goes on drawing identity hashes where an image left off.
    pub fn set_hash_counter(&mut self, counter: u32) {
        self.hash_counter = counter;
    }

    /// Makes `map` the map of all plain values of its kind, at awakening.
    pub fn set_kind_map(&mut self, map: MapId) {
        self.kind_maps[self.maps.get(map).kind as usize] = map;
    }

    /// The map of any value.
    #[inline(always)]
    pub fn map_of(&self, value: Value) -> MapId {
        match Obj::of(value) {
            Some(object) => object.map(),
            None => self.map_of_immediate(value),
        }
    }

    /// The map of a value that is no reference.
    #[inline]
    pub fn map_of_immediate(&self, value: Value) -> MapId {
        self.kind_map(if value.is_int() {
            Kind::SmallInteger
        } else if value.is_unboxed_float() || value.is_boxed_float() {
            Kind::Float
        } else if value == Value::TRUE {
            Kind::True
        } else if value == Value::FALSE {
            Kind::False
        } else {
            Kind::Nil
        })
    }

    /// The kind of any value.
    #[inline]
    pub fn kind_of(&self, value: Value) -> Kind {
        self.maps.get(self.map_of(value)).kind
    }

    /// The object behind `value` if it is of this kind.
    #[inline]
    pub fn object_of_kind(&self, value: Value, kind: Kind) -> Option<Obj> {
        Obj::of(value).filter(|object| self.maps.get(object.map()).kind == kind)
    }

    /// The text of a string value.
    #[inline]
    pub fn string<'a>(&self, value: Value) -> Option<&'a str> {
        self.object_of_kind(value, Kind::String).map(Obj::str)
    }

    /// The vector behind a value.
    #[inline]
    pub fn vector(&self, value: Value) -> Option<Obj> {
        self.object_of_kind(value, Kind::Vector)
    }

    /// A double, boxed or not.
    #[inline(always)]
    pub fn as_float(&self, value: Value) -> Option<f64> {
        if value.is_unboxed_float() {
            Some(value.unboxed())
        } else if value.is_boxed_float() {
            Some(f64::from_bits(Obj::pointee(value).word(0)))
        } else {
            None
        }
    }

    /// Are these the same object? One compare, but for two boxed doubles.
    #[inline(always)]
    pub fn identical(&self, a: Value, b: Value) -> bool {
        a == b || (a.is_boxed_float() && b.is_boxed_float() && self.as_float(a) == self.as_float(b))
    }

    /// The value of a slot of `holder`, by its place.
    #[inline]
    pub fn read_place(&self, holder: Value, place: Place) -> Value {
        match place {
            Place::Map(value) => value,
            Place::Field(index) => match Obj::of(holder) {
                Some(object) => object.field(index as usize),
                None => Value::NIL,
            },
            Place::Overflow { field, index } => {
                let overflow = Obj::of(holder).and_then(|object| Obj::of(object.field(field as usize)));
                overflow.map_or(Value::NIL, |overflow| overflow.field(index as usize))
            }
            Place::Cell(cell) => Obj::of(cell).map_or(Value::NIL, |cell| cell.field(0)),
            Place::Assigns(_) => Value::NIL,
        }
    }

    /// Reserves `words` words for a new object. Never fails and never collects; see the module comment.
    #[inline(always)]
    fn allocate(&mut self, words: usize) -> (Obj, u32) {
        let at = self.nursery.top;
        let next = at + words as u64 * 8;
        if next <= self.nursery.limit {
            self.nursery.top = next;
            (Obj::at(at), 0)
        } else {
            self.allocate_slowly(words)
        }
    }

    #[cold]
    #[inline(never)]
    fn allocate_slowly(&mut self, words: usize) -> (Obj, u32) {
        self.request_collection();
        let next = self.nursery.top + words as u64 * 8;
        if next <= self.nursery.end && words <= LARGEST_CELL {
            let at = self.nursery.top;
            self.nursery.top = next;
            return (Obj::at(at), 0);
        }
        self.allocate_old(words)
    }

    /// Reserves words in old space. The object is remembered at birth, since what fills it may be young.
    pub(in crate::object) fn allocate_old(&mut self, words: usize) -> (Obj, u32) {
        let object = self.old.allocate(words);
        self.remembered.push(Remembered::Object(object));
        (object, OLD | self.colour_flag())
    }

    /// The `MARK` flag a new old object gets: marked, if a cycle is under way; else whatever counts as unmarked later.
    pub(in crate::object) fn colour_flag(&self) -> u32 {
        if self.mark_colour { MARK } else { 0 }
    }

    /// Asks for a collection at the next safepoint.
    pub fn request_collection(&mut self) {
        self.collect_requested = true;
        self.end_countdown();
    }

    /// Makes the interpreter look up at its next safepoint.
    pub fn end_countdown(&mut self) {
        if self.countdown > 0 {
            self.countdown_rest += self.countdown;
            self.countdown = 0;
        }
    }

    /// Makes objects that are old from birth: what code refers to, since a nursery collection does not look at code.
    pub fn tenured<T>(&mut self, make: impl FnOnce(&mut Heap) -> T) -> T {
        let kept = (self.nursery.limit, self.nursery.end, self.collect_requested);
        let kept_countdown = (self.countdown, self.countdown_rest);
        (self.nursery.limit, self.nursery.end) = (0, 0);
        let made = make(self);
        (self.nursery.limit, self.nursery.end, self.collect_requested) = kept;
        (self.countdown, self.countdown_rest) = kept_countdown;
        made
    }

    /// Bytes in use, old and young, bodies included.
    pub fn bytes(&self) -> usize {
        self.old.bytes() + (self.nursery.top - self.nursery.start) as usize
    }

    /// So many bytes were allocated outside the heap that go when an object is found dead: it is looked for that much sooner.
    pub fn note_outside(&mut self, bytes: usize) {
        self.old.note_outside(bytes);
    }

    /// May `bytes` more be allocated?
    pub fn check_budget(&self, bytes: usize) -> Result<(), OutOfMemory> {
        if self.bytes().saturating_add(bytes) > self.budget_bytes { Err(OutOfMemory) } else { Ok(()) }
    }

    #[inline(always)]
    fn new_words(&mut self, map: MapId, length: usize) -> Obj {
        let (object, flags) = self.allocate_small_or_chunk(HEADER_WORDS + length);
        object.init(map, self.epoch, flags, length);
        object
    }

    #[inline(always)]
    fn allocate_small_or_chunk(&mut self, words: usize) -> (Obj, u32) {
        if words <= LARGEST_CELL {
            return self.allocate(words);
        }
        self.note_large(words);
        self.allocate_old(words)
    }

    /// A large object takes nothing of the nursery; it must bring the next collection nearer all the same.
    fn note_large(&mut self, words: usize) {
        self.large_bytes += words * 8;
        if self.large_bytes > LARGE_BYTES {
            self.request_collection();
        }
    }

    /// A new object of format `Values` with every field nil. `length` is its map's capacity (or a block's size).
    #[inline(always)]
    pub fn new_object(&mut self, map: MapId, length: usize) -> Obj {
        let object = self.new_words(map, length);
        for index in 0..length {
            object.init_field(index, Value::NIL);
        }
        object
    }

    /// A new object of format `Values` with these fields.
    #[inline(always)]
    pub fn new_object_with(&mut self, map: MapId, fields: &[Value]) -> Obj {
        let object = self.new_words(map, fields.len());
        for (index, value) in fields.iter().enumerate() {
            object.init_field(index, *value);
        }
        object
    }

    /// A new block of the code at an address, its captured values still to be filled in.
    #[inline(always)]
    pub fn new_block(&mut self, map: MapId, code: u64, captured: usize) -> Obj {
        let block = self.new_words(map, 1 + captured);
        block.set_word(0, code);
        block
    }

    /// Fills in captured value `index` of a block nobody has seen yet.
    #[inline(always)]
    pub fn init_captured(&mut self, block: Obj, index: usize, value: Value) {
        block.init_field(1 + index, value);
    }

    /// A home's activation has ended: `^` finds it dead from now on.
    pub fn end_home(&mut self, home: Obj) {
        self.store(home, 2, Value::FALSE);
    }

    /// A new vector of `length` times `fill`.
    pub fn new_vector(&mut self, map: MapId, length: usize, fill: Value) -> Result<Value, OutOfMemory> {
        let object = self.new_indexable(map, length, length)?;
        object.elements_mut().fill(fill);
        Ok(object.value())
    }

    /// A new vector with these elements.
    pub fn new_vector_from(&mut self, map: MapId, elements: &[Value]) -> Result<Value, OutOfMemory> {
        let object = self.new_indexable(map, elements.len(), elements.len())?;
        object.elements_mut().copy_from_slice(elements);
        Ok(object.value())
    }

    /// A new byte vector with these bytes.
    pub fn new_bytes(&mut self, map: MapId, bytes: &[u8]) -> Result<Value, OutOfMemory> {
        self.new_bytes_tainted(map, bytes, false)
    }

    /// A new byte vector that remembers whether they came from outside.
    pub fn new_bytes_tainted(&mut self, map: MapId, bytes: &[u8], tainted: bool) -> Result<Value, OutOfMemory> {
        let object = self.new_indexable(map, bytes.len(), bytes.len().div_ceil(8))?;
        object.bytes_mut().copy_from_slice(bytes);
        object.set_flag(TAINTED, tainted);
        Ok(object.value())
    }

    /// A new indexable of `length` elements that fill `body` words; the elements are not yet initialised.
    fn new_indexable(&mut self, map: MapId, length: usize, body: usize) -> Result<Obj, OutOfMemory> {
        if body <= LARGE_WORDS {
            let (object, flags) = self.allocate(HEADER_WORDS + 1 + body);
            object.init(map, self.epoch, flags, length);
            object.set_word(0, object.words_address() + 8);
            return Ok(object);
        }
        if length > u32::MAX as usize {
            return Err(OutOfMemory);
        }
        self.check_budget(body * 8)?;
        let (object, flags) = self.allocate_old(HEADER_WORDS + 2);
        object.init(map, self.epoch, flags | LARGE, length);
        let (words, cards) = self.old.add_body(object, body, self.epoch);
        object.set_word(0, words);
        object.set_word(1, cards);
        // Whatever fills it may be young: each piece is looked at in the next nursery collection.
        self.remembered.pop();
        self.remembered.push(Remembered::Object(object));
        self.note_large(body);
        Ok(object)
    }

    /// A new string.
    pub fn new_string(&mut self, text: &str) -> Result<Value, OutOfMemory> {
        self.new_string_of(&[text], false)
    }

    /// A new string that remembers whether text from outside went into it.
    pub fn new_string_tainted(&mut self, text: &str, tainted: bool) -> Result<Value, OutOfMemory> {
        self.new_string_of(&[text], tainted)
    }

    /// A new string of several pieces, one after another.
    pub fn new_string_of(&mut self, pieces: &[&str], tainted: bool) -> Result<Value, OutOfMemory> {
        let length = pieces.iter().fold(0usize, |sum, piece| sum.saturating_add(piece.len()));
        let words = HEADER_WORDS + length.div_ceil(8);
        if words > LARGEST_CELL {
            self.check_budget(words.saturating_mul(8))?;
            if length > u32::MAX as usize {
                return Err(OutOfMemory);
            }
        }
        let (object, mut flags) = self.allocate_small_or_chunk(words);
        if pieces.iter().all(|piece| piece.is_ascii()) {
            flags |= ASCII;
        }
        if tainted {
            flags |= TAINTED;
        }
        object.init(self.kind_map(Kind::String), self.epoch, flags, length);
        let mut rest = object.text_mut();
        for piece in pieces {
            let (here, after) = rest.split_at_mut(piece.len());
            here.copy_from_slice(piece.as_bytes());
            rest = after;
        }
        Ok(object.value())
    }

    /// While this stays the same and the object lives, no other takes its place. Old objects do not move; young ones are
    /// known by the epoch.
    pub fn place_stamp(&self, object: Obj) -> (bool, u64) {
        let old = object.has(OLD);
        (old, if old { self.old.sweeps } else { self.epoch.into() })
    }

    /// A double, boxed if it must be.
    #[inline(always)]
    pub fn new_float(&mut self, x: f64) -> Value {
        match Value::ordinary_float(x) {
            Some(value) => value,
            None => self.new_rare_float(x),
        }
    }

    #[cold]
    #[inline(never)]
    fn new_rare_float(&mut self, x: f64) -> Value {
        if x.to_bits() == 0 {
            return Value::FLOAT_ZERO;
        }
        let object = self.new_words(self.kind_map(Kind::Float), 1);
        object.set_word(0, x.to_bits());
        Value::boxed_float(object.address())
    }

    /// A big integer from its sign and magnitude digits, least significant first.
    pub fn new_big_integer(&mut self, negative: bool, digits: &[u64]) -> Result<Value, OutOfMemory> {
        if digits.len() + HEADER_WORDS > LARGEST_CELL {
            self.check_budget(digits.len() * 8)?;
        }
        let (object, flags) = self.allocate_small_or_chunk(HEADER_WORDS + digits.len());
        let flags = if negative { flags | NEGATIVE } else { flags };
        object.init(self.kind_map(Kind::BigInteger), self.epoch, flags, digits.len());
        for (index, digit) in digits.iter().enumerate() {
            object.set_word(index, *digit);
        }
        Ok(object.value())
    }

    /// The identity hash of a value: from the word itself, or drawn once and kept in the header. Drawing is a store.
    pub fn identity_hash(&mut self, value: Value) -> u32 {
        let Some(object) = Obj::of(value) else {
            let bits = match self.as_float(value) {
                Some(x) => x.to_bits(),
                None => value.bits() >> 2,
            };
            return ((bits ^ bits >> 32).wrapping_mul(0x9e37_79b9) >> 8) as u32 & 0xff_ffff;
        };
        if object.hash() == 0 {
            self.write_barrier(object);
            self.log.note_hash_counter(self.hash_counter);
            self.hash_counter = self.hash_counter % 0xff_ffff + 1;
            object.set_hash(self.hash_counter.wrapping_mul(0x9e_3779) & 0xff_ffff | 1);
        }
        object.hash()
    }

    /// Gives an object the identity hash that it had before, if it has none.
    pub fn give_hash(&mut self, object: Obj, hash: u32) {
        if object.hash() == 0 {
            object.set_hash(hash & 0xff_ffff);
        }
    }

    /// Makes a string the canonical one of its text. Its identity hash follows from the text and is not drawn: it is the
    /// same in every session, whichever of them made the string.
    pub fn make_canonical(&mut self, string: Obj) {
        let fold = |hash: u32, byte: &u8| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193);
        let hash = string.text().iter().fold(0x811c_9dc5, fold);
        string.set_flag(CANONICAL, true);
        string.set_hash((hash ^ hash >> 24) & 0xff_ffff | 1);
    }

    /// A copy of the same shape with the same contents; `None` for what has no copies (it is its own).
    pub fn clone_object(&mut self, value: Value) -> Result<Option<Value>, OutOfMemory> {
        let Some(source) = Obj::of(value) else { return Ok(None) };
        let map = source.map();
        let kind = self.maps.get(map).kind;
        if !kind.is_clonable() {
            return Ok(None);
        }
        if self.maps.get(map).clones_differ() {
            return self.clone_rearranged(source).map(Some);
        }
        let copy = match kind.format() {
            Format::Vector => return self.new_vector_from(map, source.elements()).map(Some),
            Format::Bytes => return self.new_bytes_tainted(map, source.bytes(), source.has(TAINTED)).map(Some),
            Format::Values | Format::Text | Format::Words => {
                let copy = self.new_words(map, source.length());
                for index in 0..source.length() {
                    copy.set_word(index, source.word(index));
                }
                copy
            }
        };
        Ok(Some(copy.value()))
    }

    /// Clones an object whose clones have another map: a shared one, with everything inside.
    fn clone_rearranged(&mut self, source: Obj) -> Result<Value, OutOfMemory> {
        let from = source.map();
        let map = self.clone_map(from);
        let kind = self.maps.get(from).kind;
        let copy = match kind.format() {
            Format::Vector => return self.new_vector_from(map, source.elements()),
            Format::Bytes => return self.new_bytes_tainted(map, source.bytes(), source.has(TAINTED)),
            Format::Values | Format::Text | Format::Words => {
                let capacity = self.maps.get(map).capacity as usize;
                self.new_object(map, capacity)
            }
        };
        if kind == Kind::Mirror {
            copy.set_word(0, source.word(0));
        }
        let (from, to) = (self.maps.get(from), self.maps.get(map));
        for (old, new) in from.slots().iter().zip(to.slots()) {
            if let Place::Field(index) = new.place {
                copy.init_field(index as usize, self.read_place(source.value(), old.place));
            }
        }
        Ok(copy.value())
    }

    /// The map that copies of an object get: its own, or the shared one of its clones.
    pub fn map_for_copies(&mut self, object: Obj) -> MapId {
        let map = object.map();
        if self.maps.get(map).clones_differ() { self.clone_map(map) } else { map }
    }

    /// The shared map that clones get of an object whose map is owned, or has an overflow.
    fn clone_map(&mut self, from: MapId) -> MapId {
        if let Some(map) = self.maps.get(from).clone_map {
            return map;
        }
        let source = self.maps.get(from);
        let mut map = Map::new(source.kind);
        map.annotation = source.annotation.clone();
        map.fields = u32::from(source.kind == Kind::Mirror);
        let values = source.kind.format() == Format::Values;
        let mut slots = source.slots().to_vec();
        for slot in &mut slots {
            match slot.place {
                Place::Field(_) | Place::Overflow { .. } | Place::Cell(_) if values => {
                    slot.place = Place::Field(map.fields);
                    map.fields += 1;
                }
                // An indexable has no room for named data: its clones keep the value as a constant of their own map.
                Place::Cell(_) => {
                    slot.place = Place::Map(self.read_place(Value::NIL, slot.place));
                }
                Place::Field(_) | Place::Overflow { .. } | Place::Map(_) | Place::Assigns(_) => {}
            }
        }
        if values {
            map.capacity = (map.fields + spare_parents(&slots)).max(1);
        }
        map.set_slots(slots);
        let id = self.maps.add(map);
        self.maps.get_mut(from).clone_map = Some(id);
        id
    }

    /// Makes `value` fit to be a parent: it gets a map of its own, whose changes are watched.
    pub fn make_parent(&mut self, value: Value) -> ParentKey {
        let Some(object) = Obj::of(value) else { return ParentKey::Immediate(value.bits()) };
        if !object.has(PARENT) {
            self.own_map(object);
            object.set_flag(PARENT, true);
        }
        ParentKey::Owner(object.map())
    }

    /// Gives `object` a map of its own if it has none.
    pub(in crate::object) fn own_map(&mut self, object: Obj) -> MapId {
        let map = object.map();
        if self.maps.get(map).owned {
            return map;
        }
        let mut own = self.maps.get(map).clone();
        own.owned = true;
        own.owner = object.value();
        (own.base, own.parent_keys) = (None, Box::default());
        own.clone_map = None;
        own.key = 0;
        own.forget_transitions(|_| true);
        // Clones made before keep the shared map; clones made later may have it too, until this one changes.
        if own.kind.format() == Format::Values {
            let shared = self.maps.get(map);
            own.clone_map = if shared.clones_differ() { shared.clone_map } else { Some(map) };
        }
        let own = self.maps.add(own);
        self.write_barrier(object);
        object.set_map(own);
        own
    }

    /// The map objects of `map` move to when the parent `slot`, which lives in the map, has this value.
    pub(in crate::object) fn map_with_parent(&mut self, map: MapId, slot: u32, parent: Value) -> MapId {
        let key = self.make_parent(parent);
        let base = self.maps.get(map).base.unwrap_or(map);
        if self.maps.get(map).parent_keys.is_empty() {
            self.begin_transitions(map, base);
        }
        let this = self.maps.get(map);
        let Some(position) = this.map_parents().position(|index| index == slot) else { return map };
        if let Some(to) = self.maps.get(base).transition(&this.parent_keys, position, key) {
            self.revive_map(to);
            return to;
        }
        let mut to = this.clone();
        to.forget_transitions(|_| true);
        to.base = Some(base);
        to.key = 0;
        if self.maps.get(base).transition_count() >= MAX_PARENT_TRANSITIONS && to.fields < to.capacity {
            // Too many different parents: the parent becomes a field, and lookup through it is not cached.
            to.set_place(slot, Place::Field(to.fields));
            to.fields += 1;
            (to.base, to.parent_keys) = (None, Box::default());
            return self.maps.add(to);
        }
        to.parent_keys[position] = key;
        to.set_place(slot, Place::Map(parent));
        let keys = to.parent_keys.clone();
        let to = self.maps.add(to);
        self.maps.get_mut(base).add_transition(keys, to);
        to
    }

    /// Records the parents a map has now, so that assigning them again leads back to it.
    fn begin_transitions(&mut self, map: MapId, base: MapId) {
        let this = self.maps.get(map);
        let slots: Vec<u32> = this.map_parents().collect();
        let values: Vec<Value> = slots.iter().map(|slot| self.read_place(Value::NIL, this.slot(*slot).place)).collect();
        let keys: Box<[ParentKey]> = values.into_iter().map(|value| self.make_parent(value)).collect();
        self.maps.get_mut(map).parent_keys = keys.clone();
        self.maps.get_mut(base).add_transition(keys, map);
    }

    /// How many different parents the objects of one literal or prototype have had.
    pub(in crate::object) fn parent_transitions(&self, map: MapId) -> usize {
        self.maps.get(self.maps.get(map).base.unwrap_or(map)).transition_count()
    }

    /// Words covered by card `card` of a large object with `length` elements of a body of `body` words.
    pub(in crate::object) fn card_range(card: usize, body: usize) -> (usize, usize) {
        (card * CARD_WORDS, ((card + 1) * CARD_WORDS).min(body))
    }
}

/// One field is kept for each assignable parent, in case it takes too many different values for the map.
pub(in crate::object) fn spare_parents(slots: &[crate::object::slot::Slot]) -> u32 {
    slots.iter().filter(|slot| slot.parent && slot.assignable && matches!(slot.place, Place::Map(_))).count() as u32
}
