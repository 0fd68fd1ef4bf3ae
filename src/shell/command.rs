//! The command line of README.md: commands, flags, exit statuses.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::CommandFactory;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::image::store::Access;
use crate::object::heap::DEFAULT_BUDGET;
use crate::shell::becoming::Becoming;
use crate::shell::becoming::Session;
use crate::shell::check::Check;
use crate::shell::check::check;
use crate::shell::doctor;
use crate::shell::entry::run_entry;
use crate::shell::entry::run_pipe;
use crate::shell::fmt::Fmt;
use crate::shell::fmt::fmt;
use crate::shell::image;
use crate::shell::image::ImageCommand;
use crate::shell::output::Output;
use crate::shell::output::colour;
use crate::shell::place;
use crate::shell::prompt::run_prompt;
use crate::shell::report;
use crate::shell::report::Style;
use crate::shell::script::read_script;
use crate::shell::script::rule_for;
use crate::shell::script::unread;
use crate::syntax::parse::NewlineRule;
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
#[command(name = "batos", version, about, before_help = EXAMPLES)]
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
    /// How errors are shown: drawn, or in one line each as editors read them.
    #[arg(long, global = true, value_name = "FORMAT", value_enum, default_value = "full")]
    error_format: ErrorFormat,
    /// By whose leave a method is written for a message that is not understood; at the prompt `careful`, elsewhere `closed`.
    #[arg(long, global = true, value_name = "POLICY", value_enum)]
    becoming: Option<Becoming>,
    /// The mind that writes: a transcript of lines of JSON, or `none`.
    #[arg(long, global = true, value_name = "FILE")]
    mind: Option<String>,
    /// Add what the mind is asked and says to a file, from which it can be said again.
    #[arg(long, global = true, value_name = "FILE")]
    record: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ErrorFormat {
    Full,
    Short,
}

/// What one wants to see first.
const EXAMPLES: &str = "Examples:
  batos                                the prompt, in your own image
  batos eval '20 factorial'            print a result
  batos hello.bat Ada                  run a script with an argument
  echo '3 + 4' | batos                 run what comes through a pipe
  batos --image work.redb              the prompt in another image, made on first use
  batos image log                      what has happened; then: batos image undo
  batos check *.bat                    look for mistakes without running anything
  batos fmt lib                        write the programs of a folder as code should look";

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
    /// Print the event log: what has become and what was taken back.
    Log {
        /// Print a line of JSON for each entry.
        #[arg(long)]
        json: bool,
    },
    /// Check the syntax of files.
    Check {
        /// Read every file by Self's newline rule.
        #[arg(long = "self")]
        self_rule: bool,
        /// Print files, bytes and megabytes per second.
        #[arg(long)]
        time: bool,
        /// Print a line of JSON for each mistake.
        #[arg(long)]
        json: bool,
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Write programs as code should look: files, the programs in folders, or `-` for standard input.
    Fmt {
        /// Change nothing, show what would change; the status is 1 if anything would.
        #[arg(long)]
        check: bool,
        /// Read every file by Self's newline rule.
        #[arg(long = "self")]
        self_rule: bool,
        #[arg(required = true, value_name = "FILE|FOLDER")]
        files: Vec<PathBuf>,
    },
    /// Look for what may be wrong: the image, the terminal, the editors.
    Doctor {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print what a shell needs to complete this command's words.
    Completions { shell: clap_complete::Shell },
    /// Print the manual page.
    Man,
    /// What is not there yet: it says so.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Commands of the contract that this version does not have.
const LATER: [&str; 4] = ["mind", "lsp", "mcp", "inspect"];
const COMMANDS: [&str; 12] =
    ["run", "eval", "image", "log", "test", "doc", "check", "fmt", "doctor", "completions", "man", "help"];

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
    let style = Style { colour: colour(arguments.no_color), short: arguments.error_format == ErrorFormat::Short };
    let place = Place {
        image: if arguments.no_image { None } else { place::named_image(arguments.image.as_deref()) },
        memory: arguments.no_image,
        read_only: arguments.read_only,
        budget: arguments.memory.unwrap_or(DEFAULT_BUDGET),
        session: Session { becoming: arguments.becoming, mind: arguments.mind, record: arguments.record },
        at_terminal: false,
    };
    match arguments.command {
        None => interactive(&place, style),
        Some(Command::Run { dry_run, file, arguments }) => run(&place, &file, arguments, dry_run, style),
        Some(Command::Eval { program }) => eval(&place, &program, style),
        Some(Command::Image { json, command }) => match place.image.clone().or_else(place::default_image) {
            Some(path) => image::image(&command, &path, json, style),
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
            run_and_undo(&place, "testRunner main", arguments, style)
        }
        Some(Command::Doc { subjects }) => run_and_undo(&place, "documenter main", subjects, style),
        Some(Command::Log { json }) => {
            let arguments = if json { vec!["--json".to_string()] } else { Vec::new() };
            if let Some(path) = place.image.as_ref().filter(|path| !path.exists()) {
                eprintln!("batos: there is no image {}", path.display());
                return image::BAD_IMAGE;
            }
            // Looking makes no image.
            let place = Place { image: place.or_own().filter(|path| path.exists()), ..place };
            run_and_undo(&place, "eventLog main", arguments, style)
        }
        Some(Command::Check { self_rule, time, json, files }) => {
            if check(&files, &Check { self_rule, time, json }, style) { 0 } else { USAGE }
        }
        Some(Command::Fmt { check, self_rule, files }) => i32::from(!fmt(&files, &Fmt { check, self_rule }, style)),
        Some(Command::Doctor { json }) => doctor(&place, json),
        Some(Command::Completions { shell }) => {
            let (mut command, mut out) = (Arguments::command(), Vec::new());
            clap_complete::generate(shell, &mut command, "batos", &mut out);
            print(&out)
        }
        Some(Command::Man) => {
            let mut out = Vec::new();
            // Writing to memory does not fail.
            let _ = clap_mangen::Man::new(Arguments::command()).render(&mut out);
            print(&out)
        }
        Some(Command::Other(words)) => other(&words),
    }
}

/// Where the first word stands that is neither a flag nor a flag's value.
fn first_word(words: &[OsString]) -> Option<usize> {
    let is_flag = |word: &OsString| word.to_string_lossy().starts_with("--");
    let with_value = ["--image", "--memory", "--error-format", "--becoming", "--mind", "--record"];
    let takes_value = |word: &OsString| with_value.iter().any(|flag| word == flag);
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
        let distance = |known: &&&str| if known.starts_with(&word) { 0 } else { strsim::osa_distance(known, &word) };
        let near = COMMANDS.iter().chain(&LATER).min_by_key(distance);
        let near = near.filter(|known| distance(known) <= word.chars().count() / 3);
        match near {
            Some(near) => eprintln!("batos has no command '{word}'; did you mean '{near}'?"),
            None => eprintln!("batos has no command '{word}'; `batos --help` lists them. A script's name ends in .bat"),
        }
    }
    USAGE
}

/// Where the world is to be.
#[derive(Clone)]
struct Place {
    /// The image that is named, if one is.
    image: Option<PathBuf>,
    /// In memory, whatever is named.
    memory: bool,
    read_only: bool,
    /// Bytes it may use.
    budget: usize,
    session: Session,
    /// A person is there to be asked.
    at_terminal: bool,
}

impl Place {
    /// The image that is named, else the person's own.
    fn or_own(&self) -> Option<PathBuf> {
        self.image.clone().or_else(|| if self.memory { None } else { place::default_image() })
    }
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
    place.session.prepare(&mut world, place.at_terminal).map_err(|why| {
        eprintln!("batos: {why}");
        USAGE
    })?;
    // Without the signal, Ctrl-C ends the program: that is no reason not to start.
    let _ = signal_hook::flag::register(signal_hook::consts::SIGINT, world.vm.interrupt.clone());
    Ok(world)
}

fn interactive(place: &Place, style: Style) -> i32 {
    let input = std::io::stdin();
    let terminal = input.is_terminal();
    // At a terminal the world is the person's own, unless they say another.
    let image = if terminal { place.or_own() } else { place.image.clone() };
    if place.image.is_none()
        && let Some(folder) = image.as_deref().and_then(Path::parent)
        && let Err(error) = std::fs::create_dir_all(folder)
    {
        eprintln!(
            "batos: cannot make {}: {error}; name an image with --image PATH, or use --no-image",
            folder.display()
        );
        return image::BAD_IMAGE;
    }
    let place = Place { image, at_terminal: terminal, ..place.clone() };
    let mut world = match world_at(&place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    if terminal { run_prompt(world, style) } else { run_pipe(&mut world, &mut input.lock(), style) }
}

fn eval(place: &Place, program: &str, style: Style) -> i32 {
    let mut world = match world_at(place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    match run_entry(&mut world, "<eval>", program) {
        Ok(()) => 0,
        Err(error) => tell(&mut world, &error, style),
    }
}

/// Prints what a failed turn has to say and answers its status.
fn tell(world: &mut World, error: &TurnError, style: Style) -> i32 {
    let _ = world.vm.output.flush();
    eprint!("{}", report::report(error, style));
    report::status(error)
}

fn run(place: &Place, file: &Path, arguments: Vec<String>, dry_run: bool, style: Style) -> i32 {
    let source = match read_script(file) {
        Ok(source) => source,
        Err(mistakes) => {
            eprint!("{}", unread(&mistakes, style));
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
        Err(error) => tell(&mut world, &error, style),
    };
    let _ = world.vm.output.flush();
    status
}

/// Runs a part of the library with these arguments; nothing it does to the world is kept.
fn run_and_undo(place: &Place, program: &str, arguments: Vec<String>, style: Style) -> i32 {
    let mut world = match world_at(place, &place::person()) {
        Ok(world) => world,
        Err(status) => return status,
    };
    world.vm.arguments = arguments;
    // The name is what the files' paths are relative to.
    let source = Source::new("batos", program);
    let status = match world.run_and_undo(&source, NewlineRule::Bat, Capabilities::ALL) {
        Ok(()) => 0,
        Err(error) => tell(&mut world, &error, style),
    };
    let _ = world.vm.output.flush();
    status
}

fn doctor(place: &Place, json: bool) -> i32 {
    let image = place.or_own();
    let findings = doctor::examine(image.as_deref());
    let all_well = findings.iter().all(|finding| finding.advice.is_none());
    let told = if json { doctor::as_json(&findings) } else { doctor::as_text(&findings) };
    print(told.as_bytes());
    if all_well { 0 } else { 1 }
}

/// Writes to standard output.
fn print(bytes: &[u8]) -> i32 {
    let mut out = Output::new();
    let written = out.write_all(bytes).and_then(|()| out.flush());
    if written.is_ok() { 0 } else { 1 }
}
