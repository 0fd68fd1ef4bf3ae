//! `batos image …`: the saved world as a file: what is in it, its past, and going back.

use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use clap::Subcommand;

use crate::image::store::Access;
use crate::image::store::Report;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::image::store::TurnHead;
use crate::image::store::TurnKind;
use crate::shell::place;
use crate::world::driver::World;
use crate::world::driver::WorldError;
use crate::world::moments::MomentError;

/// The exit status for an image that is damaged, locked or of a newer format.
pub const BAD_IMAGE: i32 = 3;

/// What can be done with an image.
#[derive(Subcommand)]
pub enum ImageCommand {
    /// Make a new image with a new world in it.
    New,
    /// What is in the image.
    Info,
    /// Its turns, newest first.
    Log {
        /// How many.
        #[arg(short = 'n', long, default_value_t = 20)]
        count: usize,
    },
    /// Take back the newest turn that is not taken back yet, or the one with this number.
    Undo { turn: Option<u64> },
    /// Do the turn again that was last taken back.
    Redo,
    /// Look at the world as it was after a turn: run a program there and print each result. Nothing is kept.
    At { turn: u64, program: String },
    /// Name the present moment.
    Snapshot { name: String },
    /// The named moments.
    Snapshots,
    /// Make the world what it was at a named moment. That can be undone.
    Restore { name: String },
    /// A copy of the image in another file, consistent whatever happens meanwhile.
    Copy { to: PathBuf },
    /// Check every record.
    Verify,
    /// Make a copy from another place this machine's own: its processes go on here.
    Adopt,
    /// Later: it says so.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Does it, and answers the exit status.
pub fn image(command: &ImageCommand, path: &Path, colour: bool) -> i32 {
    let done = match command {
        ImageCommand::New => new(path),
        ImageCommand::Info => info(path),
        ImageCommand::Log { count } => log(path, *count),
        ImageCommand::Undo { turn } => with_world(path, |world| {
            let moved = world.undo_turn(*turn)?;
            Ok(format!("took back turn {}: {} (turn {})", moved.turn.turn, summary(&moved.turn), moved.by))
        }),
        ImageCommand::Redo => with_world(path, |world| {
            let moved = world.redo_turn()?;
            Ok(format!("did turn {} again: {} (turn {})", moved.turn.turn, summary(&moved.turn), moved.by))
        }),
        ImageCommand::At { turn, program } => return at(path, *turn, program, colour),
        ImageCommand::Snapshot { name } => with_world(path, |world| {
            let snapshot = world.snapshot(name)?;
            Ok(format!("'{}' is turn {}", snapshot.name, snapshot.turn))
        }),
        ImageCommand::Snapshots => snapshots(path),
        ImageCommand::Restore { name } => with_world(path, |world| {
            let turn = world.restore(name)?;
            Ok(format!("the world is as at '{name}' (turn {turn}); `batos image undo` takes that back"))
        }),
        ImageCommand::Copy { to } => with_store(path, Access::Read, |store| {
            store.copy_to(to)?;
            Ok(format!("copied to {}", to.display()))
        }),
        ImageCommand::Verify => verify(path),
        ImageCommand::Adopt => with_store(path, Access::Write, |store| {
            let turn = store.adopt(&place::person(), place::now_ms())?;
            Ok(format!("the image is this machine's own now (turn {turn})"))
        }),
        ImageCommand::Other(words) => {
            let word = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
            if ["diff", "pack", "forget", "export", "import"].contains(&word.as_str()) {
                eprintln!("batos image {word}: not yet");
            } else {
                eprintln!("batos image has no '{word}'; `batos image --help` lists what it has");
            }
            return 2;
        }
    };
    match done {
        Ok(text) => {
            println!("{text}");
            0
        }
        Err(Trouble { text, status }) => {
            eprintln!("batos: {text}");
            status
        }
    }
}

/// What went wrong, and the exit status for it.
struct Trouble {
    text: String,
    status: i32,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Trouble {
        Trouble { text: place::told(&error), status: BAD_IMAGE }
    }
}

impl From<WorldError> for Trouble {
    fn from(error: WorldError) -> Trouble {
        Trouble { text: place::no_world(&error), status: BAD_IMAGE }
    }
}

impl From<MomentError> for Trouble {
    fn from(error: MomentError) -> Trouble {
        match error {
            MomentError::Image(error) => Trouble { text: place::image_error(&error), status: BAD_IMAGE },
            other => Trouble { text: other.to_string(), status: 1 },
        }
    }
}

type Done = Result<String, Trouble>;

fn with_world(path: &Path, act: impl FnOnce(&mut World) -> Result<String, MomentError>) -> Done {
    let mut world = World::open(path, Access::Write, None, &place::person())?;
    Ok(act(&mut world)?)
}

fn with_store(path: &Path, access: Access, act: impl FnOnce(&mut Store) -> Result<String, StoreError>) -> Done {
    let mut store = Store::open(path, access)?;
    Ok(act(&mut store)?)
}

fn new(path: &Path) -> Done {
    World::create(path, &place::person())?;
    Ok(format!("made {}", path.display()))
}

fn info(path: &Path) -> Done {
    with_store(path, Access::Read, |store| {
        let (last, first) = (store.last_turn()?, store.first_moment()?);
        let bytes = std::fs::metadata(path).map_or(0, |about| about.len());
        let mut lines = vec![
            format!("image      {}", path.display()),
            format!("made       {}", place::local_time(store.created_ms()?)),
            format!("turns      {last}, kept from {first} on"),
            format!("snapshots  {}", store.snapshots()?.len()),
            format!("file       {bytes} bytes"),
            format!("number     {:032x}", store.instance()?),
        ];
        if store.is_foreign()? {
            lines.push("it was last open elsewhere: `batos image adopt` makes it this machine's own".into());
        }
        Ok(lines.join("\n"))
    })
}

fn log(path: &Path, count: usize) -> Done {
    with_store(path, Access::Read, |store| {
        let last = store.last_turn()?;
        let first = last.saturating_sub(count as u64 - 1).max(1);
        let heads = store.turns(first..=last)?;
        let lines = heads.iter().rev().map(|head| {
            format!("{:>6}  {}  {:<12} {}", head.turn, place::local_time(head.time_ms), head.author, summary(head))
        });
        Ok(lines.collect::<Vec<_>>().join("\n"))
    })
}

fn snapshots(path: &Path) -> Done {
    with_store(path, Access::Read, |store| {
        let lines = store.snapshots()?.into_iter();
        let lines = lines.map(|snapshot| {
            format!("{:>6}  {}  {}", snapshot.turn, place::local_time(snapshot.time_ms), snapshot.name)
        });
        let lines: Vec<String> = lines.collect();
        Ok(if lines.is_empty() {
            "no snapshots; `batos image snapshot NAME` takes one".into()
        } else {
            lines.join("\n")
        })
    })
}

fn verify(path: &Path) -> Done {
    let mut world = World::open(path, Access::Read, None, &place::person())?;
    let proof = world.verify()?;
    let Report { records, turns, .. } = proof.store;
    if proof.is_sound() {
        return Ok(format!("{} is sound: {records} records, {} objects, {turns} turns", path.display(), proof.objects));
    }
    let damage = proof.store.damage.iter().map(ToString::to_string).chain(proof.lost);
    let text = format!("{} is damaged:\n  {}", path.display(), damage.collect::<Vec<_>>().join("\n  "));
    Err(Trouble { text, status: BAD_IMAGE })
}

fn at(path: &Path, turn: u64, program: &str, colour: bool) -> i32 {
    let mut world = match World::open(path, Access::Read, Some(turn), &place::person()) {
        Ok(world) => world,
        Err(error) => {
            eprintln!("batos: {}", place::no_world(&error));
            return BAD_IMAGE;
        }
    };
    match crate::shell::entry::run_entry(&mut world, "<at>", program) {
        Ok(()) => 0,
        Err(error) => {
            eprint!("{}", crate::shell::report::report(&error, colour));
            crate::shell::report::status(&error)
        }
    }
}

/// A turn in a few words.
pub fn summary(head: &TurnHead) -> String {
    match &head.kind {
        TurnKind::Turn => first_line(&head.text),
        TurnKind::Undo(turn) => format!("undo of {turn}"),
        TurnKind::Redo(turn) => format!("redo of {turn}"),
        TurnKind::Restore(name) => format!("restore of '{name}'"),
        other => other.parts().0.to_string(),
    }
}

fn first_line(text: &str) -> String {
    let mut lines = text.lines();
    let first: String = lines.next().unwrap_or("").chars().take(60).collect();
    if lines.next().is_some() || first.len() < text.trim_end().len() { format!("{first} …") } else { first }
}
