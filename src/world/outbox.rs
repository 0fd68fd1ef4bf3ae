//! Effects that must happen outside exactly once: rows of the image's outbox, written in the commit of the turn that asks for
//! them and delivered after it.
//!
//! The one sink so far is a file that is written whole. It is told by names beside the file, made of the row's key, whether
//! it was delivered, however often the program is killed in between:
//!
//! ```text
//!   .batos-KEY.new                 being written: written anew
//!   .batos-KEY.new  .batos-KEY.sent   whole, on disk: the first is renamed to the file's own name
//!                   .batos-KEY.sent   delivered; whatever became of the file since is its owner's business
//!   neither                        not begun; or acknowledged, and then the row is gone
//! ```

use std::fs;
use std::fs::File;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::image::store::OutboxRow;
use crate::image::store::Turn;
use crate::image::store::TurnKind;
use crate::world::driver::World;
use crate::world::driver::now_ms;
use crate::world::moments::MomentError;

/// What the payload of a file begins with.
const FILE: &str = "file";

/// How many turns are looked through for what the newest one has delivered.
const RECENT: u64 = 32;

/// An outbox row that is to be: its key and its payload.
type Row = (Vec<u8>, Vec<u8>);

/// A file that a turn has asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub path: String,
    pub text: String,
}

impl Letter {
    /// A file at a path, which is taken from the current folder.
    ///
    /// # Errors
    /// Why there can be no such file.
    pub fn new(path: &str, text: &str) -> Result<Letter, String> {
        if path.is_empty() || path.contains(['\n', '\0']) {
            return Err(format!("a file cannot be called '{}'", path.escape_debug()));
        }
        let path = std::path::absolute(path).map_err(|error| format!("cannot tell where {path} is: {error}"))?;
        if path.is_dir() {
            return Err(format!("{} is a folder", path.display()));
        }
        if !path.parent().is_some_and(Path::is_dir) {
            return Err(format!("there is no folder for {}", path.display()));
        }
        Ok(Letter { path: path.display().to_string(), text: text.to_string() })
    }

    /// What the outbox keeps of it.
    pub fn payload(&self) -> Vec<u8> {
        format!("{FILE}\n{}\n{}", self.path, self.text).into_bytes()
    }

    /// The letter in a row; none if the row holds something else.
    pub fn in_row(row: &OutboxRow) -> Option<Letter> {
        let payload = std::str::from_utf8(&row.payload).ok()?;
        let (path, text) = payload.strip_prefix(FILE)?.strip_prefix('\n')?.split_once('\n')?;
        Some(Letter { path: path.to_string(), text: text.to_string() })
    }

    /// Writes the file, unless this key has been delivered.
    fn deliver(&self, key: &str) -> io::Result<()> {
        let (new, sent) = (self.beside(key, "new"), self.beside(key, "sent"));
        match (new.exists(), sent.exists()) {
            (false, true) => return Ok(()),
            (true, true) => {}
            (_, false) => {
                let mut file = File::create(&new)?;
                file.write_all(self.text.as_bytes())?;
                file.sync_all()?;
                // Where files cannot have two names, being killed between here and the acknowledgement writes it twice.
                if fs::hard_link(&new, &sent).is_ok() {
                    self.sync_folder()?;
                }
            }
        }
        fs::rename(&new, &self.path)?;
        self.sync_folder()
    }

    /// Its row is gone: nobody will ask again.
    fn forget_delivery(&self, key: &str) {
        // What stays behind is a second name of a file that is there.
        let _ = fs::remove_file(self.beside(key, "sent"));
    }

    fn beside(&self, key: &str, what: &str) -> PathBuf {
        Path::new(&self.path).with_file_name(format!(".batos-{key}.{what}"))
    }

    fn sync_folder(&self) -> io::Result<()> {
        match Path::new(&self.path).parent() {
            Some(folder) => File::open(folder)?.sync_all(),
            None => Ok(()),
        }
    }
}

impl World {
    /// The outbox rows of the letters that the running turn has written so far: keys with payloads.
    pub(in crate::world) fn rows(&mut self) -> Result<Vec<Row>, MomentError> {
        if self.letters.is_empty() || self.image.is_none() {
            return Ok(Vec::new());
        }
        let (instance, turn) =
            self.store(|store| Ok::<_, MomentError>((store.instance()?, store.last_turn()? + 1)))??;
        let numbered = self.letters.iter().enumerate();
        let row =
            |(n, letter): (usize, &Letter)| (format!("{instance:032x}-{turn}-{n}").into_bytes(), letter.payload());
        Ok(numbered.map(row).collect())
    }

    /// Delivers what waits: what the turn that was just kept asked for, and what an earlier session was killed before. What
    /// cannot be delivered is named and waits for the image to be opened again.
    pub(in crate::world) fn deliver(&mut self) {
        let letters = std::mem::take(&mut self.letters);
        let unsaved = if self.image.is_none() { letters } else { Vec::new() };
        for letter in unsaved {
            let key = format!("{:x}-{}", now_ms(), std::process::id());
            let delivered = letter.deliver(&key);
            letter.forget_delivery(&key);
            if let Err(error) = delivered {
                self.complain(&format!("cannot write {}: {error}", letter.path));
            }
        }
        if let Err(error) = self.deliver_rows() {
            self.complain(&format!("what is to be delivered waits: {error}"));
        }
    }

    fn deliver_rows(&mut self) -> Result<(), MomentError> {
        if self.image.is_none() || self.read_only || self.store(|store| store.is_foreign())?? {
            return Ok(());
        }
        self.tidy_up()?;
        let rows = self.store(|store| store.outbox())??;
        let (mut done, mut told) = (Vec::new(), Vec::new());
        for row in rows {
            let Some(letter) = Letter::in_row(&row) else { continue };
            let key = String::from_utf8_lossy(&row.key).into_owned();
            match letter.deliver(&key) {
                Ok(()) => {
                    told.push(letter.path.clone());
                    done.push((row.id, key, letter));
                }
                Err(error) => self.complain(&format!(
                    "cannot write {}: {error}; it is tried again when the image is next opened",
                    letter.path
                )),
            }
        }
        if done.is_empty() {
            return Ok(());
        }
        let mut turn =
            Turn::new(TurnKind::Deliver, self.author.clone(), format!("wrote {}", told.join(", ")), now_ms());
        turn.outbox_done = done.iter().map(|(id, ..)| *id).collect();
        self.store(|store| store.commit(turn))??;
        done.iter().for_each(|(_, key, letter)| letter.forget_delivery(key));
        Ok(())
    }

    /// A program that was killed just after it had acknowledged what it delivered has left the names that say so.
    fn tidy_up(&mut self) -> Result<(), MomentError> {
        let recent = self.newest_turns(RECENT)?;
        let Some(newest) = recent.first().filter(|head| head.kind == TurnKind::Deliver) else { return Ok(()) };
        let delivered = recent.iter().flat_map(|head| &head.outbox_added);
        for row in delivered.filter(|row| newest.outbox_done.contains(&row.id)) {
            if let Some(letter) = Letter::in_row(row) {
                letter.forget_delivery(&String::from_utf8_lossy(&row.key));
            }
        }
        Ok(())
    }

    /// What waits to be delivered: paths.
    pub(in crate::world) fn waiting(&self) -> Result<Vec<String>, MomentError> {
        let asked = self.letters.iter().map(|letter| letter.path.clone());
        if self.image.is_none() {
            return Ok(asked.collect());
        }
        let rows = self.store(|store| store.outbox())??;
        let waiting = rows.iter().filter_map(Letter::in_row).map(|letter| letter.path);
        Ok(waiting.chain(asked).collect())
    }

    fn complain(&mut self, why: &str) {
        let _ = writeln!(self.vm.errors, "batos: {why}");
    }
}
