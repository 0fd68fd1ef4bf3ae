//! What answering an unknown message costs: the ladder, a trial, what a mind is told, a whole becoming that is kept, and its
//! room on disk.
//!
//! `cargo bench --bench becoming [-- [--objects N] [--kept N] [--folder PATH]]` prints a table. The largest world of a trial
//! has `--objects` objects (ten million: some 2 GB), the largest image `--kept` becomings (10,000).

use std::path::Path;
use std::path::PathBuf;
use std::time::Instant;

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

/// What `cargo bench` was asked to measure.
struct Options {
    objects: usize,
    kept: usize,
    folder: PathBuf,
}

fn options() -> Options {
    let mut options = Options { objects: 10_000_000, kept: 10_000, folder: std::env::temp_dir() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        if !word.starts_with("--") || word == "--bench" {
            continue;
        }
        let value = words.next().unwrap_or_else(|| panic!("{word} wants a value"));
        let number = || value.parse().unwrap_or_else(|_| panic!("{word} wants a number, not {value}"));
        match word.as_str() {
            "--objects" => options.objects = number(),
            "--kept" => options.kept = number(),
            "--folder" => options.folder = PathBuf::from(value),
            _ => panic!("nobody knows {word}"),
        }
    }
    options
}

/// Runs a turn, which must go well; what it answers, in words.
fn does(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("bench", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(error) => panic!("{program}: {error:?}"),
    }
}

/// How long a turn takes, in microseconds.
fn times(world: &mut World, program: &str) -> f64 {
    let source = Source::new("bench", program);
    let start = Instant::now();
    let ended = world.run(&source, NewlineRule::Bat);
    let took = start.elapsed();
    assert!(ended.is_ok(), "{program}: {ended:?}");
    took.as_secs_f64() * 1e6
}

/// Prints what was measured: the median of some microseconds, with the least and the greatest; answers the median.
fn row(what: &str, mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    let [median, least, most] = [all.len() / 2, 0, all.len() - 1].map(|at| all[at]);
    println!("{what:<58} {median:>9.0} µs   {least:>7.0} .. {most:>7.0}   of {}", all.len());
    median
}

fn world(policy: &'static str) -> World {
    let mut world = World::new().expect("the library is sound");
    world.vm.heap.budget_bytes = 8 << 30;
    world.let_become(policy);
    world
}

/// A message that a rule answers, sent to another object each time.
fn ladder() {
    for (selector, receiver) in [
        ("getBalance", "(| parent* = traits clonable. balance <- 10 |)"),
        ("last", "(| parent* = traits clonable. size = 3. at: i = ( i ) |)"),
    ] {
        let mut all = world("auto");
        does(&mut all, &format!("| many = list copyRemoveAll |. 300 do: [ many add: {receiver} ]"));
        let turns = (0..300).map(|index| times(&mut all, &format!("(many at: {index}) {selector}"))).collect();
        row(&format!("ladder: `{selector}`, one turn in memory"), turns);
    }
}

/// A trial as a becoming runs it: its savepoint, the draft in its home, the message in a process of its own, what has changed
/// in words, all of it kept.
fn trial(objects: usize, elements: usize) {
    let mut all = world("auto");
    let lists = objects.div_ceil(100_000);
    does(&mut all, "| acct = (| parent* = traits clonable. balance <- 10 |). many = list copyRemoveAll |");
    for _ in 0..lists {
        let each = objects / lists;
        does(
            &mut all,
            &format!(
                "| some | some: (vector copySize: {each}). 0 upTo: {each} Do: [| :i | some at: i Put: acct copy ]. many add: some"
            ),
        );
    }
    does(&mut all, &format!("| large = vector copySize: {elements} FillingWith: 0 |"));
    does(
        &mut all,
        "| tried = (| parent* = traits oddball.
             first = ( | d. m |
                 d: (draft copySource: 'put: n In: v = ( balance: balance + n. v at: n Put: balance. self )' Author: 'bench').
                 m: (message receiver: acct Selector: d selector).
                 m arguments: (3 & large) asVector.
                 evidence copyDraft: d Message: m Homes: (vector copySize: 1 FillingWith: acct) ).
             keep: e = ( | o | o: (e open: e sending). o process _KeepTrial. o problem isNil ifFalse: [ error: o problem ]. o ).
             many = ( | e. t | e: first. t: system monotonicMicroseconds. 100 do: [ keep: e ]. (system monotonicMicroseconds - t) / 100 ).
         |) |",
    );
    let turns = (0..21).map(|_| does(&mut all, "tried many").parse().expect("a number")).collect();
    row(&format!("trial: {objects} objects, writing into a vector of {elements}"), turns);
}

/// What a mind is told in a world of 10,000 methods besides the library's.
fn pack() {
    let mut all = world("auto");
    let (verbs, nouns) = (
        "add remove find count check move open send take give",
        "account order item price total stock bin queue score card",
    );
    let words = |text: &str| text.split(' ').map(str::to_string).collect::<Vec<_>>();
    let (verbs, nouns) = (words(verbs), words(nouns));
    for kind in 0..100 {
        let mut slots = String::new();
        for verb in &verbs {
            for noun in &nouns {
                let capital = noun[..1].to_uppercase() + &noun[1..];
                slots += &format!("{verb}{capital} = ( \"To {verb} the {noun} of kind {kind}.\" {kind} + size ). ");
            }
        }
        does(
            &mut all,
            &format!("lobby _AddSlots: (| kind{kind} = (| parent* = traits clonable. size = 3. {slots} |) |)"),
        );
    }
    let packing =
        "becomingContext packFor: (message receiver: kind7 Selector: 'addCardToStock') Intent: '' Failures: vector";
    let first = times(&mut all, packing);
    let text = does(&mut all, packing);
    let turns = (0..21)
        .map(|_| {
            let took = times(&mut all, packing);
            assert_eq!(text, does(&mut all, packing), "the same state gives the same text");
            took
        })
        .collect();
    row("context pack: 10,000 methods of one's own", turns);
    println!("{:<58} {first:>9.0} µs", "  the first of a session");
}

/// A name for a number, which no other one's could be a slip of the finger for.
fn name(index: usize) -> String {
    let syllables = ["abc", "def", "ghi", "jkl", "mno", "pqr", "stu", "vwx", "yza", "zcd"];
    index.to_string().bytes().map(|digit| syllables[usize::from(digit - b'0')]).collect()
}

/// A transcript that answers the message of that number.
fn transcript(index: usize) -> String {
    let name = name(index);
    let say = format!("{name} = ( \"The balance, {index} times.\" balance * {index} )");
    serde_json::json!({ "when": format!(" {name}\n"), "say": [say] }).to_string()
}

/// A becoming with a scripted mind in an image, next to a turn that changes one slot.
fn durable(folder: &Path) {
    let path = folder.join("becoming.redb");
    let mut all = World::create(&path, "bench").expect("a new image");
    all.let_become("auto");
    does(&mut all, "| acct = (| parent* = traits clonable. balance <- 10 |) |");
    let (mut plain, mut becoming) = (Vec::new(), Vec::new());
    for index in 0..60 {
        plain.push(times(&mut all, &format!("acct balance: {index}")));
        all.minds.transcript = Some(transcript(index));
        becoming.push(times(&mut all, &format!("acct {}", name(index))));
    }
    let plain = row("a turn that changes a slot, kept in an image", plain);
    let becoming = row("a becoming by a scripted mind, kept in an image", becoming);
    println!("{:<58} {:>9.2} x", "  the one over the other", becoming / plain);
}

/// How much an image grows by many becomings.
fn room(folder: &Path, kept: usize) {
    let path = folder.join("kept.redb");
    let size = || std::fs::metadata(&path).map_or(0, |file| file.len());
    let mut all = World::create(&path, "bench").expect("a new image");
    all.let_become("auto");
    let before = size();
    let start = Instant::now();
    for from in (0..kept).step_by(100) {
        does(&mut all, &format!("lobby _AddSlots: (| acct{from} = (| parent* = traits clonable. balance <- 10 |) |)"));
        for index in from..from + 100 {
            all.minds.transcript = Some(transcript(index));
            does(&mut all, &format!("acct{from} {}", name(index)));
        }
    }
    let took = start.elapsed().as_secs_f64();
    let count = does(&mut all, "becomings kept size");
    assert_eq!(count, kept.to_string(), "all are kept");
    let grown = (size() - before) as f64;
    println!(
        "{:<58} {:>9.2} KB each, {took:.0} s",
        format!("room of {count} becomings on disk"),
        grown / 1024.0 / kept as f64
    );
}

fn main() {
    let options = options();
    let folder = tempfile::tempdir_in(&options.folder).expect("a folder to write in");
    ladder();
    trial(1_000, 1_000);
    trial(options.objects / 10, 1_000_000);
    trial(options.objects, 1_000_000);
    pack();
    durable(folder.path());
    room(folder.path(), options.kept);
}
