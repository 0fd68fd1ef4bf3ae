//! The record store of the image, against a plain model: what it keeps, shows of the past, and takes back.

use std::collections::BTreeMap;
use std::path::PathBuf;

use batos::image::store::Access;
use batos::image::store::Change;
use batos::image::store::FIRST_KEY;
use batos::image::store::Store;
use batos::image::store::StoreError;
use batos::image::store::Turn;
use batos::image::store::TurnKind;
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

/// An image in a folder of its own, which goes with it.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    pub(crate) fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("there is room for temporary files") }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn image(&self) -> PathBuf {
        self.path("world.redb")
    }
}

pub(crate) fn turn(changes: impl IntoIterator<Item = (u64, Option<Vec<u8>>)>) -> Turn {
    let mut turn = Turn::new(TurnKind::Turn, "tester", "a: 1", 1_700_000_000_000);
    turn.changes = changes.into_iter().map(|(key, after)| Change { key: FIRST_KEY + key, after }).collect();
    turn
}

pub(crate) fn some(text: &str) -> Option<Vec<u8>> {
    Some(text.as_bytes().to_vec())
}

type World = BTreeMap<u64, Vec<u8>>;

/// The plain judge: every moment, whole.
#[derive(Default)]
struct Model {
    moments: BTreeMap<u64, World>,
    snapshots: BTreeMap<String, u64>,
}

impl Model {
    fn last(&self) -> u64 {
        self.moments.keys().next_back().copied().unwrap_or(0)
    }

    fn now(&self) -> World {
        self.moments.get(&self.last()).cloned().unwrap_or_default()
    }

    fn at(&self, turn: u64) -> World {
        self.moments.get(&turn).cloned().unwrap_or_default()
    }

    fn keys(&self) -> Vec<u64> {
        let mut keys: Vec<u64> = self.moments.values().flat_map(|world| world.keys().copied()).collect();
        keys.sort_unstable();
        keys.dedup();
        keys
    }

    fn commit(&mut self, changes: &[Change]) -> u64 {
        let mut world = self.now();
        for change in changes {
            match &change.after {
                Some(bytes) => world.insert(change.key, bytes.clone()),
                None => world.remove(&change.key),
            };
        }
        let turn = self.last() + 1;
        self.moments.insert(turn, world);
        turn
    }

    fn difference(&self, from: u64, to: u64) -> Vec<(u64, Option<Vec<u8>>, Option<Vec<u8>>)> {
        let (from, to) = (self.at(from), self.at(to));
        let all = self.keys().into_iter().map(|key| (key, from.get(&key).cloned(), to.get(&key).cloned()));
        all.filter(|(_, before, after)| before != after).collect()
    }
}

/// What a run does, drawn at random.
#[derive(Clone, Debug)]
enum Act {
    Commit(Vec<(u64, Option<(u8, usize)>)>),
    Bulk { from: u64, count: u64, size: usize },
    Undo(u64),
    Restore(u64),
    Snapshot,
    DropSnapshot,
    Fold,
    Reopen,
}

fn record() -> impl Strategy<Value = Option<(u8, usize)>> {
    let size = prop_oneof![20 => 0..200usize, 3 => 200..6000usize, 1 => 60_000..80_000usize];
    prop_oneof![1 => Just(None), 4 => (any::<u8>(), size).prop_map(Some)]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        10 => prop::collection::vec((0..300u64, record()), 0..40).prop_map(Act::Commit),
        2 => (0..2000u64, 200..800u64, 40..120usize).prop_map(|(from, count, size)| Act::Bulk { from, count, size }),
        3 => any::<u64>().prop_map(Act::Undo),
        1 => any::<u64>().prop_map(Act::Restore),
        1 => Just(Act::Snapshot),
        1 => Just(Act::DropSnapshot),
        2 => Just(Act::Fold),
        2 => Just(Act::Reopen),
    ]
}

fn changes_of(drawn: &[(u64, Option<(u8, usize)>)]) -> Vec<Change> {
    let bytes = |(byte, size): (u8, usize)| vec![byte; size];
    drawn.iter().map(|&(key, record)| Change { key: FIRST_KEY + key, after: record.map(bytes) }).collect()
}

fn commit(store: &mut Store, model: &mut Model, kind: TurnKind, changes: Vec<Change>) {
    let expected = model.commit(&changes);
    let mut turn = Turn::new(kind, "tester", "…", 1);
    turn.changes = changes;
    assert_eq!(store.commit(turn).expect("it is saved"), expected);
}

fn perform(act: &Act, store: &mut Option<Store>, model: &mut Model, place: &Place) {
    let open = store.as_mut().expect("it is open");
    match act {
        Act::Commit(drawn) => commit(open, model, TurnKind::Turn, changes_of(drawn)),
        Act::Bulk { from, count, size } => {
            let keys = FIRST_KEY + 300 + from..FIRST_KEY + 300 + from + count;
            let changes = keys.map(|key| Change { key, after: Some(vec![key as u8; *size]) }).collect();
            commit(open, model, TurnKind::Import, changes);
        }
        Act::Undo(drawn) if model.last() > 0 => {
            let turn = 1 + drawn % model.last();
            let undo = open.undo_records(turn).expect("the turn is there");
            let (before, after, now) = (model.at(turn - 1), model.at(turn), model.now());
            for change in &undo.changes {
                assert_eq!(change.after.as_ref(), before.get(&change.key), "undone to what it was before the turn");
                assert_eq!(now.get(&change.key), after.get(&change.key), "only what is as the turn left it");
            }
            for conflict in &undo.conflicts {
                assert_ne!(now.get(&conflict.key), after.get(&conflict.key), "a later turn made it something else");
                assert!(conflict.later > turn);
            }
            let touched: Vec<u64> = model.difference(turn - 1, turn).into_iter().map(|(key, ..)| key).collect();
            let mut named: Vec<u64> = undo.changes.iter().map(|change| change.key).collect();
            named.extend(undo.conflicts.iter().map(|conflict| conflict.key));
            named.sort_unstable();
            assert_eq!(named, touched);
            commit(open, model, TurnKind::Undo(turn), undo.changes);
        }
        Act::Restore(drawn) => {
            let turn = drawn % (model.last() + 1);
            let changes = open.restore_records(turn).expect("the turn is there");
            commit(open, model, TurnKind::Restore("then".to_string()), changes);
            assert_eq!(model.now(), model.at(turn));
        }
        Act::Undo(_) => {}
        Act::Snapshot => {
            let name = format!("at {}", model.last());
            if model.snapshots.insert(name.clone(), model.last()).is_none() {
                assert_eq!(open.snapshot(&name, 5).expect("it is saved").turn, model.last());
            } else {
                assert!(matches!(open.snapshot(&name, 5), Err(StoreError::SnapshotExists { .. })));
            }
        }
        Act::DropSnapshot => {
            if let Some((name, _)) = model.snapshots.pop_first() {
                open.drop_snapshot(&name).expect("it was there");
                assert!(matches!(open.drop_snapshot(&name), Err(StoreError::NoSuchSnapshot { .. })));
            }
        }
        Act::Fold => open.fold().expect("it is folded"),
        Act::Reopen => {
            store.take().expect("it is open").close().expect("it is closed");
            *store = Some(Store::open(place.image(), Access::Write).expect("it opens again"));
        }
    }
}

/// Everything the store says, against the model.
fn compare(store: &mut Store, model: &Model, moments: &[u64]) -> Result<(), TestCaseError> {
    prop_assert_eq!(store.last_turn().expect("open"), model.last());
    let mut walked = World::new();
    store.walk(0, |key, bytes| walked.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
    prop_assert_eq!(&walked, &model.now());
    for key in model.keys() {
        let record = store.get(key).expect("it can be read").map(|record| record.bytes);
        prop_assert_eq!(record.as_ref(), walked.get(&key));
        let mut cluster = World::new();
        let seen = store.cluster(key, |key, bytes| drop(cluster.insert(key, bytes.to_vec()))).expect("it can be read");
        prop_assert_eq!(seen, walked.contains_key(&key));
        prop_assert!(cluster.iter().all(|(key, bytes)| walked.get(key) == Some(bytes)));
    }
    for &drawn in moments {
        let turn = drawn % (model.last() + 1);
        let then = model.at(turn);
        for key in model.keys() {
            let record = store.at(turn).expect("the moment is kept").get(key).expect("it can be read");
            prop_assert_eq!(record.as_ref(), then.get(&key), "record {} at turn {}", key, turn);
        }
        let other = (drawn >> 32) % (model.last() + 1);
        let found = store.difference(turn, other).expect("both moments are kept");
        let found: Vec<_> = found.into_iter().map(|it| (it.key, it.before, it.after)).collect();
        prop_assert_eq!(found, model.difference(turn, other));
    }
    let mut by_key: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for head in store.turns(1..=u64::MAX).expect("the log can be read") {
        let difference = model.difference(head.turn - 1, head.turn);
        let found = store.changes(head.turn).expect("it can be read");
        let found: Vec<_> = found.into_iter().map(|it| (it.key, it.before, it.after)).collect();
        prop_assert_eq!(head.changed, found.len() as u64);
        for (key, ..) in &found {
            by_key.entry(*key).or_default().insert(0, head.turn);
        }
        prop_assert_eq!(found, difference);
    }
    for (key, turns) in by_key {
        let history = store.history_of(key).expect("it can be read");
        let told: Vec<u64> = history.iter().map(|(head, _)| head.turn).collect();
        prop_assert_eq!(told, turns);
        for (head, version) in history {
            let (before, after) = (model.at(head.turn - 1), model.at(head.turn));
            prop_assert_eq!(version.before.as_ref(), before.get(&key));
            prop_assert_eq!(version.after.as_ref(), after.get(&key));
        }
    }
    let snapshots = store.snapshots().expect("open").into_iter().map(|it| (it.name, it.turn));
    prop_assert_eq!(snapshots.collect::<BTreeMap<_, _>>(), model.snapshots.clone());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn agrees_with_a_plain_model(
        acts in prop::collection::vec(act(), 1..25),
        moments in prop::collection::vec(any::<u64>(), 4),
    ) {
        let place = Place::new();
        let mut store = Some(Store::create(place.image()).expect("it is made"));
        let mut model = Model::default();
        for act in &acts {
            perform(act, &mut store, &mut model, &place);
        }
        compare(store.as_mut().expect("it is open"), &model, &moments)?;
    }
}

#[test]
fn names_and_outbox_outlive_the_handle() {
    let place = Place::new();
    let mut store = Store::create(place.image()).expect("it is made");
    let mut first = turn([(0, some("root"))]);
    first.names = vec![("root".to_string(), some("1024")), ("gone".to_string(), some("x"))];
    first.outbox_add = vec![(b"k1".to_vec(), b"letter".to_vec()), (b"k2".to_vec(), b"file".to_vec())];
    assert_eq!(store.commit(first).expect("it is saved"), 1);
    let rows = store.outbox().expect("open");
    assert_eq!(rows.iter().map(|row| row.payload.as_slice()).collect::<Vec<_>>(), [&b"letter"[..], &b"file"[..]]);
    let mut second = turn([]);
    second.names = vec![("gone".to_string(), None), ("root".to_string(), some("2048"))];
    second.outbox_done = vec![rows[0].id];
    store.commit(second).expect("it is saved");
    for folds in [false, true] {
        if folds {
            store.fold().expect("it folds");
        }
        drop(store);
        store = Store::open(place.image(), Access::Write).expect("it opens");
        assert_eq!(store.named("root").expect("read"), some("2048"));
        assert_eq!(store.named("gone").expect("read"), None);
        assert_eq!(store.at(1).expect("kept").named("gone").expect("read"), some("x"));
        assert_eq!(store.at(1).expect("kept").named("root").expect("read"), some("1024"));
        assert_eq!(store.outbox().expect("open"), rows[1..]);
        // A name is no record of the world: it is neither walked over nor undone.
        assert!(store.undo_records(2).expect("read").changes.is_empty());
        store.walk(0, |key, _| panic_unless(key == FIRST_KEY)).expect("read");
    }
    let mut third = turn([]);
    third.outbox_add = vec![(b"k3".to_vec(), b"later".to_vec())];
    store.commit(third).expect("it is saved");
    let ids: Vec<u64> = store.outbox().expect("open").iter().map(|row| row.id).collect();
    assert_eq!(ids, [rows[1].id, rows[1].id + 1]);
}

fn panic_unless(so: bool) -> bool {
    assert!(so);
    so
}

#[test]
fn what_cannot_be_stored_is_refused() {
    let place = Place::new();
    let mut store = Store::create(place.image()).expect("it is made");
    for key in [0, FIRST_KEY - 1, u64::MAX] {
        let mut turn = turn([]);
        turn.changes.push(Change { key, after: some("x") });
        assert!(matches!(store.commit(turn), Err(StoreError::Refused { .. })), "{key}");
    }
    let mut many = turn([]);
    many.names = (0..FIRST_KEY).map(|number| (number.to_string(), some("x"))).collect();
    assert!(matches!(store.commit(many), Err(StoreError::Refused { .. })));
    assert_eq!(store.last_turn().expect("open"), 0);
    assert!(matches!(store.at(1).map(|_| ()), Err(StoreError::NoSuchTurn { .. })));
    assert!(matches!(store.turn(1), Err(StoreError::NoSuchTurn { .. })));
}
