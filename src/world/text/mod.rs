//! A world as plain text: written into a folder, and made anew from one.

mod folder;
mod plan;
mod shape;
mod survey;
mod write;

use std::path::Path;
use std::path::PathBuf;

use crate::image::ImageError;
use crate::image::store::TurnKind;
use crate::syntax::ast::Script;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::diagnostic::Diagnostic;
use crate::text::render::render_all;
use crate::vm::ghosts::Unreadable;
use crate::world::boot;
use crate::world::driver::TurnError;
use crate::world::driver::World;
use crate::world::driver::WorldError;
use crate::world::moments::MomentError;
pub use crate::world::text::folder::FolderError;
use crate::world::text::shape::Shapes;

/// A world that was written.
#[derive(Clone, Debug)]
pub struct Exported {
    pub folder: PathBuf,
    pub files: usize,
    pub objects: usize,
    /// What the text does not have, with the place of each.
    pub left_out: Vec<String>,
}

impl Exported {
    /// How much it was, in words.
    pub fn counted(&self) -> String {
        let of = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let (objects, files) = (of(self.objects, "object"), of(self.files, "file"));
        let told = format!("wrote {objects} to {files} in {}", self.folder.display());
        match self.left_out.len() {
            0 => told,
            1 => format!("{told}; one thing was left out"),
            count => format!("{told}; {count} things were left out"),
        }
    }
}

impl std::fmt::Display for Exported {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.counted())?;
        if self.left_out.is_empty() { Ok(()) } else { write!(f, ": {}", self.left_out.join(", ")) }
    }
}

/// Why a text cannot be written.
#[derive(Debug)]
pub enum ExportError {
    /// The world's library is another than the program's.
    OtherLibrary,
    Folder(FolderError),
    Moment(MomentError),
    Image(ImageError),
}

impl std::fmt::Display for ExportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ExportError::OtherLibrary => write!(
                f,
                "the image's library is not this program's, and a text is what differs from that: `batos image upgrade` first"
            ),
            ExportError::Folder(error) => write!(f, "{error}"),
            ExportError::Moment(error) => write!(f, "{error}"),
            ExportError::Image(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<Unreadable> for ExportError {
    fn from(unread: Unreadable) -> ExportError {
        ExportError::Image(unread.into())
    }
}

/// Why a world cannot be made from a text.
#[derive(Debug)]
pub enum ImportError {
    Folder(FolderError),
    /// These files are no programs; nothing was run.
    Syntax(Vec<Diagnostic>),
    /// One of them failed.
    Turn(TurnError),
    World(WorldError),
}

impl std::fmt::Display for ImportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ImportError::Folder(error) => write!(f, "{error}"),
            ImportError::Syntax(mistakes) => write!(f, "{}", render_all(mistakes, false)),
            ImportError::Turn(TurnError::Failed { text, trace, .. } | TurnError::Stands { text, trace, .. }) => {
                let own = trace.iter().find(|line| !line.source.name.starts_with("stdlib/"));
                let place = own.map(|line| (line.source.name.as_str(), line.source.line_column(line.span.start).0));
                match place {
                    Some((name, line)) => write!(f, "{name}, line {line}: {text}"),
                    None => write!(f, "{text}"),
                }
            }
            ImportError::Turn(TurnError::NotSaved(why)) => write!(f, "it could not be saved: {why}"),
            ImportError::Turn(TurnError::Interrupted) => write!(f, "interrupted"),
            ImportError::Turn(TurnError::Exit(_)) => write!(f, "the text ends the program"),
            ImportError::Turn(TurnError::Syntax(mistakes)) => write!(f, "{}", render_all(mistakes, false)),
            ImportError::World(error) => write!(f, "{error:?}"),
        }
    }
}

impl std::error::Error for ImportError {}

impl World {
    /// Writes the world as text into a folder: what differs from the library. Sends no message.
    ///
    /// # Errors
    /// [`ExportError`].
    pub fn export_to(&mut self, folder: &Path) -> Result<Exported, ExportError> {
        if self.library_differs().map_err(ExportError::Image)? {
            return Err(ExportError::OtherLibrary);
        }
        folder::check(folder).map_err(ExportError::Folder)?;
        let written = self.text()?;
        folder::write(folder, &written.files).map_err(ExportError::Folder)?;
        Ok(Exported {
            folder: folder.to_path_buf(),
            files: written.files.len(),
            objects: written.objects,
            left_out: written.left_out,
        })
    }

    fn text(&mut self) -> Result<write::Written, ExportError> {
        let library = |error| ExportError::Moment(MomentError::Library(format!("{error:?}")));
        let mut new = boot::awaken().map_err(library)?;
        let survey = survey::survey(&mut self.vm, &mut new)?;
        let held = plan::count_holders(&mut self.vm, &survey)?;
        let shapes = Shapes { survey: &survey, held };
        let plan = plan::plan(&mut self.vm, &survey, &shapes);
        Ok(write::write(&mut self.vm, &plan, &shapes)?)
    }

    /// Makes a new image from the text in a folder. If that fails there is none.
    ///
    /// # Errors
    /// [`ImportError`].
    pub fn import_new(path: &Path, author: &str, folder: &Path) -> Result<(World, usize), ImportError> {
        let files = parsed(folder)?;
        let mut world = World::create(path, author).map_err(ImportError::World)?;
        let done = world.run_text(&files);
        match done {
            Ok(count) => Ok((world, count)),
            Err(error) => {
                drop(world);
                // Only the library is in it.
                let _ = std::fs::remove_file(path);
                Err(error)
            }
        }
    }

    /// Runs the text in a folder in this world, as one turn. How many files there were.
    ///
    /// # Errors
    /// [`ImportError`]; the world is as before.
    pub fn import_from(&mut self, folder: &Path) -> Result<usize, ImportError> {
        let files = parsed(folder)?;
        self.run_text(&files)
    }

    fn run_text(&mut self, files: &[Script]) -> Result<usize, ImportError> {
        self.run_all(files, TurnKind::Import).map_err(ImportError::Turn)?;
        Ok(files.len())
    }
}

/// The files of a text, every one of which is well formed.
fn parsed(folder: &Path) -> Result<Vec<Script>, ImportError> {
    let mut scripts = Vec::new();
    let mut mistakes = Vec::new();
    for (path, bytes) in folder::read(folder).map_err(ImportError::Folder)? {
        match parse::check(&path.display().to_string(), bytes, NewlineRule::Bat) {
            Ok(script) => scripts.push(script),
            Err(more) => mistakes.extend(more),
        }
    }
    if mistakes.is_empty() { Ok(scripts) } else { Err(ImportError::Syntax(mistakes)) }
}
