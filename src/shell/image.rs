//! `batos image …`: the saved world as a file: what is in it, its past, and going back.

use std::ffi::OsString;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;
use serde_json::json;

use crate::image::ImageError;
use crate::image::past::difference::difference;
use crate::image::past::difference::summaries;
use crate::image::past::forget::forget as forget_slot;
use crate::image::past::history::PastError;
use crate::image::past::history::history as slot_history;
use crate::image::past::secret::forget_secrets;
use crate::image::store;
use crate::image::store::Access;
use crate::image::store::Policy;
use crate::image::store::Report;
use crate::image::store::Snapshot;
use crate::image::store::Store;
use crate::image::store::StoreError;
use crate::image::store::TurnHead;
use crate::shell::output::Output;
use crate::shell::past;
use crate::shell::place;
use crate::shell::progress::with_progress;
use crate::shell::report;
use crate::shell::report::Style;
use crate::world::driver::World;
use crate::world::driver::WorldError;
use crate::world::moments::MomentError;
use crate::world::text::ExportError;
use crate::world::text::ImportError;

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
    /// What differs between two moments: numbers of turns, or names of snapshots.
    Diff {
        from: String,
        /// The present if none is named.
        to: Option<String>,
    },
    /// Every turn that changed a slot, newest first.
    History {
        /// Names, as they would be sent from the lobby: `globals account balance`.
        #[arg(required = true)]
        path: Vec<String>,
        /// How many.
        #[arg(short = 'n', long, default_value_t = 100)]
        count: usize,
        /// Which object is meant: the one that has this path at this moment.
        #[arg(long, value_name = "TURN")]
        at: Option<String>,
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
    /// What is in slots annotated 'Secret' is left out.
    Copy {
        to: PathBuf,
        /// Leave the secrets in, as for a backup of one's own.
        #[arg(long)]
        with_secrets: bool,
    },
    /// Check every record.
    Verify {
        /// Put what is whole in a damaged image into a new one.
        #[arg(long, value_name = "NEW")]
        salvage: Option<PathBuf>,
    },
    /// Thin the history and write the file densely: every turn of the last days is kept, before that the last of each day.
    /// Snapshots stay.
    Pack {
        /// For how many days every turn is kept.
        #[arg(long, default_value_t = 30)]
        days: u64,
        /// Keep the present and the snapshots only.
        #[arg(long, conflicts_with = "days")]
        no_history: bool,
    },
    /// Take a slot's value out of the whole history, and out of the file. It cannot be undone.
    Forget {
        /// Names, as they would be sent from the lobby: `globals account password`.
        #[arg(required = true)]
        path: Vec<String>,
    },
    /// What was awakened when the image was born, in this order.
    Birth,
    /// Bring in what this program's library has that the image's has not, as one turn. What you have changed stays.
    Upgrade,
    /// Write the world as text that compares well: what differs from the library, into a folder that is new, empty or holds an
    /// earlier export.
    Export { folder: PathBuf },
    /// Make a new image with the world whose text is in a folder.
    Import {
        folder: PathBuf,
        /// Bring the text into the world of an image that exists, as one turn.
        #[arg(long)]
        into: bool,
    },
    /// Make a copy from another place this machine's own: its processes go on here.
    Adopt,
    /// What it does not have: it says so.
    #[command(external_subcommand)]
    Other(Vec<OsString>),
}

/// Does it, and answers the exit status.
pub fn image(command: &ImageCommand, path: &Path, json: bool, style: Style) -> i32 {
    let done: Done = match command {
        ImageCommand::New => new(path),
        ImageCommand::Info => info(path),
        ImageCommand::Log { count } => log(path, *count),
        ImageCommand::Diff { from, to } => diff(path, from, to.as_deref()),
        ImageCommand::History { path: slot, count, at } => history(path, &slot.join(" "), *count, at.as_deref()),
        ImageCommand::Undo { turn } => with_world(path, |world| {
            let moved = world.undo_turn(*turn)?;
            Ok(format!("{} (turn {})", moved.told("took back"), moved.by))
        }),
        ImageCommand::Redo => with_world(path, |world| {
            let moved = world.redo_turn()?;
            Ok(format!("{} (turn {})", moved.told("did again"), moved.by))
        }),
        ImageCommand::At { turn, program } => return at(path, *turn, program, style),
        ImageCommand::Snapshot { name } => with_world(path, |world| {
            let snapshot = world.snapshot(name)?;
            Ok(format!("'{}' is turn {}", snapshot.name, snapshot.turn))
        }),
        ImageCommand::Snapshots => snapshots(path),
        ImageCommand::Restore { name } => with_world(path, |world| {
            let turn = with_progress("restoring", || world.restore(name))?;
            Ok(format!("the world is as at '{name}' (turn {turn}); `batos image undo` takes that back"))
        }),
        ImageCommand::Copy { to, with_secrets } => with_store(path, Access::Read, |store| {
            with_progress("copying", || store.copy_to(to))?;
            let left_out =
                if *with_secrets { 0 } else { with_progress("leaving out secrets", || without_secrets(to))? };
            Ok(match left_out {
                0 => format!("copied to {}", to.display()),
                1 => format!("copied to {}, without one secret", to.display()),
                count => format!("copied to {}, without {count} secrets", to.display()),
            }
            .into())
        }),
        ImageCommand::Verify { salvage: None } => verify(path),
        ImageCommand::Verify { salvage: Some(new) } => salvage(path, new),
        ImageCommand::Pack { days, no_history } => pack(path, *days, *no_history),
        ImageCommand::Forget { path: slot } => forget(path, &slot.join(" ")),
        ImageCommand::Birth => birth(path),
        ImageCommand::Upgrade => with_world(path, |world| {
            let upgraded = with_progress("upgrading", || world.upgrade())?;
            Ok(format!(
                "{upgraded}\n`batos image diff {}` shows it; `batos image undo` takes it back",
                upgraded.turn.saturating_sub(1)
            ))
        }),
        ImageCommand::Export { folder } => export(path, folder),
        ImageCommand::Import { folder, into } => import(path, folder, *into, style),
        ImageCommand::Adopt => with_store(path, Access::Write, |store| {
            let turn = store.adopt(&place::person(), place::now_ms())?;
            Ok(format!("the image is this machine's own now (turn {turn})").into())
        }),
        ImageCommand::Other(words) => {
            let word = words.first().map(|word| word.to_string_lossy().into_owned()).unwrap_or_default();
            eprintln!("batos image has no '{word}'; `batos image --help` lists what it has");
            return 2;
        }
    };
    match done {
        Ok(told) => {
            let mut out = Output::new();
            let _ = if json { writeln!(out, "{}", told.json) } else { writeln!(out, "{}", told.text) };
            let _ = out.flush();
            told.status
        }
        Err(Trouble { text, status }) => {
            eprintln!("batos: {text}");
            status
        }
    }
}

/// What is printed: for a person, and for a program.
struct Told {
    text: String,
    json: Value,
    status: i32,
}

impl Told {
    fn new(text: String, json: Value) -> Told {
        Told { text, json, status: 0 }
    }
}

impl From<String> for Told {
    fn from(text: String) -> Told {
        let json = json!({ "done": text });
        Told::new(text, json)
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

impl From<ImageError> for Trouble {
    fn from(error: ImageError) -> Trouble {
        Trouble { text: place::image_error(&error), status: BAD_IMAGE }
    }
}

impl From<ExportError> for Trouble {
    fn from(error: ExportError) -> Trouble {
        match error {
            ExportError::Image(error) => error.into(),
            other => Trouble { text: other.to_string(), status: 1 },
        }
    }
}

impl From<PastError> for Trouble {
    fn from(error: PastError) -> Trouble {
        match error {
            PastError::Image(error) => error.into(),
            other => Trouble { text: other.to_string(), status: 1 },
        }
    }
}

type Done = Result<Told, Trouble>;

fn with_world(path: &Path, act: impl FnOnce(&mut World) -> Result<String, MomentError>) -> Done {
    let mut world = World::open(path, Access::Write, None, &place::person())?;
    Ok(act(&mut world)?.into())
}

fn with_store(path: &Path, access: Access, act: impl FnOnce(&mut Store) -> Done) -> Done {
    let mut store = Store::open(path, access)?;
    act(&mut store)
}

fn new(path: &Path) -> Done {
    World::create(path, &place::person())?;
    Ok(format!("made {}", path.display()).into())
}

fn export(path: &Path, folder: &Path) -> Done {
    let mut world = World::open(path, Access::Read, None, &place::person())?;
    let exported = with_progress("exporting", || world.export_to(folder))?;
    for what in &exported.left_out {
        eprintln!("batos: left out: {what}");
    }
    let json = json!({
        "folder": folder.display().to_string(),
        "files": exported.files,
        "objects": exported.objects,
        "left_out": exported.left_out,
    });
    Ok(Told::new(exported.counted(), json))
}

fn import(path: &Path, folder: &Path, into: bool, style: Style) -> Done {
    let author = place::person();
    let imported = if into {
        let mut world = World::open(path, Access::Write, None, &author)?;
        with_progress("importing", || world.import_from(folder))
    } else {
        if path.exists() {
            let text = format!("{} exists; name another image, or bring the text into it with --into", path.display());
            return Err(Trouble { text, status: 1 });
        }
        with_progress("importing", || World::import_new(path, &author, folder)).map(|(_, files)| files)
    };
    let files = imported.map_err(|error| match error {
        ImportError::Folder(error) => Trouble { text: error.to_string(), status: 1 },
        ImportError::Syntax(mistakes) => Trouble {
            text: format!("{} is no text of a world:\n{}", folder.display(), style.all(&mistakes).trim_end()),
            status: 2,
        },
        ImportError::Turn(error) => Trouble {
            text: format!("{} cannot be brought in:\n{}", folder.display(), report::report(&error, style).trim_end()),
            status: report::status(&error).max(1),
        },
        ImportError::World(error) => error.into(),
    })?;
    let told = format!("{} has the world of {} ({files} files)", path.display(), folder.display());
    let json = json!({ "image": path.display().to_string(), "folder": folder.display().to_string(), "files": files });
    Ok(Told::new(told, json))
}

/// Takes the secrets out of a copy; how many. If that cannot be, there is no copy.
fn without_secrets(copy: &Path) -> Result<usize, Trouble> {
    let left_out = Store::open(copy, Access::Write)
        .map_err(PastError::from)
        .and_then(|mut store| forget_secrets(&mut store, &place::person(), place::now_ms()));
    left_out.map_err(|error| {
        // The image itself is whole; what could not be cleaned must not lie about.
        let _ = std::fs::remove_file(copy);
        error.into()
    })
}

fn birth(path: &Path) -> Done {
    let world = World::open(path, Access::Read, None, &place::person())?;
    let log = world.birth_log()?;
    let text = if log.is_empty() { "it does not remember".to_string() } else { log.join("\n") };
    Ok(Told::new(text, json!(log)))
}

fn info(path: &Path) -> Done {
    with_store(path, Access::Read, |store| {
        let (last, first) = (store.last_turn()?, store.first_moment()?);
        let bytes = std::fs::metadata(path).map_or(0, |about| about.len());
        let (made, snapshots, is_foreign) = (store.created_ms()?, store.snapshots()?.len(), store.is_foreign()?);
        let number = format!("{:032x}", store.instance()?);
        let mut lines = vec![
            format!("image      {}", path.display()),
            format!("made       {}", place::local_time(made)),
            format!("turns      {last}, kept from {first} on"),
            format!("snapshots  {snapshots}"),
            format!("file       {bytes} bytes"),
            format!("number     {number}"),
        ];
        if is_foreign {
            lines.push("it was last open elsewhere: `batos image adopt` makes it this machine's own".into());
        }
        let json = json!({
            "image": path.display().to_string(),
            "made": place::iso_time(made),
            "turns": last,
            "first": first,
            "snapshots": snapshots,
            "bytes": bytes,
            "number": number,
            "foreign": is_foreign,
        });
        Ok(Told::new(lines.join("\n"), json))
    })
}

fn log(path: &Path, count: usize) -> Done {
    with_store(path, Access::Read, |store| {
        let last = store.last_turn()?;
        // Packed turns have gaps in their numbers: from the end, further and further back.
        let mut reach = count as u64;
        let heads = loop {
            let heads = store.turns(last.saturating_sub(reach.saturating_sub(1)).max(1)..=last)?;
            if heads.len() >= count || reach >= last {
                break heads;
            }
            reach = reach.saturating_mul(2).max(1);
        };
        let heads = &heads[heads.len().saturating_sub(count)..];
        let changed = with_progress("looking what changed", || summaries(store, heads))?;
        let changed = |head: &TurnHead| changed.get(&head.turn).map(String::as_str);
        let lines: Vec<String> = heads.iter().rev().map(|head| past::logged(head, changed(head))).collect();
        let turn_json = |head: &TurnHead| {
            let mut turn = past::turn_json(head);
            turn["changed"] = json!(changed(head));
            turn
        };
        let text = if lines.is_empty() { "no turns are kept".into() } else { lines.join("\n") };
        Ok(Told::new(text, heads.iter().rev().map(turn_json).collect()))
    })
}

/// The turn that a word means: a number, the name of a snapshot, or `now`.
fn moment(store: &mut Store, word: &str) -> Result<u64, StoreError> {
    match word.parse() {
        Ok(turn) => Ok(turn),
        Err(_) if word == "now" => store.last_turn(),
        Err(_) => Ok(store.snapshot_named(word)?.turn),
    }
}

fn diff(path: &Path, from: &str, to: Option<&str>) -> Done {
    with_store(path, Access::Read, |store| {
        let (from, to) = (moment(store, from)?, moment(store, to.unwrap_or("now"))?);
        let objects = with_progress("comparing", || difference(store, from, to))?;
        Ok(Told::new(past::difference(&objects), past::difference_json(&objects)))
    })
}

fn history(path: &Path, slot: &str, count: usize, at: Option<&str>) -> Done {
    with_store(path, Access::Read, |store| {
        let at = moment(store, at.unwrap_or("now"))?;
        let versions = with_progress("looking back", || slot_history(store, slot, at, count))?;
        Ok(Told::new(past::history(&versions), past::history_json(&versions)))
    })
}

fn snapshots(path: &Path) -> Done {
    with_store(path, Access::Read, |store| {
        let snapshots = store.snapshots()?;
        let line = |snapshot: &Snapshot| {
            format!("{:>6}  {}  {}", snapshot.turn, place::local_time(snapshot.time_ms), snapshot.name)
        };
        let json = |snapshot: &Snapshot| json!({ "name": snapshot.name, "turn": snapshot.turn, "time": place::iso_time(snapshot.time_ms) });
        let lines: Vec<String> = snapshots.iter().map(line).collect();
        let none = "no snapshots; `batos image snapshot NAME` takes one";
        let text = if lines.is_empty() { none.into() } else { lines.join("\n") };
        Ok(Told::new(text, snapshots.iter().map(json).collect()))
    })
}

fn verify(path: &Path) -> Done {
    let mut world = World::open(path, Access::Read, None, &place::person())?;
    let proof = with_progress("verifying", || world.verify())?;
    let Report { records, turns, .. } = proof.store;
    let is_sound = proof.is_sound();
    let damage: Vec<String> = proof.store.damage.iter().map(ToString::to_string).chain(proof.lost).collect();
    let text = match is_sound {
        true => format!("{} is sound: {records} records, {} objects, {turns} turns", path.display(), proof.objects),
        false => format!(
            "{} is damaged:\n  {}\n`batos image verify --salvage NEW` puts what is whole into a new image",
            path.display(),
            damage.join("\n  ")
        ),
    };
    let json = json!({
        "sound": is_sound,
        "records": records,
        "objects": proof.objects,
        "turns": turns,
        "damage": damage,
    });
    Ok(Told { text, json, status: if is_sound { 0 } else { BAD_IMAGE } })
}

fn salvage(path: &Path, new: &Path) -> Done {
    let salvaged = with_progress("salvaging", || store::salvage(path, new))?;
    let lost: Vec<String> = salvaged.lost.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "{} has {} records, as of turn {} of {}",
        new.display(),
        salvaged.records,
        salvaged.moment,
        salvaged.newest
    );
    if !lost.is_empty() {
        text.push_str(&format!("\nlost:\n  {}", lost.join("\n  ")));
    }
    let json = json!({
        "image": new.display().to_string(),
        "records": salvaged.records,
        "moment": salvaged.moment,
        "newest": salvaged.newest,
        "lost": lost,
    });
    Ok(Told::new(text, json))
}

fn pack(path: &Path, days: u64, no_history: bool) -> Done {
    let all_ms = days.saturating_mul(24 * 60 * 60 * 1000);
    let policy = match no_history {
        true => Policy::NOTHING,
        false => Policy { now_ms: place::now_ms(), all_ms, daily_ms: None },
    };
    with_store(path, Access::Write, |store| {
        let packed = with_progress("packing", || store.pack(policy))?;
        let text = format!(
            "{} turns instead of {}, {} bytes instead of {}",
            packed.turns, packed.turns_before, packed.bytes, packed.bytes_before
        );
        let json = json!({
            "turns": packed.turns,
            "turns_before": packed.turns_before,
            "first": packed.first_moment,
            "bytes": packed.bytes,
            "bytes_before": packed.bytes_before,
        });
        Ok(Told::new(text, json))
    })
}

fn forget(path: &Path, slot: &str) -> Done {
    with_store(path, Access::Write, |store| {
        let forgotten = with_progress("forgetting", || forget_slot(store, slot, &place::person(), place::now_ms()))?;
        let mut text = format!(
            "'{slot}' is nil at every moment now: {} values are taken out of the file (turn {})",
            forgotten.values, forgotten.turn
        );

        if forgotten.remaining > 0 {
            text.push_str(&format!("\nthe same text is still at {} other places in the file", forgotten.remaining));
        }
        text.push_str("\ncopies of the image made before still have them");
        let json = json!({ "turn": forgotten.turn, "values": forgotten.values, "remaining": forgotten.remaining });
        Ok(Told::new(text, json))
    })
}

fn at(path: &Path, turn: u64, program: &str, style: Style) -> i32 {
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
            eprint!("{}", report::report(&error, style));
            report::status(&error)
        }
    }
}
