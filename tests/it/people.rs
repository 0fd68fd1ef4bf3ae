//! What people who love a prompt and a command line ask of one: the checks of the design's list that no other file has. The
//! numbers are the list's. Those about time allow some forty times what was measured, since a busy machine is no failure;
//! `benches/README.md` has the measurements.

use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;
use std::time::Duration;
use std::time::Instant;

use batos::shell::editing::completions;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

/// Runs the program in a folder with something on its standard input.
fn told(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    use std::io::Write;
    let mut child = Command::new(env!("CARGO_BIN_EXE_batos"))
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env_remove("BATOS_IMAGE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut stdin = child.stdin.take().expect("it was piped");
    // It may end before it has read all.
    let _ = stdin.write_all(typed.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// 1 and 2: scripts and pipes say what they are asked and nothing else.
#[test]
fn scripts_and_pipes() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let ran = told(at, &["run", "-"], "(2+3) printLine.\n");
    assert_eq!((out(&ran).as_str(), ran.status.code()), ("5\n", Some(0)));
    let failed = told(at, &["run", "-"], "3 printLine. nil zork.");
    assert_eq!((out(&failed).as_str(), failed.status.code()), ("3\n", Some(1)));
    assert!(err(&failed).contains("zork") && err(&failed).contains(":1:18"), "{}", err(&failed));
    let pipe = told(at, &["--no-image"], "2+3.\n( x");
    assert_eq!((out(&pipe).as_str(), pipe.status.code()), ("5\n", Some(1)));
    assert!(err(&pipe).contains("1 │ ( x") && !err(&pipe).contains('\x1b'), "{}", err(&pipe));
    // A byte-order mark and Windows' line ends are nothing special.
    let windows = told(at, &["run", "-"], "\u{FEFF}| x = 3 |.\r\nx printLine.\r\n");
    assert_eq!(out(&windows), "3\n", "{}", err(&windows));
}

/// 6: what newcomers write out of habit is answered with what they want.
#[test]
fn habits_are_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    for habit in ["x := 3", "list at: 1 put: 2", "1 + 2 * 3", "0x1F", "#sym", "[:x | x]", "foo(3)", "x = 3; y"] {
        let told = told(folder.path(), &["--no-image", "eval", habit], "");
        assert_ne!(told.status.code(), Some(0), "{habit}");
        let said = err(&told);
        assert!(said.contains("Help:") || said.contains("did you mean"), "{habit}: {said}");
        assert!(!said.contains("panicked"), "{said}");
    }
}

/// 8: what is printed is bounded, says what was left out, and `:more` goes on.
#[test]
fn printing_is_bounded() {
    let mut world = World::new().expect("the library is sound");
    let mut says = |program: &str| {
        let start = Instant::now();
        let value = world.run(&Source::new("test", program), NewlineRule::Bat).expect("it runs");
        let text = world.print_string(value);
        assert!(start.elapsed() < Duration::from_secs(4), "{program}");
        assert!(text.len() < 20 << 10, "{} bytes", text.len());
        text
    };
    let cyclic = says("[| v | v: (vector copySize: 3 FillingWith: nil). v at: 1 Put: v. v ] value");
    assert!(cyclic.contains("‹…#"), "{cyclic}");
    // With a collection at every safepoint a million is for another day.
    let many = if cfg!(feature = "stress") { 10_000 } else { 1_000_000 };
    assert!(says(&format!("(1 to: {many}) asList")).ends_with("1000, …)"));
    assert!(
        says("[| v. x | x: 3. 1000 do: [ v: (vector copySize: 2 FillingWith: nil). v at: 0 Put: x. x: v ]. x ] value")
            .contains('…')
    );
    says("shell it: (1 to: 2500) asList");
    assert!(says("shell more").contains("1001, 1002"));
    assert!(says("shell more").contains("2001, 2002"));
    assert_eq!(says("shell more"), "'that was all'");
    // A printString that fails is no reason to stop.
    assert_eq!(says("(| parent* = traits clonable. printString = ( nil zork ) |)"), "a clonable");
}

/// 9: no escapes where nobody would see colours, for each stream by itself.
#[test]
fn colours_follow_the_streams() {
    let folder = tempfile::tempdir().expect("a folder");
    let failing = told(folder.path(), &["--no-image", "eval", "3. nil zork"], "");
    assert!(!out(&failing).contains('\x1b') && !err(&failing).contains('\x1b'));
    for arguments in [vec!["--no-color", "doctor"], vec!["--help"], vec!["image", "--help"]] {
        let shown = told(folder.path(), &arguments, "");
        assert!(!out(&shown).contains('\x1b') && !err(&shown).contains('\x1b'), "{arguments:?}");
    }
}

/// 12: completion runs nothing, and does not mind a large or a strange world.
#[test]
fn completion_runs_nothing() {
    let mut world = World::new().expect("the library is sound");
    let run = |world: &mut World, program: &str| {
        world.run(&Source::new("test", program), NewlineRule::Bat).unwrap_or_else(|error| panic!("{error:?}"))
    };
    run(
        &mut world,
        "| account = (| parent* = traits clonable. balance <- 0. deposit: n = ( balance: balance + n ) |). counter <- 0. tick = ( counter: counter + 1. account ) |",
    );
    let typed = |world: &mut World, text: &str| -> Vec<String> {
        completions(world, text).1.into_iter().map(|pair| pair.replacement).collect()
    };
    assert_eq!(typed(&mut world, "accou"), ["account"]);
    assert_eq!(typed(&mut world, "account dep"), ["deposit: "]);
    // Its own slots first, then what it inherits.
    let all = typed(&mut world, "account ");
    let place =
        |name: &str| all.iter().position(|have| have.trim() == name).unwrap_or_else(|| panic!("{name} is not offered"));
    assert!(place("deposit:") < place("printString") && place("balance") < place("copy"));
    assert!(!typed(&mut world, "tick bal").is_empty());
    let counter = run(&mut world, "counter");
    assert_eq!(world.print_string(counter), "0", "nothing was run");
    // Parents that lead in a circle, and many slots.
    run(&mut world, "| a = (| p* <- nil. x = 1 |). b = (| p* <- nil. y = 2 |) |. a p: b. b p: a");
    assert!(typed(&mut world, "a y").contains(&"y".to_string()));
    let slots: String = (0..20_000).map(|n| format!("slot{n} = {n}. ")).collect();
    run(&mut world, &format!("| wide = (| {slots} |) |"));
    let start = Instant::now();
    assert_eq!(typed(&mut world, "wide slot19999"), ["slot19999"]);
    assert!(start.elapsed() < Duration::from_secs(2));
}

/// 13: `:help` lists every word, and what it says of each is what the library's comments say.
#[test]
fn every_word_is_listed() {
    let mut world = World::new().expect("the library is sound");
    let mut says = |program: &str| {
        let value = world.run(&Source::new("test", program), NewlineRule::Bat).expect("it runs");
        world.vm.text_of(value).unwrap_or_default()
    };
    let words = says("(shell words copyMappedBy: [| :s | s name ]) joinUsing: ' '");
    let help = says("shell help");
    for word in words.split(' ') {
        assert!(help.contains(&format!(":{}", word.trim_end_matches(':'))), "{word}");
    }
    for word in
        ["help", "source", "slots", "parents", "senders", "implementors", "lookup", "apropos", "more", "digest", "undo"]
    {
        assert!(words.split(' ').any(|have| have.trim_end_matches(':') == word), "{word}");
    }
    // Those that only look do so.
    for (word, with, expected) in [
        ("slots", "3@4", "x"),
        ("parents", "3@4", "traits point"),
        ("senders", "copyAtMostWithEllipsis:", "brief: x"),
        ("implementors", "factorial", "traits integer"),
        ("lookup", "3 factorial", "→ traits integer"),
        ("apropos", "factoria", "factorial"),
        ("help", "3 factorial", "in traits integer"),
        ("source", "3 factorial", "stdlib/number/integer.bat"),
    ] {
        let told = says(&format!("shell do: '{word}' With: '{with}'"));
        assert!(told.contains(expected), ":{word} {with}: {told}");
    }
}

/// 3, 14 and 15: nothing is lost, and everything can be gone back on, over restarts too.
#[test]
fn nothing_is_lost_and_all_can_be_taken_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let image = at.join("w.redb").display().to_string();
    let run = |arguments: &[&str], typed: &str| {
        let arguments: Vec<&str> = ["--image", &image].into_iter().chain(arguments.iter().copied()).collect();
        told(at, &arguments, typed)
    };
    let digest = || out(&run(&["eval", "lobby _WorldDigest"], ""));
    run(&["eval", "| a = 1 |"], "");
    run(&["image", "snapshot", "one"], "");
    let before = digest();
    assert_eq!(before, digest(), "looking changes nothing");
    run(&["eval", "| b = 2 |"], "");
    run(&["eval", "| c = 3 |"], "");
    let after = digest();
    assert_ne!(before, after);
    let differs = out(&run(&["image", "diff", "one"], ""));
    assert!(differs.contains('b') && differs.contains('c'), "{differs}");
    let json: Vec<String> = out(&run(&["image", "diff", "--json", "one"], "")).lines().map(str::to_string).collect();
    assert!(!json.is_empty() && json.iter().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    // The two newest turns at once; then forward again, in other sessions.
    let undone = out(&run(&[], "shell undo: '2'\n"));
    assert_eq!(undone.matches("took back turn").count(), 2, "{undone}");
    assert_eq!(digest(), before);
    run(&[], "shell redo\n");
    run(&[], "shell redo\n");
    assert_eq!(digest(), after);
    let refused = run(&["image", "restore", "one"], "");
    let restored = if refused.status.success() { refused } else { run(&["image", "restore", "--force", "one"], "") };
    assert!(restored.status.success(), "{}", err(&restored));
    assert_eq!(digest(), before);
    assert!(run(&["image", "verify"], "").status.success());
}

/// 4: a turn that is stopped or fails leaves the world as it was.
#[test]
fn a_failed_turn_changes_nothing() {
    let mut world = World::new().expect("the library is sound");
    let mut says = |program: &str| match world.run(&Source::new("test", program), NewlineRule::Bat) {
        Ok(value) => world.vm.text_of(value).unwrap_or_default(),
        Err(_) => "failed".to_string(),
    };
    says("| v = vector copySize: 5 FillingWith: 1. n <- 3. d = dictionary copyRemoveAll |");
    let before = says("lobby _WorldDigest");
    assert_eq!(before.len(), 64);
    let program = "v at: 0 Put: 9. n: 4. d at: 1 Put: 2. traits integer _AddSlots: (| zork = 3 |). v _RemoveSlot: 'parent'. nil zork";
    assert_eq!(says(program), "failed");
    assert_eq!(says("lobby _WorldDigest"), before);
    for change in [
        "n: 4",
        "v at: 4 Put: 2",
        "d at: 1 Put: 2",
        "lobby _AddSlots: (| {'Comment: c' n <- 4 } |)",
        "traits integer _AddSlots: (| zork = ( 3 ) |)",
    ] {
        let now = says("lobby _WorldDigest");
        says(change);
        assert_ne!(says("lobby _WorldDigest"), now, "{change}");
    }
}

/// 20: all mistakes of a file in one run.
#[test]
fn twenty_mistakes_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let text: String = (0..20).map(|n| format!("| x{n} = ( 3 + ] ) |\n")).collect();
    std::fs::write(folder.path().join("bad.bat"), text).expect("written");
    let told = told(folder.path(), &["--error-format=short", "check", "bad.bat"], "");
    assert_eq!(
        (err(&told).lines().filter(|line| line.contains(": error[")).count(), told.status.code()),
        (20, Some(2))
    );
}

/// 23: it starts quickly, and opens no more than it needs.
#[test]
fn it_starts_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let fastest = |arguments: &[&str]| {
        let time = |_| {
            let start = Instant::now();
            assert!(told(folder.path(), arguments, "").status.success());
            start.elapsed()
        };
        (0..5).map(time).min().unwrap_or_default()
    };
    assert!(fastest(&["--version"]) < Duration::from_millis(200));
    assert!(fastest(&["--no-image", "eval", "1"]) < Duration::from_secs(2));
}

/// 24: a program can be run by its own name, with arguments.
#[cfg(unix)]
#[test]
fn a_program_by_its_own_name() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("hello.bat");
    let batos = env!("CARGO_BIN_EXE_batos");
    std::fs::write(&program, format!("#!{batos}\n(system arguments joinUsing: '+') printLine.\n")).expect("written");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("it can be allowed");
    let ran = Command::new(&program).args(["a", "-b", "--help"]).output().expect("it runs");
    assert_eq!(String::from_utf8_lossy(&ran.stdout), "a+-b+--help\n", "{}", String::from_utf8_lossy(&ran.stderr));
    for name in ["run", "image", "check"] {
        let (one, two) = (told(folder.path(), &["help", name], ""), told(folder.path(), &[name, "--help"], ""));
        assert_eq!(out(&one), out(&two), "{name}");
        assert!(out(&one).contains("batos"), "{}", out(&one));
    }
}
