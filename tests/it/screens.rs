//! Whole screens of the prompt, as a terminal draws them: `tests/screens/*.screen`. `UPDATE=1` writes them anew.

use std::num::NonZeroU16;
use std::path::Path;

use crate::prompt::Terminal;

/// The size of [`Terminal`].
const ROWS: NonZeroU16 = NonZeroU16::new(40).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(100).unwrap();

/// What is pressed, and what is then waited for.
type Step<'a> = (&'a str, &'a str);

const SCREENS: &[(&str, &[Step<'_>])] = &[
    ("start", &[]),
    ("mistake", &[("3 + 4 * 5\r", "3 + (4 * 5)")]),
    (
        "failed",
        &[
            (
                "| account = (| parent* = traits clonable. balance <- 10. pay: n = ( balance: balance - (fee: n) ) |) |\r",
                "added account\r\n",
            ),
            ("account pay: 3\r", "5 abandon\r\n"),
            (":bt\r", "<prompt 2>:1\r\n"),
            (":frame 1\r", "back to the lobby)\r\n"),
            (":define\r", "… ) |)\r\n"),
            ("", "addSlots:"),
            // What is prepared is given up: what stands before the cursor, and what behind it.
            ("\x15\x0b:2 4\r", "account\r\n"),
            ("account balance\r", "6\r\n"),
        ],
    ),
    (
        "definition",
        &[
            ("| x <- 3. y = 4 |\r", "added x, y\r\n"),
            ("lobby addSlots: (| y = 5. z = 6 |)\r", "replaced y\r\n"),
            ("x + z\r", "9\r\n"),
        ],
    ),
    ("completion", &[("3 factoria\t", "factorial"), ("\r", "6\r\n")]),
    (
        "bounded",
        &[
            ("[| v | v: (vector copySize: 2). v at: 0 Put: v. v ] value\r", "a vector("),
            ("(1 to: 10000) asList size\r", "10000\r\n"),
            ("(1 to: 10000) asList\r", "…"),
        ],
    ),
];

#[test]
fn screens_are_as_they_were_looked_at() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/screens");
    let mut failed = Vec::new();
    for (name, steps) in SCREENS {
        let home = tempfile::tempdir().expect("a folder");
        let mut terminal = Terminal::open(home.path(), "xterm-256color", &["--no-image"]);
        for (keys, text) in *steps {
            terminal.press(keys);
            terminal.expect(text);
            // Whoever types before there is a prompt sees it twice.
            if keys.ends_with('\r') && text.ends_with('\n') {
                terminal.expect("bat");
            }
        }
        // What is drawn behind the last thing waited for, such as an empty line's colours.
        std::thread::sleep(std::time::Duration::from_millis(300));
        terminal.look();
        let mut screen = vt100::Parser::new(ROWS, COLUMNS, 0);
        screen.process(&terminal.all);
        let contents = screen.screen().contents().replace(env!("CARGO_PKG_VERSION"), "VERSION");
        let lines: Vec<&str> = contents.lines().map(str::trim_end).collect();
        let drawn = format!("{}\n", lines.join("\n").trim_end());
        let golden = folder.join(format!("{name}.screen"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&golden, &drawn).expect("it can be written");
        }
        if std::fs::read_to_string(&golden).unwrap_or_default() != drawn {
            failed.push(format!("{name} is now\n{drawn}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
