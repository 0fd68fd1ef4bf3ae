//! Forgetting: bytes are taken out of the whole history, and out of the file.

use crate::image::store::Store;
use crate::image::store::commit::Turn;
use crate::image::store::error::StoreError;
use crate::image::store::rebuild::Plan;
pub use crate::image::store::rebuild::Rewrite as Forget;
use crate::image::store::turn::TurnKind;

impl Store {
    /// Shows everything that the image holds, at any moment, to `forget`, writes a new file with what it answers
    /// instead, and puts that in the place of the old one, of which nothing remains. A turn says that it happened.
    ///
    /// Copies made before, and what a disk keeps of blocks it has given up, are out of reach.
    pub fn forget(&mut self, author: &str, time_ms: u64, forget: &mut dyn Forget) -> Result<u64, StoreError> {
        self.must_write()?;
        let base = self.first_moment()?;
        let groups = self.turns(base + 1..=u64::MAX)?.iter().map(|head| vec![head.turn]).collect();
        self.replace_by(&Plan { base, groups }, forget)?;
        self.commit(Turn::new(TurnKind::Forget, author, "", time_ms))
    }
}
