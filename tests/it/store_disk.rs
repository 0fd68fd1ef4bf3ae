//! The record store on a disk that does wrong: writes that are torn, lost or refused, at every step.

use std::collections::BTreeMap;
use std::io;
use std::ops::Bound;
use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;

use batos::image::store::Access;
use batos::image::store::Medium;
use batos::image::store::Store;
use batos::image::store::StoreError;
use redb::BackendError;
use redb::StorageBackend;

use crate::store::Place;
use crate::store::turn;

/// A disk in memory: what was synced, and what was written since.
#[derive(Debug, Default)]
struct Disk {
    synced: Vec<u8>,
    now: Vec<u8>,
    unsynced: Vec<(u64, Vec<u8>)>,
    /// Operations that change the disk, so far.
    operations: u64,
    /// From this one on they fail, so often.
    fails_from: u64,
    failures: u64,
    full: bool,
    /// At this one the power fails: nothing is done from here on.
    cut_at: u64,
    cut: bool,
}

#[derive(Clone, Debug, Default)]
struct Shared(Arc<Mutex<Disk>>);

impl Shared {
    fn with(bytes: Vec<u8>) -> Shared {
        let disk =
            Disk { synced: bytes.clone(), now: bytes, fails_from: u64::MAX, cut_at: u64::MAX, ..Disk::default() };
        Shared(Arc::new(Mutex::new(disk)))
    }

    fn disk(&self) -> MutexGuard<'_, Disk> {
        self.0.lock().expect("no test panics while it holds the disk")
    }

    /// Counts an operation, and says whether it may be done.
    fn step(&self) -> io::Result<MutexGuard<'_, Disk>> {
        let mut disk = self.disk();
        disk.operations += 1;
        if disk.operations >= disk.cut_at {
            disk.cut = true;
        }
        if disk.cut {
            return Err(io::Error::other("the power is gone"));
        }
        if disk.operations >= disk.fails_from && disk.failures > 0 {
            disk.failures -= 1;
            return Err(match disk.full {
                true => io::Error::from(io::ErrorKind::StorageFull),
                false => io::Error::other("the disk does not answer"),
            });
        }
        Ok(disk)
    }
}

impl StorageBackend for Shared {
    fn len(&self) -> io::Result<u64> {
        Ok(self.disk().now.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let disk = self.disk();
        let from = disk.now.get(offset as usize..offset as usize + out.len());
        out.copy_from_slice(from.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.step()?.now.resize(len as usize, 0);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut disk = self.step()?;
        disk.synced = disk.now.clone();
        disk.unsynced.clear();
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let mut disk = self.step()?;
        disk.now[offset as usize..offset as usize + data.len()].copy_from_slice(data);
        disk.unsynced.push((offset, data.to_vec()));
        Ok(())
    }

    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }
}

impl Medium for Shared {
    fn open(&self, builder: &redb::Builder, _: &Path) -> Result<redb::Database, redb::DatabaseError> {
        builder.create_with_backend(self.clone())
    }
}

/// A generator of chances; the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// An image with a few folded turns, as bytes; its path stands for it where a path is asked for.
fn image(place: &Place) -> Vec<u8> {
    let mut store = Store::create(place.image()).expect("it is made");
    for number in 0..5u64 {
        store.commit(turn((0..40).map(|key| (key, content(number, key))))).expect("it is saved");
    }
    store.fold().expect("it folds");
    store.close().expect("it closes");
    std::fs::read(place.image()).expect("it can be read")
}

fn content(number: u64, key: u64) -> Option<Vec<u8>> {
    match (number + key) % 7 {
        0 => None,
        size => Some(vec![number as u8; size as usize * 30]),
    }
}

type World = BTreeMap<u64, Vec<u8>>;

fn world(store: &mut Store) -> World {
    let mut world = World::new();
    store.walk(0, |key, bytes| world.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
    world
}

/// What a run does at each turn: some records change, some many at once, and now and then the log is folded.
fn go(store: &mut Store, number: u64) -> Result<u64, StoreError> {
    let many = if number.is_multiple_of(5) { 600 } else { 3 };
    let base = if number.is_multiple_of(5) { number * 1000 } else { number % 40 };
    let mut turn = turn((0..many).map(|key| (base + key, content(number + 1, key))));
    turn.names = vec![("count".to_string(), Some(number.to_le_bytes().to_vec()))];
    turn.outbox_add = vec![(number.to_le_bytes().to_vec(), b"letter".to_vec())];
    turn.outbox_done = store.outbox()?.iter().map(|row| row.id).collect();
    let saved = store.commit(turn)?;
    if number % 4 == 3 {
        // A fold that fails has not lost anything: the turn before it is saved.
        let _ = store.fold();
    }
    Ok(saved)
}

/// The worlds that the run above goes through, on a disk that does what it should.
fn expected(bytes: &[u8], place: &Place, turns: u64) -> Vec<World> {
    let disk = Shared::with(bytes.to_vec());
    let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk)).expect("it opens");
    let mut worlds = vec![world(&mut store)];
    for number in 0..turns {
        go(&mut store, number).expect("it is saved");
        worlds.push(world(&mut store));
    }
    worlds
}

const FIRST: u64 = 5;
const TURNS: u64 = 12;

fn operations_of_a_run(bytes: &[u8], place: &Place) -> u64 {
    let disk = Shared::with(bytes.to_vec());
    let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk.clone())).expect("it opens");
    for number in 0..TURNS {
        go(&mut store, number).expect("it is saved");
    }
    drop(store);
    disk.disk().operations
}

/// The power fails at a random operation, and of what was not synced a random part has reached the disk, each sector
/// for itself.
fn cut_power(cuts: u64, seed: u64) {
    let place = Place::new();
    let bytes = image(&place);
    let worlds = expected(&bytes, &place, TURNS);
    let operations = operations_of_a_run(&bytes, &place);
    let mut dice = Dice(seed);
    for cut in 0..cuts {
        let disk = Shared::with(bytes.clone());
        disk.disk().cut_at = 1 + dice.roll(operations);
        let mut acknowledged = FIRST;
        if let Ok(mut store) = Store::open_on(place.image(), Access::Write, Arc::new(disk.clone())) {
            for number in 0..TURNS {
                match go(&mut store, number) {
                    Ok(saved) => acknowledged = saved,
                    Err(_) => break,
                }
            }
        }
        let after = {
            let disk = disk.disk();
            let mut after = disk.synced.clone();
            // Growth of the file may or may not have lasted; what was written needs it.
            after.resize(after.len().max(disk.now.len()), 0);
            for (offset, data) in &disk.unsynced {
                for (index, sector) in data.chunks(512).enumerate() {
                    let at = *offset as usize + index * 512;
                    if dice.roll(2) == 0 {
                        after[at..at + sector.len()].copy_from_slice(sector);
                    }
                }
            }
            after
        };
        let disk = Shared::with(after);
        let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk)).expect("it opens after a cut");
        let last = store.last_turn().expect("open");
        assert!(last == acknowledged || last == acknowledged + 1, "cut {cut}: {last}, acknowledged {acknowledged}");
        assert_eq!(world(&mut store), worlds[(last - FIRST) as usize], "cut {cut}");
    }
}

#[test]
fn a_power_cut_loses_nothing_acknowledged() {
    cut_power(150, 0x5EED);
}

#[test]
#[ignore = "long; see tests/README.md"]
fn ten_thousand_power_cuts() {
    cut_power(10_000, 0xB0A7);
}

/// Every operation of a commit fails once, one after the other: the turn is saved or it is not, and the session goes on.
#[test]
fn a_commit_may_fail_at_every_step() {
    let place = Place::new();
    let bytes = image(&place);
    let worlds = expected(&bytes, &place, 2);
    let mut refused = 0;
    for full in [false, true] {
        // The first turn writes 600 records straight to the segments, the second three to the log.
        for doomed in 0..2u64 {
            for step in 1.. {
                let disk = Shared::with(bytes.clone());
                let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk.clone())).expect("it opens");
                for number in 0..doomed {
                    go(&mut store, number).expect("it is saved");
                }
                let start = {
                    let mut disk = disk.disk();
                    (disk.fails_from, disk.failures, disk.full) = (disk.operations + step, 1, full);
                    disk.operations
                };
                let result = go(&mut store, doomed);
                let reached = disk.disk().failures == 0;
                match &result {
                    Ok(saved) => assert_eq!(*saved, FIRST + doomed + 1),
                    Err(StoreError::NotSaved { turn, reason }) => {
                        refused += 1;
                        assert_eq!(*turn, FIRST + doomed + 1);
                        assert_eq!(matches!(**reason, StoreError::Full { .. }), full, "{reason}");
                    }
                    Err(error) => panic!("{error}"),
                }
                let before = FIRST + doomed + u64::from(result.is_ok());
                assert_eq!(store.last_turn().expect("it opens again"), before, "step {step}");
                assert_eq!(world(&mut store), worlds[(before - FIRST) as usize], "step {step}");
                if result.is_err() {
                    go(&mut store, doomed).expect("the session goes on");
                }
                assert_eq!(world(&mut store), worlds[doomed as usize + 1]);
                drop(store);
                let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk.clone())).expect("it opens");
                assert_eq!(world(&mut store), worlds[doomed as usize + 1]);
                if !reached || disk.disk().operations == start {
                    break;
                }
            }
        }
    }
    assert!(refused > 4, "{refused} commits were refused: the failures were reached");
}

/// The disk stops answering at some step, and answers again later: what was reported as not saved stays so, even if the
/// file turns out to hold it.
#[test]
fn a_turn_reported_as_not_saved_does_not_come_back() {
    let place = Place::new();
    let bytes = image(&place);
    let worlds = expected(&bytes, &place, 2);
    let mut taken_back = 0;
    for step in 1..60 {
        let disk = Shared::with(bytes.clone());
        let mut store = Store::open_on(place.image(), Access::Write, Arc::new(disk.clone())).expect("it opens");
        go(&mut store, 0).expect("it is saved");
        {
            let mut disk = disk.disk();
            (disk.fails_from, disk.failures) = (disk.operations + step, u64::MAX);
        }
        let result = go(&mut store, 1);
        disk.disk().failures = 0;
        let last = store.last_turn().expect("it opens again");
        match result {
            Ok(saved) => assert_eq!((last, world(&mut store)), (saved, worlds[2].clone())),
            Err(_) => {
                taken_back += u64::from(last == FIRST + 3);
                assert!(last == FIRST + 1 || last == FIRST + 3, "step {step}: {last}");
                assert_eq!(world(&mut store), worlds[1], "step {step}");
                assert_eq!(store.named("count").expect("read"), Some(vec![0; 8]), "step {step}");
                let waiting = store.outbox().expect("open");
                assert_eq!(waiting.iter().map(|row| row.key.clone()).collect::<Vec<_>>(), [vec![0; 8]], "step {step}");
            }
        }
    }
    assert!(taken_back > 0, "at some step the turn was in the file and was taken back");
}
