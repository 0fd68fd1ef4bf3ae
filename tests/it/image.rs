//! Worlds in images: what is left is found again, whatever it was, and whenever the program was killed.
//!
//! What must survive stands in `tests/image/` as programs (`language.rs` runs them, leaving the world between any two).
//! Here generated programs run in one world that stays in memory and in one that is left and entered again after each turn,
//! and processes that work in an image are killed. `BATOS_SEED=n` runs other programs, `BATOS_SECONDS=n` for longer.

use std::cell::RefCell;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

use batos::image::store::Access;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;
use tempfile::TempDir;

use crate::agree::bytes_of;
use crate::agree::variable;
use crate::program::program;

/// What programs write, for the test to read.
#[derive(Clone, Default)]
struct Written(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Written {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A folder for one image.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: tempfile::tempdir().expect("a folder for the image") }
    }

    fn image(&self) -> PathBuf {
        self.folder.path().join("world.redb")
    }

    fn create(&self) -> World {
        World::create(&self.image(), "the tests").unwrap_or_else(|error| panic!("an image is made: {error:?}"))
    }

    fn open(&self) -> World {
        open(&self.image())
    }
}

fn open(path: &Path) -> World {
    World::open(path, Access::Write, None, "the tests").unwrap_or_else(|error| panic!("the image opens: {error:?}"))
}

/// Runs a turn: what it gives or says, and what it writes.
fn turn(world: &mut World, text: &str) -> (String, String) {
    let written = Written::default();
    world.vm.output = Box::new(written.clone());
    let result = match world.run(&Source::new("<turn>", text), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(TurnError::Failed { text, kind, .. }) => format!("error: {kind}: {text}"),
        Err(other) => format!("error: {other:?}"),
    };
    let written = String::from_utf8_lossy(&written.0.borrow()).into_owned();
    (result, written)
}

/// The same of a turn that must go well.
fn value(world: &mut World, text: &str) -> String {
    let (result, _) = turn(world, text);
    assert!(!result.starts_with("error: "), "{text}: {result}");
    result
}

/// Sends and loop edges of a turn. Enough that only what never ends uses it up.
const FUEL: &str = "process this _ProcessSetFuel: 20000. ";

/// A counted loop in place spends other fuel than the library's, so whoever redefines what it sends is left out.
const UNCOMPARED: [&str; 2] = ["traits integer _", "traits block _"];

/// Runs a generated program, each of its lines as a turn, in memory and in an image that is left after each turn. What
/// differs, if anything does.
fn difference(bytes: &[u8]) -> Option<String> {
    let text = program(bytes);
    if UNCOMPARED.iter().any(|word| text.contains(word)) {
        return None;
    }
    let place = Place::new();
    drop(place.create());
    let mut stays = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    let mut before = String::new();
    let mut saved = 0;
    for line in text.lines() {
        let line = format!("{FUEL}{line}");
        let here = turn(&mut stays, &line);
        let mut left = place.open();
        let there = turn(&mut left, &line);
        if here.0.contains("fuel") || here.0.contains("ran out") {
            return None;
        }
        if here != there {
            return Some(format!("{line}\nin memory {here:#?}\nin an image {there:#?}"));
        }
        let kept = turn(&mut left, "kept");
        if kept != turn(&mut stays, "kept") {
            return Some(format!("{line}\nleaves another list: {kept:?}"));
        }
        saved += 1;
        if saved > 4 && kept.0 != before {
            // Taken back and done again, and both found again.
            left.undo_turn(None).unwrap_or_else(|error| panic!("{error}"));
            drop(left);
            let mut left = place.open();
            let back = turn(&mut left, "kept").0;
            if back != before {
                return Some(format!("{line}\ntaken back gives {back}\ninstead of {before}"));
            }
            left.redo_turn().unwrap_or_else(|error| panic!("{error}"));
            drop(left);
            let again = turn(&mut place.open(), "kept").0;
            if again != kept.0 {
                return Some(format!("{line}\ndone again gives {again}\ninstead of {}", kept.0));
            }
        }
        before = kept.0;
    }
    let proof = place.open().verify().unwrap_or_else(|error| panic!("{error}"));
    (!proof.is_sound()).then(|| format!("{:?} {:?}", proof.store.damage, proof.lost))
}

#[test]
fn generated_turns_mean_the_same_in_a_world_that_is_left_and_entered() {
    let time = Duration::from_secs(variable("BATOS_SECONDS").unwrap_or(5));
    let first = variable("BATOS_SEED").unwrap_or(1);
    let start = Instant::now();
    let mut seed = first;
    while start.elapsed() < time {
        if let Some(difference) = difference(&bytes_of(seed)) {
            panic!("seed {seed}:\n{}\n{difference}", program(&bytes_of(seed)));
        }
        seed += 1;
    }
    println!("{} programs agree", seed - first);
}

/// Says which image the child works in.
const CHILD: &str = "BATOS_TEST_WORLD_CHILD";

/// A turn of this changes accounts, a list, a table, one piece of a large vector, a method, and lets a process go on.
const BANK: &str = "| bank = (| parent* = traits clonable.
    n <- 0. left <- 0. right <- 0. ledger <- nil. table <- nil. large <- nil. gate <- nil. worked <- 0. worker <- nil.
    start = (
        ledger: list copyRemoveAll. table: dictionary copyRemoveAll. large: vector copySize: 1000 FillingWith: 0.
        gate: (semaphore copyCount: 0).
        worker: [ 1 to: 1000000 Do: [| :i | [ gate wait ] ensure: [ worked: i ] ] ] fork.
        self ).
    step = (
        n: n + 1.
        left: left + n. right: right - n.
        ledger add: (| parent* = traits clonable. number <- 0. text <- '' |) copy.
        ledger last number: n. ledger last text: 'entry ', n printString.
        table at: n % 50 Put: n.
        large at: n % 1000 Put: n * (2 power: 70).
        ('bank addSlots: (| latest = ( ', n printString, ' ) |)') eval.
        gate signal.
        self ).
    state = ( | sum <- 0 |
        ledger do: [| :entry | sum: sum + entry number ].
        (n & left & right & worked & ledger size & sum & (table at: n % 50) &
            ((large at: n % 1000) / (2 power: 70)) & latest & ledger last text) asVector printString ).
|) |.
bank start step";

/// What `bank state` answers after so many steps.
fn state_after(n: u64) -> String {
    let sum = n * (n + 1) / 2;
    format!("'a vector({n}, {sum}, -{sum}, {n}, {n}, {sum}, {n}, {n}, {n}, \\'entry {n}\\')'")
}

/// Not a test: the program that the tests below kill. It says of each turn to which step it leads, and when it is saved.
#[test]
#[ignore = "a part of the tests that kill"]
fn child() {
    let Some(path) = std::env::var_os(CHILD) else { return };
    let mut world = open(Path::new(&path));
    let file = Path::new(&path).with_file_name("last.txt");
    let written = |n: u64| format!("outbox write: '{n}' ToFile: '{}'", file.display());
    let first: u64 = value(&mut world, "bank n").parse().expect("it counts");
    // Every second one keeps hardly anything in memory: what it has changed is what it has read again and again.
    world.vm.forgetful = first.is_multiple_of(2);
    let mut n = first;
    loop {
        // What the newest turn was is known of its own only.
        if n > first && n.is_multiple_of(11) {
            println!("going {}", n - 1);
            world.undo_turn(None).expect("the newest turn can be taken back");
            println!("saved {}\ngoing {n}", n - 1);
            world.redo_turn().expect("it can be done again");
            println!("saved {n}");
        }
        if n.is_multiple_of(5) {
            println!("going {}\ngoing {}", n + 1, n + 2);
            let (one, two) = (written(n + 1), written(n + 2));
            value(&mut world, &format!("bank step. {one}. image commit. bank step. {two}"));
            n += 2;
        } else {
            println!("going {}", n + 1);
            value(&mut world, &format!("bank step. {}", written(n + 1)));
            n += 1;
        }
        println!("saved {n}");
        if n.is_multiple_of(7)
            && let Some(image) = &world.image
        {
            image.with_store(batos::image::store::Store::fold).expect("it folds");
        }
    }
}

/// Kills a child in the middle of its work so often. What it was told is saved must be there, whole; so may what it was
/// about to save.
fn kill(times: u64, seed: u64) {
    let place = Place::new();
    drop(value(&mut place.create(), BANK));
    let program = std::env::current_exe().expect("a test has a program");
    let (mut dice, mut known) = (seed, 1);
    for round in 0..times {
        let mut child = Command::new(&program)
            .args(["--exact", "image::child", "--ignored", "--nocapture"])
            .env(CHILD, place.image())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it is piped"));
        let told = std::thread::spawn(move || {
            let (mut saved, mut going) = (None, Vec::new());
            for line in lines.lines().map_while(Result::ok) {
                if let Some(n) = line.strip_prefix("going ").and_then(|n| n.parse::<u64>().ok()) {
                    going.push(n);
                } else if let Some(n) = line.strip_prefix("saved ").and_then(|n| n.parse().ok()) {
                    saved = Some(n);
                    going.clear();
                }
            }
            (saved, going)
        });
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(20 + (dice >> 33) % 250));
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        let (saved, going) = told.join().expect("it reads");
        let saved = saved.unwrap_or(known);
        let mut world = place.open();
        // A process that became ready in the last turn may still have to run.
        let n: u64 = value(&mut world, "process yield. bank n").parse().expect("it counts");
        assert!(n == saved || going.contains(&n), "round {round}: {n}, saved {saved}, going {going:?}");
        assert_eq!(value(&mut world, "bank state"), state_after(n), "round {round}");
        // The last file that was asked for is written; an undo leaves it.
        let last = std::fs::read_to_string(place.folder.path().join("last.txt"));
        let last: u64 = last.map_or(n, |text| text.parse().expect("a whole file"));
        assert!(last == n || last == n + 1, "round {round}: {last} is written as of {n}");
        let files = std::fs::read_dir(place.folder.path()).expect("listed").count();
        assert!(files <= 3, "round {round}: {files} files are left");
        let proof = world.verify().unwrap_or_else(|error| panic!("round {round}: {error}"));
        assert!(proof.is_sound(), "round {round}: {:?} {:?}", proof.store.damage, proof.lost);
        known = n;
    }
    println!("{known} steps in {times} rounds");
    assert!(known > times, "{known} steps in {times} rounds: the child did work");
}

#[test]
fn a_world_survives_kill_nine() {
    kill(30, 5);
}

#[test]
#[ignore = "long; see tests/README.md"]
fn a_world_survives_a_thousand_kills() {
    kill(1000, 17);
}
