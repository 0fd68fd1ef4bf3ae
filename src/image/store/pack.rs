//! Packing: history is thinned by a stated policy, and the file is written anew without what nobody can reach.

use std::path::Path;

use crate::image::store::Store;
use crate::image::store::error::Fault;
use crate::image::store::error::StoreError;
use crate::image::store::file;
use crate::image::store::file::Draft;
use crate::image::store::guard::guarded;
use crate::image::store::rebuild;
use crate::image::store::rebuild::Keep;
use crate::image::store::rebuild::Plan;
use crate::image::store::rebuild::Rewrite;
use crate::image::store::turn::TurnHead;

/// Which moments packing keeps: all of the last while, then the last of each day, then none. Snapshots and the present
/// are always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The present, in milliseconds since 1970.
    pub now_ms: u64,
    /// How long every turn is kept, in milliseconds.
    pub all_ms: u64,
    /// How long one moment a day is kept; for ever if none.
    pub daily_ms: Option<u64>,
}

impl Policy {
    /// Keeps every turn, and only writes the file densely.
    pub const EVERYTHING: Policy = Policy { now_ms: 0, all_ms: u64::MAX, daily_ms: None };
    /// Keeps the present and the snapshots, no other moment.
    pub const NOTHING: Policy = Policy { now_ms: u64::MAX, all_ms: 0, daily_ms: Some(0) };
}

/// What packing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// How many turns there were, and are.
    pub turns_before: u64,
    /// See `turns_before`.
    pub turns: u64,
    /// The earliest moment that is kept now.
    pub first_moment: u64,
    /// The file's length before.
    pub bytes_before: u64,
    /// The file's length now.
    pub bytes: u64,
}

/// A day, in milliseconds.
const DAY_MS: u64 = 86_400_000;

impl Store {
    /// Thins history, and puts a dense file in the place of the old one.
    pub fn pack(&mut self, policy: Policy) -> Result<Packed, StoreError> {
        self.must_write()?;
        let base = self.first_moment()?;
        let heads = self.turns(base + 1..=u64::MAX)?;
        let snapshots: Vec<u64> = self.snapshots()?.iter().map(|snapshot| snapshot.turn).collect();
        let plan = plan(&heads, base, &snapshots, policy);
        let (turns_before, turns, first_moment) = (heads.len() as u64, plan.groups.len() as u64, plan.base);
        let length = |path: &Path| std::fs::metadata(path).map_or(0, |about| about.len());
        let bytes_before = length(&self.path);
        self.replace_by(&plan, &mut Keep)?;
        Ok(Packed { turns_before, turns, first_moment, bytes_before, bytes: length(&self.path) })
    }

    /// Writes a consistent copy of the image to a new file. The copy counts as foreign until it is adopted.
    pub fn copy_to(&mut self, path: impl AsRef<Path>) -> Result<(), StoreError> {
        let path = path.as_ref();
        if path.exists() {
            return Err(StoreError::Exists { path: path.to_path_buf() });
        }
        let draft = Draft::new(path, file::NEW)?;
        let base = self.first_moment()?;
        let groups = self.turns(base + 1..=u64::MAX)?.iter().map(|head| vec![head.turn]).collect();
        self.rebuild_into(&draft, &Plan { base, groups }, true, &mut Keep)?;
        draft.publish(path)
    }

    /// Puts what is rebuilt in the place of the file.
    pub(super) fn replace_by(&mut self, plan: &Plan, rewrite: &mut dyn Rewrite) -> Result<(), StoreError> {
        let draft = Draft::new(&self.path, file::PACK)?;
        self.rebuild_into(&draft, plan, false, rewrite)?;
        // The new file is locked before it has the name, and the old one until then, so nobody can come between.
        let new = guarded(|| self.load(&draft.path)).map_err(|fault| self.said(fault, "open"))?;
        draft.replace(&self.path)?;
        self.drop_handle();
        self.open = Some(new);
        Ok(())
    }

    fn rebuild_into(
        &mut self,
        draft: &Draft,
        plan: &Plan,
        keeps_home: bool,
        rewrite: &mut dyn Rewrite,
    ) -> Result<(), StoreError> {
        let open = self.ensure_open()?;
        let result = guarded(|| rebuild::rebuild(open, draft, plan, keeps_home, rewrite));
        result.map_err(|fault: Fault| self.said(fault, "write"))
    }
}

/// Which turns are merged, and where history begins.
fn plan(heads: &[TurnHead], base: u64, snapshots: &[u64], policy: Policy) -> Plan {
    let age = |head: &TurnHead| policy.now_ms.saturating_sub(head.time_ms);
    let is_last_of_day = |index: usize| {
        let next = heads.get(index + 1);
        next.is_none_or(|next| next.time_ms / DAY_MS != heads[index].time_ms / DAY_MS)
    };
    let keeps = |index: usize| {
        let head = &heads[index];
        let is_newest = index + 1 == heads.len();
        let is_daily = is_last_of_day(index) && policy.daily_ms.is_none_or(|daily| age(head) <= daily);
        is_newest || snapshots.contains(&head.turn) || age(head) <= policy.all_ms || is_daily
    };
    let mut groups: Vec<Vec<u64>> = Vec::new();
    let mut group = Vec::new();
    for (index, head) in heads.iter().enumerate() {
        group.push(head.turn);
        if keeps(index) {
            groups.push(std::mem::take(&mut group));
        }
    }
    // History begins at the earliest moment that someone wants: what led there is dropped. That is the moment before
    // the first turn, unless the policy lets old days go or the moment before has been let go.
    let drops =
        policy.daily_ms.is_some_and(|daily| heads.first().is_some_and(|head| age(head) > daily.max(policy.all_ms)));
    let is_pinned = snapshots.contains(&base);
    match drops && !is_pinned && !groups.is_empty() {
        true => {
            let dropped = groups.remove(0);
            Plan { base: dropped.last().copied().unwrap_or(base), groups }
        }
        false => Plan { base, groups },
    }
}
