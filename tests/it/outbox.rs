//! Files that the outbox writes: whole, once, and only for turns that are kept.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use batos::image::store::Access;
use batos::image::store::Store;
use batos::image::store::Turn;
use batos::image::store::TurnKind;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;
use batos::world::outbox::Letter;
use tempfile::TempDir;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let place = Place { folder: tempfile::tempdir().expect("a folder") };
        drop(World::create(&place.image(), "ann").unwrap_or_else(|error| panic!("{error:?}")));
        place
    }

    fn image(&self) -> PathBuf {
        self.at("world.redb")
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn open(&self) -> World {
        World::open(&self.image(), Access::Write, None, "ann").unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// The rows that wait, without a world, which would deliver them.
    fn waiting(&self) -> Vec<(String, String)> {
        let mut store = Store::open(self.image(), Access::Read).expect("it opens");
        let rows = store.outbox().expect("it can be read");
        let row = |row: &batos::image::store::OutboxRow| {
            (
                String::from_utf8_lossy(&row.key).into_owned(),
                Letter::in_row(row).map_or_else(String::new, |letter| letter.text),
            )
        };
        rows.iter().map(row).collect()
    }

    /// As a turn leaves the image whose program is killed before it has delivered anything.
    fn killed_after(&self, key: &str, text: &str, path: &Path) {
        let mut store = Store::open(self.image(), Access::Write).expect("it opens");
        let mut turn = Turn::new(TurnKind::Turn, "ann", "outbox write: …", 1);
        let letter = Letter::new(&path.display().to_string(), text).expect("it can be written");
        turn.outbox_add = vec![(key.as_bytes().to_vec(), letter.payload())];
        store.commit(turn).expect("it is saved");
    }

    fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).expect("listed").map(|entry| entry.expect("listed").file_name());
        let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }
}

fn run(world: &mut World, text: &str) -> Result<String, String> {
    match world.run(&Source::new("<test>", text), NewlineRule::Bat) {
        Ok(value) => Ok(world.print_string(value)),
        Err(error) => Err(format!("{error:?}")),
    }
}

fn write(text: &str, path: &Path) -> String {
    format!("outbox write: '{text}' ToFile: '{}'. 3", path.display())
}

#[test]
fn a_file_is_written_when_its_turn_is_kept_and_undo_names_it() {
    let place = Place::new();
    let (one, two) = (place.at("one.txt"), place.at("two.txt"));
    let mut world = place.open();
    assert_eq!(run(&mut world, &write("first\\nlines", &one)), Ok("3".to_string()));
    assert_eq!(fs::read_to_string(&one).expect("it is there"), "first\nlines");
    // A turn that fails, and one that is only tried, write nothing.
    assert!(run(&mut world, &format!("{}. nil zork", write("no", &two))).is_err());
    let tried = run(&mut world, &format!("[ {} ] trial", write("no", &two)));
    assert!(tried.as_ref().is_err_and(|error| error.contains("may not use files")), "{tried:?}");
    assert!(!two.exists());
    let nowhere = run(&mut world, "outbox write: 'a' ToFile: 'no such folder/file'");
    assert!(nowhere.as_ref().is_err_and(|error| error.contains("there is no folder for")), "{nowhere:?}");
    run(&mut world, &write("second", &one)).expect("it runs");
    let told = run(&mut world, "image undo").expect("it runs");
    assert!(told.contains("what it wrote stays: ") && told.contains("one.txt"), "{told}");
    assert_eq!(fs::read_to_string(&one).expect("it is there"), "second");
    let log = run(&mut world, "image log").expect("it runs");
    assert!(log.contains("wrote ") && log.contains("one.txt"), "{log}");
    drop(world);
    assert_eq!((place.names(), place.waiting()), (vec!["one.txt".to_string(), "world.redb".to_string()], vec![]));
}

#[test]
fn without_an_image_a_file_is_written_when_its_turn_has_ended_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("one.txt");
    let mut world = World::new().unwrap_or_else(|error| panic!("{error:?}"));
    assert!(run(&mut world, &format!("{}. nil zork", write("no", &path))).is_err());
    assert!(!path.exists());
    run(&mut world, &write("yes", &path)).expect("it runs");
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "yes");
    assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
}

#[test]
fn what_was_not_delivered_is_at_the_next_opening_and_what_was_is_not_again() {
    let place = Place::new();
    let path = place.at("report.txt");
    let beside = |what: &str| place.at(&format!(".batos-k1.{what}"));
    // Killed before anything; in the middle of writing; when all was on disk; and each time the file of another is replaced.
    for stage in 0..3 {
        fs::write(&path, "before").expect("it can be written");
        place.killed_after("k1", "the report", &path);
        match stage {
            0 => {}
            1 => fs::write(beside("new"), "the re").expect("it can be written"),
            _ => {
                fs::write(beside("new"), "the report").expect("it can be written");
                fs::hard_link(beside("new"), beside("sent")).expect("files can have two names here");
            }
        }
        drop(place.open());
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "the report", "stage {stage}");
        assert_eq!((place.names().len(), place.waiting()), (2, vec![]), "stage {stage}: {:?}", place.names());
    }
    // Killed when it was delivered but not acknowledged; the file has been changed since.
    place.killed_after("k1", "the report", &path);
    fs::write(beside("sent"), "the report").expect("it can be written");
    fs::write(&path, "someone's").expect("it can be written");
    drop(place.open());
    assert_eq!(fs::read_to_string(&path).expect("it is there"), "someone's");
    assert_eq!((place.names().len(), place.waiting()), (2, vec![]));
}

#[test]
fn what_cannot_be_delivered_waits_and_undo_takes_it_back() {
    let place = Place::new();
    let folder = place.at("folder");
    fs::create_dir(&folder).expect("it is made");
    place.killed_after("k2", "late", &folder.join("late.txt"));
    fs::remove_dir(&folder).expect("it is empty");
    let mut world = place.open();
    assert_eq!(run(&mut world, "outbox waiting size"), Ok("1".to_string()));
    drop(world);
    assert_eq!(place.waiting(), [("k2".to_string(), "late".to_string())]);
    fs::create_dir(&folder).expect("it is made");
    drop(place.open());
    assert_eq!(fs::read_to_string(folder.join("late.txt")).expect("it is there"), "late");
    place.killed_after("k3", "never", &folder.join("never.txt"));
    fs::remove_dir_all(&folder).expect("it is ours");
    let mut world = place.open();
    let told = run(&mut world, "image undo").expect("it runs");
    assert!(!told.contains("stays"), "{told}");
    drop(world);
    assert_eq!(place.waiting(), []);
    // A copy delivers nothing of what its original has promised.
    fs::create_dir(&folder).expect("it is made");
    place.killed_after("k4", "mine", &folder.join("mine.txt"));
    let copy = place.at("copy.redb");
    fs::copy(place.image(), &copy).expect("it is copied");
    drop(World::open(&copy, Access::Write, None, "ann").unwrap_or_else(|error| panic!("{error:?}")));
    assert!(!folder.join("mine.txt").exists());
}
