//! Work outside the world, done on threads of its own: see `vm/outside.rs`.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::BufRead;
use std::io::Error;
use std::io::ErrorKind;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;
use std::time::UNIX_EPOCH;

use tokio::runtime::Runtime;
use tokio::sync::mpsc;

use crate::vm::outside::Deed;
use crate::vm::outside::Delivery;
use crate::vm::outside::Job;
use crate::vm::outside::Outcome;
use crate::vm::outside::Refused;

/// Those who work, and what they have done.
pub(in crate::world) struct Workers {
    runtime: Option<Runtime>,
    done: mpsc::UnboundedReceiver<Delivery>,
    told: mpsc::UnboundedSender<Delivery>,
}

impl Workers {
    pub(in crate::world) fn new() -> Workers {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime with timers alone needs nothing that can be missing");
        let (told, done) = mpsc::unbounded_channel();
        Workers { runtime: Some(runtime), done, told }
    }

    /// Begins some work. `arrived` is set when it is done.
    pub(in crate::world) fn begin(&self, job: Job, arrived: std::sync::Arc<std::sync::atomic::AtomicBool>) {
        let told = self.told.clone();
        if let Some(runtime) = &self.runtime {
            runtime.spawn_blocking(move || {
                let result = work(job.deed, job.most);
                // Nobody listens any more when the program ends.
                let _ = told.send((job.number, result));
                arrived.store(true, std::sync::atomic::Ordering::Release);
            });
        }
    }

    /// What has been done, if anything is there.
    pub(in crate::world) fn look(&mut self) -> Option<Delivery> {
        self.done.try_recv().ok()
    }

    /// Waits for something to be done, not longer than that.
    pub(in crate::world) fn wait(&mut self, longest: Duration) -> Option<Delivery> {
        let done = &mut self.done;
        // A timer can only be made where the runtime runs.
        self.runtime.as_ref()?.block_on(async { tokio::time::timeout(longest, done.recv()).await.ok().flatten() })
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        // Somebody may still be waiting for a key, and nobody for them.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Does it. `most` bounds what is read.
fn work(deed: Deed, most: usize) -> Result<Outcome, Refused> {
    match deed {
        Deed::ReadLine => read_line(most),
        Deed::ReadInput => {
            let mut bytes = Vec::new();
            let input = std::io::stdin().lock();
            input
                .take(most as u64 + 1)
                .read_to_end(&mut bytes)
                .map_err(|error| refused("read", &input_name(), &error))?;
            text(&input_name(), bytes, most)
        }
        Deed::ReadText(path) => text(&path, read(&path, most)?, most),
        Deed::ReadBytes(path) => {
            let bytes = read(&path, most)?;
            if bytes.len() > most { Err(too_large(&path)) } else { Ok(Outcome::Bytes(bytes)) }
        }
        Deed::Write(path, contents) => {
            write_whole(&path, &contents).map_err(|error| refused("write", &path, &error))?;
            Ok(Outcome::Done)
        }
        Deed::Append(path, contents) => {
            let appended = OpenOptions::new().append(true).create(true).open(&path);
            appended.and_then(|mut file| file.write_all(&contents)).map_err(|error| refused("write", &path, &error))?;
            Ok(Outcome::Done)
        }
        Deed::Facts(path) => facts(&path),
        Deed::Entries(path) => entries(&path).map_err(|error| refused("read", &path, &error)),
        Deed::MakeFolder(path) => {
            std::fs::create_dir_all(&path).map_err(|error| refused("make", &path, &error))?;
            Ok(Outcome::Done)
        }
        Deed::Delete(path) => {
            let folder = path.symlink_metadata().is_ok_and(|facts| facts.is_dir());
            let deleted = if folder { std::fs::remove_dir(&path) } else { std::fs::remove_file(&path) };
            deleted.map_err(|error| refused("delete", &path, &error))?;
            Ok(Outcome::Done)
        }
        Deed::Rename(from, to) => {
            std::fs::rename(&from, &to).map_err(|error| refused("rename", &from, &error))?;
            Ok(Outcome::Done)
        }
        Deed::Copy(from, to) => {
            copy(&from, &to).map_err(|error| refused("copy", &from, &error))?;
            Ok(Outcome::Done)
        }
    }
}

fn input_name() -> PathBuf {
    PathBuf::from("the standard input")
}

fn read_line(most: usize) -> Result<Outcome, Refused> {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(most as u64 + 1).read_until(b'\n', &mut bytes);
    if read.map_err(|error| refused("read", &input_name(), &error))? == 0 {
        return Ok(Outcome::End);
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
    }
    text(&input_name(), bytes, most)
}

/// At most one byte more than `most`.
fn read(path: &Path, most: usize) -> Result<Vec<u8>, Refused> {
    let failed = |error: Error| refused("read", path, &error);
    let file = File::open(path).map_err(failed)?;
    let facts = file.metadata().map_err(failed)?;
    if facts.is_dir() {
        return Err(Refused { kind: "folder", why: format!("cannot read {}: it is a folder", path.display()) });
    }
    if facts.len() > most as u64 {
        return Err(too_large(path));
    }
    let mut bytes = Vec::with_capacity(facts.len() as usize + 1);
    file.take(most as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

fn text(path: &Path, bytes: Vec<u8>, most: usize) -> Result<Outcome, Refused> {
    if bytes.len() > most {
        return Err(too_large(path));
    }
    String::from_utf8(bytes).map(Outcome::Text).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let why = format!("cannot read {} as text: byte {at} is not UTF-8; read its bytes instead", path.display());
        Refused { kind: "notText", why }
    })
}

/// Writes beside the file and puts that in its place, so that nobody ever sees half of it.
fn write_whole(path: &Path, contents: &[u8]) -> std::io::Result<()> {
    let there = path.metadata();
    if there.as_ref().is_ok_and(|facts| !facts.is_file()) {
        // A terminal, a pipe, or a folder, which says so itself.
        return OpenOptions::new().write(true).open(path)?.write_all(contents);
    }
    // A link stays one.
    let path = if there.is_ok() { path.canonicalize()? } else { path.to_path_buf() };
    let name = path.file_name().ok_or_else(|| Error::from(ErrorKind::InvalidInput))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(beside);
    let written = (|| {
        let mut file = File::create(&beside)?;
        if let Ok(facts) = &there {
            file.set_permissions(facts.permissions())?;
        }
        file.write_all(contents)?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    })();
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    // Copying a file onto itself would empty it.
    if let (Ok(a), Ok(b)) = (from.canonicalize(), to.canonicalize())
        && a == b
    {
        return Ok(());
    }
    std::fs::copy(from, to).map(|_| ())
}

fn facts(path: &Path) -> Result<Outcome, Refused> {
    match path.metadata() {
        Ok(facts) => {
            let kind = if facts.is_file() {
                "file"
            } else if facts.is_dir() {
                "folder"
            } else {
                "other"
            };
            let since = facts.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
            Ok(Outcome::Facts { kind, size: facts.len(), changed: since.map_or(0, |since| since.as_micros() as i64) })
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Outcome::End),
        Err(error) => Err(refused("look at", path, &error)),
    }
}

fn entries(path: &Path) -> std::io::Result<Outcome> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(path)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(Outcome::Names(names))
}

fn too_large(path: &Path) -> Refused {
    let why = format!("cannot read {}: it does not fit into the memory that is left", path.display());
    Refused { kind: "tooLarge", why }
}

fn refused(verb: &str, path: &Path, error: &Error) -> Refused {
    let (kind, why) = match error.kind() {
        ErrorKind::NotFound => ("absent", "there is no such file or folder".to_string()),
        ErrorKind::PermissionDenied => ("denied", "permission denied".to_string()),
        ErrorKind::AlreadyExists => ("exists", "there is something already".to_string()),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("full", "the disk is full".to_string()),
        ErrorKind::IsADirectory => ("folder", "it is a folder".to_string()),
        ErrorKind::NotADirectory => ("absent", "what should be a folder is none".to_string()),
        ErrorKind::DirectoryNotEmpty => ("exists", "the folder is not empty".to_string()),
        _ => ("outside", error.to_string()),
    };
    Refused { kind, why: format!("cannot {verb} {}: {why}", path.display()) }
}
