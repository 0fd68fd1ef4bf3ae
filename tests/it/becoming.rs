//! Messages that nobody understands, answered by methods that are found or written: what is kept, what is asked, what cannot
//! happen, and what a kill leaves. Minds are scripts here.

use std::cell::RefCell;
use std::io::BufRead;
use std::io::BufReader;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;
use std::rc::Rc;

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;

const ACCOUNT: &str = "| acct = (| parent* = traits clonable. balance <- 10 |) |";
const DEPOSIT: &str =
    r#"deposit: a = ( "Adds to the balance.\n Example: (acct copy deposit: 1) balance  => 11" balance: balance + a )"#;

/// A line of a transcript: to a question with that in it, these are the answers.
fn line(when: &str, say: &[&str]) -> String {
    serde_json::json!({ "when": when, "say": say }).to_string()
}

fn deposit() -> String {
    DEPOSIT.replace("\\n", "\n")
}

/// A world with an account, a policy and a script.
fn world(policy: &'static str, script: &[String]) -> World {
    let mut world = World::new().expect("the library is sound");
    world.let_become(policy);
    world.minds.transcript = (!script.is_empty()).then(|| script.join("\n"));
    says(&mut world, ACCOUNT);
    world
}

/// What a turn gives, or its error.
fn says(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("test", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(TurnError::Failed { text, kind, .. }) => format!("{kind}: {text}"),
        Err(error) => format!("{error:?}"),
    }
}

/// Answers questions from a list; the questions are kept.
fn answering(world: &mut World, answers: &[&str]) -> Rc<RefCell<Vec<String>>> {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let (kept, mut answers) =
        (asked.clone(), answers.iter().map(|answer| answer.to_string()).collect::<Vec<_>>().into_iter());
    world.minds.architect = Some(Box::new(move |question| {
        kept.borrow_mut().push(question.to_string());
        answers.next()
    }));
    asked
}

/// The worked trace of the protocol: a first draft with a misspelt name, one repair, one consent, one effect.
#[test]
fn an_unknown_message_is_answered_once_and_taken_back() {
    let script = [line("balanse", &[&deposit()]), line("acct deposit: 5", &["deposit: a = ( balanse: balance + a )"])];
    let mut world = world("careful", &script);
    let asked = answering(&mut world, &["a"]);
    assert_eq!(says(&mut world, "acct deposit: 5"), "acct");
    assert_eq!(asked.borrow().len(), 1);
    let card = asked.borrow()[0].clone();
    for part in ["balance of acct: 10 -> 15", "Adds to the balance.", "weak: 1 example passed", "own data"] {
        assert!(card.contains(part), "{part} is not in {card}");
    }
    assert_eq!(says(&mut world, "acct balance"), "15");
    assert_eq!(says(&mut world, "acct deposit: 1. acct copy deposit: 2. acct balance"), "16");
    assert_eq!(says(&mut world, "acct balance: 15. becomings undo"), "'took back \\'deposit:\\' of acct'");
    assert_eq!(says(&mut world, "acct balance"), "10");
    assert!(says(&mut world, "acct _Understands: 'deposit:'").contains("false"));
    assert_eq!(says(&mut world, "becomings last state. eventLog last kind"), "'undo'");
}

/// Where later work has changed the same slot, that work stays and is named.
#[test]
fn taking_back_leaves_what_came_later() {
    let mut world = world("careful", &[line("acct deposit: 5", &[&deposit()])]);
    answering(&mut world, &["a"]);
    says(&mut world, "acct deposit: 5");
    let told = says(&mut world, "acct balance: 99. becomings undo");
    assert!(told.contains("left as it is: balance of acct: 10 -> 15 (now 99)"), "{told}");
    assert_eq!(says(&mut world, "acct balance"), "99");
}

#[test]
fn a_person_decides() {
    let script = [line("acct deposit: 5", &[&deposit()])];
    // Refusing: an error that a program can handle, with the reason.
    let mut one = world("careful", &script);
    answering(&mut one, &["r not today"]);
    assert_eq!(
        says(&mut one, "[ acct deposit: 5 ] onError: [| :e | e kind, ': ', e text ]"),
        "'undefinedSelector: acct does not understand \\'deposit:\\' (refused: not today)'"
    );
    assert_eq!(says(&mut one, "acct balance"), "10");
    // An example that fails is said; then another method, written by hand, which passes.
    let mut two = world("careful", &script);
    let asked = answering(
        &mut two,
        &["x (acct copy deposit: -1) balance  => 10", "e deposit: a = ( a > 0 ifTrue: [ balance: balance + a ] )", "a"],
    );
    says(&mut two, "acct deposit: 5");
    assert!(asked.borrow()[1].contains("gives 9, not 10"), "{}", asked.borrow()[1]);
    assert_eq!(says(&mut two, "acct deposit: -3. acct balance"), "15");
    assert_eq!(says(&mut two, "becomings last author"), "'architect'");
    // Nobody there: nothing that needs consent happens.
    let mut three = world("careful", &script);
    let told = says(&mut three, "acct deposit: 5");
    assert!(told.contains("needs a person's consent"), "{told}");
    // A slip of the finger asks first, and is no reason to write anything.
    let mut four = world("careful", &script);
    let asked = answering(&mut four, &["", "u"]);
    let told = says(&mut four, "acct copy balnace");
    assert!(told.starts_with("undefinedSelector"), "{told}");
    assert_eq!(says(&mut four, "acct balnace"), "10");
    assert!(asked.borrow()[0].contains("Did you mean 'balance'?"));
    assert_eq!(says(&mut four, "becomings kept size"), "0");
}

/// What only reads is kept on its own word; what changes more needs more than that, and nothing at all becomes where it may not.
#[test]
fn policies() {
    let twice = "twice = ( balance * 2 )";
    let script = [
        line("acct twice", &[twice]),
        line("acct deposit: 5", &[&deposit(), "deposit: n = ( balance: n + balance )"]),
        line("acct wipe", &["wipe = ( balance: 0 )"]),
    ];
    let mut auto = world("auto", &script);
    assert_eq!(says(&mut auto, "acct twice"), "20");
    assert_eq!(says(&mut auto, "acct twice + acct twice"), "40");
    assert_eq!(says(&mut auto, "acct deposit: 5. acct balance"), "15", "two drafts agree");
    let told = says(&mut auto, "acct wipe");
    assert!(told.contains("only its own word"), "{told}");
    assert_eq!(says(&mut auto, "acct balance"), "15");
    let mut closed = world("closed", &script);
    assert_eq!(
        says(&mut closed, "acct twice"),
        "undefinedSelector: acct does not understand 'twice'; did you mean 'time'?"
    );
    let mut own = world("auto", &script);
    says(&mut own, "acct _AddSlots: (| becomingPolicy = 'closed' |)");
    assert_eq!(
        says(&mut own, "acct twice"),
        "undefinedSelector: acct does not understand 'twice'; did you mean 'time'?"
    );
    let mut dry = world("dryRun", &script);
    let told = says(&mut dry, "acct deposit: 5");
    assert!(told.contains("balance of acct: 10 -> 15"), "{told}");
    assert_eq!(says(&mut dry, "acct balance"), "10");
}

#[test]
fn the_ladder_needs_no_mind() {
    let mut world = world("auto", &[]);
    assert_eq!(says(&mut world, "acct getBalance"), "10");
    assert_eq!(says(&mut world, "acct copy setBalance: 3. acct balance"), "10");
    says(
        &mut world,
        "| other = (| parent* = traits clonable. balance <- 7. half = ( balance / 2 ) |). row = (| parent* = traits clonable. size = 3. at: i = ( i * i ) |) |",
    );
    assert_eq!(says(&mut world, "acct half"), "5", "borrowed from another prototype");
    assert_eq!(says(&mut world, "row collect: [| :x | x + 1 ]"), "a list(1, 2, 5)");
    assert_eq!(says(&mut world, "acct zork"), "undefinedSelector: acct does not understand 'zork'");
}

/// What looks at objects, and what the machine relies on, never leads to a method; nor do nil, the lobby and the shell become.
#[test]
fn probes_and_guards_never_become() {
    let any = |name: &str| line(name, &["zork = ( 3 )"]);
    let mut world = world("auto", &[any("zork"), any("x")]);
    for program in [
        "nil zork",
        "zork",
        "shell zork",
        "pLLM zork",
        "becomings zork",
        "acct reflectOn: 3",
        "acct setSlot: 1",
        "3 @@ 4",
        "(| parent* = lobby. doesNotUnderstand: m = ( 'own' ) |) zork = 'own'",
    ] {
        let told = says(&mut world, program);
        assert!(
            told.starts_with("undefinedSelector") || told.starts_with("error") || told == "true",
            "{program}: {told}"
        );
    }
    assert_eq!(says(&mut world, "(acct _Understands: 'zork') || ((reflect: acct) includesKey: 'zork')"), "false");
    assert_eq!(says(&mut world, "becomings kept size"), "0");
}

/// Drafts that would do harm: none is kept, and nothing is changed by trying.
#[test]
fn no_draft_escapes() {
    let million = "x".repeat(1 << 20);
    let deep = format!("evil = ( {}1{} )", "(".repeat(5000), ")".repeat(5000));
    let drafts = [
        "evil = ( [ true ] whileTrue: [] )",
        "evil = ( evil )",
        "evil = ( evil + evil )",
        "evil = ( vector copySize: 1000000000 )",
        "evil = ( | s | s: 'x'. [ true ] whileTrue: [ s: s, s ] )",
        "evil = ( | l | l: list copyRemoveAll. [ true ] whileTrue: [ l add: (vector copySize: 1000) ] )",
        "evil = ( parent: self )",
        "evil = ( self _AddSlots: (| x = 1 |) )",
        "evil = ( _RemoveAllSlots )",
        "evil = ( acct addSlots: (| x = 1 |) )",
        "evil = ( (reflect: lobby) removeKey: 'acct' )",
        "evil = ( 'acct _RemoveSlot: \\'balance\\'' eval )",
        "evil = ( '_RemoveAllSlots' sendTo: acct )",
        "evil = ( becomingRules: nil )",
        "evil = ( becomings kept removeAll )",
        "evil = ( eventLog events removeAll )",
        "evil = ( defaultBehavior define: (| |) )",
        "evil = ( pLLM mindName: 'mine' )",
        "evil = ( (file at: 'escaped.txt') contents: 'x' )",
        "evil = ( | f | f: file. (f at: 'escaped.txt') contents: 'x' )",
        "evil = ( image undo )",
        "evil = ( outbox write: 'x' To: 'escaped.txt' )",
        "evil = ( system exit: 3 )",
        "evil = ( [ acct balance: 1 ] fork )",
        "evil = ( process sleep: 100000 )",
        "evil = ( nobody knows this )",
        "evil = ( 3 ) |). acct balance: 0. (| x = 1",
        "doesNotUnderstand: m = ( 3 )",
        "other = ( 3 )",
        "evil = 3",
        "evil: x = ( 3 )",
        "evil = ( system microseconds )",
        "evil = ( \"Example: acct balance: 0. 3  => 4\" 3 )",
        "isEvil = ( balance: 3 )",
        // What is caught is seen all the same.
        "evil = ( [ (file at: 'escaped.txt') append: 'x' ] onError: [ 3 ] )",
        "evil = ( | f | f: file. [ (f at: 'escaped.txt') append: 'x' ] onError: [ 3 ] )",
        "evil = ( [ globals process sleep: 1 ] onError: [ 3 ] )",
        "evil = ( | p | p: globals. [ p time current ] onError: [ 3 ] )",
        "evil = ( \"Example: [ (file at: 'escaped.txt') append: 'x'. 3 ] onError: 3  => 3\" 3 )",
        // The machinery itself is as well guarded as its registers.
        "evil = ( draft rung: 'template' )",
        "evil = ( becoming policy: 'auto' )",
        "evil = ( evidence agreeing: 9 )",
        "evil = ( globals becomingRecord state: 'taken back' )",
        "evil = ( ((reflect: acct) at: 'balance') remove )",
        "evil = ( (browse implementorsOf: 'balance') first remove )",
        "",
        "I cannot do that.",
        "```\n",
        &million,
        &deep,
    ];
    for draft in drafts {
        let mut world = world("auto", &[line("evil", &[draft])]);
        let before = says(
            &mut world,
            "(reflect: acct) names printString, acct balance printString, (reflect: lobby) size printString",
        );
        let shown: String = draft.chars().take(80).collect();
        let told = says(&mut world, "acct evil");
        assert!(told.starts_with("undefinedSelector"), "{shown}: {told}");
        let after = says(
            &mut world,
            "(reflect: acct) names printString, acct balance printString, (reflect: lobby) size printString",
        );
        assert_eq!(before, after, "{shown}");
        assert_eq!(says(&mut world, "becomings kept size"), "0", "{shown}");
        assert!(!Path::new("escaped.txt").exists(), "{shown}");
    }
}

/// Before a person has said yes, nothing that a draft had a hand in runs outside a trial: neither what prints what it changed, nor
/// what tells its errors. Here it is even given what it would need.
#[test]
fn nothing_of_a_draft_runs_before_it_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("escaped.txt");
    let write = format!("(balance at: '{}') append: 'x'", path.display());
    let drafts = [
        format!(
            "evil: x = ( | o | o: (| parent* = lobby. balance. printString = ( {write}. 'n' ) |). o balance: x. balance: o )"
        ),
        format!(
            "evil: x = ( | e | e: (| parent* = traits error. balance. kind = ( {write}. 'k' ). text = ( {write}. self signal ) |). e balance: x. e signal )"
        ),
        format!(
            "evil: x = ( | o | o: (| parent* = lobby. balance. printString = ( {write}. 'n' ) |). o balance: x. o )"
        ),
        format!("evil: x = ( [ balance: x. {write}. balance: 10 ] onError: [ balance: 10. 3 ] )"),
    ];
    for draft in drafts {
        for policy in ["careful", "auto", "dryRun"] {
            let mut world = world(policy, &[line("evil", &[&draft])]);
            let told = says(&mut world, "acct evil: file");
            assert!(told.starts_with("undefinedSelector"), "{policy}, {draft}: {told}");
            assert!(!path.exists(), "{policy}, {draft}");
            assert_eq!(says(&mut world, "acct balance"), "10", "{policy}, {draft}");
        }
    }
}

/// Wherever a slot's value lives, that it changes is seen: in the object, in its map, outside for want of room.
#[test]
fn a_change_is_seen_wherever_it_is_kept() {
    let set = "touch = ( shared total: 5. self )";
    let shared = "| shared = (| parent* = traits clonable. total <- 1 |) |";
    let made = [
        shared.to_string(),
        // Who is a parent has a map of its own.
        format!("{shared}. | child = (| parent* = shared |) |. shared _AddSlots: (| more <- 2 |)"),
        "| shared = (| parent* = traits clonable |) |. | child = (| parent* = shared |) |. shared _AddSlots: (| total <- 1 |)".to_string(),
        "| shared = (| parent* = traits clonable |) copy |. shared _AddSlots: (| total <- 1 |)".to_string(),
        "| shared = (| parent* = traits clonable |) copy |. shared _AddSlots: (| a <- 1. b <- 2. c <- 3. d <- 4. e <- 5. f <- 6. total <- 1 |)".to_string(),
    ];
    for made in made {
        let mut world = world("careful", &[line("acct touch", &[set])]);
        says(&mut world, &made);
        let asked = answering(&mut world, &["r"]);
        let told = says(&mut world, "acct touch");
        assert!(told.contains("refused"), "{made}: {told}");
        assert!(asked.borrow()[0].contains("1 -> 5"), "{made}: {}", asked.borrow()[0]);
        assert!(asked.borrow()[0].contains("it changes other objects"), "{made}: {}", asked.borrow()[0]);
        assert_eq!(says(&mut world, "shared total"), "1");
    }
}

/// Other copies that were there before find the method, with its examples to speak for it; all is taken back at once, and what
/// is on purpose is possible where a slip of the finger is not.
#[test]
fn copies_purposes_and_many_takings_back() {
    let twice = "twice = ( \"Twice the balance.\n Example: acct twice  => 20\" balance * 2 )";
    let mut world = world("auto", &[line("acct twice", &[twice]), line("lobby answer", &["answer = ( 42 )"])]);
    says(&mut world, "| early = acct copy |");
    assert_eq!(says(&mut world, "acct twice + early twice"), "40");
    assert_eq!(says(&mut world, "acct copy twice"), "20");
    assert_eq!(says(&mut world, "becomings kept last author"), "'mind script'");
    assert_eq!(says(&mut world, "becomings recheck size"), "0");
    assert_eq!(says(&mut world, "acct howDoYouKnow: 'twice'"), "a list('acct twice  => 20')");
    assert!(says(&mut world, "answer").contains("probably misspelt"));
    assert_eq!(says(&mut world, "becomings write: 'answer' For: lobby"), "42");
    assert!(says(&mut world, "becomings write: 'answer' For: pLLM").contains("guards the world"));
    assert_eq!(says(&mut world, "becomings undoAll lines size. becomings kept size"), "2");
    assert!(says(&mut world, "acct _Understands: 'twice'").contains("false"));
}

/// Text from outside names no method.
#[test]
fn tainted_names_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("name");
    std::fs::write(&path, "zork").expect("it can be written");
    let mut world = world("auto", &[line("zork", &["zork = ( 3 )"])]);
    let told = says(&mut world, &format!("((file at: '{}') contents) sendTo: acct", path.display()));
    assert!(told.contains("its name comes from outside"), "{told}");
    assert_eq!(says(&mut world, "acct zork"), "3");
}

#[test]
fn what_is_printed_and_prose_around_the_code() {
    let reply =
        "Of course!\n```bat\nreport = ( \"Prints the balance.\"\n    balance printLine. balance )\n```\nAnything else?";
    let mut world = world("careful", &[line("acct report", &[reply])]);
    let asked = answering(&mut world, &["a"]);
    let out = Rc::new(RefCell::new(Vec::new()));
    world.vm.output = Box::new(Shared(out.clone()));
    assert_eq!(says(&mut world, "acct report"), "10");
    assert_eq!(String::from_utf8_lossy(&out.borrow()), "10\n", "it is printed once");
    assert!(asked.borrow()[0].contains("prints    10"), "{}", asked.borrow()[0]);
}

struct Shared(Rc<RefCell<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The same state gives the same question, byte for byte, without what is secret.
#[test]
fn context_packs_are_the_same_for_the_same_state() {
    let ask = "becomingContext packFor: (message receiver: acct Selector: 'deposit:' With: 5) Intent: 'to add' Failures: vector";
    let pack = |_: usize| {
        let mut world = world("closed", &[]);
        says(
            &mut world,
            "acct _AddSlots: (| {'Secret' token <- 'hunter2' }. withdraw: n = ( balance: balance - n ) |)",
        );
        says(&mut world, ask)
    };
    let packs: Vec<String> = (0..2).map(pack).collect();
    assert_eq!(packs[0], packs[1]);
    assert!(
        packs[0].contains("withdraw: n") && packs[0].contains("balance <- 10") && packs[0].contains("to add"),
        "{}",
        packs[0]
    );
    assert!(!packs[0].contains("hunter2"), "{}", packs[0]);
}

#[test]
fn a_thousand_unknown_messages_are_a_thousand_errors() {
    let mut world = world("auto", &[line("BAT", &["I do not know."])]);
    let program = "[| n <- 0 | 0 upTo: 1000 Do: [| :i | [ ('unknown', i printString) sendTo: acct ] onError: [| :e | n: n + 1 ] ]. n ] value";
    assert_eq!(says(&mut world, program), "1000");
    // What failed is not asked for again.
    let asked = says(&mut world, "minds asked");
    assert_eq!(says(&mut world, program), "1000");
    assert_eq!(says(&mut world, "minds asked"), asked);
}

#[test]
fn two_processes_that_send_the_same_message_get_one_method() {
    let mut world = world("auto", &[line("acct twice", &["twice = ( balance * 2 )"])]);
    assert_eq!(
        says(&mut world, "[| a. b | a: [ acct twice ] fork. b: [ acct twice ] fork. a join + b join ] value"),
        "40"
    );
    assert_eq!(says(&mut world, "becomings kept size"), "1");
}

/// The program itself, in an image.
fn batos(image: &Path, words: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.arg("--image").arg(image).args(words).env("USER", "ada").env("NO_COLOR", "1");
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end().to_string();
    (text(&output.stdout), text(&output.stderr))
}

#[test]
fn what_has_become_stays_is_explained_and_is_a_turn_like_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let (image, script, recording) =
        (folder.path().join("w.redb"), folder.path().join("mind.jsonl"), folder.path().join("said.jsonl"));
    let lines = [line("acct deposit: 5", &[&deposit(), "deposit: n = ( balance: n + balance )"])];
    std::fs::write(&script, lines.join("\n")).expect("it can be written");
    let mind = script.display().to_string();
    let said = recording.display().to_string();
    batos(&image, &["eval", ACCOUNT]);
    // Paid for in a turn that failed, the answers are there for the next one.
    let (_, told) = batos(
        &image,
        &[
            "--becoming",
            "auto",
            "--mind",
            &mind,
            "--record",
            &said,
            "eval",
            "[ acct deposit: 5. 3 error: 'stop' ] value",
        ],
    );
    assert!(told.contains("stop"), "{told}");
    assert_eq!(batos(&image, &["eval", "acct balance"]).0, "10");
    let (out, told) = batos(
        &image,
        &["--becoming", "auto", "--mind", &mind, "eval", "acct deposit: 5. becomings cost. acct balance"],
    );
    assert_eq!(out, "acct\n'0 asked, 2 known already'\n15", "{told}");
    assert_eq!(batos(&image, &["eval", "acct deposit: 1. acct balance"]).0, "acct\n16");
    let (why, _) = batos(&image, &["eval", "(acct whyDoYouKnow: 'deposit:') printLine"]);
    assert!(
        why.contains("was written by mind script when 'acct deposit: 5' was sent") && why.contains("10 -> 15"),
        "{why}"
    );
    assert!(batos(&image, &["log"]).0.contains("deposit: for acct, by mind script, strong, kept"));
    let json: serde_json::Value = serde_json::from_str(&batos(&image, &["log", "--json"]).0).expect("it is JSON");
    assert_eq!(json["kind"], "becoming");
    // The recording says the same again, without the script.
    let other = folder.path().join("other.redb");
    batos(&other, &["eval", ACCOUNT]);
    let (out, told) = batos(&other, &["--becoming", "auto", "--mind", &said, "eval", "acct deposit: 5. acct balance"]);
    assert_eq!(out, "acct\n15", "{told}");
    // Taken back as turns.
    batos(&image, &["image", "undo"]);
    batos(&image, &["image", "undo"]);
    assert_eq!(batos(&image, &["eval", "acct balance. acct _Understands: 'deposit:'"]).0, "10\nfalse");
    assert!(
        batos(&image, &["image", "verify"]).0.contains("verif") || batos(&image, &["image", "verify"]).1.is_empty()
    );
}

/// Becomes again and again in an image and is killed: each message's effect and method are there together, once, or not at all.
fn kill(times: u64) {
    let folder = tempfile::tempdir().expect("a folder");
    let (image, script) = (folder.path().join("w.redb"), folder.path().join("mind.jsonl"));
    let lines: Vec<String> = (0..2000)
        .map(|n| {
            let one = format!("add{n}x = ( balance: balance + 1. balance )");
            let two = format!("add{n}x = ( \"Adds.\" balance: 1 + balance. balance )");
            line(&format!("acct add{n}x"), &[&one, &two])
        })
        .collect();
    std::fs::write(&script, lines.join("\n")).expect("it can be written");
    batos(&image, &["eval", ACCOUNT]);
    let mut seed: u64 = 7;
    let mut acknowledged = 0;
    for _ in 0..times {
        let mut child = Command::new(env!("CARGO_BIN_EXE_batos"))
            .arg("--image")
            .arg(&image)
            .args(["--becoming", "auto", "--mind"])
            .arg(&script)
            .env("NO_COLOR", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut stdin = child.stdin.take().expect("it was piped");
        let entries: String = (0..40).map(|_| "('add', (acct balance - 10) printString, 'x') sendTo: acct\n").collect();
        let _ = std::io::Write::write_all(&mut stdin, entries.as_bytes());
        drop(stdin);
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let most = seed >> 33;
        let mut lines = BufReader::new(child.stdout.take().expect("it was piped")).lines();
        for _ in 0..most % 20 {
            if let Some(Ok(line)) = lines.next() {
                acknowledged = line.trim().parse::<u64>().unwrap_or(acknowledged);
            }
        }
        std::thread::sleep(std::time::Duration::from_micros(most % 7000));
        child.kill().expect("it can be killed");
        for line in lines.map_while(Result::ok) {
            acknowledged = line.trim().parse::<u64>().unwrap_or(acknowledged);
        }
        let _ = child.wait();
        let (out, told) = batos(&image, &["eval", "acct balance. becomings kept size. eventLog events size"]);
        let now: Vec<u64> = out.lines().filter_map(|line| line.parse().ok()).collect();
        assert_eq!(now.len(), 3, "{out}{told}");
        assert!(now[0] >= acknowledged, "{} was acknowledged, {} is there", acknowledged, now[0]);
        assert_eq!((now[0] - 10, now[0] - 10), (now[1], now[2]), "effects, methods and events go together");
    }
    assert!(acknowledged > 10, "something has become");
}

#[test]
fn a_kill_leaves_all_of_a_becoming_or_none() {
    kill(6);
}

#[test]
#[ignore = "long; see tests/README.md"]
fn two_hundred_kills_of_becomings() {
    kill(200);
}
