//! Every selector that `docs/selectors.md` names is really understood, where it says; and those it does without are not.

use std::path::Path;

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;

/// A row of a table: the selector, who is asked, and what the third column says.
struct Row {
    line: usize,
    selector: String,
    asked: String,
    rest: String,
}

/// The rows of the tables, and from which on they are of selectors that do not exist.
fn rows(text: &str) -> (Vec<Row>, Vec<Row>) {
    let (mut here, mut absent) = (Vec::new(), Vec::new());
    let mut in_absent = false;
    for (number, line) in text.lines().enumerate() {
        in_absent |= line == "## Not here";
        let escaped = line.replace("\\|", "\u{0}");
        let cells: Vec<&str> = escaped.split('|').map(str::trim).collect();
        let [_, selector, asked, rest, _] = cells[..] else { continue };
        let Some(selector) = selector.strip_prefix('`').and_then(|cell| cell.strip_suffix('`')) else { continue };
        let row = Row {
            line: number + 1,
            selector: selector.replace('\u{0}', "|"),
            asked: asked.trim_matches('`').to_string(),
            rest: rest.trim_matches('`').to_string(),
        };
        if in_absent { absent.push(row) } else { here.push(row) }
    }
    (here, absent)
}

fn ask(world: &mut World, program: &str) -> String {
    match world.run(&Source::new("selectors", program), NewlineRule::Bat) {
        Ok(value) => world.print_string(value),
        Err(error) => format!("{error:?}"),
    }
}

#[test]
fn the_selectors_of_the_handbook_are_where_the_document_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/selectors.md");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let (here, absent) = rows(&text);
    assert!(here.len() > 180 && !absent.is_empty(), "the tables have {} and {} rows", here.len(), absent.len());
    let mut world = World::new().unwrap_or_else(|error| panic!("the library awakens: {error:?}"));
    let mut wrong = Vec::new();
    for Row { line, selector, asked, rest } in here {
        let program = format!(
            "[| found | found: ((reflect: ({asked})) lookup: '{selector}').
               found size = 1 ifFalse: [ found size ] True: [
                 ((found at: 0) isMethodAt: '{selector}') ifTrue: [ ((found at: 0) contentsAt: '{selector}') place ] False: '' ] ] value"
        );
        let place = ask(&mut world, &program);
        let right = if rest == "a slot of the prototype" {
            place == "''"
        } else {
            place.starts_with(&format!("'{rest}, line "))
        };
        if !right {
            wrong.push(format!("line {line}: {asked} finds `{selector}` in {place}, not in {rest}"));
        }
    }
    for Row { line, selector, asked, .. } in absent {
        if ask(&mut world, &format!("({asked}) understands: '{selector}'")) != "false" {
            wrong.push(format!("line {line}: {asked} does understand `{selector}`"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
