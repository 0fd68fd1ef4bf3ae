//! A world larger than its memory, and one that keeps hardly anything in memory, behave like any other.
//!
//! `BATOS_SEED=n` changes what the random turns do.

use std::path::Path;
use std::path::PathBuf;

use batos::image::store::Access;
use batos::object::heap::DEFAULT_BUDGET;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;

const MEGABYTE: usize = 1 << 20;

/// A folder with a new image in it, and where that is.
fn new_image() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the image");
    let path = folder.path().join("world.redb");
    drop(World::create(&path, "the tests").unwrap_or_else(|error| panic!("an image is made: {error:?}")));
    (folder, path)
}

fn open(path: &Path, access: Access, budget: usize) -> World {
    World::open_within(path, access, None, "the tests", budget)
        .unwrap_or_else(|error| panic!("the image opens: {error:?}"))
}

/// What a turn answers, or how it fails.
fn turn(world: &mut World, text: &str) -> String {
    match world.run(&Source::new("turn", text), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(TurnError::Failed { text, .. }) => format!("error: {text}"),
        Err(other) => panic!("{text}: {other:?}"),
    }
}

const POINTS: &str = "lobby _AddSlots: (|
    rows <- list copyRemoveAll.
    point = (| parent* = traits clonable. x <- 0. y <- 0. name <- 'p' |).
    sum = ( | sum <- 0 | rows do: [| :row | row do: [| :each | sum: sum + each x ] ]. sum ) |)";

/// Eighty turns make ten thousand points each. They take more than twice the memory there is.
#[test]
fn an_image_larger_than_memory_is_walked_and_changed() {
    let (_folder, path) = new_image();
    // Cruel mode collects all the time.
    let (budget, rows, in_row) =
        if cfg!(feature = "stress") { (8 * MEGABYTE, 80, 2000) } else { (24 * MEGABYTE, 80, 10_000) };
    let mut world = open(&path, Access::Write, budget);
    turn(&mut world, POINTS);
    for row in 0..rows {
        let text = format!(
            "| row | row: (vector copySize: {in_row}).
             0 upTo: {in_row} Do: [| :i | row at: i Put: ((point copy x: {row}) y: i) ]. rows add: row. nil"
        );
        assert_eq!(turn(&mut world, &text), "nil");
    }
    let sum = in_row * rows * (rows - 1) / 2;
    assert_eq!(turn(&mut world, "sum"), sum.to_string());
    assert!(world.vm.heap.statistics.given_back > 1, "so much does not fit");
    assert!(world.vm.heap.bytes() <= budget, "{} bytes are within {budget}", world.vm.heap.bytes());

    // One in a hundred changes, in some turns; every second of them fails and leaves no trace.
    let change = "rows do: [| :row | 0 to: row size - 1 By: 100 Do: [| :i. p | p: (row at: i). p x: p x + 1 ] ]. ";
    assert_eq!(turn(&mut world, &format!("{change} nil")), "nil");
    let failed = turn(&mut world, &format!("{change} nil error: 'not so'"));
    assert!(failed.starts_with("error: not so"), "{failed}");
    let sum = sum + rows * in_row / 100;
    assert_eq!(turn(&mut world, "sum"), sum.to_string());
    drop(world);
    let mut world = open(&path, Access::Write, DEFAULT_BUDGET);
    assert_eq!(turn(&mut world, "sum"), sum.to_string());
    assert_eq!(world.vm.heap.statistics.given_back, 0, "all of it fits into so much");
}

/// What does not fit although everything else is given back is refused, and the world goes on.
#[test]
fn what_is_new_must_fit() {
    let (_folder, path) = new_image();
    let mut world = open(&path, Access::Write, 24 * MEGABYTE);
    turn(&mut world, POINTS);
    let text = "rows add: ((vector copySize: 1000000) mapBy: [| :i | point copy ]). nil";
    assert!(turn(&mut world, text).starts_with("error: "), "a million points are too many for one turn");
    let text = "| all | all: list copyRemoveAll. 0 upTo: 1000000 Do: [| :i | all add: point copy ]. rows add: all. nil";
    let refused = turn(&mut world, text);
    // A machine that looks all the time finds out between two steps, others when a list has to grow.
    assert!(refused.contains("out of memory") || refused.contains("memory exhausted"), "{refused}");
    assert_eq!(turn(&mut world, "rows size"), "0");
    assert_eq!(turn(&mut world, "3 + 4"), "7");
}

/// A world that is only looked at is changed in memory all the same, until it is closed.
#[test]
fn changes_that_are_not_saved_stay_in_memory() {
    let (_folder, path) = new_image();
    let mut world = open(&path, Access::Write, DEFAULT_BUDGET);
    turn(&mut world, POINTS);
    turn(&mut world, "rows add: ((point copy x: 1) & (point copy x: 2)) asVector. nil");
    drop(world);
    let mut world = open(&path, Access::Read, DEFAULT_BUDGET);
    world.vm.forgetful = true;
    turn(&mut world, "(rows first at: 1) x: 40. nil");
    turn(&mut world, "point _AddSlots: (| twice = ( x * 2 ) |). nil");
    assert_eq!(turn(&mut world, "sum"), "41");
    assert_eq!(turn(&mut world, "(rows first at: 1) x"), "40");
    assert_eq!(turn(&mut world, "point copy twice"), "0");
}

/// A transient slot keeps its value while its image is open, whatever is given back.
#[test]
fn transient_slots_are_not_given_back() {
    let (_folder, path) = new_image();
    let mut world = open(&path, Access::Write, DEFAULT_BUDGET);
    world.vm.forgetful = true;
    let thing = "(| parent* = traits clonable. {'Transient' cache <- nil} n <- 0 |)";
    turn(&mut world, &format!("lobby _AddSlots: (| shelf <- vector. thing = {thing} |). nil"));
    let fill = "shelf: (thing copy & thing copy) asVector. (shelf at: 1) cache: 'kept'. (shelf at: 1) n: 5. nil";
    assert_eq!(turn(&mut world, fill), "nil");
    for _ in 0..3 {
        assert_eq!(turn(&mut world, "(shelf at: 0) n"), "0");
    }
    assert_eq!(turn(&mut world, "(shelf at: 1) cache"), "'kept'");
    drop(world);
    let mut world = open(&path, Access::Write, DEFAULT_BUDGET);
    assert_eq!(turn(&mut world, "(shelf at: 1) cache"), "nil");
    assert_eq!(turn(&mut world, "(shelf at: 1) n"), "5");
}

/// Small choices, the same for a seed.
struct Choices(u64);

impl Choices {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

const GRAPH: &str = "lobby _AddSlots: (|
    nodes <- vector. table <- dictionary copyRemoveAll. kept <- list copyRemoveAll.
    node = (| parent* = traits clonable. left. right. n <- 0. grow = ( n: n + 1. self ) |).
    other = (| parent* = traits clonable. grow = ( n: n * 2. self ). n <- 0 |).
    delegating = (| parent* <- lobby node. own <- 3 |) |).
 nodes: (vector copySize: 20).
 0 upTo: 20 Do: [| :i | nodes at: i Put: (node copy n: i) ]. nil";

const NODES: u64 = 20;

fn random_turn(choices: &mut Choices) -> String {
    let (a, b, c) = (choices.below(NODES), choices.below(NODES), choices.below(1000));
    let (first, second) = (format!("(nodes at: {a})"), format!("(nodes at: {b})"));
    match choices.below(18) {
        0 => format!("{first} left: {second}. {first} left == {second}"),
        1 => format!("{first} right: {second}. nodes at: {b} Put: (node copy n: {c}). {first} right n"),
        2 => format!("{first} grow grow n"),
        3 => format!("{first} left: nil. {first} n: {c}. nil error: 'undone'"),
        4 => format!("kept add: {first}. (kept last == {first}) & (kept size > 2)"),
        5 => format!("table at: {a} Put: {second}. (table at: {a}) n"),
        6 => format!("table at: 'k{a}' Put: 'v{c}' , 'w'. table size"),
        7 => format!("| sum <- 0 | nodes do: [| :each | sum: sum + each n ]. sum + {c}"),
        8 => format!("{first} right: [| :x. t <- {c} | t: t + x. t ]. {first} right value: {b}"),
        9 => format!("[ {first} right value: {c} ] onError: [| :e | {first} n ]"),
        10 => format!("{first} _AddSlots: (| extra{c} <- {c} |). {first} extra{c}"),
        11 => format!("node _AddSlots: (| grow = ( n: n + {b}. self ) |). {first} grow n"),
        12 => format!("nodes at: {a} Put: (delegating copy parent: {second}). {first} n"),
        13 => format!(
            "{first} left: (vector copySize: 300). ({first} left at: 250 Put: {second}). ({first} left at: 250) n"
        ),
        14 => format!("{first} n: 10 ** {c}. ({first} n printString size)"),
        15 => format!("[ nodes at: {a} Put: other copy. (nodes at: 99) n ] onError: [| :e | {first} grow n ]"),
        16 => {
            "| all <- 0 | table do: [| :each | all: all + 1 ]. kept do: [| :each | all: all + each n ]. all".to_string()
        }
        _ => format!("{first} left == {second} left"),
    }
}

/// The same turns in a world in memory and in one that reads everything again and again answer the same.
#[test]
fn random_turns_do_not_notice() {
    let seed = std::env::var("BATOS_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    for round in 0..4 {
        let mut choices = Choices(seed * 1000 + round);
        let (_folder, path) = new_image();
        let mut plain = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
        let mut forgetful = open(&path, Access::Write, DEFAULT_BUDGET);
        forgetful.vm.forgetful = true;
        assert_eq!(turn(&mut plain, GRAPH), turn(&mut forgetful, GRAPH));
        let mut said = String::new();
        for _ in 0..120 {
            let text = random_turn(&mut choices);
            said.push_str(&text);
            said.push('\n');
            let (expected, got) = (turn(&mut plain, &text), turn(&mut forgetful, &text));
            assert_eq!(got, expected, "seed {seed}, round {round}, after\n{said}");
        }
        assert!(forgetful.vm.heap.statistics.given_back > 120);
    }
}
