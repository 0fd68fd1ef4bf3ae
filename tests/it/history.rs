//! The past of an image as a user meets it: the program itself is run, on images it made.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

/// A world in an image of its own.
struct Place {
    _folder: TempDir,
    image: PathBuf,
}

impl Place {
    fn new() -> Place {
        let folder = TempDir::new().expect("a folder for the image");
        let image = folder.path().join("world.redb");
        Place { _folder: folder, image }
    }

    fn batos(&self, words: &[&str]) -> Output {
        batos(&self.image, words)
    }

    /// Runs a program in a turn of its own.
    fn turn(&self, program: &str) -> String {
        said(&self.batos(&["eval", program]))
    }

    fn image(&self, words: &[&str]) -> String {
        said(&self.batos(&[&["image"], words].concat()))
    }

    fn json(&self, words: &[&str]) -> Value {
        let text = self.image(&[words, &["--json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{words:?}: {error}: {text}"))
    }

    fn contains(&self, text: &str) -> bool {
        let file = std::fs::read(&self.image).expect("the image is there");
        file.windows(text.len()).any(|part| part == text.as_bytes())
    }
}

fn batos(image: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.arg("--image").arg(image).args(words).env("USER", "ada");
    command.output().expect("the program runs")
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim_end().to_string()
}

/// What follows the time in each line of a log, and the lines below.
fn without_time(log: &str) -> Vec<String> {
    let line = |line: &str| if line.starts_with("        ") { line.trim().to_string() } else { line[29..].to_string() };
    log.lines().map(line).collect()
}

const ACCOUNT: &str = "globals _AddSlots: (| acc = (| parent* = traits clonable. balance <- 0.
deposit: n = (
    balance: balance + n.
    self ) |) |)";

fn account() -> Place {
    let place = Place::new();
    place.turn(ACCOUNT);
    place.turn("acc deposit: 5");
    place
}

#[test]
fn the_log_says_what_each_turn_changed() {
    let place = account();
    place.turn("lobby _AddSlots: (| shop = list copyRemoveAll |)");
    place.turn("shop add: acc copy");
    place.turn("shop first deposit: 2");
    place.turn("globals _RemoveSlot: 'acc'");
    let log = without_time(&place.image(&["log"]));
    let told: Vec<&str> = log.iter().skip(1).step_by(2).map(String::as_str).collect();
    // What the first deposit changed is no longer to be found by name.
    assert_eq!(told[..4], ["globals: -acc", "shop contents[0] balance", "shop: contents, size", "lobby: +shop"]);
    let json = place.json(&["log", "-n", "2"]);
    assert_eq!(json[0]["changed"], "globals: -acc");
    assert_eq!(json[1]["text"], "shop first deposit: 2");
    assert_eq!(json[1]["author"], "ada");
    assert_eq!(json.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_difference_names_objects_slots_and_lines_of_methods() {
    let place = account();
    place.image(&["snapshot", "before"]);
    place.turn("acc deposit: 7. acc _AddSlots: (| owner = 'Ada' |)");
    place.turn(
        &ACCOUNT
            .replace("globals _AddSlots: (| acc = (| parent* = traits clonable. balance <- 0.", "acc _AddSlots: (| ")
            .replace("    self ) |) |)", "    balance printLine.\n    self ) |)"),
    );
    let expected = "globals acc
  ~ balance: 5 -> 12
  ~ deposit:
        deposit: n = (
            balance: balance + n.
      +     balance printLine.
            self )
  + owner = 'Ada'";
    assert_eq!(place.image(&["diff", "before"]), expected);
    assert_eq!(place.image(&["diff", "before", "now"]), expected);
    let back = place.image(&["diff", "now", "before"]);
    assert!(back.contains("balance: 12 -> 5") && back.contains("- owner = 'Ada'"), "{back}");
    assert_eq!(place.image(&["diff", "now"]), "no difference");
    let json = place.json(&["diff", "before", "4"]);
    assert_eq!(json[0]["path"], "globals acc");
    assert_eq!(json[0]["changes"][0]["before"], "5");
    let missing = place.batos(&["image", "diff", "77"]);
    assert_eq!(missing.status.code(), Some(3));
}

#[test]
fn a_difference_finds_what_is_inside_collections_large_maps_and_large_vectors() {
    let place = Place::new();
    let slots: String = (0..100).map(|n| format!("s{n} <- 0. ")).collect();
    place.turn(&format!("lobby _AddSlots: (| wide = (| {slots} |). long = vector copySize: 1000 FillingWith: 0. bytes = byteVector copySize: 9 |)"));
    place.turn("wide s7: 1. wide s99: 2. long at: 700 Put: 3. bytes at: 2 Put: 4");
    let expected =
        "lobby bytes\n  ~ its bytes\nlobby long\n  ~ [700]: 0 -> 3\nlobby wide\n  ~ s7: 0 -> 1\n  ~ s99: 0 -> 2";
    assert_eq!(place.image(&["diff", "2"]), expected);
    // The traits of the library have large maps of their own, whose pieces change.
    place.turn("traits list _AddSlots: (| firstOr: x = ( isEmpty ifTrue: [ x ] False: [ first ] ) |)");
    let text = place.image(&["diff", "6"]);
    assert_eq!(text, "traits list\n  + firstOr: x = ( isEmpty ifTrue: [ x ] False: [ first ] )");
}

#[test]
fn a_slots_history_has_each_turn_that_changed_it_newest_first() {
    let place = account();
    place.turn("acc _AddSlots: (| other <- 3 |)");
    place.turn("acc other: 4. acc balance: 'none'");
    place.turn("acc _AddSlots: (| deposit: n = ( self ) |)");
    place.turn("acc _RemoveSlot: 'balance'");
    assert_eq!(
        without_time(&place.image(&["history", "globals", "acc", "balance"])),
        ["ada          (removed)", "ada          'none'", "ada          5", "ada          0"]
    );
    let methods = place.json(&["history", "acc deposit:"]);
    let told = |index: usize| (methods[index]["turn"].as_u64(), methods[index]["value"].as_str().map(str::to_string));
    assert_eq!(told(0), (Some(7), Some("deposit: n = ( self )".into())));
    assert_eq!(told(1).0, Some(2));
    assert_eq!(methods.as_array().map(Vec::len), Some(2));
    assert_eq!(place.json(&["history", "acc other", "-n", "1"])[0]["value"], "4");
    let missing = place.batos(&["image", "history", "acc", "zork"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&missing.stderr).contains("there is no slot at 'acc zork'"));
}

#[test]
fn a_history_goes_through_undo_and_from_map_to_map() {
    let place = account();
    place.image(&["undo"]);
    place.image(&["redo"]);
    let values = place.json(&["history", "acc", "balance"]);
    let values: Vec<_> =
        values.as_array().into_iter().flatten().map(|v| (v["kind"].as_str(), v["value"].as_str())).collect();
    let (turn, undo, redo) = (Some("turn"), Some("undo"), Some("redo"));
    assert_eq!(values, [(redo, Some("5")), (undo, Some("0")), (turn, Some("5")), (turn, Some("0"))]);
}

#[test]
fn what_is_forgotten_is_in_no_moment_and_not_in_the_file() {
    let place = account();
    place.turn("acc _AddSlots: (| password <- 'hunter2secret'. pin <- 1 |)");
    place.turn("acc password: ('hunter2', 'another'). 'hunter2another' printLine");
    place.turn("acc pin: 2");
    assert!(place.contains("hunter2secret") && place.contains("hunter2another"));
    place.image(&["forget", "acc", "password"]);
    assert!(!place.contains("hunter2"), "{}", place.image(&["log"]));
    assert_eq!(place.turn("acc password"), "nil");
    assert_eq!(place.turn("acc pin"), "2");
    assert_eq!(place.image(&["at", "4", "acc password"]), "nil");
    assert_eq!(place.image(&["at", "4", "acc pin"]), "1");
    assert!(place.image(&["verify"]).contains("is sound"));
    // The past can still be gone back to.
    place.image(&["undo"]);
    assert_eq!(place.turn("acc pin"), "1");
}

#[test]
fn forgetting_an_object_blanks_what_only_it_held_and_spares_the_rest() {
    let place = account();
    place.turn("lobby _AddSlots: (| shared = 'sharedtext'. diary <- list copyRemoveAll |)");
    place
        .turn("diary add: 'my secret page'. diary add: shared. acc _AddSlots: (| big = 123456789123456789123456789 |)");
    let forgotten = place.json(&["forget", "diary"]);
    assert_eq!(forgotten["remaining"], 0, "{forgotten}");
    assert!(!place.contains("my secret page"));
    assert_eq!(place.turn("shared"), "'sharedtext'");
    assert_eq!(place.turn("acc big"), "123456789123456789123456789");
    assert!(place.image(&["verify"]).contains("is sound"));
    place.image(&["forget", "acc", "deposit:"]);
    assert!(!place.contains("balance: balance + n"));
    assert!(place.image(&["verify"]).contains("is sound"));
    let parent = place.batos(&["image", "forget", "acc", "parent"]);
    assert_eq!(parent.status.code(), Some(1), "{}", String::from_utf8_lossy(&parent.stderr));
}

#[test]
fn packing_keeps_the_present_and_snapshots() {
    let place = account();
    place.image(&["snapshot", "five"]);
    (0..5).for_each(|_| drop(place.turn("acc deposit: 1")));
    let kept = place.json(&["pack"]);
    assert_eq!((kept["turns"].as_u64(), kept["turns_before"].as_u64()), (Some(8), Some(8)));
    let packed = place.json(&["pack", "--no-history"]);
    assert_eq!(packed["turns_before"], 8);
    assert!(packed["turns"].as_u64() < Some(3), "{packed}");
    assert_eq!(place.turn("acc balance"), "10");
    assert_eq!(place.image(&["history", "acc", "deposit:"]), "no turn that is kept has changed it");
    assert_eq!(place.batos(&["image", "history", "acc", "zork"]).status.code(), Some(1));
    assert_eq!(place.image(&["diff", "five"]), "globals acc\n  ~ balance: 5 -> 10");
    place.image(&["restore", "five"]);
    assert_eq!(place.turn("acc balance"), "5");
}

#[test]
fn salvage_puts_what_is_whole_into_a_new_image() {
    let place = account();
    let new = place.image.with_file_name("new.redb");
    let told = place.json(&["verify", "--salvage", new.to_str().unwrap_or_default()]);
    assert_eq!(told["lost"].as_array().map(Vec::len), Some(0), "{told}");
    assert_eq!(said(&batos(&new, &["eval", "acc balance"])), "5");
    let again = place.batos(&["image", "verify", "--salvage", new.to_str().unwrap_or_default()]);
    assert_eq!(again.status.code(), Some(3), "an existing file is not overwritten");
    std::fs::write(&place.image, "no image").expect("the file can be written");
    let other = new.with_file_name("other.redb");
    let nothing = place.batos(&["image", "verify", "--salvage", other.to_str().unwrap_or_default()]);
    assert_eq!(nothing.status.code(), Some(3));
    assert!(!other.exists());
}

#[test]
fn json_says_what_the_text_says() {
    let place = account();
    place.image(&["snapshot", "one"]);
    assert_eq!(place.json(&["info"])["turns"], 3);
    assert_eq!(place.json(&["snapshots"])[0]["name"], "one");
    assert_eq!(place.json(&["verify"])["sound"], true);
    assert!(place.json(&["undo"])["done"].as_str().is_some_and(|done| done.starts_with("took back turn 3")));
}

/// A waiting process's record was misread: what only it held was taken for forgotten.
#[test]
fn what_a_waiting_process_holds_is_not_forgotten_with_a_slot() {
    let place = Place::new();
    place.turn(
        "| gate <- nil. box = (| parent* = traits clonable. v <- nil |). worker <- nil |.
        gate: (semaphore copyCount: 0). box v: ((list copyRemoveAll add: 3) add: 4).
        worker: [| x | x: box v. gate wait. x size ] fork",
    );
    place.image(&["snapshot", "held"]);
    place.turn("box v: nil");
    let told = place.image(&["diff", "held"]);
    assert!(told.starts_with("lobby box\n  ~ v: ") && told.ends_with(" -> nil"), "{told}");
    place.image(&["forget", "box", "v"]);
    assert_eq!(place.turn("[gate signal. process yield. worker returnValue] value"), "2");
}

#[test]
fn what_is_secret_is_told_nowhere_and_not_copied() {
    let place = account();
    place.turn("acc _AddSlots: (| {'Secret' token <- 'walrus-one'} |)");
    place.turn("lobby _AddSlots: (| {'Secret' master <- 'walrus-two'}. other <- 'plain text' |)");
    place.image(&["snapshot", "before"]);
    place.turn("acc copy token: 'walrus-three'. acc token: 'walrus-four'. master: 'walrus-five'. other: 'plainer'");
    let told = [
        place.image(&["log"]),
        place.image(&["diff", "1"]),
        place.image(&["diff", "before"]),
        place.image(&["history", "acc", "token"]),
        place.image(&["history", "master", "--json"]),
        place.turn("image log printString"),
    ]
    .join("\n");
    assert!(!told.contains("walrus"), "{told}");
    assert!(told.contains("token: (secret) -> (secret)") && told.contains("plainer"), "{told}");
    assert_eq!(place.turn("acc token, master"), "'walrus-fourwalrus-five'");
    let (clean, whole) = (place.image.with_file_name("clean.redb"), place.image.with_file_name("whole.redb"));
    let copied = place.image(&["copy", clean.to_str().unwrap_or_default()]);
    assert!(copied.contains("without 2 secrets"), "{copied}");
    place.image(&["copy", whole.to_str().unwrap_or_default(), "--with-secrets"]);
    let holds = |path: &Path| std::fs::read(path).expect("it is there").windows(6).any(|part| part == b"walrus");
    assert!(holds(&whole) && !holds(&clean));
    assert_eq!(said(&batos(&clean, &["eval", "acc token. master. other. acc balance"])), "nil\nnil\n'plainer'\n5");
    assert!(said(&batos(&clean, &["image", "verify"])).contains("is sound"));
}
