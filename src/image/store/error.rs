//! What can go wrong with an image, in the words of whoever has to act on it: the file, what was found, what was kept,
//! and what to do.

use std::fmt;
use std::io;
use std::path::Path;
use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;

use crate::image::store::bytes::Malformed;

/// A place inside an image.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// One record.
    Record(u64),
    /// The segment that begins with this key.
    Segment(u64),
    /// A turn.
    Turn(u64),
    /// A value about the file itself.
    Fact(String),
    /// A row of the outbox.
    Outbox(u64),
    /// Somewhere in the file: the database itself is not as it should be.
    File,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Record(key) => write!(f, "record {key}"),
            Place::Segment(first) => write!(f, "the segment at {first}"),
            Place::Turn(turn) => write!(f, "turn {turn}"),
            Place::Fact(name) => write!(f, "the value '{name}'"),
            Place::Outbox(id) => write!(f, "row {id} of the outbox"),
            Place::File => write!(f, "the database"),
        }
    }
}

/// Who holds an image, as far as its note says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The process.
    pub pid: u32,
    /// Since when, in milliseconds since 1970.
    pub since_ms: u64,
}

fn holder(by: &Option<Holder>) -> String {
    match by {
        Some(by) => format!("process {} since {}", by.pid, clock(by.since_ms)),
        None => "another process".to_string(),
    }
}

/// A time of day in UTC, since the store knows of no time zones.
fn clock(ms: u64) -> String {
    let seconds = ms / 1000;
    // Days to a date by the proleptic Gregorian calendar, counted from 1 March of year 0.
    let days = seconds / 86_400 + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + u64::from(month <= 2);
    let (hour, minute) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{year}-{month:02}-{day:02} {hour:02}:{minute:02} UTC")
}

/// Why an act on an image failed.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process has it.
    #[error("the image {} is in use by {}", path.display(), holder(by))]
    #[diagnostic(code(image::locked), help("end that process, or look at the image with --read-only"))]
    Locked {
        /// The image.
        path: PathBuf,
        /// Who has it, if its note says.
        by: Option<Holder>,
    },
    /// A later program wrote it.
    #[error("the image {} has format {found}; this program knows formats up to {known}", path.display())]
    #[diagnostic(code(image::newer), help("open it with a newer program; the file was not changed"))]
    Newer {
        /// The image.
        path: PathBuf,
        /// The format it has.
        found: u64,
        /// The newest format known here.
        known: u64,
    },
    /// Something else is in the file.
    #[error("{} is not an image: {why}", path.display())]
    #[diagnostic(code(image::foreign_file), help("give another path; the file was not changed"))]
    NotAnImage {
        /// The file.
        path: PathBuf,
        /// What was found.
        why: String,
    },
    /// There is nothing at the path.
    #[error("there is no image at {}", path.display())]
    #[diagnostic(code(image::missing), help("`batos image new` makes one"))]
    Missing {
        /// The path.
        path: PathBuf,
    },
    /// There is something at the path already.
    #[error("{} exists already", path.display())]
    #[diagnostic(code(image::exists), help("nothing was written; give another path, or move that file away"))]
    Exists {
        /// The path.
        path: PathBuf,
    },
    /// The file does not hold what was written to it.
    #[error("the image {} is damaged at {place}: {what}", path.display())]
    #[diagnostic(
        code(image::damaged),
        help(
            "the rest can be read, the file was not changed; `batos image verify` lists all damage, and `batos image verify --salvage NEW` writes what is whole to a new file"
        )
    )]
    Damaged {
        /// The image.
        path: PathBuf,
        /// Where.
        place: Place,
        /// What was found there.
        what: String,
    },
    /// No room.
    #[error("there is no room left for the image {}", path.display())]
    #[diagnostic(code(image::full), help("all earlier turns are kept; free some space, then go on"))]
    Full {
        /// The image.
        path: PathBuf,
    },
    /// It was opened for reading, or may not be written.
    #[error("the image {} can be read but not changed", path.display())]
    #[diagnostic(code(image::read_only), help("copy it with `batos image copy`, or make the file writable"))]
    ReadOnly {
        /// The image.
        path: PathBuf,
    },
    /// It was not closed, and this access cannot put that right.
    #[error("the image {} was not closed properly and must be opened for writing once", path.display())]
    #[diagnostic(code(image::needs_recovery), help("nothing acknowledged is lost; open it where it may be written"))]
    NeedsRecovery {
        /// The image.
        path: PathBuf,
    },
    /// The system refused.
    #[error("cannot {act} {}: {source}", path.display())]
    #[diagnostic(code(image::io), help("all acknowledged turns are kept"))]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done.
        act: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// A turn could not be written; the image is as before it.
    #[error("turn {turn} was not saved")]
    #[diagnostic(code(image::not_saved), help("the image is as it was before the turn; the session can go on"))]
    NotSaved {
        /// The number it would have had.
        turn: u64,
        /// Why not.
        #[source]
        reason: Box<StoreError>,
    },
    /// No such moment, or history has been packed since.
    #[error("the image {} cannot show turn {turn}: it keeps turns {oldest} to {newest}, not all of them", path.display())]
    #[diagnostic(code(image::no_such_turn), help("`batos image log` lists the turns that are kept"))]
    NoSuchTurn {
        /// The image.
        path: PathBuf,
        /// The turn asked for.
        turn: u64,
        /// The earliest moment kept.
        oldest: u64,
        /// The newest.
        newest: u64,
    },
    /// No such snapshot.
    #[error("the image {} has no snapshot named '{name}'", path.display())]
    #[diagnostic(code(image::no_such_snapshot), help("`batos image snapshots` lists them"))]
    NoSuchSnapshot {
        /// The image.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// A name is taken.
    #[error("the image {} has a snapshot named '{name}' already", path.display())]
    #[diagnostic(code(image::snapshot_exists), help("give another name, or drop that snapshot first"))]
    SnapshotExists {
        /// The image.
        path: PathBuf,
        /// The name.
        name: String,
    },
    /// The layer above asked for what cannot be stored.
    #[error("the image {} cannot hold this: {why}", path.display())]
    #[diagnostic(code(image::refused))]
    Refused {
        /// The image.
        path: PathBuf,
        /// Why.
        why: String,
    },
}

/// What goes wrong below, where the path is not at hand.
#[derive(Debug)]
pub(super) enum Fault {
    Redb(redb::Error),
    Damaged(Place, String),
    /// Redb gave up, which it does on pages that are not what they should be.
    Panicked(String),
    Said(StoreError),
}

impl Fault {
    pub(super) fn damaged(place: Place, what: impl Into<String>) -> Fault {
        Fault::Damaged(place, what.into())
    }

    /// Whether the handle can no longer be trusted and must be opened anew.
    pub(super) fn poisons(&self) -> bool {
        match self {
            Fault::Redb(_) | Fault::Panicked(_) => true,
            Fault::Damaged(..) | Fault::Said(_) => false,
        }
    }

    /// Whether trying again with a fresh handle may help.
    pub(super) fn is_passing(&self) -> bool {
        matches!(self, Fault::Redb(redb::Error::Io(_) | redb::Error::PreviousIo))
    }

    /// The same, said of a file.
    pub(super) fn at(self, path: &Path, act: &'static str) -> StoreError {
        let path = path.to_path_buf();
        let damaged = |path, what| StoreError::Damaged { path, place: Place::File, what };
        match self {
            Fault::Said(error) => error,
            Fault::Damaged(place, what) => StoreError::Damaged { path, place, what },
            Fault::Panicked(what) => damaged(path, what),
            Fault::Redb(redb::Error::Io(source)) => io_error(path, act, source),
            Fault::Redb(redb::Error::DatabaseAlreadyOpen) => StoreError::Locked { path, by: None },
            Fault::Redb(redb::Error::RepairAborted) => StoreError::NeedsRecovery { path },
            Fault::Redb(redb::Error::UpgradeRequired(found)) => StoreError::NotAnImage {
                path,
                why: format!("it is a redb file of the old format {found}, in which no image was ever written"),
            },
            Fault::Redb(redb::Error::PreviousIo) => {
                io_error(path, act, io::Error::other("an earlier error closed the file"))
            }
            Fault::Redb(error) => damaged(path, error.to_string()),
        }
    }
}

/// An error of the system, said of a file.
pub(super) fn io_error(path: PathBuf, act: &'static str, source: io::Error) -> StoreError {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::Full { path },
        io::ErrorKind::NotFound if act == "open" => StoreError::Missing { path },
        io::ErrorKind::AlreadyExists => StoreError::Exists { path },
        io::ErrorKind::ReadOnlyFilesystem => StoreError::ReadOnly { path },
        io::ErrorKind::InvalidData => StoreError::NotAnImage { path, why: source.to_string() },
        _ => StoreError::Io { path, act, source },
    }
}

macro_rules! from_redb {
    ($($error:ident),*) => {
        $(impl From<redb::$error> for Fault {
            fn from(error: redb::$error) -> Fault {
                Fault::Redb(error.into())
            }
        })*
    };
}

from_redb!(DatabaseError, TransactionError, TableError, StorageError, CommitError);

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        Fault::Redb(redb::Error::Io(error))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        Fault::Said(error)
    }
}

/// Gives a malformed value its place.
pub(super) trait At<T> {
    fn at_place(self, place: Place) -> Result<T, Fault>;
}

impl<T> At<T> for Result<T, Malformed> {
    fn at_place(self, place: Place) -> Result<T, Fault> {
        self.map_err(|Malformed| Fault::damaged(place, "its bytes do not match their checksum or their form"))
    }
}
