//! The command line of README.md: commands, flags, exit statuses.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use clap::Parser;
use clap::Subcommand;

use crate::image::store::Access;
use crate::object::heap::DEFAULT_BUDGET;
use crate::shell::entry::run_entry;
use crate::shell::entry::run_pipe;
use crate::shell::image;
use crate::shell::image::ImageCommand;
use crate::shell::output::Output;
use crate::shell::output::colour;
use crate::shell::place;
use crate::shell::prompt::run_prompt;
use crate::shell::report;
use crate::syntax::parse;
use crate::syntax::parse::NewlineRule;
use crate::text::diagnostic::Diagnostic;
use crate::text::render::render_all;
use crate::text::source::Source;
use crate::vm::primitive::Capabilities;
use crate::vm::primitive::Effect;
use crate::world::driver::TurnError;
use crate::world::driver::World;
use crate::world::driver::WorldError;

/// The exit status for wrong usage and unreadable scripts.
const USAGE: i32 = 2;

/// A living world of prototype objects.
#[derive(Parser)]
#[command(name = "batos", version, about, disable_help_subcommand = true)]
struct Arguments {
    /// Never use colours.
    #[arg(long, global = true)]
    no_color: bool,
    /// The image to work in; else $BATOS_IMAGE, and at the prompt your own.
    #[arg(long, global = true, value_name = "PATH")]
    image: Option<PathBuf>,
    /// Keep the world in memory only.
    #[arg(long, global = true, conflicts_with = "image")]
    no_image: bool,
    /// Look at the image without changing it, even while another process works in it.
    #[arg(long, global = true)]
    read_only: bool,
    /// How much memory to use, such as 512M or 4G; else $BATOS_MEMORY, else 2G. An image may be larger.
    #[arg(long, global = true, value_name = "SIZE", value_parser = memory_size, env = "BATOS_MEMORY")]
    memory: Option<usize>,
    #[command(subcommand)]
    command: Option<Command>,
}

/// The least memory that a world can work in.
const LEAST_MEMORY: usize = 32 << 20;

/// A number of bytes as people write it.
fn memory_size(text: &str) -> Result<usize, String> {
    let (digits, unit) = match text.char_indices().last() {
        Some((at, 'k' | 'K')) => (&text[..at], 1 << 10),
        Some((at, 'm' | 'M')) => (&text[..at], 1 << 20),
        Some((at, 'g' | 'G')) => (&text[..at], 1 << 30),
        _ => (text, 1),
    };
    let size = digits.parse::<usize>().ok().and_then(|number| number.checked_mul(unit));
    match size {
        Some(size) if size >= LEAST_MEMORY => Ok(size),
        Some(_) => Err("a world needs 32M at least".to_string()),
        None => Err("a size is a number of bytes, or one with K, M or G after it, such as 512M".to_string()),
    }
}

#[derive(Subcommand)]
enum Command {
    /// Run a script in one turn; `-` reads it from standard input. `batos FILE.bat` does the same.
    Run {
        /// Run it, then undo the turn.
        #[arg(long)]
        dry_run: bool,
        file: PathBuf,
        /// What `system arguments` answers.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Run a program given here and print each result.
    Eval { program: String },
    /// The saved world: what is in it, its past, and going back.
    Image {
        /// Print JSON, for programs.
        #[arg(long, global = true)]
        json: bool,
        #[command(subcommand)]
        command: ImageCommand,
    },
    /// Run the tests that files define, and the examples in their comments; what they do to the world is undone.
    Test {
        /// Only those whose names contain this.
        #[arg(long, value_name = "TEXT")]
        filter: Option<String>,
        /// Print a line of JSON for each.
        #[arg(long)]
        json: bool,
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print what objects understand, as Markdown: of expressions, or of what files define.
    Doc {
        #[arg(required = true, value_name = "EXPRESSION|FILE")]
        subjects: Vec<String>,
    },
    /// Check the syntax of files.
    Check {
        /// Read every file by Self's newline rule.
        #[arg(long = "self")]
        self_rule: bool,
        /// Print files, bytes and megabytes per second.
        #[arg(long)]
        time: bool,
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// What is not there yet: it says so.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Commands of the contract that this version does not have.
const LATER: [&str; 10] = ["fmt", "mind", "log", "doctor", "completions", "man", "lsp", "mcp", "inspect", "help"];
const COMMANDS: [&str; 6] = ["run", "eval", "image", "test", "doc", "check"];

/// Reads the command line, does what it says, and answers the exit status.
pub fn main() -> i32 {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    if let Some(at) = first_word(&words)
        && is_script(&words[at].to_string_lossy())
    {
        words.insert(at, "run".into());
    }
    let arguments = match Arguments::try_parse_from(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are asked for; anything else is wrong usage.
            let _ = error.print();
            return if error.use_stderr() { USAGE } else { 0 };
        }
    };
    let colour = colour(arguments.no_color);
    let place = Place {
        image: if arguments.no_image { None } else { place::named_image(arguments.image.as_deref()) },
        memory: arguments.no_image,
        read_only: arguments.read_only,
        budget: arguments.memory.unwrap_or(DEFAULT_BUDGET),
    };
    match arguments.command {
        None => interactive(&place, colour),
        Some(Command::Run { dry_run, file, arguments }) => run(&place, &file, arguments, dry_run, colour),
        Some(Command::Eval { program }) => eval(&place, &program, colour),
        Some(Command::Image { json, command }) => match place.image.clone().or_else(place::default_image) {
            Some(path) => image::image(&command, &path, json, colour),
            None => {
                eprintln!("batos: which image? Name it with --image PATH");
                USAGE
            }
        },
        Some(Command::Test { filter, json, files }) => {
            let mut arguments = Vec::new();
            if let Some(filter) = filter {
                arguments.extend(["--filter".to_string(), filter]);
            }
            if json {
                arguments.push("--json".to_string());
            }
            arguments.extend(files.iter().map(|file| file.display().to_string()));
            run_and_undo(&place, "testRunner main", arguments, colour)
        }
        Some(Command::Doc { subjects }) => run_and_undo(&place, "documenter main", subjects, colour),
        Some(Command::Check { self_rule, time, files }) => check(&files, self_rule, time, colour),
        Some(Command::Other(words)) => other(&words),
    }
}

/// Where the first word stands that is neither a flag nor a flag's value.
fn first_word(words: &[OsString]) -> Option<usize> {
    let is_flag = |word: &OsString| word.to_string_lossy().starts_with("--");
    let takes_value = |word: &OsString| word == "--image" || word == "--memory";
    (1..words.len()).find(|at| !is_flag(&words[*at]) && !takes_value(&words[*at - 1]))
}

/// A bare argument is a script only if it looks like a path.
fn is_script(word: &str) -> bool {
    word == "-" || word.contains('/') || word.ends_with(".bat") || word.ends_with(".self")
}

fn other(words: &[OsString]) -> i32 {
    let word = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
    if LATER.contains(&word.as_str()) {
        eprintln!("batos {word}: not yet; this version has {}", COMMANDS.join(", "));
    } else {
        let near = COMMANDS.iter().chain(&LATER).find(|known| {
            known.starts_with(&word)
                || (word.len() > 2 && known.chars().zip(word.chars()).filter(|(a, b)| a != b).count() <= 1)
        });
        match near {
            Some(near) => eprintln!("batos has no command '{word}'; did you mean '{near}'?"),
            None => eprintln!("batos has no command '{word}'; `batos --help` lists them. A script's name ends in .bat"),
        }
    }
    USAGE
}

/// Where the world is to be.
struct Place {
    /// The image that is named, if one is.
    image: Option<PathBuf>,
    /// In memory, whatever is named.
    memory: bool,
    read_only: bool,
    /// Bytes it may use.
    budget: usize,
}

/// The world at a place, with this program's output; or the status that says why there is none. `author` is who acts.
fn world_at(place: &Place, author: &str) -> Result<World, i32> {
    let world = match &place.image {
        None => World::new().map_err(WorldError::Boot),
        Some(path) if path.exists() => {
            let access = if place.read_only { Access::Read } else { Access::Write };
            World::open_within(path, access, None, author, place.budget)
        }
        Some(path) => World::create(path, author),
    };
    let mut world = world.map_err(|error| {
        eprintln!("batos: {}", place::no_world(&error));
        image::BAD_IMAGE
    })?;
    world.vm.heap.budget_bytes = place.budget;
    world.vm.output = Box::new(Output::new());
    let missing = world.primitives_missing().unwrap_or_default();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        eprintln!(
            "batos: the image's library uses {missing}, which this program lacks: `batos image upgrade` renews it"
        );
    }
    // Without the signal, Ctrl-C ends the program: that is no reason not to start.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, world.vm.interrupt.clone());
    Ok(world)
}

fn interactive(place: &Place, colour: bool) -> i32 {
    let input = std::io::stdin();
    let terminal = input.is_terminal();
    // At a terminal the world is the person's own, unless they say another.
    let own = if terminal && !place.memory && place.image.is_none() { place::default_image() } else { None };
    if let Some(folder) = own.as_deref().and_then(Path::parent)
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        eprintln!(
            "batos: cannot make {}: {error}; name an image with --image PATH, or use --no-image",
            folder.display()
        );
        return image::BAD_IMAGE;
    }
    let place = Place { image: place.image.clone().or(own), ..*place };
    let mut world = match world_at(&place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    if terminal { run_prompt(world, colour) } else { run_pipe(&mut world, &mut input.lock(), colour) }
}

fn eval(place: &Place, program: &str, colour: bool) -> i32 {
    let mut world = match world_at(place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    match run_entry(&mut world, "<eval>", program) {
        Ok(()) => 0,
        Err(error) => tell(&mut world, &error, colour),
    }
}

/// Prints what a failed turn has to say and answers its status.
fn tell(world: &mut World, error: &TurnError, colour: bool) -> i32 {
    let _ = world.vm.output.flush();
    eprint!("{}", report::report(error, colour));
    report::status(error)
}

fn run(place: &Place, file: &Path, arguments: Vec<String>, dry_run: bool, colour: bool) -> i32 {
    let source = match read_script(file) {
        Ok(source) => source,
        Err(mistakes) => {
            eprint!("{}", unread(&mistakes, colour));
            return USAGE;
        }
    };
    let mut world = match world_at(place, &format!("script {}", file.display())) {
        Ok(world) => world,
        Err(status) => return status,
    };
    world.vm.arguments = arguments;
    let result = if dry_run {
        // What was printed cannot be taken back, but is what a dry run is for.
        world.run_and_undo(&source, rule_for(file, false), Capabilities::TRIAL.with(Effect::Output))
    } else {
        world.run(&source, rule_for(file, false)).map(|_| ())
    };
    let status = match result {
        Ok(()) => 0,
        Err(error) => tell(&mut world, &error, colour),
    };
    let _ = world.vm.output.flush();
    status
}

/// Runs a part of the library with these arguments; nothing it does to the world is kept.
fn run_and_undo(place: &Place, program: &str, arguments: Vec<String>, colour: bool) -> i32 {
    let mut world = match world_at(place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    world.vm.arguments = arguments;
    // The name is what the files' paths are relative to.
    let source = Source::new("batos", program);
    let status = match world.run_and_undo(&source, NewlineRule::Bat, Capabilities::ALL) {
        Ok(()) => 0,
        Err(error) => tell(&mut world, &error, colour),
    };
    let _ = world.vm.output.flush();
    status
}

fn rule_for(file: &Path, self_rule: bool) -> NewlineRule {
    if self_rule || file.extension().is_some_and(|extension| extension == "self") {
        NewlineRule::SelfFile
    } else {
        NewlineRule::Bat
    }
}

/// Reads a script from a file or, for `-`, from standard input.
fn read_script(file: &Path) -> Result<Rc<Source>, Vec<Diagnostic>> {
    let (name, read) = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes).map(|_| bytes);
        ("<standard input>".to_string(), read)
    } else {
        (file.display().to_string(), std::fs::read(file))
    };
    match read {
        Ok(bytes) => parse::decode(&name, bytes),
        Err(error) => {
            let source = Source::new(&name, "");
            let message = match error.kind() {
                std::io::ErrorKind::IsADirectory => format!("{name} is a folder, not a script"),
                std::io::ErrorKind::NotFound => format!("there is no file {name}"),
                _ => format!("cannot read {name}: {error}"),
            };
            Err(vec![Diagnostic::new(&source, "unreadable", Default::default(), message)])
        }
    }
}

/// What is wrong with a script: drawn, unless there is nothing to draw because it could not be read.
fn unread(mistakes: &[Diagnostic], colour: bool) -> String {
    match mistakes {
        [only] if only.code == "unreadable" => format!("batos: {}\n", only.message),
        _ => render_all(mistakes, colour),
    }
}

fn check(files: &[PathBuf], self_rule: bool, time: bool, colour: bool) -> i32 {
    let mut failed = 0;
    let mut bytes = 0;
    let mut spent = std::time::Duration::ZERO;
    for file in files {
        let checked = read_script(file).and_then(|source| {
            bytes += source.text.len();
            let start = std::time::Instant::now();
            let parsed = parse::parse_script(&source, rule_for(file, self_rule));
            spent += start.elapsed();
            parsed
        });
        if let Err(mistakes) = checked {
            failed += 1;
            eprint!("{}", unread(&mistakes, colour));
        }
    }
    let mut out = Output::new();
    let _ = writeln!(out, "{} of {} files have no syntax errors", files.len() - failed, files.len());
    if time {
        let rate = bytes as f64 / 1e6 / spent.as_secs_f64().max(1e-9);
        let _ = writeln!(out, "{bytes} bytes in {:.1} ms: {rate:.1} MB/s", spent.as_secs_f64() * 1e3);
    }
    let _ = out.flush();
    if failed == 0 { 0 } else { USAGE }
}
