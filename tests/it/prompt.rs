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

/// The program at a terminal of 40 rows and 100 columns.
pub(crate) struct Terminal {
    child: Child,
    keys: File,
    shown: Receiver<Vec<u8>>,
    /// All that was shown.
    pub(crate) all: Vec<u8>,
    /// What was shown since it was last asked about.
    seen: String,
}

impl Terminal {
    /// A terminal without escapes, for somebody called ann whose home is this folder.
    pub(crate) fn open_as_ann(folder: &Path, arguments: &[&str]) -> Terminal {
        Terminal::open(folder, "dumb", arguments)
    }

    pub(crate) fn open(folder: &Path, term: &str, arguments: &[&str]) -> Terminal {
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
                && sender.send(bytes[..count].to_vec()).is_ok()
            {}
        });
        let mut terminal = Terminal { child, keys, shown, all: Vec::new(), seen: String::new() };
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
                Ok(more) => {
                    self.all.extend(&more);
                    self.seen.push_str(&String::from_utf8_lossy(&more));
                }
                Err(_) => assert!(start.elapsed() < PATIENCE, "{texts:?} is not shown, but {:?}", self.seen),
            }
        }
    }

    /// Takes note of what has been shown by now.
    pub(crate) fn look(&mut self) {
        while let Ok(more) = self.shown.try_recv() {
            self.all.extend(&more);
            self.seen.push_str(&String::from_utf8_lossy(&more));
        }
    }

    /// Types an entry; what is shown until the next prompt, without escapes.
    fn enter(&mut self, entry: &str) -> String {
        self.enter_until(entry, "bat> ")
    }

    /// The same where this is the next prompt.
    fn enter_until(&mut self, entry: &str, prompt: &str) -> String {
        self.press(&format!("{entry}\r"));
        // What was typed is shown as it is typed, and once more when the entry ends.
        self.expect("\n");
        let shown = plain(&self.expect(prompt)).replace('\r', "");
        shown.strip_suffix(prompt).unwrap_or(&shown).to_string()
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
    assert!(terminal.enter_until("nil zork", "bat 1> ").contains("nil does not understand 'zork'"));
    assert!(terminal.enter(":abandon").starts_with("abandoned: "));
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

const ACCOUNT: &str = "| account = (| parent* = traits clonable. balance <- 10. \
    pay: n = ( | tax <- 2. total | balance: balance - 1. tax: n * tax. total: n + tax. balance: balance - (fee: total). balance ) |) |";

#[test]
fn a_failed_turn_stands_and_is_looked_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--no-image"]);
    assert!(terminal.enter(":ways").contains("no turn stands"));
    assert_eq!(terminal.enter(ACCOUNT), "lobby: added account\n");
    let told = terminal.enter_until("account pay: 3", "bat 1> ");
    assert!(told.contains("account does not understand 'fee:'"), "{told}");
    assert!(told.contains("in pay: of "), "the place is the person's: {told}");
    assert!(
        told.ends_with("1 retry  2 answer a value  3 look into a frame  4 define fee:  5 abandon\n"),
        "the ways are last: {told}"
    );
    // What it did is there to be seen.
    assert_eq!(terminal.enter_until("account balance", "bat 1> "), "9\n");
    let way = terminal.enter_until(":bt", "bat 1> ");
    let lines: Vec<&str> = way.lines().collect();
    assert_eq!(lines.len(), 2, "{way}");
    assert!(lines[0].starts_with("→ 1 pay: of account") && lines[1].starts_with("  2 the program"), "{way}");
    let frame = terminal.enter_until(":frame 1", "bat 1> ");
    for line in ["self   = account", "n      = 3", "tax    = 6", "total  = 9"] {
        assert!(frame.contains(line), "{line}: {frame}");
    }
    assert_eq!(terminal.enter_until("(total * 100) + tax", "bat 1> "), "906\n");
    assert_eq!(terminal.enter_until("[ balance + n ] value", "bat 1> "), "12\n", "self and its locals, in blocks too");
    assert!(terminal.enter_until("total zork", "bat 2> ").contains("9 does not understand 'zork'"));
    assert_eq!(terminal.enter_until(":abandon 1", "bat 1> ").lines().count(), 1);
    assert!(terminal.enter_until(":frame 7", "bat 1> ").contains("there is no frame 7; they go from 1 to 2"));
    assert!(terminal.enter_until(":frame x", "bat 1> ").contains("say the number of a frame, from 1 to 2"));
    assert_eq!(terminal.enter_until(":frame", "bat 1> "), "entries are evaluated in the lobby\n");
    assert!(terminal.enter_until("n", "bat 2> ").contains("does not understand 'n'"));
    assert!(terminal.enter_until(":7", "bat 2> ").contains("there is no way :7"));
    assert!(
        terminal.enter_until(":answer zork", "bat 2> ").contains("does not understand 'zork'"),
        "a word does not stand"
    );
    assert_eq!(
        terminal.enter(":5"),
        "abandoned: the world is as it was before the turn that failed, and the 3 entries since are taken back with it\n"
    );
    assert_eq!(terminal.enter("account balance"), "10\n");
}

#[test]
fn a_failed_turn_goes_on_and_is_kept_as_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let image = folder.path().join("world.redb");
    let image = image.to_str().expect("a name");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--image", image]);
    assert_eq!(terminal.enter(ACCOUNT), "lobby: added account\n");
    terminal.enter_until("account pay: 3", "bat 1> ");
    let prepared = terminal.enter_until(":4", "bat 1> ");
    assert!(prepared.contains("account addSlots: (| fee: a = ( "), "{prepared}");
    for refused in [":undo", ":snapshot x"] {
        assert!(terminal.enter_until(refused, "bat 1> ").contains("a turn stands"), "{refused}");
    }
    assert_eq!(terminal.enter_until("account addSlots: (| fee: a = ( a ) |)", "bat 1> "), "account: added fee:\n");
    assert_eq!(terminal.enter(":retry"), "0\n", "9 was left and 9 were taken");
    assert_eq!(terminal.enter("it + 5"), "5\n", "its answer has a name");
    let log = terminal.enter(":log 2");
    assert!(log.lines().any(|line| line.ends_with(": account pay: 3")), "one turn: {log}");
    assert!(!log.contains("addSlots"), "one turn: {log}");
    // A value in place of the message that failed.
    terminal.enter_until("(account nosuch) + (account other)", "bat 1> ");
    assert!(terminal.enter_until(":answer", "bat 1> ").contains("wants a text after it"));
    assert!(
        terminal.enter_until(":2 3 + 4", "bat 1> ").contains("does not understand 'other'"),
        "it goes on and fails again"
    );
    assert_eq!(terminal.enter(":2 10"), "17\n");
    // What the library refused is the person's own message to it.
    terminal.enter_until("((vector copySize: 2) at: 5) size", "bat 1> ");
    assert_eq!(terminal.enter(":2 'seven'"), "5\n");
    // An error that a method raised is tried again by sending that method's message.
    assert_eq!(
        terminal.enter("| limit <- 1. take: n = ( n > limit ifTrue: [ error: 'too much' ]. n ) |"),
        "lobby: added limit, take:\n"
    );
    terminal.enter_until("(take: 5) + 1", "bat 1> ");
    assert_eq!(terminal.enter_until("limit: 9", "bat 1> "), "lobby\n");
    assert_eq!(terminal.enter(":1"), "6\n");
    assert!(!terminal.enter_until("error: 'by itself'", "bat 1> ").contains("1 retry"));
    assert!(terminal.enter_until(":retry", "bat 1> ").contains("no message to send again"));
    // Ctrl-D gives up what stands; then it leaves.
    terminal.press("\x04");
    terminal.expect("abandoned: ");
    terminal.expect("bat> ");
    // Killed while a turn stands the image is as it was before.
    terminal.enter_until("[ limit: 100. nil zork ] value", "bat 1> ");
    assert_eq!(terminal.enter_until("limit: limit + 1", "bat 1> "), "lobby\n");
    assert_eq!(terminal.enter_until("limit", "bat 1> "), "101\n");
    drop(terminal);
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--image", image]);
    assert_eq!(terminal.enter("limit"), "9\n");
    terminal.enter_until("[ limit: 100. nil zork ] value", "bat 1> ");
    terminal.press("exit\r");
    assert_eq!(terminal.leaves_with(), Some(0));
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--image", image]);
    assert_eq!(terminal.enter("limit"), "9\n");
}

#[test]
fn what_others_do_while_a_turn_stands_belongs_to_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let image = folder.path().join("world.redb");
    let image = image.to_str().expect("a name");
    let mut terminal = Terminal::open(folder.path(), "dumb", &["--image", image]);
    assert_eq!(terminal.enter("| n <- 0. gate = semaphore copyCount: 0. worker |"), "lobby: added n, gate, worker\n");
    terminal.enter("worker: [ [ gate wait. n: n + 1 ] loop ] fork");
    terminal.enter("process yield");
    // The others run whenever an entry does.
    let work = "[ gate signal. process yield. n ] value";
    terminal.enter_until("[ n: 10. gate signal. process yield. nil zork ] value", "bat 1> ");
    assert_eq!(terminal.enter_until(work, "bat 1> "), "12\n");
    assert_eq!(terminal.enter_until("process all size", "bat 1> "), "3\n", "worker, who asks, and who stands");
    assert_eq!(
        terminal.enter_until("(process all copyFilteredBy: [| :p | p status = 'standing' ]) size", "bat 1> "),
        "1\n"
    );
    terminal.enter_until("[ gate signal. process yield. n zork ] value", "bat 2> ");
    assert_eq!(terminal.enter_until("n", "bat 2> "), "13\n");
    terminal.enter_until(":abandon 1", "bat 1> ");
    assert_eq!(terminal.enter_until("n", "bat 1> "), "12\n", "the worker is where it was with it");
    assert_eq!(terminal.enter_until(work, "bat 1> "), "13\n");
    terminal.enter(":abandon");
    assert_eq!(terminal.enter("n"), "0\n");
    assert_eq!(terminal.enter(work), "1\n");
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
