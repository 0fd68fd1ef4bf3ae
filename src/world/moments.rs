//! A world's past: taking turns back and doing them again, snapshots, and looking at how it was.
//!
//! Nothing here destroys anything: taking back is a new turn made of old contents.

use std::collections::HashMap;

use crate::image::ImageError;
use crate::image::TurnFacts;
use crate::image::store::Change;
use crate::image::store::Conflict;
use crate::image::store::Snapshot;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::image::store::Turn;
use crate::image::store::TurnHead;
use crate::image::store::TurnKind;
use crate::image::verify::Proof;
use crate::world::asks::summary;
use crate::world::driver::World;
use crate::world::driver::now_ms;
use crate::world::outbox::Letter;

/// Why a moment cannot be gone back to.
#[derive(Debug)]
pub enum MomentError {
    /// The world is in memory only.
    NoImage,
    /// There is no turn left to take back.
    NothingToUndo,
    /// No turn was taken back since the last new one.
    NothingToRedo,
    /// A later turn has changed the same things.
    Conflict {
        turn: u64,
        later: u64,
        places: usize,
    },
    /// The image does not remember what it was born from.
    NoBirth,
    /// The program's library is the image's.
    NothingToUpgrade,
    /// The program's library does not awaken: why.
    Library(String),
    /// A text cannot be brought in: why.
    Import(String),
    Image(ImageError),
}

impl std::fmt::Display for MomentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            MomentError::NoImage => {
                write!(f, "this world is in memory only: it has no past. Give it an image: --image PATH")
            }
            MomentError::NothingToUndo => write!(f, "there is no turn to take back"),
            MomentError::NothingToRedo => {
                write!(f, "there is no turn to do again: nothing was taken back since the last one")
            }
            MomentError::Conflict { turn, later, places } => write!(
                f,
                "turn {turn} cannot be taken back alone: turn {later} has changed {places} of the same places since; take that back first"
            ),
            MomentError::NoBirth => write!(
                f,
                "this image was made by a program that did not note its library; copy what you need into a new image"
            ),
            MomentError::NothingToUpgrade => write!(f, "the library in this image is this program's already"),
            MomentError::Library(why) => write!(f, "this program's library does not awaken: {why}"),
            MomentError::Import(why) => write!(f, "{why}"),
            MomentError::Image(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for MomentError {}

impl From<ImageError> for MomentError {
    fn from(error: ImageError) -> MomentError {
        MomentError::Image(error)
    }
}

impl From<StoreError> for MomentError {
    fn from(error: StoreError) -> MomentError {
        MomentError::Image(ImageError::Store(error))
    }
}

/// A turn that was taken back or done again, and the turn that did so.
#[derive(Clone, Debug)]
pub struct Moved {
    pub turn: TurnHead,
    pub by: u64,
    /// What it had delivered outside, which stays.
    pub delivered: Vec<String>,
}

impl Moved {
    /// In words, after those that say which way.
    pub fn told(&self, what: &str) -> String {
        let Moved { turn, delivered, .. } = self;
        let told = format!("{what} turn {}: {}", turn.turn, summary(turn));
        if delivered.is_empty() { told } else { format!("{told}; what it wrote stays: {}", delivered.join(", ")) }
    }
}

impl World {
    /// Takes back the newest turn that is not taken back yet, or the one with this number.
    ///
    /// # Errors
    /// [`MomentError`]; the world is as before.
    pub fn undo_turn(&mut self, turn: Option<u64>) -> Result<Moved, MomentError> {
        let heads = self.heads()?;
        let turn = match turn {
            Some(turn) => turn,
            None => next_undo(&heads).ok_or(MomentError::NothingToUndo)?,
        };
        self.take_back(turn, TurnKind::Undo(turn), &heads, turn)
    }

    /// Does the turn again that was last taken back.
    ///
    /// # Errors
    /// [`MomentError`]; the world is as before.
    pub fn redo_turn(&mut self) -> Result<Moved, MomentError> {
        let heads = self.heads()?;
        let (undoing, turn) = next_redo(&heads).ok_or(MomentError::NothingToRedo)?;
        self.take_back(undoing, TurnKind::Redo(turn), &heads, turn)
    }

    fn take_back(&mut self, turn: u64, kind: TurnKind, heads: &[TurnHead], about: u64) -> Result<Moved, MomentError> {
        let undo = self.store(|store| store.undo_records(turn))??;
        if let Some(Conflict { later, .. }) = undo.conflicts.iter().max_by_key(|conflict| conflict.later) {
            return Err(MomentError::Conflict { turn, later: *later, places: undo.conflicts.len() });
        }
        let waiting = undo.outbox_added;
        let head = heads.iter().find(|head| head.turn == about).ok_or(MomentError::NothingToUndo)?;
        let delivered = head.outbox_added.iter().filter(|row| about == turn && !waiting.contains(&row.id));
        let delivered = delivered.filter_map(Letter::in_row).map(|letter| letter.path).collect();
        let by = self.write(kind, undo.changes, waiting)?;
        Ok(Moved { turn: head.clone(), by, delivered })
    }

    /// Checks every record and every object of the image.
    ///
    /// # Errors
    /// The file cannot be read at all.
    pub fn verify(&mut self) -> Result<Proof, MomentError> {
        let image = self.image.as_ref().ok_or(MomentError::NoImage)?;
        Ok(image.verify(&mut self.vm)?)
    }

    /// Names the present moment.
    ///
    /// # Errors
    /// The name is taken, or the image cannot be written.
    pub fn snapshot(&mut self, name: &str) -> Result<Snapshot, MomentError> {
        Ok(self.store(|store| store.snapshot(name, now_ms()))??)
    }

    /// Makes the world what it was at a snapshot; the number of the turn that did so.
    ///
    /// # Errors
    /// There is no such snapshot, or the image cannot be written.
    pub fn restore(&mut self, name: &str) -> Result<u64, MomentError> {
        let changes = self.store(|store| {
            let snapshot = store.snapshot_named(name)?;
            store.restore_records(snapshot.turn)
        })??;
        self.write(TurnKind::Restore(name.to_string()), changes, Vec::new())
    }

    /// The number of the newest turn.
    pub(in crate::world) fn last_turn(&mut self) -> Result<u64, MomentError> {
        Ok(self.store(|store| store.last_turn())??)
    }

    /// So many turns, newest first.
    pub(in crate::world) fn newest_turns(&mut self, count: u64) -> Result<Vec<TurnHead>, MomentError> {
        let mut heads = self.store(|store| {
            let last = store.last_turn()?;
            store.turns(last.saturating_sub(count.saturating_sub(1)).max(1)..=last)
        })??;
        heads.reverse();
        Ok(heads)
    }

    /// The names of all snapshots.
    pub(in crate::world) fn snapshot_names(&mut self) -> Result<Vec<String>, MomentError> {
        Ok(self.store(|store| store.snapshots())??.into_iter().map(|snapshot| snapshot.name).collect())
    }

    fn heads(&mut self) -> Result<Vec<TurnHead>, MomentError> {
        Ok(self.store(|store| {
            let last = store.last_turn()?;
            store.turns(1..=last)
        })??)
    }

    pub(in crate::world) fn store<T>(&self, act: impl FnOnce(&mut Store) -> T) -> Result<T, MomentError> {
        Ok(self.image.as_ref().ok_or(MomentError::NoImage)?.with_store(act))
    }

    /// Writes records as a turn of its own and lets the world be what they say. These outbox rows are not to be delivered.
    fn write(&mut self, kind: TurnKind, changes: Vec<Change>, outbox_done: Vec<u64>) -> Result<u64, MomentError> {
        let mut turn = Turn::new(kind, self.author.clone(), "", now_ms());
        (turn.changes, turn.outbox_done) = (changes, outbox_done);
        let by = self.store(|store| store.commit(turn))??;
        self.reopen()?;
        Ok(by)
    }

    /// What a turn of this world's author is called in the log.
    pub(in crate::world) fn facts(&self, kind: TurnKind, text: &str) -> TurnFacts {
        TurnFacts {
            kind,
            author: self.author.clone(),
            text: text.to_string(),
            time_ms: now_ms(),
            birth: None,
            outbox: Vec::new(),
        }
    }
}

/// Was each turn last taken back, or done again?
fn standing(heads: &[TurnHead]) -> HashMap<u64, bool> {
    let mut undone = HashMap::new();
    for head in heads {
        match head.kind {
            TurnKind::Undo(turn) => undone.insert(turn, true),
            TurnKind::Redo(turn) => undone.insert(turn, false),
            _ => None,
        };
    }
    undone
}

/// The newest turn that is not taken back.
fn next_undo(heads: &[TurnHead]) -> Option<u64> {
    let undone = standing(heads);
    let can = |head: &&TurnHead| {
        matches!(
            head.kind,
            TurnKind::Turn | TurnKind::Import | TurnKind::Upgrade | TurnKind::Restore(_) | TurnKind::Intermediate
        ) && !undone.get(&head.turn).copied().unwrap_or(false)
    };
    heads.iter().rev().find(can).map(|head| head.turn)
}

/// The newest undoing that still stands, if no new turn came after it, and what it took back.
fn next_redo(heads: &[TurnHead]) -> Option<(u64, u64)> {
    let undone = standing(heads);
    for head in heads.iter().rev() {
        match head.kind {
            TurnKind::Undo(turn) if undone.get(&turn) == Some(&true) => return Some((head.turn, turn)),
            TurnKind::Undo(_) | TurnKind::Redo(_) | TurnKind::Deliver => {}
            _ => return None,
        }
    }
    None
}
