//! The file an image is in: opening it, the note that says who holds it, private copies, and replacing it whole.
//!
//! Redb's own lock on the file decides who owns an image. The note beside it only serves the message to whoever comes
//! second, so one left behind by a killed process is no obstacle.

use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::time::UNIX_EPOCH;

use redb::Builder;
use redb::Database;
use redb::DatabaseError;

use crate::image::store::error::Fault;
use crate::image::store::error::Holder;
use crate::image::store::error::StoreError;
use crate::image::store::error::io_error;

/// Where an image's bytes are. A disk, except in tests of what disks do wrong.
pub trait Medium: Send + Sync {
    /// Opens an existing database for writing.
    fn open(&self, builder: &Builder, path: &Path) -> Result<Database, DatabaseError>;

    /// Bytes of the file that may be kept in memory.
    fn cache(&self) -> usize {
        MOST_CACHE
    }
}

/// A file of the file system, of which so many bytes may be kept in memory.
#[derive(Clone, Copy, Debug)]
pub struct Disk {
    cache: usize,
}

impl Disk {
    /// A disk for a program that may use this much memory for everything.
    pub fn within(memory: usize) -> Disk {
        Disk { cache: (memory / CACHE_PART).min(MOST_CACHE) }
    }
}

impl Default for Disk {
    fn default() -> Disk {
        Disk { cache: MOST_CACHE }
    }
}

impl Medium for Disk {
    fn open(&self, builder: &Builder, path: &Path) -> Result<Database, DatabaseError> {
        loop {
            let before = identity(path);
            let database = builder.open(path)?;
            // Packing replaces the file. Whoever opened the old one just before must not go on writing to it.
            if identity(path) == before {
                return Ok(database);
            }
        }
    }

    fn cache(&self) -> usize {
        self.cache
    }
}

/// Redb keeps pages in memory up to this size, or this part of what there is for everything; the system caches the file
/// besides.
pub(super) const MOST_CACHE: usize = 256 << 20;
const CACHE_PART: usize = 8;

/// A builder with our settings.
pub(super) fn builder(cache: usize) -> Builder {
    let mut builder = Builder::new();
    builder.set_cache_size(cache);
    builder
}

/// Milliseconds since 1970, by the system's clock.
pub(super) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64)
}

/// What tells a file from a copy of it: device and inode, where there are such.
fn identity(path: &Path) -> (u64, u64) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map_or((0, 0), |about| (about.dev(), about.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        (0, 0)
    }
}

/// The mark of an image that is where it was: made of the machine, the file and the image's number, hashed, so that
/// the file tells nobody which machine it was on.
pub(super) fn home(path: &Path, instance: u128) -> [u8; 32] {
    let machine = ["/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostname"]
        .iter()
        .find_map(|name| fs::read(name).ok())
        .unwrap_or_default();
    let (device, inode) = identity(path);
    let mut hash = blake3::Hasher::new_derive_key("batos image home 1");
    hash.update(&instance.to_le_bytes());
    hash.update(&device.to_le_bytes());
    hash.update(&inode.to_le_bytes());
    hash.update(&machine);
    *hash.finalize().as_bytes()
}

/// A number nobody else draws.
pub(super) fn draw_instance() -> u128 {
    // The standard library seeds its hashers from the system's generator; the clock and the process add what two
    // machines that started from one frozen state would not share.
    use std::hash::BuildHasher;
    static DRAWN: AtomicU64 = AtomicU64::new(0);
    let mut hash = blake3::Hasher::new_derive_key("batos image instance 1");
    for _ in 0..4 {
        hash.update(&std::hash::RandomState::new().hash_one(DRAWN.fetch_add(1, Ordering::Relaxed)).to_le_bytes());
    }
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    hash.update(&clock.to_le_bytes());
    hash.update(&process::id().to_le_bytes());
    let mut number = [0; 16];
    number.copy_from_slice(&hash.finalize().as_bytes()[..16]);
    u128::from_le_bytes(number)
}

/// `NAME` with something after it.
fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(suffix);
    path.with_file_name(name)
}

/// The note beside an image that is open for writing.
pub(super) struct Note {
    path: PathBuf,
}

impl Note {
    /// Writes the note. That it cannot be written is no reason to refuse the image.
    pub(super) fn leave(image: &Path) -> Note {
        let path = beside(image, ".lock");
        let _ = fs::write(&path, format!("{} {}\n", process::id(), now_ms()));
        Note { path }
    }

    /// Whom a note names.
    pub(super) fn read(image: &Path) -> Option<Holder> {
        let text = fs::read_to_string(beside(image, ".lock")).ok()?;
        let (pid, since) = text.trim_end().split_once(' ')?;
        Some(Holder { pid: pid.parse().ok()?, since_ms: since.parse().ok()? })
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

/// What drafts are for: a new image, the same image written anew, a private copy.
pub(super) const NEW: &str = "new";
pub(super) const PACK: &str = "pack";
const LOOK: &str = "look";

/// Removes what a packing that was killed has left. Only the owner of an image packs it, so only it may call this.
pub(super) fn remove_remains(image: &Path) {
    let Some(name) = image.file_name().and_then(|name| name.to_str()) else { return };
    let folder = image.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let prefix = format!("{name}.{PACK}-");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(&prefix)) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// A new file beside a path that will replace it or be removed.
pub(super) struct Draft {
    pub(super) path: PathBuf,
    kept: bool,
}

impl Draft {
    /// An empty file that only its owner may read. The name says what it is for.
    pub(super) fn new(target: &Path, what: &str) -> Result<Draft, StoreError> {
        static DRAWN: AtomicU64 = AtomicU64::new(0);
        let suffix = format!(".{what}-{}-{}", process::id(), DRAWN.fetch_add(1, Ordering::Relaxed));
        let path = beside(target, &suffix);
        let made = private().create_new(true).open(&path);
        made.map_err(|source| io_error(path.clone(), "create", source))?;
        Ok(Draft { path, kept: false })
    }

    /// Puts the draft at its target, which must not exist.
    pub(super) fn publish(mut self, target: &Path) -> Result<(), StoreError> {
        let failed = |source| io_error(target.to_path_buf(), "create", source);
        sync_file(&self.path).map_err(failed)?;
        // A link is refused where there is a file already, a rename would replace it.
        match fs::hard_link(&self.path, target) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(failed(error)),
            Err(_) if target.exists() => {
                return Err(StoreError::Exists { path: target.to_path_buf() });
            }
            Err(_) => {
                fs::rename(&self.path, target).map_err(failed)?;
                self.kept = true;
            }
        }
        sync_folder(target).map_err(failed)
    }

    /// Puts the draft in the place of its target.
    pub(super) fn replace(mut self, target: &Path) -> Result<(), StoreError> {
        let failed = |source| io_error(target.to_path_buf(), "replace", source);
        sync_file(&self.path).map_err(failed)?;
        fs::rename(&self.path, target).map_err(failed)?;
        self.kept = true;
        sync_folder(target).map_err(failed)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Options for a file that its owner alone may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options
}

fn sync_file(path: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Makes the name of a file last, not only its bytes.
pub(super) fn sync_folder(file: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = file;
    Ok(())
}

/// How often a copy of a file that is being written is tried. One attempt fails only if a commit falls into it.
const ATTEMPTS: usize = 8;

/// Opens a copy of the image that nobody else sees and that vanishes when it is closed: for looking at an image that
/// another process writes, or that would have to be recovered and cannot be.
///
/// The copy is taken without asking the owner, so it may be torn; every page's checksum is compared, and a torn one is
/// taken anew. So the moment it shows is one that was committed.
pub(super) fn open_private_copy(path: &Path) -> Result<Database, Fault> {
    let mut result = Err(Fault::Said(StoreError::NeedsRecovery { path: path.to_path_buf() }));
    for _ in 0..ATTEMPTS {
        let copy = copy_aside(path)?;
        let mut builder = builder(MOST_CACHE);
        builder.set_check_integrity_on_open(true);
        result = crate::image::store::guard::guarded(|| Ok(builder.open(&copy.path)?));
        // The name goes when `copy` is dropped, the bytes when the database is closed.
        if result.is_ok() {
            break;
        }
    }
    result
}

/// Copies an image next to it, or where temporary files are if there is no room or no right to.
fn copy_aside(path: &Path) -> Result<Draft, StoreError> {
    let copy_to = |draft: Draft| {
        let mut from = File::open(path)?;
        let mut to = OpenOptions::new().write(true).open(&draft.path)?;
        io::copy(&mut from, &mut to)?;
        to.flush()?;
        Ok::<Draft, io::Error>(draft)
    };
    let near =
        Draft::new(path, LOOK).and_then(|draft| copy_to(draft).map_err(|e| io_error(path.to_path_buf(), "copy", e)));
    near.or_else(|_| {
        let draft = Draft::new(&std::env::temp_dir().join("batos-image"), LOOK)?;
        copy_to(draft).map_err(|source| io_error(path.to_path_buf(), "copy", source))
    })
}
