//! Files that are not as an image left them, or not where, or in use: what is said of them, and what is kept.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use batos::image::store::Access;
use batos::image::store::FIRST_KEY;
use batos::image::store::Policy;
use batos::image::store::Store;
use batos::image::store::StoreError;
use batos::image::store::TurnKind;
use batos::image::store::salvage;

use crate::store::Place;
use crate::store::some;
use crate::store::turn;

type World = BTreeMap<u64, Vec<u8>>;

fn record(turn: u64, key: u64) -> Vec<u8> {
    format!("record {key} as of turn {turn}, {}", "x".repeat((key * 7 % 90) as usize)).into_bytes()
}

/// An image of several segments, with history partly folded. Answers its moments.
fn sample(place: &Place) -> Vec<World> {
    let mut store = Store::create(place.image()).expect("it is made");
    let mut worlds = vec![World::new()];
    for number in 1..=12u64 {
        let keys: Vec<u64> =
            if number == 1 { (0..400).collect() } else { (0..400).step_by(number as usize + 3).collect() };
        let mut world = worlds.last().cloned().unwrap_or_default();
        let changes = keys.into_iter().map(|key| {
            let after = (number == 1 || (key + number) % 5 > 0).then(|| record(number, key));
            match &after {
                Some(bytes) => world.insert(FIRST_KEY + key, bytes.clone()),
                None => world.remove(&(FIRST_KEY + key)),
            };
            (key, after)
        });
        let mut turn = turn(changes.collect::<Vec<_>>());
        turn.names = vec![("root".to_string(), some(&number.to_string()))];
        store.commit(turn).expect("it is saved");
        worlds.push(world);
        if number == 8 {
            store.fold().expect("it folds");
        }
    }
    store.close().expect("it closes");
    worlds
}

/// Reads all there is. Everything that can be read must be as it was written; what cannot is named.
fn read_all(path: &std::path::Path, worlds: &[World]) -> Result<usize, StoreError> {
    let mut store = Store::open(path, Access::Write)?;
    let mut refused = 0;
    let newest = worlds.last().expect("there are moments");
    let last = store.last_turn()?;
    assert_eq!(last + 1, worlds.len() as u64, "the newest turn is there, or the image is refused");
    for key in FIRST_KEY..FIRST_KEY + 420 {
        match store.get(key) {
            Ok(found) => assert_eq!(found.map(|record| record.bytes).as_ref(), newest.get(&key), "record {key}"),
            Err(_) => refused += 1,
        }
    }
    let mut walked = World::new();
    match store.walk(0, |key, bytes| walked.insert(key, bytes.to_vec()).is_none()) {
        Ok(()) => assert_eq!(&walked, newest),
        Err(_) => refused += 1,
    }
    for turn in [3, 7, 11] {
        for key in (FIRST_KEY..FIRST_KEY + 400).step_by(37) {
            match store.at(turn).and_then(|mut moment| moment.get(key)) {
                Ok(found) => assert_eq!(found.as_ref(), worlds[turn as usize].get(&key), "record {key} at {turn}"),
                Err(_) => refused += 1,
            }
        }
    }
    for turn in 1..=last {
        match store.changes(turn) {
            Ok(versions) => {
                for version in versions {
                    assert_eq!(version.before.as_ref(), worlds[turn as usize - 1].get(&version.key));
                    assert_eq!(version.after.as_ref(), worlds[turn as usize].get(&version.key));
                }
            }
            Err(_) => refused += 1,
        }
    }
    if refused > 0 {
        let report = store.verify()?;
        assert!(!report.damage.is_empty(), "what cannot be read is found by verifying");
    }
    Ok(refused)
}

fn check_salvage(place: &Place, path: &std::path::Path, worlds: &[World]) -> bool {
    let into = place.path("salvaged.redb");
    let _ = fs::remove_file(&into);
    let Ok(salvaged) = salvage(path, &into) else { return false };
    let mut store = Store::open(&into, Access::Write).expect("what was salvaged opens");
    assert_eq!(store.verify().expect("it can be verified").damage, []);
    let mut found = World::new();
    store.walk(0, |key, bytes| found.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
    let then = &worlds[salvaged.moment as usize];
    match salvaged.lost.is_empty() {
        true => assert_eq!(&found, then),
        false => assert!(found.len() <= then.len()),
    }
    assert_eq!(store.turn(salvaged.moment + 1).expect("it is there").kind, TurnKind::Salvage);
    salvaged.lost.is_empty()
}

fn damage(places: u64, seed: u64) {
    let place = Place::new();
    let worlds = sample(&place);
    let whole = fs::read(place.image()).expect("it can be read");
    let used = whole.iter().rposition(|&byte| byte != 0).map_or(0, |last| last as u64 + 1);
    let path = place.path("damaged.redb");
    let (mut refused, mut unopened, mut sound, mut salvaged) = (0u64, 0u64, 0u64, 0u64);
    let mut dice = seed;
    for number in 0..places {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = ((dice >> 20) % used) as usize;
        let mut bytes = whole.clone();
        match number % 4 {
            // A page that was never written, or a bit that fell over.
            0 => bytes[at / 4096 * 4096..].iter_mut().take(4096).for_each(|byte| *byte = 0),
            bit => bytes[at] ^= 1 << ((dice >> 8) % 8) ^ (bit as u8 & 2),
        }
        let changed = bytes != whole;
        fs::write(&path, &bytes).expect("it can be written");
        match read_all(&path, &worlds) {
            Ok(0) => sound += 1,
            Ok(_) => refused += 1,
            Err(error) => {
                assert!(changed && !error.to_string().is_empty());
                unopened += 1;
            }
        }
        if number % 4 < 2 {
            fs::write(&path, &bytes).expect("it can be written");
            salvaged += u64::from(check_salvage(&place, &path, &worlds));
            assert_eq!(fs::read(&path).expect("it can be read"), bytes, "salvage only reads");
        }
    }
    assert!(refused > 0 && unopened > 0 && sound > 0, "{refused} {unopened} {sound}: each was met");
    assert!(salvaged * 10 > places * 4, "{salvaged} of {} were salvaged whole", places / 2);
}

#[test]
fn damaged_bytes_are_never_silent() {
    damage(160, 7);
}

#[test]
#[ignore = "long; see tests/README.md"]
fn damaged_bytes_at_thousands_of_places() {
    damage(4000, 11);
}

#[test]
fn a_file_that_was_cut_short_is_refused_and_left_alone() {
    let place = Place::new();
    let worlds = sample(&place);
    let whole = fs::read(place.image()).expect("it can be read");
    let path = place.path("short.redb");
    for length in [0, 1, 9, 64, 320, 4095, 4096, 8192, 10_000, 65_536, 200_000, whole.len() - 4096, whole.len() - 1] {
        let bytes = &whole[..length.min(whole.len() - 1)];
        fs::write(&path, bytes).expect("it can be written");
        for access in [Access::Read, Access::Write] {
            let error = Store::open(&path, access).map(|_| ()).expect_err("a part of an image is no image");
            assert!(error.to_string().contains("short.redb"), "{error}");
            assert_eq!(fs::read(&path).expect("it can be read"), bytes, "{length}: the file is left alone");
        }
    }
    assert_eq!(read_all(&place.image(), &worlds).expect("the whole one opens"), 0);
}

#[test]
fn what_is_no_image_is_named() {
    let place = Place::new();
    let said = |result: Result<Store, StoreError>| result.map(|_| ()).expect_err("it is refused").to_string();
    let path = place.path("notes.txt");
    fs::write(&path, "not a database\n".repeat(1000)).expect("it can be written");
    assert!(said(Store::open(&path, Access::Write)).contains("notes.txt is not an image"));
    assert!(said(Store::create(&path)).contains("notes.txt exists already"));
    let missing = place.path("nowhere.redb");
    assert!(said(Store::open(&missing, Access::Write)).starts_with("there is no image at"));
    assert!(said(Store::open(place.path("."), Access::Write)).contains("is not an image: it is a folder"));
    let other = place.path("other.redb");
    drop(redb::Database::create(&other).expect("it is made"));
    assert!(said(Store::open(&other, Access::Write)).contains("other.redb is not an image"));
    let empty = place.path("empty.redb");
    fs::write(&empty, "").expect("it can be written");
    assert!(said(Store::open(&empty, Access::Write)).contains("it is empty"));
    assert_eq!(fs::read(&empty).expect("it is there"), b"");
}

#[test]
fn a_newer_format_is_refused() {
    let place = Place::new();
    sample(&place);
    let mut bytes = fs::read(place.image()).expect("it can be read");
    // The format's row, by its seal: the payload is one number.
    let mut found = 0;
    for at in 0..bytes.len() - 29 {
        if bytes[at..at + 4] == [0xBA, 0x70, 0x5E, b'v'] {
            bytes[at + 28] = 9;
            let mut sum = crc32fast::Hasher::new();
            sum.update(&bytes[at..at + 8]);
            sum.update(&bytes[at + 12..at + 29]);
            bytes[at + 8..at + 12].copy_from_slice(&sum.finalize().to_le_bytes());
            found += 1;
        }
    }
    assert!(found > 0);
    fs::write(place.image(), &bytes).expect("it can be written");
    let error = Store::open(place.image(), Access::Write).map(|_| ()).expect_err("it is refused");
    assert!(matches!(error, StoreError::Newer { found: 9, known: 1, .. }), "{error}");
    assert!(matches!(salvage(place.image(), place.path("into.redb")), Err(StoreError::Newer { .. })));
}

#[test]
fn a_second_process_is_told_at_once_and_may_look() {
    let place = Place::new();
    let worlds = sample(&place);
    let mut owner = Store::open(place.image(), Access::Write).expect("it opens");
    let error = Store::open(place.image(), Access::Write).map(|_| ()).expect_err("it is in use");
    let StoreError::Locked { by: Some(by), .. } = &error else { panic!("{error}") };
    assert_eq!(by.pid, std::process::id());
    assert!(error.to_string().contains(&format!("in use by process {} since 20", by.pid)), "{error}");
    let mut other = Store::open(place.image(), Access::Read).expect("one may look");
    owner.commit(turn([(0, some("new"))])).expect("it is saved");
    assert_eq!(other.get(FIRST_KEY).expect("read").map(|record| record.bytes).as_ref(), worlds[12].get(&FIRST_KEY));
    assert!(matches!(other.commit(turn([])), Err(StoreError::ReadOnly { .. })));
    assert!(matches!(other.snapshot("x", 0), Err(StoreError::ReadOnly { .. })));
    // A copy can be taken of what one looks at, with what was not folded.
    other.copy_to(place.path("copy.redb")).expect("it is copied");
    assert_eq!(read_all(&place.path("copy.redb"), &worlds).expect("the copy opens"), 0);
    fs::remove_file(place.path("copy.redb")).expect("it is there");
    drop(other);
    drop(owner);
    let left: Vec<_> = fs::read_dir(place.path(".")).expect("listed").collect();
    assert_eq!(left.len(), 1, "neither notes nor copies are left: {left:?}");
    // A note that a killed process has left is no obstacle.
    fs::write(place.path("world.redb.lock"), "1 0\n").expect("it can be written");
    Store::open(place.image(), Access::Write).expect("it opens");
}

#[test]
fn who_may_not_write_may_look() {
    let place = Place::new();
    let worlds = sample(&place);
    // As a killed process leaves it: not closed.
    let owner = Store::open(place.image(), Access::Write).expect("it opens");
    let unclean = place.path("unclean.redb");
    fs::copy(place.image(), &unclean).expect("it is copied");
    drop(owner);
    for path in [place.image(), unclean] {
        let mut rights = fs::metadata(&path).expect("it is there").permissions();
        rights.set_readonly(true);
        fs::set_permissions(&path, rights).expect("they are ours to set");
        let before = fs::read(&path).expect("it can be read");
        let error = Store::open(&path, Access::Write).map(|_| ()).expect_err("it may not be written");
        assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
        let mut store = Store::open(&path, Access::Read).expect("it can be read");
        let mut found = World::new();
        store.walk(0, |key, bytes| found.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
        assert_eq!(&found, &worlds[12]);
        drop(store);
        assert_eq!(fs::read(&path).expect("it can be read"), before);
    }
}

#[test]
#[cfg(unix)]
fn an_image_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let mut store = Store::create(place.image()).expect("it is made");
    let mode = |path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!(mode(place.image()), 0o600);
    store.pack(Policy::NOTHING).expect("it is packed");
    assert_eq!(mode(place.image()), 0o600);
    store.copy_to(place.path("copy.redb")).expect("it is copied");
    assert_eq!(mode(place.path("copy.redb")), 0o600);
}

#[test]
fn an_image_that_was_moved_is_at_home_and_a_copied_one_is_not() {
    let place = Place::new();
    sample(&place);
    let moved = place.path("moved.redb");
    fs::rename(place.image(), &moved).expect("it is moved");
    assert!(!Store::open(&moved, Access::Write).expect("it opens").is_foreign().expect("open"));
    let copied = place.path("copied.redb");
    fs::copy(&moved, &copied).expect("it is copied");
    let mut store = Store::open(&copied, Access::Write).expect("it opens");
    assert!(store.is_foreign().expect("open"));
    let mut letter = turn([]);
    letter.outbox_add = vec![(b"k".to_vec(), b"letter".to_vec())];
    store.commit(letter).expect("it is saved");
    let number = store.adopt("tester", 1).expect("it is adopted");
    assert!(store.outbox().expect("open").is_empty(), "what waited is dropped");
    assert_eq!(store.turn(number).expect("it is there").kind, TurnKind::Adopt);
    drop(store);
    assert!(!Store::open(&copied, Access::Write).expect("it opens").is_foreign().expect("open"));
}

/// Says which image the child works in.
const CHILD: &str = "BATOS_TEST_STORE_CHILD";

/// Not a test: the program that the tests below kill. It commits turns, and says of each that it is saved.
#[test]
#[ignore = "a part of the tests that kill"]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut store = Store::open(path, Access::Write).expect("it opens");
    loop {
        let next = store.last_turn().expect("open") + 1;
        let saved = store.commit(turn(changes_of(next))).expect("it is saved");
        println!("saved {saved}");
        if next.is_multiple_of(7) {
            store.fold().expect("it folds");
        }
        if next.is_multiple_of(23) {
            store.pack(Policy { now_ms: u64::MAX, all_ms: 0, daily_ms: None }).expect("it is packed");
        }
    }
}

/// What the child does in a turn: a few records, now and then many new ones, and a count that says which turn it was.
fn changes_of(turn: u64) -> Vec<(u64, Option<Vec<u8>>)> {
    let mut changes = vec![(0, Some(turn.to_le_bytes().to_vec()))];
    changes.extend((1..30).map(|key| (1 + (turn * key) % 500, Some(record(turn, key)))));
    if turn.is_multiple_of(11) {
        changes.extend((0..500).map(|key| (1000 + turn * 500 + key, Some(record(turn, key)))));
    }
    changes
}

fn kill(times: u64, seed: u64) {
    let place = Place::new();
    drop(Store::create(place.image()).expect("it is made"));
    let mut world = World::new();
    let mut known = 0;
    let mut dice = seed;
    let program = std::env::current_exe().expect("a test has a program");
    for round in 0..times {
        let mut child = Command::new(&program)
            .args(["--exact", "store_file::child", "--ignored", "--nocapture"])
            .env(CHILD, place.image())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let told = std::thread::spawn(move || {
            let saved = |line: String| line.rsplit_once("saved ")?.1.parse::<u64>().ok();
            lines.lines().map_while(Result::ok).filter_map(saved).last()
        });
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(20 + (dice >> 33) % 200));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let acknowledged = told.join().expect("it reads").unwrap_or(known);
        let mut store = Store::open(place.image(), Access::Write).expect("it opens after a kill");
        let last = store.last_turn().expect("open");
        assert!(last == acknowledged || last == acknowledged + 1, "round {round}: {last}, told {acknowledged}");
        for turn in known + 1..=last {
            for (key, after) in changes_of(turn) {
                world.extend(after.map(|bytes| (FIRST_KEY + key, bytes)));
            }
        }
        known = last;
        let mut found = World::new();
        store.walk(0, |key, bytes| found.insert(key, bytes.to_vec()).is_none()).expect("all can be read");
        assert!(found == world, "round {round}: the world is as turn {last} left it");
        assert_eq!(store.verify().expect("it can be verified").damage, [], "round {round}");
        drop(store);
        let left: Vec<_> = fs::read_dir(place.path(".")).expect("listed").collect();
        assert_eq!(left.len(), 1, "round {round}: {left:?}");
    }
    assert!(known > times, "{known} turns in {times} rounds: the child did work");
}

#[test]
fn kill_nine_loses_nothing_acknowledged() {
    kill(8, 5);
}

#[test]
#[ignore = "long; see tests/README.md"]
fn a_thousand_kills() {
    kill(1000, 17);
}
