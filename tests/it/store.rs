//! The record store of the image, against a plain model: what it keeps, shows of the past, and takes back.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;

use batos::image::store::Access;
use batos::image::store::Change;
use batos::image::store::FIRST_KEY;
use batos::image::store::Forget;
use batos::image::store::OutboxRow;
use batos::image::store::Policy;
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

/// A key with what it was and is.
type Differs = (u64, Option<Vec<u8>>, Option<Vec<u8>>);
type World = BTreeMap<u64, Vec<u8>>;

/// The plain judge: every moment, whole.
struct Model {
    moments: BTreeMap<u64, World>,
    /// The moments that packing has kept.
    kept: BTreeSet<u64>,
    snapshots: BTreeMap<String, u64>,
}

impl Model {
    fn new() -> Model {
        Model { moments: BTreeMap::new(), kept: BTreeSet::from([0]), snapshots: BTreeMap::new() }
    }

    /// One of the moments that are kept.
    fn draw(&self, drawn: u64) -> u64 {
        let index = drawn % self.kept.len() as u64;
        self.kept.iter().nth(index as usize).copied().expect("the present is kept")
    }

    /// The moment before a turn.
    fn before(&self, turn: u64) -> u64 {
        self.kept.range(..turn).next_back().copied().expect("no turn is kept without the moment before it")
    }

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
        self.kept.insert(turn);
        turn
    }

    fn difference(&self, from: u64, to: u64) -> Vec<Differs> {
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
    Pack(usize),
    Copy,
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
        1 => (0..4usize).prop_map(Act::Pack),
        1 => Just(Act::Copy),
        2 => Just(Act::Reopen),
    ]
}

fn changes_of(drawn: &[(u64, Option<(u8, usize)>)]) -> Vec<Change> {
    let bytes = |(byte, size): (u8, usize)| vec![byte; size];
    drawn.iter().map(|&(key, record)| Change { key: FIRST_KEY + key, after: record.map(bytes) }).collect()
}

const HOUR_MS: u64 = 3_600_000;

fn commit(store: &mut Store, model: &mut Model, kind: TurnKind, changes: Vec<Change>) {
    let expected = model.commit(&changes);
    let mut turn = Turn::new(kind, "tester", "…", expected * HOUR_MS * 10);
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
        Act::Undo(drawn) if model.kept.len() > 1 => {
            let turn = model.draw(*drawn).max(model.kept.iter().nth(1).copied().expect("there are two"));
            let undo = open.undo_records(turn).expect("the turn is there");
            let earlier = model.before(turn);
            let (before, after, now) = (model.at(earlier), model.at(turn), model.now());
            for change in &undo.changes {
                assert_eq!(change.after.as_ref(), before.get(&change.key), "undone to what it was before the turn");
                assert_eq!(now.get(&change.key), after.get(&change.key), "only what is as the turn left it");
            }
            for conflict in &undo.conflicts {
                assert_ne!(now.get(&conflict.key), after.get(&conflict.key), "a later turn made it something else");
                assert!(conflict.later > turn);
            }
            let touched: Vec<u64> = model.difference(earlier, turn).into_iter().map(|(key, ..)| key).collect();
            let mut named: Vec<u64> = undo.changes.iter().map(|change| change.key).collect();
            named.extend(undo.conflicts.iter().map(|conflict| conflict.key));
            named.sort_unstable();
            assert_eq!(named, touched);
            commit(open, model, TurnKind::Undo(turn), undo.changes);
        }
        Act::Restore(drawn) => {
            let turn = model.draw(*drawn);
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
        Act::Pack(which) => pack(open, model, *which),
        Act::Copy => {
            let path = place.path("copy.redb");
            open.copy_to(&path).expect("it is copied");
            assert!(matches!(open.copy_to(&path), Err(StoreError::Exists { .. })));
            let mut copy = Store::open(&path, Access::Write).expect("the copy opens");
            assert!(copy.is_foreign().expect("open"), "a copy is not at home");
            assert!(!open.is_foreign().expect("open"));
            assert_eq!(records(&mut copy), model.now());
            assert_eq!(copy.verify().expect("it can be verified").damage, []);
            let before = copy.instance().expect("open");
            copy.adopt("tester", 0).expect("it is adopted");
            assert!(!copy.is_foreign().expect("open"));
            assert_ne!(copy.instance().expect("open"), before);
            drop(copy);
            std::fs::remove_file(path).expect("it is there");
        }
        Act::Fold => open.fold().expect("it is folded"),
        Act::Reopen => {
            store.take().expect("it is open").close().expect("it is closed");
            *store = Some(Store::open(place.image(), Access::Write).expect("it opens again"));
        }
    }
}

fn pack(store: &mut Store, model: &mut Model, which: usize) {
    let now_ms = model.last() * HOUR_MS * 10;
    let policy = match which {
        0 => Policy::EVERYTHING,
        1 => Policy::NOTHING,
        2 => Policy { now_ms, all_ms: 30 * HOUR_MS, daily_ms: None },
        _ => Policy { now_ms, all_ms: 20 * HOUR_MS, daily_ms: Some(60 * HOUR_MS) },
    };
    let first_before = store.first_moment().expect("open");
    let packed = store.pack(policy).expect("it is packed");
    let heads = store.turns(1..=u64::MAX).expect("the log can be read");
    assert_eq!(packed.turns, heads.len() as u64);
    let mut kept = BTreeSet::from([packed.first_moment]);
    kept.extend(heads.iter().map(|head| head.turn));
    assert!(kept.is_subset(&model.kept));
    assert!(kept.contains(&model.last()), "the present is kept");
    let snapshots: BTreeSet<u64> = model.snapshots.values().copied().filter(|turn| *turn >= first_before).collect();
    assert!(snapshots.is_subset(&kept), "what a snapshot names is kept");
    let is_recent = |turn: &u64| now_ms - turn * HOUR_MS * 10 <= policy.all_ms;
    match which {
        0 => assert_eq!(kept, model.kept),
        1 => {
            let mut wanted = snapshots.clone();
            wanted.insert(model.last());
            assert_eq!(kept, wanted);
        }
        _ => assert!(model.kept.iter().filter(|turn| **turn > 0 && is_recent(turn)).all(|turn| kept.contains(turn))),
    }
    if which == 2 {
        let day = |turn: u64| turn * 10 / 24;
        let days: BTreeSet<u64> = model.kept.iter().skip(1).map(|turn| day(*turn)).collect();
        assert!(days.iter().all(|wanted| kept.iter().any(|turn| day(*turn) == *wanted)), "one of each day is kept");
    }
    model.kept = kept;
}

fn records(store: &mut Store) -> World {
    let mut world = World::new();
    store.walk(0, |key, bytes| world.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
    world
}

/// Everything the store says, against the model.
fn compare(store: &mut Store, model: &Model, moments: &[u64]) -> Result<(), TestCaseError> {
    prop_assert_eq!(store.last_turn().expect("open"), model.last());
    let walked = records(store);
    prop_assert_eq!(&walked, &model.now());
    for key in model.keys() {
        let record = store.get(key).expect("it can be read").map(|record| record.bytes);
        prop_assert_eq!(record.as_ref(), walked.get(&key));
        let cluster = store.cluster(key).expect("it can be read");
        prop_assert!(cluster.covers(key));
        prop_assert_eq!(cluster.find(key).map(|range| cluster.bytes[range].to_vec()), walked.get(&key).cloned());
        for key in cluster.keys() {
            prop_assert_eq!(cluster.find(key).map(|range| &cluster.bytes[range]), walked.get(&key).map(Vec::as_slice));
        }
    }
    for &drawn in moments {
        let turn = model.draw(drawn);
        let then = model.at(turn);
        for key in model.keys() {
            let record = store.at(turn).expect("the moment is kept").get(key).expect("it can be read");
            prop_assert_eq!(record.as_ref(), then.get(&key), "record {} at turn {}", key, turn);
            let cluster = store.at(turn).expect("the moment is kept").cluster(key).expect("it can be read");
            prop_assert_eq!(
                cluster.find(key).map(|range| cluster.bytes[range].to_vec()),
                record,
                "among its neighbours"
            );
        }
        let other = model.draw(drawn >> 32);
        let found = store.difference(turn, other).expect("both moments are kept");
        let found: Vec<_> = found.into_iter().map(|it| (it.key, it.before, it.after)).collect();
        prop_assert_eq!(found, model.difference(turn, other));
    }
    let mut by_key: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
    for head in store.turns(1..=u64::MAX).expect("the log can be read") {
        let difference = model.difference(model.before(head.turn), head.turn);
        let found = store.changes(head.turn).expect("it can be read");
        let found: Vec<_> = found.into_iter().map(|it| (it.key, it.before, it.after)).collect();
        // Turns that were merged may have put back what they changed.
        prop_assert!(head.changed == found.len() as u64 || head.kind == TurnKind::Packed);
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
            let (before, after) = (model.at(model.before(head.turn)), model.at(head.turn));
            prop_assert_eq!(version.before.as_ref(), before.get(&key));
            prop_assert_eq!(version.after.as_ref(), after.get(&key));
        }
    }
    let snapshots = store.snapshots().expect("open").into_iter().map(|it| (it.name, it.turn));
    prop_assert_eq!(snapshots.collect::<BTreeMap<_, _>>(), model.snapshots.clone());
    let report = store.verify().expect("it can be verified");
    prop_assert_eq!(&report.damage, &[]);
    prop_assert_eq!(report.records, walked.len() as u64);
    prop_assert_eq!(report.turns + 1, model.kept.len() as u64);
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
        let mut model = Model::new();
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

/// Takes a word out wherever it is.
struct Out(&'static str);

impl Out {
    fn of(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let text = String::from_utf8_lossy(bytes);
        text.contains(self.0).then(|| text.replace(self.0, "(forgotten)").into_bytes())
    }
}

impl Forget for Out {
    fn record(&mut self, _: u64, bytes: &[u8]) -> Option<Vec<u8>> {
        self.of(bytes)
    }

    fn named(&mut self, _: &str, value: &[u8]) -> Option<Vec<u8>> {
        self.of(value)
    }

    fn text(&mut self, _: u64, text: &str) -> Option<String> {
        self.of(text.as_bytes()).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn note(&mut self, _: u64, note: &[u8]) -> Option<Vec<u8>> {
        self.of(note)
    }

    fn outbox(&mut self, row: &OutboxRow) -> Option<Vec<u8>> {
        self.of(&row.payload)
    }
}

#[test]
fn what_is_forgotten_is_in_no_byte_of_the_file() {
    const SECRET: &str = "hunter2-hunter2";
    let place = Place::new();
    let mut store = Store::create(place.image()).expect("it is made");
    let mut first = turn([(0, some(SECRET)), (1, some("kept"))]);
    first.text = format!("password: '{SECRET}'");
    first.note = SECRET.as_bytes().to_vec();
    first.names = vec![("key".to_string(), some(SECRET))];
    first.outbox_add = vec![(b"k".to_vec(), SECRET.as_bytes().to_vec())];
    store.commit(first).expect("it is saved");
    store.fold().expect("it folds");
    store.commit(turn([(0, some("changed")), (2, some(SECRET))])).expect("it is saved");
    store.commit(turn([(2, None)])).expect("it is saved");
    let holds = || {
        let file = std::fs::read(place.image()).expect("it can be read");
        file.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes())
    };
    assert!(holds());
    let number = store.forget("tester", 9, &mut Out(SECRET)).expect("it is forgotten");
    assert!(!holds());
    assert_eq!(store.turn(number).expect("it is there").kind, TurnKind::Forget);
    assert_eq!(store.at(1).expect("kept").get(FIRST_KEY).expect("read"), some("(forgotten)"));
    assert_eq!(store.at(1).expect("kept").get(FIRST_KEY + 1).expect("read"), some("kept"));
    assert_eq!(store.at(2).expect("kept").get(FIRST_KEY + 2).expect("read"), some("(forgotten)"));
    assert_eq!(store.turn(1).expect("it is there").text, "password: '(forgotten)'");
    assert_eq!(store.named("key").expect("read"), some("(forgotten)"));
    assert_eq!(store.outbox().expect("open")[0].payload, b"(forgotten)");
    assert_eq!(store.verify().expect("it can be verified").damage, []);
    assert!(!store.is_foreign().expect("open"), "it is at home in the new file");
    drop(store);
    let left: Vec<_> = std::fs::read_dir(place.image().parent().expect("a folder")).expect("it can be read").collect();
    assert_eq!(left.len(), 1, "no draft or note is left");
    assert!(!Store::open(place.image(), Access::Write).expect("it opens").is_foreign().expect("open"));
}
