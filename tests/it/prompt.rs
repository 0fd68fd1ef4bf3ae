//! The prompt as a person meets it, at a terminal of its own.

use std::fs::File;
use std::io::Read;
use std::io::Write;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::Child;
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::time::Duration;
use std::time::Instant;

use batos::shell::editing::coloured;
use batos::shell::editing::completions;
use batos::world::driver::World;
use nix::pty::Winsize;
use nix::pty::openpty;
use nix::sys::signal::Signal;
use nix::sys::signal::kill;
use nix::unistd::Pid;

const PATIENCE: Duration = Duration::from_secs(30);

/// The program at a terminal.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    shown: Receiver<String>,
    /// What was shown since it was last asked about.
    seen: String,
}

impl Terminal {
    /// A terminal without escapes, for somebody called ann whose home is this folder.
    pub(crate) fn open_as_ann(folder: &Path, arguments: &[&str]) -> Terminal {
        Terminal::open(folder, "dumb", arguments)
    }

    fn open(folder: &Path, term: &str, arguments: &[&str]) -> Terminal {
        let size = Winsize { ws_row: 40, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0 };
        let pair = openpty(&size, None).expect("there are terminals");
        let copy = |end: &OwnedFd| end.try_clone().expect("it can be copied");
        let child = Command::new(env!("CARGO_BIN_EXE_batos"))
            .args(arguments)
            .current_dir(folder)
            .env("TERM", term)
            .env("HOME", folder)
            .env("USER", "ann")
            .env_remove("NO_COLOR")
            .env_remove("BATOS_IMAGE")
            .env("BATOS_HISTORY", folder.join("history"))
            .stdin(copy(&pair.slave))
            .stdout(copy(&pair.slave))
            .stderr(pair.slave)
            .spawn()
            .expect("it starts");
        let keys = File::from(copy(&pair.master));
        let mut screen = File::from(pair.master);
        let (sender, shown) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count) = screen.read(&mut bytes)
                && count > 0
                && sender.send(String::from_utf8_lossy(&bytes[..count]).into_owned()).is_ok()
            {}
        });
        let mut terminal = Terminal { child, keys, shown, seen: String::new() };
        terminal.expect("bat> ");
        terminal
    }

    pub(crate) fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).expect("keys can be pressed");
    }

    /// Waits until this is shown; what was shown before it.
    pub(crate) fn expect(&mut self, text: &str) -> String {
        self.expect_any(&[text])
    }

    /// The same for the first of several texts.
    pub(crate) fn expect_any(&mut self, texts: &[&str]) -> String {
        let start = Instant::now();
        loop {
            let found = texts.iter().filter_map(|text| self.seen.find(text).map(|at| at + text.len())).min();
            if let Some(end) = found {
                let rest = self.seen.split_off(end);
                return std::mem::replace(&mut self.seen, rest);
            }
            match self.shown.recv_timeout(Duration::from_millis(100)) {
                Ok(more) => self.seen.push_str(&more),
                Err(_) => assert!(start.elapsed() < PATIENCE, "{texts:?} is not shown, but {:?}", self.seen),
            }
        }
    }

    /// Types an entry; what is shown until the next prompt, without escapes.
    fn enter(&mut self, entry: &str) -> String {
        self.press(&format!("{entry}\r"));
        // What was typed is shown as it is typed, and once more when the entry ends.
        self.expect("\n");
        let shown = plain(&self.expect("bat> ")).replace('\r', "");
        shown.strip_suffix("bat> ").unwrap_or(&shown).to_string()
    }

    fn leaves_with(mut self) -> Option<i32> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.child.try_wait().expect("it can be asked") {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it does not end");
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A text without the escapes of a terminal.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\x1b') {
        out.push_str(&rest[..at]);
        let end = rest[at + 2..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |end| at + 3 + end);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

#[test]
fn a_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let image = folder.path().join("world.redb");
    let image = image.to_str().expect("a name");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--image", image]);
    assert_eq!(terminal.enter("3 + 4"), "7\n");
    assert_eq!(terminal.enter("it * 2"), "14\n");
    assert_eq!(terminal.enter("it2 + it"), "21\n", "results have names");
    assert_eq!(terminal.enter("| x <- 3. y = 4 |"), "lobby: added x, y\n");
    assert_eq!(terminal.enter("lobby _AddSlots: (| y = 5. z = 6 |)"), "lobby: added z; replaced y\n");
    assert_eq!(terminal.enter("x: 10"), "lobby\n");
    let log = terminal.enter(":log");
    assert!(log.contains("x: 10") && !log.contains("it"), "looking is no turn: {log}");
    assert!(terminal.enter(":undo").starts_with("took back turn "));
    assert_eq!(terminal.enter("x"), "3\n");
    assert!(terminal.enter(":redo").starts_with("did again turn "));
    assert_eq!(terminal.enter("x"), "10\n");
    assert!(terminal.enter("?list add:").starts_with("add: x   in traits list\n    At the end."));
    assert!(terminal.enter("??3 factorial").contains("stdlib/number/integer.bat, line "));
    assert_eq!(terminal.enter(":parents 3@4"), "traits point\n");
    assert!(terminal.enter(":nonsense").contains("has no word :nonsense"));
    assert!(terminal.enter("nil zork").contains("nil does not understand 'zork'"));
    assert!(terminal.enter("help").contains(":undo"));
    terminal.press("(3 +\r\r\r");
    terminal.expect("is still open; close it to go on");
    terminal.press("4)\r");
    terminal.expect("7");
    terminal.expect("bat> ");
    assert_eq!(terminal.enter("'after it'"), "'after it'\n");
    terminal.press("\x04");
    assert_eq!(terminal.leaves_with(), Some(0));

    let mut terminal = Terminal::open(folder.path(), "xterm-256color", &["--image", image]);
    assert_eq!(terminal.enter("x"), "10\n", "what was made stays");
    terminal.press("\x1b[A\x1b[A\r");
    // So does what was typed: it is shown when it is found again, and once more as its result.
    terminal.expect("'after it'");
    terminal.expect("'after it'\r\n");
    terminal.expect("bat> ");
    terminal.press("(3 +\r\r\r");
    terminal.expect("Ctrl-C gives the entry up");
    terminal.press("\x03");
    terminal.expect("bat> ");
    terminal.press("\x03");
    terminal.expect("once more");
    // Between two prompts Ctrl-C is the turn's.
    terminal.expect("bat> ");
    terminal.press("\x03");
    assert_eq!(terminal.leaves_with(), Some(130));
}

#[test]
fn a_running_turn_is_stopped() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--no-image"]);
    assert_eq!(terminal.enter("| n <- 0 |"), "lobby: added n\n");
    for endless in ["[ true ] whileTrue: [ n: n + 1 ]", "[ true ] whileTrue: [ 2000 factorial. n: 7 ]"] {
        terminal.press(&format!("{endless}\r"));
        terminal.expect("\n");
        std::thread::sleep(Duration::from_millis(300));
        let start = Instant::now();
        kill(Pid::from_raw(terminal.child.id() as i32), Signal::SIGINT).expect("it is there");
        terminal.expect("the world is as it was before");
        assert!(start.elapsed() < Duration::from_secs(5), "at once");
        terminal.expect("bat> ");
        assert_eq!(terminal.enter("n"), "0\n");
    }
}

#[test]
fn what_is_pasted_is_one_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open(folder.path(), "xterm-256color", &["--no-image"]);
    let lines: String = (0..500).map(|n| format!("  sum: sum + {n}.\n")).collect();
    terminal.press(&format!("\x1b[200~[| sum <- 0 |\n{lines}  sum ] value\x1b[201~\r"));
    let shown = plain(&terminal.expect("124750"));
    assert!(shown.contains("sum + 499"));
}

#[test]
fn what_is_typed_ahead_is_not_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--no-image"]);
    terminal.press("3 * 7\r5 * 7\r9 * 9\r");
    for answer in ["21\r\n", "35\r\n", "81\r\n"] {
        terminal.expect(answer);
    }
}

#[test]
fn a_plain_terminal_gets_no_escapes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--no-image"]);
    terminal.press("list add: 'a'. nil zork\r");
    let shown = terminal.expect("in the program");
    assert!(!shown.contains('\x1b'), "{shown:?}");
}

#[test]
fn names_go_on_by_what_the_receiver_is() {
    let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    let mut typed = |text: &str| -> Vec<String> {
        completions(&mut world, text).1.into_iter().map(|pair| pair.replacement).collect()
    };
    assert!(typed("lis").contains(&"list".to_string()));
    assert_eq!(typed("3 factor"), ["factorial"]);
    assert!(typed("'a' factor").is_empty());
    assert_eq!(typed("(3 + 4) factor"), ["factorial"], "only running it would tell: all names");
    assert!(typed("(3@4) tra").contains(&"transpose".to_string()));
    for unfinished in ["list at: 3 Pu", "(1 & 2) asVector at: (3 + 4) Pu"] {
        let found = typed(unfinished);
        assert!(!found.is_empty() && found.iter().all(|keyword| keyword.starts_with("Put")), "{found:?}");
    }
    assert!(typed("list add: poi").contains(&"point".to_string()));
    assert!(typed("list add: point cop").contains(&"copy".to_string()));
    assert!(typed("[ 3 ] whileT").contains(&"whileTrue: ".to_string()));
    for nothing in ["'lis", "\"lis", "", "3", "list"] {
        assert!(nothing == "list" || typed(nothing).is_empty(), "{nothing}");
    }
    assert!(typed("3 ").len() > 50 && typed("3 ").iter().all(|name| !name.starts_with('_')));
    assert!(typed("3 _Int").iter().all(|name| name.starts_with("_Int")) && !typed("3 _Int").is_empty());
    assert_eq!(typed(":und"), ["undo"]);
    assert!(typed("?lis").contains(&"list".to_string()));
    assert!(typed(":slots lis").contains(&"list".to_string()));
}

#[test]
fn colours_change_no_text() {
    for text in ["list add: 3 + 'a' \"why\"", "'open", "x: (| a <- 3 |). ^ 3foo ü"] {
        assert_ne!(coloured(text), text);
        assert_eq!(plain(&coloured(text)), text);
    }
}
