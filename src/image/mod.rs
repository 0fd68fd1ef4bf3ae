//! What outlives the program: records in one file with their whole history, and large files beside it.

pub mod birth;
pub mod blob;
mod clusters;
pub mod codec;
mod fit;
pub mod load;
pub mod past;
pub mod save;
pub mod store;
pub mod verify;

use std::cell::RefCell;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::image::birth::Birth;
use crate::image::clusters::Clusters;
use crate::image::clusters::Part;
use crate::image::codec::Bytes;
use crate::image::codec::Malformed;
use crate::image::codec::byte;
use crate::image::codec::count;
use crate::image::codec::kind_of;
use crate::image::codec::symbol;
use crate::image::codec::tag;
use crate::image::load::Bad;
use crate::image::load::Loader;
use crate::image::load::Reading;
use crate::image::save::CannotSave;
use crate::image::save::Saver;
use crate::image::store::Access;
use crate::image::store::Change;
use crate::image::store::Cluster;
use crate::image::store::Disk;
use crate::image::store::FIRST_KEY;
use crate::image::store::Place;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::image::store::Turn;
use crate::image::store::TurnKind;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;

/// Root records: what the machine refers to, the hash counter, the processes.
const ROOTS: usize = 3;
/// What the image remembers of its birth. The machine does not need it.
const BIRTH: Key = FIRST_KEY + 3;
/// Keys from here on are given to objects, maps and texts.
const FIRST_OBJECT: Key = FIRST_KEY + 16;
/// No record has this key or one beyond: what is kept of each key in memory stays within bounds.
const TOO_HIGH: Key = 1 << 36;

/// Why an image cannot be used, or a turn not be saved.
#[derive(Debug)]
pub enum ImageError {
    Store(StoreError),
    Unreadable(Unreadable),
    CannotSave(CannotSave),
}

impl std::fmt::Display for ImageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImageError::Store(error) => write!(f, "{error}"),
            ImageError::Unreadable(Unreadable(why)) | ImageError::CannotSave(CannotSave(why)) => write!(f, "{why}"),
        }
    }
}

impl std::error::Error for ImageError {}

impl From<StoreError> for ImageError {
    fn from(error: StoreError) -> ImageError {
        ImageError::Store(error)
    }
}

impl From<Unreadable> for ImageError {
    fn from(error: Unreadable) -> ImageError {
        ImageError::Unreadable(error)
    }
}

impl From<CannotSave> for ImageError {
    fn from(error: CannotSave) -> ImageError {
        ImageError::CannotSave(error)
    }
}

/// What reading and saving share.
struct Shared {
    store: Store,
    /// The moment that is looked at; nothing: the present.
    moment: Option<u64>,
    next_key: Key,
    /// Pieces of large maps: their keys and what was last stored there.
    pieces: FxHashMap<Key, Vec<(Key, Vec<u8>)>>,
    /// Large objects whose pieces are stored.
    stored_large: FxHashSet<Key>,
    roots: [Vec<u8>; ROOTS],
    clusters: Clusters,
    /// What was read when a record was wanted, until someone asks.
    read_along: Option<Rc<Cluster>>,
}

impl Shared {
    fn new(mut store: Store, moment: Option<u64>) -> Result<Shared, StoreError> {
        let highest = store.highest_key()?;
        if highest >= TOO_HIGH {
            let (path, place) = (store.path().to_path_buf(), Place::Record(highest));
            return Err(StoreError::Damaged { path, place, what: "no record has such a number".to_string() });
        }
        let next_key = (highest + 1).max(FIRST_OBJECT);
        Ok(Shared {
            store,
            moment,
            next_key,
            pieces: FxHashMap::default(),
            stored_large: FxHashSet::default(),
            roots: Default::default(),
            clusters: Clusters::default(),
            read_along: None,
        })
    }

    /// The bytes of a record.
    fn record(&mut self, key: Key) -> Result<Part, Unreadable> {
        let unreadable = |error: StoreError| Unreadable(error.to_string());
        let (record, fresh) = self.clusters.record(&mut self.store, self.moment, key).map_err(unreadable)?;
        self.read_along = fresh.or(self.read_along.take());
        record.ok_or_else(|| Unreadable(format!("record {key} is missing")))
    }

    /// The store's records may change.
    fn forget_clusters(&mut self) {
        self.clusters.clear();
        self.read_along = None;
    }
}

/// A turn as its author sees it.
#[derive(Clone, Debug)]
pub struct TurnFacts {
    pub kind: TurnKind,
    pub author: String,
    pub text: String,
    pub time_ms: u64,
    /// What the image is to remember of its birth from now on.
    pub birth: Option<Birth>,
    /// What is to be delivered outside when the turn is saved: keys and payloads.
    pub outbox: Vec<(Vec<u8>, Vec<u8>)>,
}

/// An open image and the machine's ties to it.
pub struct Image {
    shared: Rc<RefCell<Shared>>,
}

impl Image {
    /// A new image that holds what a machine has now. The file appears when it is whole.
    ///
    /// # Errors
    /// The file is there already, or cannot be written.
    pub fn create(path: &Path, vm: &mut Vm, facts: TurnFacts) -> Result<Image, ImageError> {
        let shared = Shared::new(Store::create(path)?, None)?;
        let mut image = Image { shared: Rc::new(RefCell::new(shared)) };
        image.commit(vm, facts)?;
        vm.backing = Some(Box::new(Loader { shared: image.shared.clone() }));
        Ok(image)
    }

    /// Ties a machine without objects to an image, so that it has the world that is in it, as of now or of an earlier turn.
    ///
    /// # Errors
    /// The file cannot be read, or its roots are damaged.
    pub fn open(path: &Path, access: Access, moment: Option<u64>, vm: &mut Vm) -> Result<Image, ImageError> {
        let disk = Disk::within(vm.heap.budget_bytes);
        let shared = Shared::new(Store::open_on(path, access, Arc::new(disk))?, moment)?;
        let image = Image { shared: Rc::new(RefCell::new(shared)) };
        image.read_roots(vm)?;
        Ok(image)
    }

    /// The same image with another machine without objects, after its records have changed under the first.
    ///
    /// # Errors
    /// As for `open`.
    pub fn reopen(&mut self, vm: &mut Vm) -> Result<(), ImageError> {
        {
            let mut shared = self.shared.borrow_mut();
            shared.pieces.clear();
            shared.stored_large.clear();
            shared.forget_clusters();
            shared.roots = Default::default();
        }
        self.read_roots(vm)
    }

    /// Where the file is.
    pub fn path(&self) -> PathBuf {
        self.with_store(|store| store.path().to_path_buf())
    }

    /// Uses the store itself.
    pub fn with_store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> T {
        let shared = &mut *self.shared.borrow_mut();
        shared.forget_clusters();
        act(&mut shared.store)
    }

    /// Saves what the open turn has changed; nothing if that is nothing. The turn's savepoint is still open, no process runs.
    ///
    /// # Errors
    /// Nothing was saved.
    pub fn commit(&mut self, vm: &mut Vm, facts: TurnFacts) -> Result<Option<u64>, ImageError> {
        vm.come_to_rest();
        let shared = &mut *self.shared.borrow_mut();
        let (next_key, roots) = (shared.next_key, shared.roots.clone());
        let mut saver = Saver::new(vm, shared);
        let gathered = saver.gather();
        let text = saver.without_secrets(&facts.text);
        let fresh = saver.fresh();
        let saved = gathered.map_err(ImageError::from).and_then(|mut changes| {
            changes.extend(facts.birth.map(|birth| Change { key: BIRTH, after: Some(birth.encode()) }));
            if changes.is_empty() && facts.outbox.is_empty() {
                return Ok(None);
            }
            shared.forget_clusters();
            let mut turn = Turn::new(facts.kind, facts.author, text, facts.time_ms);
            turn.changes = changes;
            turn.outbox_add = facts.outbox;
            Ok(Some(shared.store.commit(turn)?))
        });
        match saved {
            Ok(turn) => Ok(turn),
            Err(error) => {
                fresh.take_back(vm, shared);
                (shared.next_key, shared.roots) = (next_key, roots);
                // What they would be compared with was not stored.
                shared.pieces.clear();
                Err(error)
            }
        }
    }

    /// What the image remembers of its birth; nothing if it was made by a program that did not note it.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn birth(&self) -> Result<Option<Birth>, ImageError> {
        let Some(record) = self.with_store(|store| store.get(BIRTH))? else { return Ok(None) };
        let damaged =
            |_: Malformed| Unreadable(format!("what the image remembers of its birth (record {BIRTH}) is malformed"));
        Ok(Some(Birth::decode(&record.bytes).map_err(damaged)?))
    }

    fn read_roots(&self, vm: &mut Vm) -> Result<(), ImageError> {
        let roots: Vec<Part> = (0..ROOTS as u64)
            .map(|number| self.shared.borrow_mut().record(FIRST_KEY + number))
            .collect::<Result<_, _>>()?;
        for (number, bytes) in roots.iter().enumerate() {
            self.shared.borrow_mut().roots[number] = bytes.to_vec();
        }
        vm.backing = Some(Box::new(Loader { shared: self.shared.clone() }));
        let damaged = |Bad(why): Bad| Unreadable(format!("the world's root {why}"));
        let mut reading = Reading::new(vm, &self.shared);
        let world = read_world(&mut reading, &mut Bytes::new(&roots[0])).map_err(damaged)?;
        reading.finish()?;
        for (name, value) in &world.known {
            vm.know(name, *value);
        }
        let counter = (|| {
            let from = &mut Bytes::new(&roots[1]);
            if byte(from)? == tag::COUNTER { codec::small(from) } else { Err(Malformed) }
        })();
        vm.heap.set_hash_counter(counter.map_err(|malformed| damaged(malformed.into()))?);
        let foreign = self.with_store(|store| store.is_foreign())?;
        vm.resting = foreign.then(Vec::new);
        let mut reading = Reading::new(vm, &self.shared);
        let resting = read_processes(&mut reading, foreign, &mut Bytes::new(&roots[2])).map_err(damaged)?;
        reading.finish()?;
        if let Some(known) = &mut vm.resting {
            *known = resting;
        }
        vm.set_standard(&world.standard);
        Ok(())
    }
}

/// What the first root says.
struct Root {
    known: Vec<(String, Value)>,
    standard: Vec<(Symbol, Vec<Option<Value>>)>,
}

fn read_world(reading: &mut Reading<'_>, from: &mut Bytes<'_>) -> Result<Root, Bad> {
    if byte(from)? != tag::WORLD {
        return Err(Malformed.into());
    }
    let mut known = Vec::new();
    for _ in 0..count(from)? {
        let name = from.text()?.to_string();
        let value = reading.value(from)?;
        reading.need(value);
        known.push((name, value));
    }
    let mut kinds = Vec::new();
    for _ in 0..count(from)? {
        kinds.push((kind_of(byte(from)?)?, from.number()?));
    }
    // Other maps hold methods, which are made when the map is read and have the map of methods then.
    kinds.sort_by_key(|(kind, _)| *kind != Kind::Method);
    for (kind, map) in kinds {
        reading.kind_map(kind, map)?;
    }
    let mut standard = Vec::new();
    for _ in 0..count(from)? {
        let selector = symbol(from)?;
        let mut meanings = Vec::new();
        for _ in 0..count(from)? {
            let meaning = reading.value(from)?;
            meanings.push((meaning != Value::UNSET).then_some(meaning));
        }
        standard.push((selector, meanings));
    }
    Ok(Root { known, standard })
}

/// The processes that can still run: made whole, so that they do, unless they are to rest.
fn read_processes(reading: &mut Reading<'_>, rest: bool, from: &mut Bytes<'_>) -> Result<Vec<Value>, Bad> {
    if byte(from)? != tag::PROCESSES {
        return Err(Malformed.into());
    }
    let mut processes = Vec::new();
    for _ in 0..count(from)? {
        let process = reading.value(from)?;
        if !rest {
            reading.need(process);
        }
        processes.push(process);
    }
    Ok(processes)
}
