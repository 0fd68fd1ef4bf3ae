//! The prompt: an entry in, what came of it out.

use std::cell::Cell;
use std::cell::RefCell;
use std::io::IsTerminal;
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

use rustyline::ColorMode;
use rustyline::CompletionType;
use rustyline::Config;
use rustyline::Editor;
use rustyline::error::ReadlineError;
use rustyline::history::DefaultHistory;

use crate::object::value::Value;
use crate::shell::editing::Editing;
use crate::shell::editing::is_word;
use crate::shell::place;
use crate::shell::report::Style;
use crate::shell::report::report;
use crate::syntax::ast::Expr;
use crate::syntax::ast::ExprKind;
use crate::syntax::ast::Item;
use crate::syntax::ast::SlotList;
use crate::syntax::parse::Completeness;
use crate::syntax::parse::NewlineRule;
use crate::syntax::parse::is_complete;
use crate::syntax::parse::parse_script;
use crate::text::source::Source;
use crate::text::symbol::Symbol;
use crate::world::driver::TurnError;
use crate::world::driver::World;

/// Entries that are remembered.
const HISTORY: usize = 10_000;
/// Bytes of a result that are shown.
const SHOWN: usize = 20 << 10;
/// A turn that takes longer says how long it took.
const SLOW: Duration = Duration::from_secs(1);

/// Reads and runs entries until the person leaves. Answers the exit status.
pub fn run_prompt(world: World, style: Style) -> i32 {
    // What is typed is coloured where standard output is, which need not be where errors go.
    let colour_typed = style.colour && std::io::stdout().is_terminal();
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .auto_add_history(false)
        .history_ignore_space(true)
        .color_mode(if colour_typed { ColorMode::Enabled } else { ColorMode::Disabled })
        .max_history_size(HISTORY)
        .map(rustyline::config::Builder::build);
    let editor = config.and_then(Editor::<Editing, DefaultHistory>::with_config);
    let Ok(mut editor) = editor else {
        eprintln!("this terminal cannot be used; pipe a program into batos, or use `batos eval`");
        return 2;
    };
    greet(&world);
    let world = Rc::new(RefCell::new(world));
    let has_text = Rc::new(Cell::new(false));
    editor.set_helper(Some(Editing { world: world.clone(), colour: colour_typed, has_text: has_text.clone() }));
    let history = History::open(&mut editor);
    let mut number = 0;
    let mut leaving = false;
    let status = loop {
        has_text.set(false);
        let (level, proposal) = {
            let mut world = world.borrow_mut();
            (world.levels(), world.vm.proposal.take())
        };
        let prompt = if level == 0 { "bat> ".to_string() } else { format!("bat {level}> ") };
        let line = match &proposal {
            Some((before, behind)) => editor.readline_with_initial(&prompt, (before.as_str(), behind.as_str())),
            None => editor.readline(&prompt),
        };
        match line {
            Ok(line) if !is_word(&line) && is_complete(&line) == Completeness::Empty => leaving = false,
            Ok(line) => {
                (number, leaving) = (number + 1, false);
                history.add(&mut editor, &line);
                let ended = run(&mut world.borrow_mut(), &format!("<prompt {number}>"), &line);
                match ended {
                    Ok(()) => {}
                    Err(TurnError::Exit(status)) => break status,
                    // The program is the prompt's own: nobody is helped by its place.
                    Err(TurnError::Failed { text, .. }) if is_word(&line) => eprintln!("{text}"),
                    Err(error) => {
                        eprint!("{}", report(&error, style));
                        if let TurnError::Stands { .. } = error
                            && let Some(ways) = world.borrow_mut().ways_on()
                        {
                            eprintln!("{ways}");
                        }
                    }
                }
            }
            // It gives up what was typed.
            Err(ReadlineError::Interrupted) if has_text.replace(false) => leaving = false,
            Err(ReadlineError::Interrupted | ReadlineError::Eof) if level > 0 => {
                println!("{}", world.borrow_mut().abandon_to(0));
            }
            Err(ReadlineError::Interrupted) if leaving => break 130,
            Err(ReadlineError::Interrupted) => {
                leaving = true;
                println!("(Ctrl-C once more leaves, as Ctrl-D does)");
            }
            Err(ReadlineError::Eof) => break 0,
            Err(error) => {
                eprintln!("cannot read from the terminal: {error}");
                break 2;
            }
        }
    };
    world.borrow_mut().settle_becomings();
    status
}

fn greet(world: &World) {
    let kept = match &world.image {
        Some(image) if world.read_only => format!("You look at {}: nothing is kept.", image.path().display()),
        Some(image) => format!("Each entry is kept in {}.", image.path().display()),
        None => "This world is in memory: it ends with the session.".to_string(),
    };
    println!("BAT OS {}. {kept} `help` helps, Ctrl-D leaves.", env!("CARGO_PKG_VERSION"));
    if !world.read_only && world.library_differs().unwrap_or(false) {
        println!(
            "This program's library differs from the image's: `image upgrade` brings it in, as a turn that can be taken back."
        );
    }
}

/// Entries of earlier sessions, in a file of the person's own.
struct History {
    file: Option<PathBuf>,
}

impl History {
    /// Reads what is there. A file that cannot be used is said once, and is no reason to stop.
    fn open(editor: &mut Editor<Editing, DefaultHistory>) -> History {
        let Some(file) = place::history_file() else { return History { file: None } };
        if let Err(error) =
            place::open_private(&file).and_then(|_| editor.load_history(&file).map_err(std::io::Error::other))
        {
            eprintln!("entries are not remembered in {}: {error}", file.display());
            return History { file: None };
        }
        History { file: Some(file) }
    }

    fn add(&self, editor: &mut Editor<Editing, DefaultHistory>, entry: &str) {
        let is_new = editor.add_history_entry(entry).unwrap_or(false);
        if let Some(file) = self.file.as_ref().filter(|_| is_new) {
            // Another session may write there too; what cannot be written now is at hand until the session ends.
            let _ = editor.append_history(file);
        }
    }
}

/// Runs an entry, each of its expressions as a turn, and shows what came of it. One that fails stands, if it is the person's
/// and not a word.
fn run(world: &mut World, name: &str, text: &str) -> Result<(), TurnError> {
    let in_words = is_word(text);
    let text = if in_words { as_message(text) } else { text.to_string() };
    let source = Source::new(name, text);
    let script = parse_script(&source, NewlineRule::Bat).map_err(TurnError::Syntax)?;
    for item in &script.items {
        // In an activation what has no other receiver is sent to its.
        let there = !in_words && world.is_in_activation();
        let definition = if there { None } else { Definition::of(world, &source, item) };
        let start = Instant::now();
        world.vm.may_stand = !in_words;
        let value = match there {
            true => world.run_there(&source, item)?,
            false => world.run_items(&source, std::slice::from_ref(item))?,
        };
        let took = start.elapsed();
        let is_result = !in_words || world.went_on();
        let told = match (definition, is_result) {
            (Some(definition), _) => definition.told(),
            (None, false) => world.vm.text_of(value).unwrap_or_else(|| world.print_string(value)),
            (None, _) => world.print_string(value),
        };
        // Trouble with the output is nothing an entry can mend.
        let _ = writeln!(world.vm.output, "{}", within_bounds(told));
        if took > SLOW {
            let _ = writeln!(world.vm.output, "({:.1} s)", took.as_secs_f64());
        }
        // What a word tells is no result: `:more` goes on with the one before.
        if is_result {
            world.remember(value);
        }
    }
    let _ = world.vm.output.flush();
    Ok(())
}

/// `:slots x` is `shell slots: 'x'`; `?x` and `??x` are `shell help: 'x'` and `shell source: 'x'`.
fn as_message(entry: &str) -> String {
    let entry = entry.trim();
    let (word, text) = match (entry.strip_prefix("??"), entry.strip_prefix('?'), entry.strip_prefix(':')) {
        (Some(text), ..) => ("source", text),
        (None, Some(text), _) => ("help", text),
        (None, None, words) => {
            let words = words.unwrap_or(entry);
            words.split_once(char::is_whitespace).unwrap_or((words, ""))
        }
    };
    let quoted = text.trim().replace('\\', "\\\\").replace('\'', "\\'");
    format!("shell do: '{word}' With: '{quoted}'")
}

/// What a definition is about to do to the slots of an object that is known without running anything.
struct Definition {
    object: String,
    added: Vec<Symbol>,
    replaced: Vec<Symbol>,
}

impl Definition {
    fn of(world: &mut World, source: &Source, item: &Item) -> Option<Definition> {
        let (object, target, list): (String, Value, &SlotList) = match item {
            Item::Slots(list) => ("lobby".to_string(), world.value_along(None, &[])?, list),
            Item::Expr(Expr { kind: ExprKind::Keyword { receiver, selector, arguments, .. }, .. })
                if matches!(selector.as_str(), "_AddSlots:" | "addSlots:") =>
            {
                let (name, target) = match receiver.as_deref() {
                    None | Some(Expr { kind: ExprKind::SelfRef, .. }) => ("lobby", world.value_along(None, &[])?),
                    Some(receiver) => {
                        let ExprKind::Unary { receiver: None, messages } = &receiver.kind else { return None };
                        let names: Vec<&str> = messages.iter().map(|(name, _)| name.as_str()).collect();
                        (source.slice(receiver.span), world.value_along(None, &names)?)
                    }
                };
                let [Expr { kind: ExprKind::Object(list), .. }] = arguments.as_slice() else { return None };
                (name.to_string(), target, list)
            }
            Item::Expr(_) => return None,
        };
        let names = list.slots.iter().map(|slot| slot.name);
        let (replaced, added) = names.partition(|name| world.has_slot(target, *name));
        Some(Definition { object, added, replaced })
    }

    fn told(&self) -> String {
        let part = |what: &str, names: &[Symbol]| {
            let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            format!("{what} {}", names.join(", "))
        };
        let parts = [("added", &self.added), ("replaced", &self.replaced)];
        let parts = parts.into_iter().filter(|(_, names)| !names.is_empty()).map(|(what, names)| part(what, names));
        let parts: Vec<String> = parts.collect();
        format!("{}: {}", self.object, if parts.is_empty() { "no slots".to_string() } else { parts.join("; ") })
    }
}

/// What a result is shown as: of a long text as much as one can look at.
fn within_bounds(told: String) -> String {
    if told.len() <= SHOWN {
        return told;
    }
    let mut end = SHOWN;
    while !told.is_char_boundary(end) {
        end -= 1;
    }
    let characters = told.chars().count();
    format!("{}…\n({characters} characters; `:more` shows the next part, `it printLine` all of it)", &told[..end])
}
