//! What becomes of written methods: critics and purposes, what a crash leaves at each state, kin that learn from each other, how
//! use, failures and changes of what they rely on are counted, and what undoing leaves.

use std::path::Path;
use std::process::Command;

use batos::image::store::Access;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;

const ACCOUNT: &str =
    "| acct = (| parent* = traits clonable. balance <- 10 |). other = (| parent* = traits clonable. balance <- 1 |) |";
const GIVE: &str =
    "give: n To: o = ( \"Moves n from here to o.\" balance: balance - n. o balance: o balance + n. self )";
const MISSPELT: &str = "give: n To: o = ( balanse: balance - n )";

fn line(when: &str, say: &[&str]) -> String {
    serde_json::json!({ "when": when, "say": say }).to_string()
}

/// Says `give:To:` wrongly first, then rightly; the critic says this.
fn giving(critic: &str) -> String {
    let lines = [
        line("Is that what this message should do", &[critic]),
        line("balanse", &[GIVE]),
        line("give: 5 To:", &[MISSPELT]),
    ];
    lines.join("\n")
}

fn says(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("test", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(TurnError::Failed { text, kind, .. }) => format!("{kind}: {text}"),
        Err(error) => format!("{error:?}"),
    }
}

/// A world in memory with a policy, a script, and a person who says these things.
fn world(policy: &'static str, script: String, answers: &[&str]) -> World {
    let mut world = World::new().expect("the library is sound");
    become_in(&mut world, policy, script, answers);
    says(&mut world, ACCOUNT);
    world
}

fn become_in(world: &mut World, policy: &'static str, script: String, answers: &[&str]) {
    world.let_become(policy);
    world.minds.transcript = (!script.is_empty()).then_some(script);
    let mut answers = answers.iter().map(|answer| answer.to_string()).collect::<Vec<_>>().into_iter();
    world.minds.architect = Some(Box::new(move |_| answers.next()));
}

/// Every state that a becoming goes through, from its own record.
const STATES: &str = "admitted checked repairing packed drafting checked tried critiqued deciding asked installed";

#[test]
fn a_critic_judges_the_effect() {
    let mut one = world("careful", giving("Yes."), &["a"]);
    assert_eq!(says(&mut one, "acct give: 5 To: other"), "acct");
    assert_eq!(
        says(&mut one, "becomings last path"),
        "'admitted packed drafting checked repairing packed drafting checked tried critiqued deciding asked installed'"
    );
    // A no is shown to the person, and is enough to make two drafts that agree weak.
    let script = [
        line("Is that what", &["No, it also takes from the giver."]),
        line("give: 5 To:", &[GIVE, &GIVE.replace("Moves", "Gives")]),
    ];
    let mut two = world("auto", script.join("\n"), &[]);
    let told = says(&mut two, "acct give: 5 To: other");
    assert!(told.contains("only its own word"), "{told}");
    let asked = std::rc::Rc::new(std::cell::RefCell::new(String::new()));
    let mut three = world("careful", script.join("\n"), &[]);
    let card = asked.clone();
    three.minds.architect = Some(Box::new(move |question| {
        card.borrow_mut().push_str(question);
        Some("r".into())
    }));
    says(&mut three, "acct give: 5 To: other");
    assert!(asked.borrow().contains("doubt     the critic says: No, it also takes"), "{}", asked.borrow());
    // What belongs to neither side is doubted without any mind.
    let far = "grow = ( other balance: balance. self )";
    let script =
        [line("Is that what", &["yes"]), line("acct grow", &[far, &format!("{far}  ").replace("self", "(self)")])];
    let mut four = world("auto", script.join("\n"), &[]);
    let told = says(&mut four, "acct grow");
    assert!(told.contains("only its own word"), "{told}");
}

#[test]
fn a_purpose_is_told_to_the_mind() {
    // Before anything is written,
    let script = line("# What it is for\nhalf of the balance", &["part = ( balance / 2 )"]);
    let mut one = world("careful", script, &[]);
    assert_eq!(says(&mut one, "becomings meaning: 'half of the balance' Do: [ acct part ]"), "5");
    assert_eq!(says(&mut one, "becomings last intent"), "'half of the balance'");
    // or when what was written is not what was meant.
    let script = [
        line("# What it is for\ntake it away", &["change: n = ( balance: balance - n )"]),
        line("acct change: 3", &["change: n = ( balance: balance + n )"]),
    ];
    let mut two = world("careful", script.join("\n"), &["i take it away", "a"]);
    assert_eq!(says(&mut two, "acct change: 3. acct balance"), "7");
    // The first being knows what its first act is for.
    let script = line("Write `display_ui`", &["display_ui = ( 'BAT OS' )"]);
    let mut three = world("careful", script, &[]);
    assert_eq!(says(&mut three, "genesis display_ui"), "'BAT OS'");
}

#[test]
fn kin_learn_from_each_other_without_a_question() {
    let add = "add: n = ( \"Adds.\" balance: balance + n )";
    let mut all = world("careful", line("add: 5", &[add]), &["a"]);
    says(
        &mut all,
        "lobby _AddSlots: (| one <- nil. two <- nil. third <- nil |). one: acct copy. two: acct copy. third: acct copy",
    );
    // A person agrees once; the prototype has it too, and a copy that was there before takes it over.
    assert_eq!(says(&mut all, "one add: 5. one balance"), "15");
    assert_eq!(says(&mut all, "acct copy add: 1"), "an acct");
    assert_eq!(says(&mut all, "two add: 7. two balance"), "17");
    assert_eq!(says(&mut all, "becomings kept size. becomings last homes size"), "3");
    // Others that merely understand as much are no kin, so a person is asked.
    says(&mut all, "lobby _AddSlots: (| jar = (| parent* = traits clonable. balance <- 0. label <- '' |) |)");
    assert!(says(&mut all, "jar add: 5").contains("needs a person's consent"));
    // What somebody has written by hand meanwhile is what goes on to others.
    says(
        &mut all,
        "one _AddSlots: (| add: n = ( balance: balance + (n * 100) ) |). acct _AddSlots: (| add: n = ( balance: balance + (n * 100) ) |). two _RemoveSlot: 'add:'",
    );
    assert_eq!(says(&mut all, "third add: 1. third balance"), "110");
    let told = says(&mut all, "becomings undo");
    assert!(told.contains("it has been written anew"), "{told}");
}

/// The instruction `Count` at the head of a written method counts its calls, whatever caches stand before it; other methods have none.
#[test]
fn use_and_failures_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.redb");
    {
        let mut world = World::create(&path, "ada").expect("a new image");
        become_in(&mut world, "careful", line("acct part: 2", &["part: n = ( balance / n )"]), &[]);
        says(&mut world, ACCOUNT);
        assert_eq!(says(&mut world, "acct part: 2"), "5");
        assert_eq!(says(&mut world, "becomings settle. becomings last lifecycle"), "'candidate'");
        assert_eq!(
            says(&mut world, "5 do: [ acct part: 2 ]. becomings settle. becomings last lifecycle"),
            "'probation'"
        );
    }
    let mut world = World::open(&path, Access::Write, None, "ada").expect("it opens");
    assert_eq!(says(&mut world, "20 do: [ acct part: 2 ]. becomings settle. becomings last lifecycle"), "'durable'");
    assert_eq!(says(&mut world, "becomings last calls. becomings last sessions"), "2");
    assert!(says(&mut world, "acct whyDoYouKnow: 'part:'").contains("called 26 times in 2 sessions, failed 0 times"));
    // Turns that fail in it leave no trace in the heap, but are known.
    for _ in 0..12 {
        assert!(says(&mut world, "acct part: 0").contains("divisionByZero"));
    }
    assert_eq!(says(&mut world, "becomings settle. becomings last lifecycle"), "'degraded'");
    assert_eq!(says(&mut world, "(eventLog kind: 'degraded') size"), "1");
}

#[test]
fn a_change_of_what_a_method_sends_is_noticed() {
    let fee =
        "fee = ( \"The price of keeping it. Example: (acct copy balance: 100) fee  => 10\" (rate * balance) / 100 )";
    let mut all = world("careful", line("acct fee", &[fee]), &["a"]);
    says(&mut all, "acct _AddSlots: (| rate = ( 10 ) |)");
    assert_eq!(says(&mut all, "acct fee"), "1");
    assert_eq!(says(&mut all, "becomings settle. becomings last lifecycle"), "'candidate'");
    says(&mut all, "acct _AddSlots: (| rate = ( 20 ) |)");
    assert_eq!(says(&mut all, "becomings settle. becomings last lifecycle"), "'degraded'");
    says(&mut all, "acct _AddSlots: (| rate = ( 5 + 5 ) |)");
    assert_eq!(says(&mut all, "becomings settle. becomings last lifecycle"), "'candidate'");
}

#[test]
fn conflicts_can_be_looked_at_and_settled() {
    let mut all = world("careful", giving("yes"), &["a"]);
    says(&mut all, "acct give: 5 To: other. acct balance: 77");
    assert_eq!(says(&mut all, "(becomings conflicts: becomings last number) size"), "1");
    let told = says(&mut all, "becomings undo");
    assert!(told.contains("left as it is: balance of acct: 10 -> 5 (now 77)"), "{told}");
    assert_eq!(says(&mut all, "other balance"), "1");
    assert_eq!(
        says(
            &mut all,
            "(becomings conflicts: becomings last number) do: [| :c | c object = acct ifTrue: [ c takeBack ] ]. acct balance"
        ),
        "10"
    );
}

/// Lets `acct give: 5 To: other` become in an image and dies when a state is entered for the `count`th time.
#[test]
#[ignore = "the child of `a_crash_in_any_state_leaves_nothing_and_costs_nothing_twice`"]
fn dies_at_a_state() {
    let Ok(path) = std::env::var("BATOS_DIES_IN") else { return };
    let state = std::env::var("BATOS_DIES_AT").expect("it was given");
    let mut world = World::open(Path::new(&path), Access::Write, None, "ada").expect("it opens");
    become_in(&mut world, "careful", giving("yes"), &["a"]);
    world.minds.progress = Some(Box::new(move |now| {
        if now == state {
            std::process::abort();
        }
    }));
    panic!("it went on: {}", says(&mut world, "acct give: 5 To: other"));
}

#[test]
fn a_crash_in_any_state_leaves_nothing_and_costs_nothing_twice() {
    for state in STATES.split(' ') {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.redb");
        says(&mut World::create(&path, "ada").expect("a new image"), ACCOUNT);
        let child = Command::new(std::env::current_exe().expect("this test's own program"))
            .args(["--ignored", "--exact", "afterlife::dies_at_a_state"])
            .env("BATOS_DIES_IN", &path)
            .env("BATOS_DIES_AT", state)
            .output()
            .expect("it runs");
        assert!(!child.status.success());
        let told = String::from_utf8_lossy(&child.stdout).to_string();
        assert!(!told.contains("it went on"), "{state}: {told}");
        let mut world = World::open(&path, Access::Write, None, "ada").expect("it opens");
        let now = "acct balance. ('a' & acct balance & other balance & becomings kept size & eventLog events size & (acct _Understands: 'give:To:')) asVector";
        assert_eq!(says(&mut world, now), "a vector('a', 10, 1, 0, 0, false)", "{state}");
        // Once more: it takes effect once, and what was answered before is known.
        become_in(&mut world, "careful", giving("yes"), &["a"]);
        assert_eq!(says(&mut world, "acct give: 5 To: other"), "acct", "{state}");
        assert_eq!(says(&mut world, now), "a vector('a', 5, 6, 1, 1, true)", "{state}");
        let known = says(&mut world, "minds asked. minds saved");
        let paid = match state {
            "admitted" | "packed" | "drafting" => "0",
            "checked" | "repairing" => "1",
            "tried" | "critiqued" => "2",
            _ => "3",
        };
        assert_eq!(known, paid, "{state}: answers known from before");
    }
}
