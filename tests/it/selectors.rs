//! The table of useful selectors, `docs/selectors.md`: who is said to answer a selector understands it, and each example gives
//! what stands beside it.

use std::fmt::Write;
use std::path::Path;

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

/// One row of the table.
struct Row {
    line: usize,
    selector: String,
    /// Expressions for objects that answer it; none where the table says why there are none.
    answered_by: Vec<String>,
    example: String,
}

/// The cells of a line; a bar inside of one is written `\|`.
fn cells(line: &str) -> Vec<String> {
    let hidden = line.replace("\\|", "\u{1}");
    let inner = hidden.trim().trim_start_matches('|').trim_end_matches('|');
    inner.split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect()
}

/// What stands between back quotes.
fn quoted(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

fn rows(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("| `")) {
        let cells = cells(line);
        let [selector, answered_by, example] = &cells[..] else { panic!("line {}: not three cells", number + 1) };
        let selector = quoted(selector).concat();
        rows.push(Row { line: number + 1, selector, answered_by: quoted(answered_by), example: example.clone() });
    }
    rows
}

fn told(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("selectors.md", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn who_is_said_to_answer_a_selector_does() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/selectors.md");
    let rows = rows(&std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())));
    assert!(rows.len() > 200, "only {} rows are read", rows.len());
    let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    // Some examples print.
    world.vm.output = Box::new(std::io::sink());
    let mut wrong = String::new();
    for row in &rows {
        for object in &row.answered_by {
            let answer = told(&mut world, &format!("(reflect: ({object})) understands: '{}'", row.selector));
            if answer != "true" {
                let _ = writeln!(wrong, "line {}: does {object} understand {}? {answer}", row.line, row.selector);
            }
        }
        if row.answered_by.is_empty() {
            // The reason must not be out of date: nobody implements it.
            let answer = told(&mut world, &format!("(browse implementorsOf: '{}') isEmpty", row.selector));
            if answer != "true" || row.example.is_empty() {
                let _ = writeln!(wrong, "line {}: nobody should have {}, with a reason", row.line, row.selector);
            }
            continue;
        }
        let example = row.example.trim_matches('`');
        let Some((program, expected)) = example.rsplit_once("  => ") else {
            let _ = writeln!(wrong, "line {}: no example", row.line);
            continue;
        };
        let answer = told(&mut world, program);
        if answer != expected {
            let _ = writeln!(wrong, "line {}: {program}\n  expected => {expected}\n  got      => {answer}", row.line);
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_row_is_read_as_it_is_written() {
    let rows = rows(
        "| selector | answered by | example |\n|---|---|---|\n| `\\|\\|` | `true`, `3` | `[\\| :x \\| x ]  => 3` |\n| `gone` | – | why |\n",
    );
    let brief: Vec<(&str, usize, &str)> =
        rows.iter().map(|row| (row.selector.as_str(), row.answered_by.len(), row.example.as_str())).collect();
    assert_eq!(brief, [("||", 2, "`[| :x | x ]  => 3`"), ("gone", 0, "why")]);
}
