//! The program itself, as a shell meets it: what it prints where, and the status it ends with.

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

/// Runs the program in a folder of its own.
fn batos(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the program starts")
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.env_remove("BATOS_IMAGE").env("NO_COLOR", "1").env("USER", "ann");
    command
}

/// What it printed and how it ended, for comparing.
fn said(output: &Output) -> (String, String, i32) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr), output.status.code().unwrap_or(-1))
}

#[test]
fn a_world_is_left_and_found_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let on = |arguments: &[&str]| {
        let mut all = vec!["--image", "world.redb"];
        all.extend(arguments);
        said(&batos(at, &all))
    };
    assert_eq!(on(&["eval", "| account = (| parent* = traits clonable. balance <- 0 |) |"]).2, 0);
    assert_eq!(on(&["eval", "account balance: 10. account balance"]).0, "account\n10\n");
    assert_eq!(on(&["eval", "account balance: 25. nil"]).0, "account\nnil\n");
    // A turn that fails leaves no trace.
    let (_, told, status) = on(&["eval", "[account balance: 99. account zork] value"]);
    assert!(told.contains("does not understand 'zork'") && status == 1, "{told}");
    assert_eq!(on(&["eval", "account balance"]).0, "25\n");
    assert_eq!(on(&["image", "undo"]).2, 0);
    assert_eq!(on(&["eval", "account balance"]).0, "10\n");
    assert_eq!(on(&["image", "snapshot", "ten"]).2, 0);
    assert_eq!(on(&["image", "redo"]).2, 0);
    assert_eq!(on(&["eval", "account balance"]).0, "25\n");
    assert_eq!(on(&["image", "restore", "ten"]).2, 0);
    assert_eq!(on(&["eval", "account balance"]).0, "10\n");
    assert_eq!(on(&["image", "undo"]).2, 0);
    assert_eq!(on(&["eval", "account balance"]).0, "25\n");
    assert_eq!(on(&["image", "at", "3", "account balance"]).0, "10\n");
    let (log, _, _) = on(&["image", "log"]);
    assert!(log.contains("undo of") && log.contains("restore of 'ten'") && log.contains("ann"), "{log}");
    assert_eq!(on(&["image", "copy", "other.redb"]).2, 0);
    assert_eq!(said(&batos(at, &["--image", "other.redb", "eval", "account balance"])).0, "25\n");
    let (sound, told, status) = on(&["image", "verify"]);
    assert!(sound.contains("is sound") && status == 0, "{sound}{told}");
}

#[test]
fn a_process_goes_on_after_a_restart_in_the_middle_of_a_method() {
    let folder = tempfile::tempdir().expect("a folder");
    let on = |arguments: &[&str]| {
        let mut all = vec!["--image", "world.redb"];
        all.extend(arguments);
        said(&batos(folder.path(), &all))
    };
    let program = "| steps <- list copyRemoveAll. gate = semaphore copy.
        work: n = ( | sum <- 0 |
            1 to: n Do: [| :i |
                [ (i % 2) = 0 ifTrue: [ gate wait. sum: sum + i ] False: [ sum: sum + (10 * i) ] ]
                    ensure: [ steps add: sum ] ].
            [| :x | x = 1 ifTrue: [ ^ sum ]. 0 ] value: 1.
            -1 ).
        result <- nil |.
        [ result: (work: 5) ] fork.";
    std::fs::write(folder.path().join("work.bat"), program).expect("the script is written");
    assert_eq!(on(&["run", "./work.bat"]).2, 0);
    assert_eq!(on(&["eval", "steps size"]).0, "1\n");
    assert_eq!(on(&["eval", "[gate signal. process yield. steps size] value"]).0, "3\n");
    assert_eq!(on(&["eval", "result isNil"]).0, "true\n");
    assert_eq!(on(&["eval", "[gate signal. process yield. steps size] value"]).0, "5\n");
    assert_eq!(on(&["eval", "result"]).0, "96\n");
}

#[test]
fn one_process_owns_an_image_and_another_may_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.redb");
    let mut owner = batos::world::driver::World::create(&path, "the owner").unwrap_or_else(|error| panic!("{error:?}"));
    let (_, told, status) = said(&batos(folder.path(), &["--image", "world.redb", "eval", "1"]));
    let pid = std::process::id().to_string();
    assert!(status == 3 && told.contains("in use") && told.contains(&pid), "{status} {told}");
    let (looked, told, status) =
        said(&batos(folder.path(), &["--image", "world.redb", "--read-only", "eval", "3 + 4"]));
    assert_eq!((looked.as_str(), status), ("7\n", 0), "{told}");
    let source = batos::text::source::Source::new("<test>", "3 + 4");
    assert!(owner.run(&source, batos::syntax::parse::NewlineRule::Bat).is_ok());
}

#[test]
fn scripts_that_cannot_be_read_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    std::fs::write(at.join("nul.bat"), b"3 + 4.\0 5").expect("written");
    std::fs::write(at.join("bytes.bat"), b"\xff\xfe").expect("written");
    for (arguments, says) in [
        (["run", "missing.bat"], "there is no file missing.bat"),
        (["run", "."], ". is a folder, not a script"),
        (["run", "nul.bat"], "U+0000 has no meaning here"),
        (["run", "bytes.bat"], "is not UTF-8"),
    ] {
        let (out, told, status) = said(&batos(at, &arguments));
        assert!(out.is_empty() && told.contains(says) && status == 2, "{arguments:?}: {status} {out} {told}");
    }
}

#[test]
fn memory_is_bounded_by_what_the_user_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let (out, told, status) = said(&batos(at, &["--memory", "32M", "eval", "(vector copySize: 5000000) size"]));
    assert!(out.is_empty() && told.contains("memory") && status == 1, "{status} {out} {told}");
    let (out, told, status) = said(&batos(at, &["--memory", "64M", "eval", "(vector copySize: 5000000) size"]));
    assert!(out == "5000000\n" && told.is_empty() && status == 0, "{status} {out} {told}");
    for (size, says) in [("lots", "such as 512M"), ("12", "32M at least"), ("99999999999G", "such as 512M")] {
        let (out, told, status) = said(&batos(at, &["--memory", size, "eval", "3"]));
        assert!(out.is_empty() && told.contains(says) && status == 2, "{size}: {status} {out} {told}");
    }
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut child = command(folder.path(), &["eval", "1 to: 1000000 Do: [| :i | i printLine ]"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{:?}", said(&output));
}

#[test]
fn much_of_anything_is_no_trouble() {
    let folder = tempfile::tempdir().expect("a folder");
    let slots: Vec<String> = (0..100_000).map(|n| format!("sl{n} = {n}")).collect();
    let first = |n: usize| if n == 0 { "a" } else { "A" };
    let parts: Vec<String> = (0..10_000).map(|n| format!("{}x: 1", first(n))).collect();
    for (program, says) in [
        (format!("| {} |\nsl99999 printLine.", slots.join(". ")), "99999\n"),
        (format!("[ {} ] onError: [| :e | e kind printLine ].", parts.join(" ")), "undefinedSelector\n"),
    ] {
        std::fs::write(folder.path().join("much.bat"), &program).expect("written");
        assert_eq!(said(&batos(folder.path(), &["run", "./much.bat"])), (says.to_string(), String::new(), 0));
    }
}

#[test]
fn a_turn_may_keep_what_it_has_done_so_far_and_ask_to_go_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let on = |program: &str| said(&batos(folder.path(), &["--image", "world.redb", "eval", program]));
    assert_eq!(on("| a <- 1 |").2, 0);
    // The turn fails after it has kept something: it is undone back to there.
    let (_, told, status) = on("[a: 10. image commit. a: 11. nil zork] value");
    assert!(status == 1 && told.contains("does not understand 'zork'"), "{told}");
    assert_eq!(on("a").0, "10\n");
    assert_eq!(on("[a: 20. image snapshot: 'twenty'. a: 21] value").2, 0);
    assert_eq!(on("image undo. a").0, "'took back turn 5: [a: 20. image snapshot: \\'twenty\\'. a: 21] value'\n20\n");
    assert_eq!(on("a: 22. image restore: 'twenty'. a. image snapshots").0.lines().last(), Some("a vector('twenty')"));
    assert_eq!(on("a").0, "20\n");
    let (_, told, status) = on("[image commit] trial");
    assert!(status == 1 && told.contains("may not use files"), "{told}");
    let (_, told, status) = said(&batos(folder.path(), &["eval", "image commit"]));
    assert!(status == 1 && told.contains("in memory only"), "{told}");
}

#[test]
fn a_copy_from_elsewhere_rests_until_it_is_adopted() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let on = |image: &str, arguments: &[&str]| {
        let mut all = vec!["--image", image];
        all.extend(arguments);
        said(&batos(at, &all))
    };
    assert_eq!(
        on("world.redb", &["eval", "| rang <- 0 |. [ process sleep: 300. rang: 1 + rang ] fork. process yield"]).2,
        0
    );
    std::fs::copy(at.join("world.redb"), at.join("copy.redb")).expect("copied");
    std::thread::sleep(std::time::Duration::from_millis(400));
    // The copy's timer does not ring, whatever else is done in it.
    assert_eq!(on("copy.redb", &["eval", "process yield. rang: 10 + rang. rang"]).0.lines().last(), Some("10"));
    assert!(on("copy.redb", &["image", "info"]).0.contains("image adopt"));
    assert_eq!(on("world.redb", &["eval", "process yield. rang"]).0.lines().last(), Some("1"));
    assert_eq!(on("copy.redb", &["image", "adopt"]).2, 0);
    assert_eq!(on("copy.redb", &["eval", "process yield. rang"]).0.lines().last(), Some("11"));
}

#[test]
fn locals_of_a_process_that_has_not_begun_are_nil_after_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let on = |program: &str| said(&batos(folder.path(), &["--image", "world.redb", "eval", program]));
    assert_eq!(
        on("| seen <- 1. later <- nil |. later: [| a. b <- 2. c | seen: (a & b & c) asVector ] asProcess. nil").2,
        0
    );
    assert_eq!(on("[later resume. process yield. seen] value").0, "a vector(nil, 2, nil)\n");
}

#[test]
fn tests_are_run_and_documents_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let account = "| account = (| {} = 'Comment: A purse.'. parent* = traits clonable. balance <- 0.
        deposit: n = (
            \"Adds n.
             Example: (account copy deposit: 3) balance  => 3
             Example: (account copy deposit: 3) balance  => 4\"
            balance: balance + n ) |).
        accountTest = (| parent* = traits testCase.
            testDeposit = ( assert: (account copy deposit: 5) balance Equals: 5 ).
            testBroken = ( nil frob ) |) |";
    std::fs::write(at.join("account.bat"), account).expect("a file can be written");
    let (out, _, status) = said(&batos(at, &["test", "account.bat"]));
    let expected = "  ok    account deposit: example 1
  FAIL  account deposit: example 2: got 3, expected 4
  FAIL  accountTest testBroken: nil does not understand 'frob'
  ok    accountTest testDeposit
2 passed, 2 failed
";
    assert_eq!((out.as_str(), status), (expected, 1));
    let (out, _, status) = said(&batos(at, &["test", "--json", "--filter", "testDeposit", "account.bat"]));
    let lines: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!((&lines[0]["name"], &lines[0]["outcome"]), (&"accountTest testDeposit".into(), &"passed".into()));
    assert_eq!((&lines[1]["passed"], &lines[1]["failed"], status), (&1.into(), &0.into(), 0));
    assert_eq!(said(&batos(at, &["test", "none.bat"])).2, 1);
    // Nothing of it stays in a world.
    assert_eq!(said(&batos(at, &["--image", "world.redb", "test", "--filter", "testDeposit", "account.bat"])).2, 0);
    assert_eq!(said(&batos(at, &["--image", "world.redb", "eval", "lobby _Understands: 'account'"])).0, "false\n");

    let (out, _, status) = said(&batos(at, &["doc", "account.bat", "nil"]));
    assert!(out.starts_with("# account\n\nA purse.\n"), "{out}");
    assert!(
        out.contains("### `deposit: n`\n\nAdds n.\n\n```bat\n(account copy deposit: 3) balance   \"=> 3\"\n"),
        "{out}"
    );
    assert!(out.contains("# nil\n") && status == 0, "{out}");
}

#[test]
fn the_command_line_has_manners() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let tell = |arguments: &[&str]| said(&batos(at, arguments));
    let (help, _, status) = tell(&["--help"]);
    assert!(help.starts_with("Examples:\n  batos ") && status == 0, "{help}");
    for (misspelt, meant) in [("chek", "check"), ("evla", "eval"), ("comletions", "completions"), ("im", "image")] {
        let (_, told, status) = tell(&[misspelt]);
        assert_eq!((told.contains(&format!("did you mean '{meant}'?")), status), (true, 2), "{told}");
    }
    assert!(!tell(&["xyzzy"]).1.contains("did you mean"));

    std::fs::write(at.join("bad.bat"), "x: ( 3 + ].").expect("written");
    std::fs::write(at.join("fails.bat"), "lobby _AddSlots: (| f = ( nil zork ) |).\nf").expect("written");
    let (_, told, status) = tell(&["--error-format=short", "check", "bad.bat"]);
    assert_eq!(status, 2);
    assert!(told.starts_with("bad.bat:1:10: error[unclosed]: ") && told.lines().count() == 1, "{told}");
    assert_eq!(
        tell(&["fails.bat", "--error-format=short"]).1,
        tell(&["run", "fails.bat", "--error-format=short"]).1,
        "what follows a script's name is the script's"
    );
    let (_, told, _) = tell(&["--error-format=short", "fails.bat"]);
    assert!(told.starts_with("fails.bat:1:31: error[error]: nil does not understand 'zork'"), "{told}");
    let (out, _, status) = tell(&["check", "--json", "bad.bat"]);
    assert_eq!(status, 2);
    let mistakes: Vec<serde_json::Value> =
        out.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
    assert_eq!((mistakes.len(), &mistakes[0]["line"], &mistakes[0]["column"]), (1, &1.into(), &10.into()), "{out}");

    for shell in ["bash", "zsh", "fish"] {
        let (script, _, status) = tell(&["completions", shell]);
        assert!(script.contains("snapshots") && status == 0, "{shell}");
    }
    assert!(tell(&["man"]).0.contains(".TH batos 1"));

    std::fs::write(at.join("damaged.redb"), "this is no image").expect("written");
    let (told, _, status) = tell(&["--image", "damaged.redb", "doctor"]);
    assert!(told.contains("! image") && told.contains("→") && status == 1, "{told}");
    let (told, _, _) = tell(&["--image", "damaged.redb", "doctor", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&told).expect("it is JSON");
    assert!(found.as_array().is_some_and(|all| all.iter().any(|finding| finding["subject"] == "image")));
    assert_eq!(tell(&["--no-image", "doctor"]).2, 0);
}
