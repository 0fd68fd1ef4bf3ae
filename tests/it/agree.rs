//! Generated programs mean the same however they are run: with caches and without, with what is compiled in place as real
//! sends, leaving it in the middle, with a collection at every safepoint, and once more in the same world.
//!
//! Compared are the value, the error, what is written, the heap's difference, and where fuel runs out. A disagreement is
//! made as small as it will go and shown with its program. `BATOS_SEED=n` runs other programs, `BATOS_SECONDS=n` for longer.

use std::cell::RefCell;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

use batos::code::compile::script_body;
use batos::syntax::parse::NewlineRule;
use batos::syntax::parse::parse_script;
use batos::text::source::Source;
use batos::vm::Failure;
use batos::vm::Stop;
use batos::vm::Vm;
use batos::vm::specials::Forced;
use batos::world::driver::World;

use crate::canonical::Names;
use crate::canonical::Walk;
use crate::program::program;

/// A way of running programs.
struct Mode {
    name: &'static str,
    set: fn(&mut Vm),
    /// Does a program spend the same fuel as in the first mode?
    same_fuel: bool,
    /// Programs that hold one of these are left out.
    unless: &'static [&'static str],
}

/// A counted loop compiled in place counts by itself; the library's, which these ways run, sends messages to count.
const COUNTING: &[&str] = &["traits integer _", "traits block _"];

/// All ways; each is compared with the first.
const MODES: &[Mode] = &[
    Mode { name: "plain", set: |_| {}, same_fuel: true, unless: &[] },
    Mode { name: "again", set: |_| {}, same_fuel: true, unless: &[] },
    Mode { name: "without caches", set: |vm| vm.caches.off = true, same_fuel: true, unless: &[] },
    Mode { name: "all sends", set: |vm| vm.force(Forced::Sends), same_fuel: false, unless: COUNTING },
    Mode { name: "leaving", set: |vm| vm.force(Forced::Leaving), same_fuel: false, unless: COUNTING },
    Mode { name: "cruel", set: |vm| vm.cruel = true, same_fuel: true, unless: &[] },
];

/// Sends and loop edges a program may run.
const FUEL: u64 = 500;
/// Programs after which a world is replaced: code and names pile up.
const PROGRAMS_PER_WORLD: usize = 200;
/// Bytes of a generated program.
const BYTES: usize = 700;

/// What a program writes.
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

/// How a program ended.
#[derive(Clone, Debug, PartialEq)]
struct Outcome {
    /// Value or error, and the heap's difference.
    text: String,
    written: String,
    starved: bool,
}

/// A world in which programs are run one way.
struct Stage {
    world: World,
    names: Names,
    written: Written,
    digest: String,
}

impl Stage {
    fn new(mode: &Mode) -> Stage {
        let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
        let written = Written::default();
        world.vm.output = Box::new(written.clone());
        world.vm.heap.budget_bytes = 256 << 20;
        let names = Names::of(&mut world.vm);
        world.vm.caches.forget_all();
        (mode.set)(&mut world.vm);
        let digest = names.digest(&world.vm);
        Stage { world, names, written, digest }
    }

    fn run(&mut self, text: &str) -> Outcome {
        let source = Source::new("<generated>", text);
        let script = parse_script(&source, NewlineRule::Bat)
            .unwrap_or_else(|mistakes| panic!("not a program: {}\n{text}", mistakes[0].message));
        let vm = &mut self.world.vm;
        let body = script_body(&script.items);
        let code = vm.compile_script(&source, &body).expect("generated programs are small");
        self.written.0.borrow_mut().clear();
        vm.heap.open_savepoint();
        let lobby = vm.known("lobby");
        let stop = vm.run_turn_with_fuel(code, lobby, FUEL);
        let mut walk = Walk::new(&self.names, vm);
        let mut starved = false;
        let mut prefix = String::new();
        match stop {
            Stop::Done(value) => walk.value(value),
            Stop::Failed(Failure::Error(error)) => {
                prefix = "error: ".into();
                walk.value(error);
            }
            Stop::Failed(failure) => {
                starved = matches!(failure, Failure::OutOfFuel);
                prefix = format!("{failure:?}");
            }
            Stop::Sleep(_) | Stop::Outside | Stop::Stands => prefix = "sleeps".into(),
            Stop::Exit(status) => prefix = format!("exits with {status}"),
            Stop::Ask(ask) => prefix = format!("asks for {}", ask.what),
        }
        walk.differences();
        let text = prefix + &walk.finish();
        vm.abandon_processes();
        while vm.heap.log.depth() > 0 {
            vm.heap.roll_back();
        }
        vm.after_changes();
        let written = String::from_utf8_lossy(&self.written.0.borrow()).into_owned();
        Outcome { text, written, starved }
    }

    /// Is the world what it was at the beginning?
    fn is_clean(&self) -> bool {
        self.names.digest(&self.world.vm) == self.digest
    }
}

/// How two outcomes differ, if they do.
fn difference(mode: &Mode, plain: &Outcome, other: &Outcome) -> Option<String> {
    let starved = plain.starved || other.starved;
    let same = if starved && !mode.same_fuel {
        // One of them got further than the other.
        plain.written.starts_with(&other.written) || other.written.starts_with(&plain.written)
    } else {
        plain == other
    };
    (!same).then(|| format!("plain:\n{plain:#?}\n{}:\n{other:#?}", mode.name))
}

/// Worlds for all modes.
struct Engine {
    stages: Vec<Stage>,
    used: usize,
}

impl Engine {
    fn new() -> Engine {
        Engine { stages: MODES.iter().map(Stage::new).collect(), used: 0 }
    }

    /// Runs one program every way; what is wrong, if anything is. A panic is wrong too.
    fn disagreement(&mut self, bytes: &[u8]) -> Option<String> {
        if self.used >= PROGRAMS_PER_WORLD {
            *self = Engine::new();
        }
        self.used += 1;
        let text = program(bytes);
        let mut plain: Option<Outcome> = None;
        for (mode, stage) in MODES.iter().zip(&mut self.stages) {
            if mode.unless.iter().any(|word| text.contains(word)) {
                continue;
            }
            if mode.name == "again" {
                stage.run(&text);
            }
            let outcome = match catch_unwind(AssertUnwindSafe(|| stage.run(&text))) {
                Ok(outcome) => outcome,
                Err(panic) => {
                    let said = panic.downcast_ref::<String>().cloned().unwrap_or_default();
                    return Some(format!("{}: the machine panicked: {said}", mode.name));
                }
            };
            match &plain {
                None => plain = Some(outcome),
                Some(plain) => {
                    if let Some(difference) = difference(mode, plain, &outcome) {
                        return Some(difference);
                    }
                }
            }
            if self.used.is_multiple_of(20) && !stage.is_clean() {
                return Some(format!("{}: an undone turn has left a trace", mode.name));
            }
        }
        None
    }
}

/// Random bytes from a seed.
pub(crate) fn bytes_of(seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    (0..BYTES)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect()
}

/// Makes bytes that disagree shorter and smaller as long as they still do; each try in fresh worlds.
fn shrink(mut bytes: Vec<u8>, patience: Duration) -> Vec<u8> {
    let start = Instant::now();
    let fails = |bytes: &[u8]| start.elapsed() < patience && Engine::new().disagreement(bytes).is_some();
    let mut size = bytes.len() / 2;
    while size > 0 {
        let mut at = 0;
        while at < bytes.len() {
            let end = (at + size).min(bytes.len());
            let mut without = bytes.clone();
            without.drain(at..end);
            let mut zeroed = bytes.clone();
            zeroed[at..end].fill(0);
            if fails(&without) {
                bytes = without;
            } else {
                if zeroed != bytes && fails(&zeroed) {
                    bytes = zeroed;
                }
                at = end;
            }
        }
        size /= 2;
    }
    bytes
}

/// Runs the programs from `first` on until the time is up; how many.
fn run_for(time: Duration, first: u64) -> u64 {
    let start = Instant::now();
    let mut engine = Engine::new();
    let mut count = 0;
    while start.elapsed() < time {
        let seed = first + count;
        let bytes = bytes_of(seed);
        if let Some(wrong) = engine.disagreement(&bytes) {
            let again = Engine::new().disagreement(&bytes);
            let small = if again.is_some() { shrink(bytes, Duration::from_secs(120)) } else { bytes };
            let wrong = Engine::new().disagreement(&small).unwrap_or(format!("(only after others) {wrong}"));
            panic!("seed {seed}, programs since {first}:\n{}\n{wrong}", program(&small));
        }
        count += 1;
    }
    count
}

pub(crate) fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn generated_programs_mean_the_same_every_way() {
    let time = Duration::from_secs(variable("BATOS_SECONDS").unwrap_or(5));
    let count = run_for(time, variable("BATOS_SEED").unwrap_or(1));
    println!("{count} programs agree");
    assert!(count > 0);
}

/// The generator would be of no use if its programs all failed at once, or all ended the same way.
#[test]
fn generated_programs_are_of_many_kinds() {
    let mut stage = Stage::new(&MODES[0]);
    let outcomes: Vec<Outcome> = (0..200).map(|seed| stage.run(&program(&bytes_of(seed)))).collect();
    let done = outcomes.iter().filter(|outcome| !outcome.text.starts_with("error") && !outcome.starved).count();
    let starved = outcomes.iter().filter(|outcome| outcome.starved).count();
    let different: std::collections::HashSet<&str> = outcomes.iter().map(|outcome| outcome.text.as_str()).collect();
    assert!(done > 60 && starved > 2 && starved < 100 && different.len() > 100, "{done} {starved} {}", different.len());
}
