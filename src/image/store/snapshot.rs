//! Snapshots, and making a copy one's own: what changes the file without being a turn of the world.
//!
//! A snapshot is a name for a turn. It copies nothing; it only keeps packing from merging that moment away.

use redb::WriteTransaction;

use crate::image::store::Snapshot;
use crate::image::store::Store;
use crate::image::store::commit::Turn;
use crate::image::store::commit::database;
use crate::image::store::error::Fault;
use crate::image::store::error::StoreError;
use crate::image::store::file;
use crate::image::store::fold::write_facts;
use crate::image::store::guard::guarded;
use crate::image::store::schema;
use crate::image::store::turn::TurnKind;

impl Store {
    /// Names the present. One write to disk, whatever the image holds.
    pub fn snapshot(&mut self, name: &str, time_ms: u64) -> Result<Snapshot, StoreError> {
        let state = &self.ensure_open()?.state;
        let snapshot = Snapshot { name: name.to_string(), turn: state.last, time_ms };
        if state.snapshots.contains_key(name) {
            return Err(StoreError::SnapshotExists { path: self.path.clone(), name: name.to_string() });
        }
        self.alter(|transaction| {
            transaction.open_table(schema::SNAPSHOTS)?.insert(name, snapshot.encode().as_slice())?;
            Ok(())
        })?;
        self.ensure_open()?.state.snapshots.insert(name.to_string(), snapshot.clone());
        Ok(snapshot)
    }

    /// All snapshots, by name.
    pub fn snapshots(&mut self) -> Result<Vec<Snapshot>, StoreError> {
        Ok(self.ensure_open()?.state.snapshots.values().cloned().collect())
    }

    /// The snapshot of a name.
    pub fn snapshot_named(&mut self, name: &str) -> Result<Snapshot, StoreError> {
        let path = self.path.clone();
        let found = self.ensure_open()?.state.snapshots.get(name);
        found.cloned().ok_or_else(|| StoreError::NoSuchSnapshot { path, name: name.to_string() })
    }

    /// Forgets a snapshot's name. Its moment stays until history is packed.
    pub fn drop_snapshot(&mut self, name: &str) -> Result<(), StoreError> {
        self.snapshot_named(name)?;
        self.alter(|transaction| {
            transaction.open_table(schema::SNAPSHOTS)?.remove(name)?;
            Ok(())
        })?;
        self.ensure_open()?.state.snapshots.remove(name);
        Ok(())
    }

    /// Makes a copied image one's own: it gets a number of its own, and drops the rows of its outbox that wait, since
    /// the image it was copied from may deliver them.
    pub fn adopt(&mut self, author: &str, time_ms: u64) -> Result<u64, StoreError> {
        let mut turn = Turn::new(TurnKind::Adopt, author, "", time_ms);
        turn.outbox_done = self.ensure_open()?.state.outbox.keys().copied().collect();
        // If this is the last that happens, the image is foreign still, and can be adopted again.
        let number = self.commit(turn)?;
        let instance = file::draw_instance();
        let home = file::home(&self.path, instance);
        let mut facts = self.ensure_open()?.state.facts.clone();
        (facts.instance, facts.home) = (instance, home);
        // What waits in the log is counted there, not here; see `State::replay`.
        self.alter(|transaction| write_facts(transaction, &facts))?;
        let state = &mut self.ensure_open()?.state;
        (state.facts, state.is_foreign) = (facts, false);
        Ok(number)
    }

    /// Changes something that is not part of any turn, in one transaction.
    pub(super) fn alter(&mut self, act: impl FnOnce(&WriteTransaction) -> Result<(), Fault>) -> Result<(), StoreError> {
        self.must_write()?;
        let open = self.ensure_open()?;
        open.reader = None;
        let handle = &open.handle;
        let result = guarded(|| {
            let transaction = database(handle)?.begin_write()?;
            act(&transaction)?;
            transaction.commit()?;
            Ok(())
        });
        result.map_err(|fault| {
            self.drop_handle();
            self.said(fault, "write")
        })
    }
}
