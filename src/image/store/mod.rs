//! The record store: keys and bytes in one file, with everything they ever were.
//!
//! It knows nothing of objects. A turn changes records; it is one transaction and one write to disk, appended to a log of
//! turns that is the history as well. Now and then the log is folded into segments of neighbouring records, so that
//! opening an image and finding a record costs the same whatever it holds.

mod answers;
pub(in crate::image) mod bytes;
mod commit;
mod error;
mod file;
mod fold;
mod forget;
mod guard;
mod history;
mod pack;
mod rebuild;
mod salvage;
mod schema;
mod segment;
mod snapshot;
mod state;
mod turn;
mod verify;

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use redb::Database;

pub use crate::image::store::commit::Change;
pub use crate::image::store::commit::Named;
pub use crate::image::store::commit::Turn;
pub use crate::image::store::error::Holder;
pub use crate::image::store::error::Place;
pub use crate::image::store::error::StoreError;
pub use crate::image::store::file::Disk;
pub use crate::image::store::file::Medium;
pub use crate::image::store::forget::Forget;
pub use crate::image::store::history::Conflict;
pub use crate::image::store::history::Difference;
pub use crate::image::store::history::Moment;
pub use crate::image::store::history::Undo;
pub use crate::image::store::history::Version;
pub use crate::image::store::pack::Packed;
pub use crate::image::store::pack::Policy;
pub use crate::image::store::salvage::Salvaged;
pub use crate::image::store::salvage::salvage;
pub use crate::image::store::schema::FORMAT;
pub use crate::image::store::schema::Snapshot;
pub use crate::image::store::state::FIRST_KEY;
pub use crate::image::store::turn::OutboxRow;
pub use crate::image::store::turn::TurnHead;
pub use crate::image::store::turn::TurnKind;
pub use crate::image::store::verify::Damage;
pub use crate::image::store::verify::Report;

use crate::image::store::error::At;
use crate::image::store::error::Fault;
use crate::image::store::error::io_error;
use crate::image::store::file::Draft;
use crate::image::store::file::Note;
use crate::image::store::guard::guarded;
use crate::image::store::schema::Facts;
use crate::image::store::segment::Found;
use crate::image::store::state::Handle;
use crate::image::store::state::Reader;
use crate::image::store::state::State;
use crate::image::store::state::decode_named;
use crate::image::store::state::segment_of;

/// What an image is opened for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Working in it. One process at a time.
    Write,
    /// Looking at it as it was when it was opened, even while another process works in it.
    Read,
}

/// One record, as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// The turn that wrote it.
    pub turn: u64,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The records of a stretch of keys, as they are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    /// Where the stretch begins.
    pub first: u64,
    /// The first key after it.
    pub end: u64,
    /// The records' bytes, one after the other.
    pub bytes: Rc<[u8]>,
    /// Their keys, ascending, and where their bytes end.
    ends: Vec<(u64, usize)>,
}

impl Cluster {
    /// Of these records, in the order of their keys.
    fn new<'a>(first: u64, end: u64, records: impl Iterator<Item = (u64, &'a [u8])>) -> Cluster {
        let (mut bytes, mut ends) = (Vec::new(), Vec::new());
        for (key, record) in records {
            bytes.extend_from_slice(record);
            ends.push((key, bytes.len()));
        }
        Cluster { first, end, bytes: bytes.into(), ends }
    }

    /// Does the key lie in the stretch?
    pub fn covers(&self, key: u64) -> bool {
        (self.first..self.end).contains(&key)
    }

    /// Where the bytes of a record are; none if there is no such record.
    pub fn find(&self, key: u64) -> Option<std::ops::Range<usize>> {
        let at = self.ends.binary_search_by_key(&key, |(key, _)| *key).ok()?;
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before].1);
        Some(start..self.ends[at].1)
    }

    /// The keys of its records, ascending.
    pub fn keys(&self) -> impl Iterator<Item = u64> + '_ {
        self.ends.iter().map(|(key, _)| *key)
    }
}

/// An open image.
pub struct Store {
    path: PathBuf,
    access: Access,
    medium: Arc<dyn Medium>,
    /// Absent after an error that could not be put right at once; the next act tries again.
    open: Option<Open>,
    /// A turn that was reported as not saved, although the file may hold it.
    doubtful: Option<u64>,
    /// The rest of what is held: the note goes when the store does.
    _note: Option<Note>,
}

/// What goes away together when the handle can no longer be trusted.
struct Open {
    state: State,
    // Before the handle: a reader must not outlive it.
    reader: Option<Reader>,
    handle: Handle,
}

impl Open {
    fn reader(&mut self) -> Result<(&Reader, &State), Fault> {
        let reader = match self.reader.take() {
            Some(reader) => reader,
            None => Reader::new(&self.handle)?,
        };
        Ok((self.reader.insert(reader), &self.state))
    }
}

impl Store {
    /// Makes an empty image. It appears at its path only when it is whole, and nothing that is there is overwritten.
    pub fn create(path: impl AsRef<Path>) -> Result<Store, StoreError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_path_buf() });
        }
        let draft = Draft::new(path, file::NEW)?;
        let instance = file::draw_instance();
        let facts = Facts {
            instance,
            home: file::home(&draft.path, instance),
            created_ms: file::now_ms(),
            folded: 0,
            link: 0,
            base: 0,
            segments: 1,
            segments_sum: 0,
            rows: 0,
            next_outbox: 1,
        };
        let made = guarded(|| {
            let database = file::builder(file::MOST_CACHE).create(&draft.path)?;
            write_new(&database, &facts)
        });
        made.map_err(|fault| fault.at(path, "create"))?;
        draft.publish(path)?;
        Store::open(path, Access::Write)
    }

    /// Opens an image.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Store, StoreError> {
        Store::open_on(path, access, Arc::new(Disk::default()))
    }

    /// Opens an image for writing on a medium other than a disk, or one that behaves badly.
    pub fn open_on(path: impl AsRef<Path>, access: Access, medium: Arc<dyn Medium>) -> Result<Store, StoreError> {
        let path = path.as_ref().to_path_buf();
        let about = std::fs::metadata(&path).map_err(|source| io_error(path.clone(), "open", source))?;
        if !about.is_file() {
            return Err(StoreError::NotAnImage { path, why: "it is a folder or a device".to_string() });
        }
        if about.len() == 0 {
            return Err(StoreError::NotAnImage { path, why: "it is empty".to_string() });
        }
        if access == Access::Write && about.permissions().readonly() {
            return Err(StoreError::ReadOnly { path });
        }
        let mut store = Store { path, access, medium, open: None, doubtful: None, _note: None };
        store.ensure_open()?;
        if access == Access::Write {
            store._note = Some(Note::leave(&store.path));
            file::remove_remains(&store.path);
        }
        Ok(store)
    }

    /// Folds what has been logged if there is much of it, and lets go of the file.
    pub fn close(mut self) -> Result<(), StoreError> {
        let folded = match self.open.as_ref().is_some_and(|open| open.state.overlay_bytes > fold::LEFT_AT_CLOSE) {
            true => self.fold(),
            false => Ok(()),
        };
        self.drop_handle();
        folded
    }

    /// Where the image is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The number of the newest turn; 0 if there was none.
    pub fn last_turn(&mut self) -> Result<u64, StoreError> {
        Ok(self.ensure_open()?.state.last)
    }

    /// The earliest moment that is kept.
    pub fn first_moment(&mut self) -> Result<u64, StoreError> {
        Ok(self.ensure_open()?.state.facts.base)
    }

    /// The image's own number.
    pub fn instance(&mut self) -> Result<u128, StoreError> {
        Ok(self.ensure_open()?.state.facts.instance)
    }

    /// When the image was made, in milliseconds since 1970.
    pub fn created_ms(&mut self) -> Result<u64, StoreError> {
        Ok(self.ensure_open()?.state.facts.created_ms)
    }

    /// Whether the file was last open elsewhere: on another machine, or as another file. Its processes and its outbox
    /// must rest until its owner adopts it.
    pub fn is_foreign(&mut self) -> Result<bool, StoreError> {
        Ok(self.ensure_open()?.state.is_foreign)
    }

    /// The greatest key that was ever written, or a key below [`FIRST_KEY`] if there was none.
    pub fn highest_key(&mut self) -> Result<u64, StoreError> {
        Ok(self.ensure_open()?.state.highest)
    }

    /// A record as it is now.
    pub fn get(&mut self, key: u64) -> Result<Option<Record>, StoreError> {
        self.read(|reader, state| {
            let (turn, bytes) = newest(reader, state, key)?;
            Ok(bytes.map(|bytes| Record { turn, bytes }))
        })
    }

    /// The records of the stretch of keys in which this one lies, which are read together anyway.
    pub fn cluster(&mut self, key: u64) -> Result<Cluster, StoreError> {
        let (first, end, payload) = self.read(|reader, _| {
            let row = segment_of(&reader.segments, key)?;
            Ok((row.first, row.end()?, row.payload().to_vec()))
        })?;
        let (mut all, mut ends) = (Vec::with_capacity(payload.len()), Vec::new());
        self.merge(first, end, &payload, |key, bytes| {
            if key >= FIRST_KEY {
                all.extend_from_slice(bytes);
                ends.push((key, all.len()));
            }
        })?;
        Ok(Cluster { first, end, bytes: all.into(), ends })
    }

    /// All records from a key on, in the order of their keys, a cluster at a time, until `visit` says stop.
    pub fn walk(&mut self, from: u64, mut visit: impl FnMut(u64, &[u8]) -> bool) -> Result<(), StoreError> {
        let mut at = from.max(FIRST_KEY);
        loop {
            let (first, end, payload) = self.read(|reader, _| {
                let row = segment_of(&reader.segments, at)?;
                Ok((row.first, row.end()?, row.payload().to_vec()))
            })?;
            let mut go_on = true;
            let start = at;
            self.merge(first, end, &payload, |key, bytes| {
                if go_on && key >= start {
                    go_on = visit(key, bytes);
                }
            })?;
            if end == segment::END || !go_on {
                return Ok(());
            }
            at = end;
        }
    }

    /// The records of a segment, as they are now.
    fn merge(
        &mut self,
        first: u64,
        end: u64,
        payload: &[u8],
        mut visit: impl FnMut(u64, &[u8]),
    ) -> Result<(), StoreError> {
        let entries = segment::decode(payload, first)
            .at_place(Place::Segment(first))
            .map_err(|fault| fault.at(&self.path, "read"))?;
        let mut pending = self.ensure_open()?.state.overlay.range(first..end).peekable();
        for entry in entries {
            while let Some((&key, newer)) = pending.next_if(|(key, _)| **key < entry.key) {
                if let Some(bytes) = &newer.bytes {
                    visit(key, bytes);
                }
            }
            let newer = pending.next_if(|(key, _)| **key == entry.key);
            if let Some(bytes) = newer.map_or(entry.bytes, |(_, newer)| newer.bytes.as_deref()) {
                visit(entry.key, bytes);
            }
        }
        for (&key, newer) in pending {
            if let Some(bytes) = &newer.bytes {
                visit(key, bytes);
            }
        }
        Ok(())
    }

    /// A named value as it is now.
    pub fn named(&mut self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        self.read(|reader, state| {
            let Some(&key) = state.names.get(name) else { return Ok(None) };
            named_value(key, newest(reader, state, key)?.1)
        })
    }

    /// The rows that wait for delivery, oldest first.
    pub fn outbox(&mut self) -> Result<Vec<OutboxRow>, StoreError> {
        Ok(self.ensure_open()?.state.outbox.values().cloned().collect())
    }

    /// Reads, once more with a fresh handle if the system failed.
    fn read<T>(&mut self, act: impl Fn(&Reader, &State) -> Result<T, Fault>) -> Result<T, StoreError> {
        let mut tries = 0;
        loop {
            let open = self.ensure_open()?;
            let result = guarded(|| {
                let (reader, state) = open.reader()?;
                act(reader, state)
            });
            tries += 1;
            match result {
                Ok(value) => return Ok(value),
                Err(fault) => {
                    if fault.poisons() {
                        self.drop_handle();
                    }
                    if !fault.is_passing() || tries > 1 {
                        return Err(self.said(fault, "read"));
                    }
                }
            }
        }
    }

    /// A fault, told with what only the store knows.
    fn said(&self, fault: Fault, act: &'static str) -> StoreError {
        match fault.at(&self.path, act) {
            StoreError::Locked { path, by: None } => StoreError::Locked { by: Note::read(&path), path },
            error => error,
        }
    }

    fn drop_handle(&mut self) {
        let open = self.open.take();
        // Closing writes, and what it may panic of is of no interest any more.
        let _ = guarded(|| {
            drop(open);
            Ok(())
        });
    }

    /// Opens a file and reads what is always in memory.
    fn load(&self, path: &Path) -> Result<Open, Fault> {
        let handle = match self.access {
            Access::Write => Handle::Write(self.medium.open(&file::builder(self.medium.cache()), path)?),
            Access::Read => open_to_look(path, self.medium.cache())?,
        };
        let (state, reader) = State::load(path, &handle)?;
        Ok(Open { state, reader: Some(reader), handle })
    }

    fn ensure_open(&mut self) -> Result<&mut Open, StoreError> {
        if self.open.is_none() {
            let opened = guarded(|| self.load(&self.path));
            let access = self.access;
            let opened = opened.map_err(|fault| match (access, self.said(fault, "open")) {
                (Access::Write, StoreError::Io { path, source, .. })
                    if source.kind() == std::io::ErrorKind::PermissionDenied =>
                {
                    StoreError::ReadOnly { path }
                }
                (_, error) => error,
            });
            self.open = Some(opened?);
            self.settle_doubt()?;
        }
        self.open.as_mut().ok_or_else(|| StoreError::Missing { path: self.path.clone() })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        self.drop_handle();
    }
}

/// Opens a file for looking: as it is if nobody writes it, else a copy.
fn open_to_look(path: &Path, cache: usize) -> Result<Handle, Fault> {
    match file::builder(cache).open_read_only(path) {
        Ok(database) => Ok(Handle::Read(database)),
        Err(redb::DatabaseError::DatabaseAlreadyOpen | redb::DatabaseError::RepairAborted) => {
            Ok(Handle::Write(file::open_private_copy(path)?))
        }
        Err(error) => Err(error.into()),
    }
}

/// Writes what every image has into a new database.
fn write_new(database: &Database, facts: &Facts) -> Result<(), Fault> {
    let transaction = database.begin_write()?;
    {
        let mut meta = transaction.open_table(schema::META)?;
        meta.insert(schema::FORMAT_ROW, schema::encode_format(FORMAT).as_slice())?;
        transaction.open_table(schema::TURNS)?;
        transaction.open_table(schema::SNAPSHOTS)?;
        transaction.open_table(schema::OUTBOX)?;
        let mut segments = transaction.open_table(schema::SEGMENTS)?;
        let mut facts = facts.clone();
        segment::pack(0, segment::END, 0, &[], bytes::begin, |first, value| {
            facts.segments_sum ^= fold::put_segment(&mut segments, first, value)?;
            Ok::<(), Fault>(())
        })?;
        meta.insert(schema::FACTS_ROW, facts.encode().as_slice())?;
    }
    transaction.commit()?;
    Ok(())
}

/// The newest state of a record: the turn that changed it last, 0 if none did, and its bytes.
fn newest(reader: &Reader, state: &State, key: u64) -> Result<(u64, Option<Vec<u8>>), Fault> {
    if let Some(pending) = state.overlay.get(&key) {
        return Ok((pending.turn, pending.bytes.clone()));
    }
    let row = segment_of(&reader.segments, key)?;
    let payload = row.payload();
    match segment::find(payload, row.first, key).at_place(Place::Segment(row.first))? {
        Found::Never => Ok((0, None)),
        Found::Here { turn, bytes } => Ok((turn, bytes.map(|range| payload[range].to_vec()))),
        Found::Outside => Err(Fault::damaged(Place::Record(key), "its segment is missing")),
    }
}

/// The value in the record of a name.
fn named_value(key: u64, record: Option<Vec<u8>>) -> Result<Option<Vec<u8>>, Fault> {
    let Some(record) = record else { return Ok(None) };
    Ok(decode_named(&record).at_place(Place::Record(key))?.1.map(<[u8]>::to_vec))
}
