//! How a session answers messages that are not understood: what the flags say, and asking the person at the terminal.

use std::path::PathBuf;

use clap::ValueEnum;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use crate::shell::place;
use crate::world::driver::World;

/// By whose leave a method is written for a message that is not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Becoming {
    /// What only reads is kept; what changes more is asked about.
    Careful,
    /// What has strong evidence is kept without asking, if it stays within the world.
    Auto,
    /// What would be kept is shown, and nothing is.
    DryRun,
    /// Such a message is an error.
    Closed,
}

impl Becoming {
    /// The policy's name in the world.
    fn policy(self) -> &'static str {
        match self {
            Becoming::Careful => "careful",
            Becoming::Auto => "auto",
            Becoming::DryRun => "dryRun",
            Becoming::Closed => "closed",
        }
    }
}

/// What the command line says of it.
#[derive(Clone, Debug, Default)]
pub struct Session {
    pub becoming: Option<Becoming>,
    /// A transcript's path, or `none`.
    pub mind: Option<String>,
    pub record: Option<PathBuf>,
}

impl Session {
    /// Tells a world. At a terminal the person is asked; elsewhere nothing becomes unless that is said.
    ///
    /// # Errors
    /// The transcript cannot be read, or the recording not written, in words.
    pub fn prepare(&self, world: &mut World, at_terminal: bool) -> Result<(), String> {
        let usual = if at_terminal { Becoming::Careful } else { Becoming::Closed };
        world.let_become(self.becoming.unwrap_or(usual).policy());
        if let Some(path) = self.mind.as_deref().filter(|path| *path != "none") {
            let text = std::fs::read_to_string(path).map_err(|error| {
                format!(
                    "cannot read the mind's transcript {path}: {error}; other minds than transcripts are not there yet"
                )
            })?;
            world.minds.transcript = Some(text);
        }
        if let Some(path) = &self.record {
            // It holds what minds were told.
            let file =
                place::open_private(path).map_err(|error| format!("cannot record in {}: {error}", path.display()))?;
            world.minds.recording = Some(file);
        }
        if at_terminal && !world.read_only {
            let interrupt = world.vm.interrupt.clone();
            world.minds.architect = Some(Box::new(move |question| {
                println!("{question}");
                let mut editor = DefaultEditor::new().ok()?;
                match editor.readline("? ") {
                    Ok(answer) => Some(answer),
                    Err(ReadlineError::Interrupted) => {
                        interrupt.store(true, std::sync::atomic::Ordering::Relaxed);
                        None
                    }
                    Err(_) => None,
                }
            }));
        }
        Ok(())
    }
}
