//! What the seed document's own code got wrong, each as the test that would have found it (the seed's 22 bugs). The names are
//! those of the design's list. The outbox has its own file (`outbox_survives_kill9` and `outbox_silent_on_abort` are its third
//! and second test), blobs theirs. Not there yet: `each_step_uses_its_own_persona`, since personas do not converse so far.

use std::path::Path;
use std::process::Command;

use batos::image::store::Access;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::TurnError;
use batos::world::driver::World;

fn says(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("test", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(TurnError::Failed { text, kind, .. }) => format!("{kind}: {text}"),
        Err(error) => format!("{error:?}"),
    }
}

fn line(when: &str, say: &[&str]) -> String {
    serde_json::json!({ "when": when, "say": say }).to_string()
}

/// A world with an account where everything that has strong evidence becomes.
fn world(script: &[String]) -> World {
    let mut world = World::new().expect("the library is sound");
    let_become(&mut world, script);
    says(&mut world, "| acct = (| parent* = traits clonable. balance <- 10 |) |");
    world
}

fn let_become(world: &mut World, script: &[String]) {
    world.let_become("auto");
    world.minds.transcript = (!script.is_empty()).then(|| script.join("\n"));
}

fn deposits() -> [String; 1] {
    [line("acct deposit: 5", &["deposit: n = ( balance: balance + n )", "deposit: n = ( balance: n + balance )"])]
}

#[test]
fn boots_from_clean_checkout() {
    let mut world = World::new().expect("every file of the library parses and runs");
    assert_eq!(says(&mut world, "3 + 4"), "7");
}

#[test]
fn delegation_reaches_second_parent() {
    let mut world = world(&[]);
    says(&mut world, "| child = (| first* = (| a = 1 |). second* = (| b = 2. deep* = (| c = 3 |) |) |) |");
    assert_eq!(says(&mut world, "(child a * 100) + (child b * 10) + child c"), "123");
}

#[test]
fn dnu_self_is_original_receiver() {
    let mut world = world(&[line("an acct own", &["own = ( balance: 99. self )", "own = ( balance: 90 + 9. self )"])]);
    // The handler is found in the parent; self in it is who was sent the message.
    says(&mut world, "| proud = (| doesNotUnderstand: m = ( name, ' heard ', m selector ). name = 'proud' |) |");
    says(&mut world, "| heir = (| parent* = proud. name = 'heir' |) |");
    assert_eq!(says(&mut world, "heir sing"), "'heir heard sing'");
    // So it is with what becomes.
    says(&mut world, "| mine <- nil |. mine: acct copy");
    assert_eq!(says(&mut world, "acct copy own balance"), "99");
    assert_eq!(says(&mut world, "acct balance"), "10");
}

#[test]
fn dnu_guard_missing_reflect_on_is_plain_error() {
    let mut world = world(&[]);
    let told = says(&mut world, "acct _Perform: 'reflectOn:' With: 3");
    assert!(told.starts_with("undefinedSelector") && told.contains("never answered by writing"), "{told}");
}

#[test]
fn traits_understands_set_slot_value() {
    let mut world = world(&[]);
    assert_eq!(says(&mut world, "(acct copy setSlot: 'balance' Value: 3) balance"), "3");
    assert_eq!(says(&mut world, "(acct copy setSlot: 'owner' Value: 'ada') owner"), "'ada'");
}

#[test]
fn generated_method_called_twice() {
    let mut world = world(&deposits());
    assert_eq!(says(&mut world, "acct deposit: 5. acct deposit: 6. acct deposit: 7. acct balance"), "28");
}

#[test]
fn generated_method_survives_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.redb");
    {
        let mut first = World::create(&path, "ada").expect("a new image");
        let_become(&mut first, &deposits());
        says(&mut first, "| acct = (| parent* = traits clonable. balance <- 10 |) |");
        says(&mut first, "acct deposit: 5");
    }
    let mut second = World::open(&path, Access::Write, None, "ada").expect("it opens");
    assert_eq!(says(&mut second, "acct deposit: 1. acct balance"), "16");
}

#[test]
fn nested_write_is_durable_and_transient_slots_are_nil_after_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("w.redb");
    {
        let mut first = World::create(&path, "ada").expect("a new image");
        says(
            &mut first,
            "| a = (| parent* = traits clonable. b = (| parent* = traits clonable. c <- 1. all = vector copySize: 3. {'Transient' d } |) |) |",
        );
        says(&mut first, "a b c: 2. a b all at: 1 Put: 'x'. a b d: 4");
        assert_eq!(says(&mut first, "a b d"), "4");
    }
    let mut second = World::open(&path, Access::Write, None, "ada").expect("it opens");
    assert_eq!(says(&mut second, "((a b c & (a b all at: 1)) & a b d) asVector"), "a vector(2, 'x', nil)");
}

#[test]
fn model_output_with_prose_or_fences_is_parsed_or_rejected() {
    let fenced = "Sure! Here it is:\n```bat\ndouble = ( \"Twice.\" balance * 2 )\n```\nHope that helps.";
    let mut one = world(&[line("acct double", &[fenced])]);
    assert_eq!(says(&mut one, "acct double"), "20");
    let mut two = world(&[
        line("acct double", &["I would rather talk about the weather, (which is { fine |)."]),
        line("weather", &[]),
    ]);
    let told = says(&mut two, "acct double");
    assert!(told.starts_with("undefinedSelector"), "{told}");
    assert_eq!(says(&mut two, "(reflect: acct) includesKey: 'double'"), "false");
}

#[test]
fn generated_code_cannot_reach_host() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("escaped");
    let draft = format!("leak = ( (file at: '{}') contents: 'out'. self )", file.display());
    let mut world = world(&[line("acct leak", &[&draft, &draft.replace("self", "(self)")]), line("file at:", &[])]);
    let told = says(&mut world, "acct leak");
    assert!(told.contains("which only people may"), "{told}");
    assert!(!file.exists());
    let mut two = self::world(&[line("acct leak", &["leak = ( 'x' _Write. self )"]), line("_Write", &[])]);
    assert!(says(&mut two, "acct leak").contains("primitive"));
}

#[test]
fn matrix_routes_16_cells() {
    let mut world = world(&[]);
    // Four kinds of question, and for each who leads, who supports, what BABS and what ALFRED does.
    let told = says(
        &mut world,
        "(matrix rows inject: '' Into: [| :t. :r | t, r primary printString, '/', ((r supporting copyMappedBy: [| :p | p printString ]) joinUsing: '+'), '/', r babs words first, '/', r alfred words first, ';' ]) printLine. matrix rows size",
    );
    assert_eq!(told, "4");
    for (kind, lead, babs) in [
        ("Technical Deconstruction", "BRICK", "Tactical Data Retrieval (On-demand)"),
        ("Emotional Processing", "ROBIN", "Inactive / Proactive Background Scan"),
        ("Factual Inquiry / Research", "BABS", "Full RAG Cycle Execution"),
        ("Systemic Self-Improvement", "ALFRED", "Gathers Performance Data for \"Golden Dataset\""),
    ] {
        assert_eq!(says(&mut world, &format!("(matrix at: '{kind}') primary")), lead);
        let told = says(&mut world, &format!("(matrix at: '{kind}') babs"));
        assert_eq!(told, format!("'{babs}'"));
        let cells = says(
            &mut world,
            &format!("((matrix at: '{kind}') supporting isEmpty) || [ (matrix at: '{kind}') alfred isEmpty ]"),
        );
        assert_eq!(cells, "false");
    }
}

#[test]
fn first_act_prompt_contains_ui_intent() {
    let mut world = world(&[line("Write `display_ui`", &["display_ui = ( 'BAT OS' )"])]);
    assert_eq!(says(&mut world, "genesis display_ui"), "'BAT OS'");
}

#[test]
fn failed_becoming_is_error_object() {
    let mut world = world(&[]);
    let told = says(
        &mut world,
        "[ acct zork ] onError: [| :e | (e kind & e message selector & (e message receiver == acct)) asVector ]",
    );
    assert_eq!(told, "a vector('undefinedSelector', 'zork', true)");
    assert_eq!(says(&mut world, "[ acct zork. 3 ] onError: [| :e | e resume: 4 ]"), "3");
}

#[test]
fn responds_to_never_generates() {
    let mut world = world(&deposits());
    assert_eq!(says(&mut world, "acct _Understands: 'deposit:'"), "false");
    assert_eq!(says(&mut world, "(reflect: acct) understands: 'deposit:'"), "false");
    says(&mut world, "acct printString. acct hash. acct = 3. (reflect: acct) names. acct copy");
    assert_eq!(says(&mut world, "becomings kept size. minds asked"), "0");
}

#[test]
fn persona_prompt_contains_archetype() {
    let mut world = world(&[]);
    for (persona, archetype) in [
        ("robin", "Acceptance"),
        ("brick", "Disruptive Truth"),
        ("babs", "Joyful Precision"),
        ("alfred", "Pragmatic Guardianship"),
    ] {
        let told = says(&mut world, &format!("{persona} prompt"));
        assert!(told.contains(archetype), "{told}");
    }
    // What is asked in a persona's name says who speaks.
    let mut two = self::world(&[line("Archetype of Acceptance", &["I hear you."])]);
    assert_eq!(says(&mut two, "(robin propose: 'it hurts' N: 1) first"), "'I hear you.'");
}

/// Where nobody asks a mind, no mind is loaded: the proxies hold nothing.
#[test]
fn awaken_without_touching_weights() {
    let mut world = World::new().expect("the library is sound");
    assert_eq!(
        says(&mut world, "(pLLM status & pLLM loadedModel & pLLM modelBlob) asVector"),
        "a vector('empty', nil, nil)"
    );
}

fn batos(image: &Path, words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    let output = command.arg("--image").arg(image).args(words).env("NO_COLOR", "1").output().expect("the program runs");
    String::from_utf8_lossy(&output.stdout).trim_end().to_string() + &String::from_utf8_lossy(&output.stderr)
}

/// Work outside is done by others, but only the world's own turns write.
#[test]
fn worker_result_ingested_by_single_writer() {
    let folder = tempfile::tempdir().expect("a folder");
    let (image, file) = (folder.path().join("w.redb"), folder.path().join("in.txt"));
    std::fs::write(&file, "from outside").expect("it can be written");
    batos(&image, &["eval", "| heard <- nil |"]);
    let program = format!("heard: (file at: '{}') contents", file.display());
    let told = batos(&image, &["eval", &program]);
    assert_eq!(batos(&image, &["eval", "heard"]), "'from outside'", "{told}");
    assert!(batos(&image, &["image", "log"]).contains("heard:"), "as one turn among others");
}
