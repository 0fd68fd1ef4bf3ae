//! The folder of a world's text: an index that names the files in order, and the files.

use std::path::Component;
use std::path::Path;
use std::path::PathBuf;

/// The index's name.
const INDEX: &str = "index";
/// Its first line: what this is, and the version of the form.
const FIRST: &str = "batos text 1";
/// Its last line: so one that was cut short is known.
const LAST: &str = "end";

/// Why a folder cannot be written or read.
#[derive(Debug)]
pub enum FolderError {
    /// There is something that is no earlier text of a world.
    NotEmpty(PathBuf),
    NotFolder(PathBuf),
    /// There is no index in it.
    NoText(PathBuf),
    NewerForm(PathBuf, String),
    /// The index is cut short.
    CutShort(PathBuf),
    /// A name in the index leads out of the folder.
    Astray(PathBuf, String),
    Failed {
        verb: &'static str,
        path: PathBuf,
        error: std::io::Error,
    },
}

impl std::fmt::Display for FolderError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FolderError::NotEmpty(path) => {
                write!(f, "{} is not empty and holds no earlier export; name another folder", path.display())
            }
            FolderError::NotFolder(path) => write!(f, "{} is a file, not a folder", path.display()),
            FolderError::NoText(path) => write!(f, "{} holds no export: there is no '{INDEX}' in it", path.display()),
            FolderError::NewerForm(path, first) => {
                write!(f, "{} begins with '{first}', not with '{FIRST}': another program made it", path.display())
            }
            FolderError::CutShort(path) => {
                write!(f, "{} is cut short: its last line is not '{LAST}'", path.display())
            }
            FolderError::Astray(path, name) => write!(f, "{}: '{name}' names no file in this folder", path.display()),
            FolderError::Failed { verb, path, error } => match error.kind() {
                std::io::ErrorKind::NotFound => write!(f, "cannot {verb} {}: it is not there", path.display()),
                _ => write!(f, "cannot {verb} {}: {error}", path.display()),
            },
        }
    }
}

impl std::error::Error for FolderError {}

fn failed(verb: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> FolderError {
    move |error| FolderError::Failed { verb, path: path.to_path_buf(), error }
}

/// May a text be written here? Into a new or empty folder, or in the place of an earlier text.
///
/// # Errors
/// [`FolderError`].
pub(in crate::world) fn check(folder: &Path) -> Result<(), FolderError> {
    match std::fs::read_dir(folder) {
        Ok(mut entries) => {
            let is_empty = entries.next().is_none();
            if is_empty || index(folder).is_ok() { Ok(()) } else { Err(FolderError::NotEmpty(folder.to_path_buf())) }
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            Err(FolderError::NotFolder(folder.to_path_buf()))
        }
        Err(error) => Err(failed("look into", folder)(error)),
    }
}

/// Writes a text. Of an earlier one the files go, and what else is in the folder stays. The index comes last, so that half a
/// text is not taken for a whole one.
///
/// # Errors
/// [`FolderError`].
pub(in crate::world) fn write(folder: &Path, files: &[(String, String)]) -> Result<(), FolderError> {
    check(folder)?;
    std::fs::create_dir_all(folder).map_err(failed("make", folder))?;
    if let Ok(names) = index(folder) {
        let at = folder.join(INDEX);
        std::fs::remove_file(&at).map_err(failed("replace", &at))?;
        for name in names {
            let _ = std::fs::remove_file(folder.join(&name));
            if let Some(inner) = Path::new(&name).parent().filter(|inner| !inner.as_os_str().is_empty()) {
                // It goes if nothing else is in it.
                let _ = std::fs::remove_dir(folder.join(inner));
            }
        }
    }
    for (name, text) in files {
        let path = folder.join(name);
        if let Some(inner) = path.parent() {
            std::fs::create_dir_all(inner).map_err(failed("make", inner))?;
        }
        std::fs::write(&path, text).map_err(failed("write", &path))?;
    }
    let names: String = files.iter().map(|(name, _)| format!("{name}\n")).collect();
    let at = folder.join(INDEX);
    std::fs::write(&at, format!("{FIRST}\n{names}{LAST}\n")).map_err(failed("write", &at))
}

/// The names of the files, in order.
fn index(folder: &Path) -> Result<Vec<String>, FolderError> {
    let at = folder.join(INDEX);
    let text = match std::fs::read_to_string(&at) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound && folder.is_dir() => {
            return Err(FolderError::NoText(folder.to_path_buf()));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotADirectory => {
            return Err(FolderError::NotFolder(folder.to_path_buf()));
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Err(failed("read", folder)(error)),
        Err(error) => return Err(failed("read", &at)(error)),
    };
    let mut lines: Vec<&str> = text.lines().collect();
    match lines.first() {
        Some(first) if *first == FIRST => lines.remove(0),
        first => return Err(FolderError::NewerForm(at, first.unwrap_or(&"").chars().take(40).collect())),
    };
    if lines.pop() != Some(LAST) {
        return Err(FolderError::CutShort(at));
    }
    let astray = |name: &str| {
        let inside = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        name.is_empty() || !inside
    };
    match lines.iter().find(|name| astray(name)) {
        Some(name) => Err(FolderError::Astray(at, (*name).to_string())),
        None => Ok(lines.into_iter().map(str::to_string).collect()),
    }
}

/// The files of a text, in order: their paths and bytes.
///
/// # Errors
/// [`FolderError`].
pub(in crate::world) fn read(folder: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, FolderError> {
    let paths = index(folder)?.into_iter().map(|name| folder.join(name));
    paths.map(|path| std::fs::read(&path).map_err(failed("read", &path)).map(|bytes| (path, bytes))).collect()
}
