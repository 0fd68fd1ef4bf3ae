//! Turns that stand, against a model: whatever is entered, goes on or is given up, the world is at each level what the entries
//! kept there have made of it, and giving all of it up leaves no trace.
//!
//! `BATOS_SEED=n` makes other choices.

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::vm::standing::MOST_LEVELS;
use batos::world::driver::TurnError;
use batos::world::driver::World;

use crate::canonical::Names;

/// What a level's entries have to do with, and a process that works for them.
const THINGS: &str = "lobby _AddSlots: (|
    n <- 0.
    worked <- 0.
    made = (| parent* = traits clonable |).
    gate = semaphore copyCount: 0.
    told = ( (n & worked & (reflect: made) size) asVector printString ).
    rude = (| parent* = lobby. printString = ( shell abandon. _ProposeEntry: 'no' With: ''. 'rude' ) |).
|). [ [ gate wait. worked: worked + 1 ] loop ] fork. process yield. nil";

/// The same in numbers.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    n: i64,
    worked: i64,
    slots: i64,
}

impl Told {
    fn text(&self) -> String {
        format!("a vector({}, {}, {})", self.n, self.worked, self.slots)
    }
}

struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) % bound
    }
}

/// A world with what the model says of it: the newest level last.
struct Walk {
    world: World,
    levels: Vec<Told>,
    /// What was entered, for when the model and the world differ.
    said: Vec<String>,
    made: u64,
}

impl Walk {
    fn new(world: World) -> Walk {
        let mut walk = Walk { world, levels: vec![Told { n: 0, worked: 0, slots: 1 }], said: Vec::new(), made: 0 };
        assert_eq!(walk.enter(THINGS), "nil");
        walk
    }

    /// A person's entry.
    fn enter(&mut self, text: &str) -> String {
        self.world.vm.may_stand = true;
        self.run(text)
    }

    /// A word of the prompt.
    fn say(&mut self, text: &str) -> String {
        self.world.vm.may_stand = false;
        self.run(text)
    }

    fn run(&mut self, text: &str) -> String {
        self.said.push(format!("{} {text}", self.world.levels()));
        match self.world.run(&Source::new("<entry>", text), NewlineRule::Bat) {
            Ok(value) => self.world.print_string(value),
            Err(TurnError::Stands { text, level, .. }) => format!("stands at {level}: {text}"),
            Err(TurnError::Failed { text, .. }) => format!("fails: {text}"),
            Err(other) => panic!("{other:?} after\n{}", self.said.join("\n")),
        }
    }

    fn now(&mut self) -> &mut Told {
        self.levels.last_mut().expect("there is always the lowest")
    }

    /// An entry that fails after it has changed something.
    fn fail(&mut self, text: &str) {
        let before = self.levels.len();
        let told = self.enter(text);
        if before <= MOST_LEVELS {
            assert!(told.starts_with(&format!("stands at {before}: ")), "{told} after\n{}", self.said.join("\n"));
            let mut now = self.now().clone();
            now.n += 10;
            self.levels.push(now);
        } else {
            assert!(told.starts_with("fails: "), "{told}");
        }
    }

    /// One choice. Turns that stand below the floor are not ended.
    fn step(&mut self, choices: &mut Choices, floor: usize) {
        let stands = self.levels.len() - 1;
        match choices.below(12) {
            0 | 1 => {
                self.enter("n: n + 1");
                self.now().n += 1;
            }
            2 => {
                self.made += 1;
                self.enter(&format!("made _AddSlots: (| s{} = {} |)", self.made, self.made));
                self.now().slots += 1;
            }
            3 => {
                self.enter("gate signal. process yield. process yield. nil");
                self.now().worked += 1;
            }
            4..=6 => self.fail("[ n: n + 10. n: ((made missing) + n) ] value. n"),
            7 if stands > floor => {
                let told = self.say("shell answer: '5'");
                let done = self.levels.pop().expect("it stands");
                *self.now() = done;
                // What it is added to is read when it has been answered.
                self.now().n += 5;
                let n = self.now().n;
                assert_eq!(told, n.to_string(), "after\n{}", self.said.join("\n"));
            }
            8 if stands > 0 => {
                let told = self.say("shell retry");
                assert!(told.starts_with(&format!("stands at {stands}: ")), "{told} after\n{}", self.said.join("\n"));
            }
            9 if stands > floor => {
                let level = floor + choices.below((stands - floor) as u64) as usize;
                match choices.below(2) {
                    0 => self.world.abandon_to(level),
                    _ => self.say(&format!("shell abandon: '{level}'")),
                };
                self.levels.truncate(level + 1);
            }
            10 if stands > 0 => {
                assert_eq!(self.enter("_OpenSavepoint. n: n + 1. rude"), "rude");
                self.now().n += 1;
                let depth = self.world.vm.heap.log.depth();
                assert_eq!(depth, stands, "one savepoint for each turn that stands");
                assert!(self.world.vm.proposal.is_none());
            }
            _ => {
                // No entry ends the savepoint of a turn.
                assert!(self.say("_KeepSavepoint").starts_with("fails: "));
                assert!(self.say("n: 1000. _RollBack").starts_with("fails: "));
                self.world.vm.make_room();
            }
        }
        assert_eq!(self.world.levels(), self.levels.len() - 1, "after\n{}", self.said.join("\n"));
        let expected = self.now().text();
        assert_eq!(self.say("told"), format!("'{expected}'"), "after\n{}", self.said.join("\n"));
    }
}

fn seed() -> u64 {
    std::env::var("BATOS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1)
}

#[test]
fn levels_are_what_was_kept_in_them() {
    let mut walk = Walk::new(World::new().expect("the library is sound"));
    let mut choices = Choices(seed());
    for _ in 0..400 {
        walk.step(&mut choices, 0);
    }
}

#[test]
fn what_is_given_up_leaves_no_trace() {
    for cruel in [false, true] {
        let mut walk = Walk::new(World::new().expect("the library is sound"));
        let names = Names::of(&mut walk.world.vm);
        let before = names.digest(&walk.world.vm);
        walk.world.vm.cruel |= cruel;
        let mut choices = Choices(seed() + u64::from(cruel));
        walk.fail("[ n: n + 10. n: ((made missing) + n) ] value. n");
        for _ in 0..if cruel { 20 } else { 150 } {
            walk.step(&mut choices, 1);
        }
        walk.world.abandon_to(0);
        assert_eq!(walk.world.vm.heap.log.depth(), 0);
        assert!(names.digest(&walk.world.vm) == before, "after\n{}", walk.said.join("\n"));
    }
}

#[test]
fn an_image_that_forgets_keeps_what_went_on() {
    let folder = tempfile::tempdir().expect("a folder for the image");
    let path = folder.path().join("world.redb");
    let mut world = World::create(&path, "the tests").unwrap_or_else(|error| panic!("{error:?}"));
    world.vm.forgetful = true;
    let mut walk = Walk::new(world);
    let mut choices = Choices(seed() + 2);
    for _ in 0..60 {
        walk.step(&mut choices, 0);
    }
    // Dropped while turns stand, the image is what it was before the first of them.
    let told = walk.levels[0].text();
    drop(walk);
    let open = World::open(&path, batos::image::store::Access::Write, None, "the tests");
    let mut world = open.unwrap_or_else(|error| panic!("{error:?}"));
    let value =
        world.run(&Source::new("<entry>", "told"), NewlineRule::Bat).unwrap_or_else(|error| panic!("{error:?}"));
    assert_eq!(world.vm.text_of(value), Some(told));
}
