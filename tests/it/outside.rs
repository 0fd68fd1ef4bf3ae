//! Files, folders and the standard input, as a script uses them.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

/// What a script prints in a folder of its own, given this to read, and what it says about itself.
fn run(folder: &Path, arguments: &[&str], script: &str, input: &str) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.args(arguments).args(["eval", script]).current_dir(folder);
    command.env_remove("BATOS_IMAGE").env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("the program starts");
    // Who does not read leaves a broken pipe, which is no matter.
    let _ = running.stdin.take().expect("it was piped").write_all(input.as_bytes());
    let output = running.wait_with_output().expect("the program ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what it prints is UTF-8");
    (text(output.stdout), text(output.stderr))
}

/// The value of the last expression.
fn last_line(printed: &str) -> String {
    printed.lines().last().unwrap_or_default().to_string()
}

#[test]
fn files_and_folders() {
    let folder = tempfile::tempdir().expect("a folder");
    let says = |script: &str| last_line(&run(folder.path(), &[], script, "").0);
    let refused = |script: &str| says(&format!("[ {script} ] onError: [| :e | e reason, ': ', e text ]"));
    let kept = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_else(|error| error.to_string());

    assert_eq!(says("(file at: 'a') contents: 'one\ntwo\n'"), "a file('a')");
    assert_eq!(kept("a"), "one\ntwo\n");
    assert_eq!(says("((file at: 'a') append: 'three') contents"), "'one\\ntwo\\nthree'");
    assert_eq!(says("(file at: 'a') lines"), "a list('one', 'two', 'three')");
    assert_eq!(
        says("((file at: 'x/y') makeFolder / 'b') contents: 'b'. (file at: 'x/y') makeFolder names"),
        "a list('b')"
    );
    assert_eq!(says("((file at: 'a') copyTo: 'x/a') size"), "13");
    assert_eq!(
        says("(file / 'x' / 'a') moveTo: 'x/c'. (file at: 'x') entries"),
        "a list(a file('x/c'), a file('x/y'))"
    );
    assert_eq!(
        says("[| n | n: list copyRemoveAll. (file at: 'x') allFilesDo: [| :f | n add: f path ]. n ] value"),
        "a list('x/c', 'x/y/b')"
    );
    assert_eq!(says("(file at: 'x/c') delete exists"), "false");
    assert_eq!(
        says("((file at: 'bytes') contents: (byteVector copySize: 2 FillingWith: 255)) bytes"),
        "a byteVector(255, 255)"
    );
    assert_eq!(says("(file at: 'a') kind, (file at: 'x') kind, (file at: 'nothing') kind"), "'filefolderabsent'");

    assert_eq!(refused("(file at: 'none') contents"), "'absent: cannot read none: there is no such file or folder'");
    assert_eq!(refused("(file at: 'x') contents"), "'folder: cannot read x: it is a folder'");
    assert_eq!(refused("(file at: 'x') delete"), "'exists: cannot delete x: the folder is not empty'");
    assert_eq!(
        refused("(file at: 'none/a') contents: 'a'"),
        "'absent: cannot write none/a: there is no such file or folder'"
    );
    assert_eq!(
        refused("(file at: 'bytes') contents"),
        "'notText: cannot read bytes as text: byte 0 is not UTF-8; read its bytes instead'"
    );
    if Path::new("/dev/full").exists() {
        assert_eq!(refused("(file at: '/dev/full') append: 'a'"), "'full: cannot write /dev/full: the disk is full'");
    }
    // A file goes while it is being used; a folder refuses.
    assert_eq!(
        refused("[| f | f: ((file at: 'going') contents: 'x'). f exists ifTrue: [ f delete ]. f contents ] value"),
        "'absent: cannot read going: there is no such file or folder'"
    );
    assert_eq!(refused("(file at: 'going') delete"), "'absent: cannot delete going: there is no such file or folder'");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let closed = folder.path().join("closed");
        let open_to = |mode| std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(mode));
        std::fs::create_dir(&closed).expect("a folder");
        open_to(0).expect("its owner may close it");
        // Who may do everything is refused nothing.
        if std::fs::write(closed.join("a"), "a").is_err() {
            assert!(refused("(file at: 'closed/a') contents: 'a'").starts_with("'denied: "));
            assert!(refused("(file at: 'closed') names").starts_with("'denied: "));
        }
        open_to(0o700).expect("its owner may open it");
        std::fs::remove_dir_all(&closed).expect("it is ours");
    }
    assert!(says("[ [ (file at: 'a') contents ] trial ] onError: [| :e | e text ]").contains("may not use files"));

    // What is outside is not undone with the turn; nothing is left of what was being written.
    let (_, told) = run(folder.path(), &[], "(file at: 'a') contents: 'new'. nil zork", "");
    assert!(told.contains("zork"), "{told}");
    assert_eq!(kept("a"), "new");
    assert_eq!(says("file names joinUsing: ' '"), "'a bytes x'");
    // In cruel mode a list that came from outside is at times shown by its name alone: why is not known yet.
    if !cfg!(feature = "stress") {
        assert_eq!(says("file names"), "a list('a', 'bytes', 'x')");
    }
}

#[test]
fn what_is_typed_comes_while_others_run() {
    let folder = tempfile::tempdir().expect("a folder");
    let says = |script: &str, input: &str| last_line(&run(folder.path(), &[], script, input).0);
    assert_eq!(says("input lines", "one\ntwo\r\nthree"), "a list('one', 'two', 'three')");
    assert_eq!(says("input contents", "one\ntwo"), "'one\\ntwo'");
    assert_eq!(says("input readLine. input readLine", "one\n"), "nil");
    // Others go on meanwhile, also those who never wait for long.
    let script = "[| turns <- 0. done <- false. other |
        other: [ [ done ] whileFalse: [ turns: turns + 1. process yield ] ] fork.
        input readLine. done: true. other join. turns > 0 ] value";
    assert_eq!(says(script, "one\n"), "true");
    // The standard input stays open here: nobody waits for it when the program ends.
    let script = "[ input readLine ] valueWithin: 20 IfTimedOut: [ 'nobody typed' ]";
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.args(["eval", script]).current_dir(folder.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut running = command.env_remove("BATOS_IMAGE").spawn().expect("the program starts");
    let open = running.stdin.take();
    let output = running.wait_with_output().expect("the program ends");
    drop(open);
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim_end(), "'nobody typed'");
}

#[test]
fn who_waited_for_something_outside_hears_after_a_restart_that_it_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let on = |script: &str| last_line(&run(folder.path(), &["--image", "world.redb"], script, "").0);
    on("| said <- 'nothing yet' |");
    let script = "[ said: ([ input readLine. 'a line' ] onError: [| :e | e text ]) ] fork. process yield. said";
    let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
    command.args(["--image", "world.redb", "eval", script]).current_dir(folder.path());
    let mut running = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().expect("the program starts");
    let open = running.stdin.take();
    running.wait().expect("the program ends");
    drop(open);
    assert_eq!(on("process yield. said"), "'the program ended before it was known what came of it'");
}
