//! Records that were read with others: a segment's page holds a stretch of neighbours, and who wanted one of them will want more.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::ops::Deref;
use std::rc::Rc;

use crate::image::store::Cluster;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::object::identity::Key;

/// Bytes of records that are kept.
const KEPT: usize = 4 << 20;

/// The clusters read last, all of one moment. Those of the present hold while the store's records do not change.
#[derive(Default)]
pub(in crate::image) struct Clusters {
    /// By their first keys.
    kept: BTreeMap<Key, Rc<Cluster>>,
    /// The same, oldest first.
    order: VecDeque<Key>,
    bytes: usize,
    /// The one that was asked last; most often the next question is for it too.
    last: Option<Rc<Cluster>>,
}

/// A record's bytes, among those that were read with it.
pub(in crate::image) struct Part {
    bytes: Rc<[u8]>,
    from: usize,
    to: usize,
}

impl Deref for Part {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.bytes[self.from..self.to]
    }
}

impl Clusters {
    /// A record as it is, or was after a turn; none if there is none. Answers its whole cluster too if that has just been read.
    pub(in crate::image) fn record(
        &mut self,
        store: &mut Store,
        moment: Option<u64>,
        key: Key,
    ) -> Result<(Option<Part>, Option<Rc<Cluster>>), StoreError> {
        let mut fresh = None;
        let cluster = match self.cluster(key) {
            Some(cluster) => cluster,
            None => {
                let cluster = Rc::new(match moment {
                    Some(turn) => store.at(turn)?.cluster(key)?,
                    None => store.cluster(key)?,
                });
                self.keep(cluster.clone());
                fresh.insert(cluster).clone()
            }
        };
        let part =
            cluster.find(key).map(|range| Part { bytes: cluster.bytes.clone(), from: range.start, to: range.end });
        Ok((part, fresh))
    }

    /// Forgets all: the store's records have changed.
    pub(in crate::image) fn clear(&mut self) {
        *self = Clusters::default();
    }

    fn cluster(&mut self, key: Key) -> Option<Rc<Cluster>> {
        if let Some(last) = self.last.as_ref().filter(|last| last.covers(key)) {
            return Some(last.clone());
        }
        let (_, cluster) = self.kept.range(..=key).next_back()?;
        if !cluster.covers(key) {
            return None;
        }
        self.last = Some(cluster.clone());
        self.last.clone()
    }

    fn keep(&mut self, cluster: Rc<Cluster>) {
        self.last = Some(cluster.clone());
        self.bytes += cluster.bytes.len();
        self.order.push_back(cluster.first);
        self.kept.insert(cluster.first, cluster);
        while self.bytes > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            self.bytes -= self.kept.remove(&oldest).map_or(0, |cluster| cluster.bytes.len());
        }
    }
}
