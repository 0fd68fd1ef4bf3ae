//! Blobs: large files beside the image, named by what they hold.
//!
//! Weights, tokenizers and documents are too large for records, and never change. Each is a file in `NAME.blobs/` whose
//! name is the BLAKE3 hash of its bytes, so equal blobs are one file, and a changed one is noticed. A blob is on disk,
//! with its name, before `add` answers, hence before any commit that refers to it.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::ops::Deref;
use std::path::Path;
use std::path::PathBuf;
use std::process;
use std::str::FromStr;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use memmap2::Mmap;
use miette::Diagnostic;
use thiserror::Error;

/// The name of a blob: the BLAKE3 hash of its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobName([u8; 32]);

impl BlobName {
    /// The hash.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The name of a hash.
    pub fn of_bytes(bytes: [u8; 32]) -> BlobName {
        BlobName(bytes)
    }
}

impl fmt::Display for BlobName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl FromStr for BlobName {
    type Err = NotABlobName;

    fn from_str(text: &str) -> Result<BlobName, NotABlobName> {
        // Lower case only: a blob has one name.
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte - b'0'),
            b'a'..=b'f' => Ok(byte - b'a' + 10),
            _ => Err(NotABlobName),
        };
        let text = text.as_bytes();
        if text.len() != 64 {
            return Err(NotABlobName);
        }
        let mut name = [0; 32];
        for (byte, pair) in name.iter_mut().zip(text.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(BlobName(name))
    }
}

/// A text that is no blob's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a blob's name is 64 digits, 0-9 and a-f")]
pub struct NotABlobName;

/// Why an act on a blob failed.
#[derive(Debug, Error, Diagnostic)]
#[non_exhaustive]
pub enum BlobError {
    /// It is not there.
    #[error("the blob {name} is missing from {}", folder.display())]
    #[diagnostic(code(blob::missing), help("put the file back, or add it again; the image itself is whole"))]
    Missing {
        /// The folder of the image's blobs.
        folder: PathBuf,
        /// The blob.
        name: BlobName,
    },
    /// Its bytes are not those it was named by.
    #[error("the blob {} has been changed: its bytes have the hash {found}", path.display())]
    #[diagnostic(code(blob::changed), help("remove that file and add the blob again; the image itself is whole"))]
    Changed {
        /// The file.
        path: PathBuf,
        /// What its bytes would be named.
        found: BlobName,
    },
    /// No room.
    #[error("there is no room left for a blob in {}", folder.display())]
    #[diagnostic(code(blob::full), help("nothing was added; free some space, then try again"))]
    Full {
        /// The folder.
        folder: PathBuf,
    },
    /// The system refused.
    #[error("cannot {act} {}: {source}", path.display())]
    #[diagnostic(code(blob::io))]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What was being done.
        act: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// A blob, mapped into memory. Its pages are read when they are touched.
pub struct Blob {
    /// None where there is nothing to map.
    map: Option<Mmap>,
}

impl Deref for Blob {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        self.map.as_deref().unwrap_or_default()
    }
}

/// The blobs of one image.
#[derive(Clone, Debug)]
pub struct Blobs {
    folder: PathBuf,
}

/// What a draft's name begins with; no blob's does.
const DRAFT: &str = "draft-";

/// Bytes copied at a time.
const PIECE: usize = 1 << 20;

impl Blobs {
    /// The blobs of the image at a path. The folder is made when the first one is added.
    pub fn of(image: &Path) -> Blobs {
        let mut name = image.file_name().unwrap_or_default().to_os_string();
        name.push(".blobs");
        Blobs { folder: image.with_file_name(name) }
    }

    /// Where the blob of a name is, or would be.
    pub fn path(&self, name: BlobName) -> PathBuf {
        self.folder.join(name.to_string())
    }

    /// Takes in all that `from` gives. When this answers, the blob is on disk under its name.
    pub fn add(&self, from: &mut dyn Read) -> Result<BlobName, BlobError> {
        let failed = |path: &Path, act| {
            let (folder, path) = (self.folder.clone(), path.to_path_buf());
            move |source: io::Error| match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => BlobError::Full { folder },
                _ => BlobError::Io { path, act, source },
            }
        };
        self.make_folder().map_err(failed(&self.folder, "create"))?;
        static DRAWN: AtomicU64 = AtomicU64::new(0);
        let drawn = DRAWN.fetch_add(1, Ordering::Relaxed);
        let draft = Draft(self.folder.join(format!("{DRAFT}{}-{drawn}", process::id())));
        let mut file = private().create_new(true).open(&draft.0).map_err(failed(&draft.0, "create"))?;
        let mut hash = blake3::Hasher::new();
        let mut piece = vec![0; PIECE];
        loop {
            match from.read(&mut piece) {
                Ok(0) => break,
                Ok(count) => {
                    hash.update(&piece[..count]);
                    file.write_all(&piece[..count]).map_err(failed(&draft.0, "write"))?;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(failed(&draft.0, "fill")(error)),
            }
        }
        file.sync_all().map_err(failed(&draft.0, "write"))?;
        let name = BlobName(*hash.finalize().as_bytes());
        let path = self.path(name);
        // What stands there already has the same name, but perhaps not the same bytes any more.
        fs::rename(&draft.0, &path).map_err(failed(&path, "create"))?;
        sync_folder(&self.folder).map_err(failed(&self.folder, "write"))?;
        Ok(name)
    }

    /// Maps a blob into memory, unchecked: that takes as long whatever its size.
    ///
    /// The program must not be given bytes that are not those it named, so whoever first uses a blob calls `check`.
    #[expect(unsafe_code, reason = "mapping a file is unsafe; this is the only place that does")]
    pub fn open(&self, name: BlobName) -> Result<Blob, BlobError> {
        let path = self.path(name);
        let failed = |source: io::Error| match source.kind() {
            io::ErrorKind::NotFound => BlobError::Missing { folder: self.folder.clone(), name },
            _ => BlobError::Io { path: path.clone(), act: "open", source },
        };
        let file = File::open(&path).map_err(failed)?;
        if file.metadata().map_err(failed)?.len() == 0 {
            return Ok(Blob { map: None });
        }
        // SAFETY: the mapping is only read. Nobody of us writes to a blob once it has its name: `add` renames a file
        // that is complete, and `collect` removes the name, which leaves the mapped bytes alone. Another program that
        // has the owner's rights could change or shorten the file under us, as it could any memory of ours.
        let map = unsafe { Mmap::map(&file) }.map_err(failed)?;
        Ok(Blob { map: Some(map) })
    }

    /// Reads a blob through, and compares its bytes with its name.
    pub fn check(&self, name: BlobName) -> Result<(), BlobError> {
        let blob = self.open(name)?;
        let found = BlobName(*blake3::hash(&blob).as_bytes());
        match found == name {
            true => Ok(()),
            false => Err(BlobError::Changed { path: self.path(name), found }),
        }
    }

    /// The names of all blobs there are.
    pub fn names(&self) -> Result<Vec<BlobName>, BlobError> {
        let mut names = self.listed()?.iter().filter_map(|name| name.parse().ok()).collect::<Vec<_>>();
        names.sort_unstable();
        Ok(names)
    }

    /// Removes all blobs but those that some moment still refers to, and what an interrupted `add` has left. Answers
    /// the names of what was removed. Only the process that owns the image may do this, and not while it adds.
    pub fn collect(&self, live: &BTreeSet<BlobName>) -> Result<Vec<BlobName>, BlobError> {
        let mut removed = Vec::new();
        for file in self.listed()? {
            let name = file.parse::<BlobName>().ok();
            if name.is_some_and(|name| !live.contains(&name)) || file.starts_with(DRAFT) {
                let path = self.folder.join(&file);
                let failed = |source| BlobError::Io { path: path.clone(), act: "remove", source };
                fs::remove_file(&path).map_err(failed)?;
                removed.extend(name);
            }
        }
        removed.sort_unstable();
        Ok(removed)
    }

    fn listed(&self) -> Result<Vec<String>, BlobError> {
        let failed = |source| BlobError::Io { path: self.folder.clone(), act: "list", source };
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(failed(error)),
        };
        entries
            .map(|entry| Ok(entry.map_err(failed)?.file_name().to_string_lossy().into_owned()))
            .collect::<Result<Vec<_>, BlobError>>()
    }

    fn make_folder(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        let mut builder = fs::DirBuilder::new();
        #[cfg(unix)]
        {
            use std::os::unix::fs::DirBuilderExt;
            builder.mode(0o700);
        }
        builder.create(&self.folder)?;
        let above = self.folder.parent().filter(|above| !above.as_os_str().is_empty());
        sync_folder(above.unwrap_or(Path::new(".")))
    }
}

/// A file that has no name yet. It goes unless it was renamed.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
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

/// Makes the names in a folder last.
fn sync_folder(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
