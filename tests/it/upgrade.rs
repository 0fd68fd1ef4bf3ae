//! A world is born from a library, and a program with another library brings its own in.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use batos::image::store::Access;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::boot::awaken;
use batos::world::driver::World;
use batos::world::library;
use batos::world::library::Library;
use batos::world::moments::MomentError;
use tempfile::TempDir;

/// What an older library had otherwise: a method, an operator, a comment, a slot that is gone, and no rectangles.
const OLDER: &str = "traits integer _AddSlots: (|
    factorial = ( 'an old factorial' ). even = ( 'an old even' ). gone = ( 'an old slot' ).
    + n = ( 'older' size. _IntAdd: n IfFail: [| :error. :name | primitiveFailedError: error Name: name ] ) |).
traits point _AddSlots: (| {} = 'Comment: Points of old.' |).
globals _RemoveSlot: 'rectangle'. traits _RemoveSlot: 'rectangle'.";

fn older() -> Library {
    let mut library = Library::own();
    library.files.push(("older.bat".to_string(), Rc::from(OLDER)));
    library
}

/// An image born from a library.
fn born(library: &Library) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder for the image");
    let path = folder.path().join("world.redb");
    drop(World::create_with(&path, "ann", library).unwrap_or_else(|error| panic!("{error:?}")));
    (folder, path)
}

fn open(path: &Path) -> World {
    World::open(path, Access::Write, None, "ann").unwrap_or_else(|error| panic!("{error:?}"))
}

fn value(world: &mut World, text: &str) -> String {
    let value = world.run(&Source::new("<test>", text), NewlineRule::Bat);
    let value = value.unwrap_or_else(|error| panic!("{text}: {error:?}"));
    world.print_string(value)
}

#[test]
fn a_birth_is_the_same_each_time_and_tells_its_order() {
    let own = Library::own();
    let mut births = (0..2).map(|_| {
        let mut vm = awaken().unwrap_or_else(|error| panic!("{error:?}"));
        library::birth(&own, &mut vm).unwrap_or_else(|error| panic!("{error:?}"))
    });
    let (one, two) = (births.next().expect("two"), births.next().expect("two"));
    assert_eq!(one, two);
    assert!(one.census.len() > 80, "{}", one.census.len());
    let (_folder, path) = born(&own);
    let mut world = open(&path);
    let log = world.birth_log().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(log, one.log);
    assert!(log[0].starts_with("the first objects: lobby"), "{log:?}");
    assert!(log[1].starts_with("kernel/lobby.bat: "), "{log:?}");
    assert_eq!(value(&mut world, "image birthLog size"), log.len().to_string());
    assert!(!world.library_differs().expect("it can be read"));
    assert!(matches!(world.upgrade(), Err(MomentError::NothingToUpgrade)));
    assert!(matches!(World::new().expect("it awakens").upgrade(), Err(MomentError::NoImage)));
}

#[test]
fn an_upgrade_brings_what_is_new_and_leaves_what_a_person_changed() {
    let (_folder, path) = born(&older());
    let mut world = open(&path);
    assert!(world.library_differs().expect("it can be read"));
    assert_eq!(world.primitives_missing().expect("it can be read"), Vec::<String>::new());
    assert_eq!(value(&mut world, "5 factorial"), "'an old factorial'");
    value(&mut world, "traits integer _AddSlots: (| even = ( 'mine' ). own = ( 'my own' ) |)");
    value(&mut world, "traits list _AddSlots: (| addAll: x = ( 'mine too' ) |)");
    value(&mut world, "| mine <- 3. sum = ( | s <- 0 | 1 to: 100 Do: [| :i | s: s + i ]. s ) |");
    drop(world);
    let mut world = open(&path);
    let upgraded = world.upgrade().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(upgraded.removed, ["traits integer gone"]);
    assert_eq!(upgraded.kept, ["traits integer even"]);
    let has = |list: &[String], name: &str| list.iter().any(|slot| slot == name);
    assert!(has(&upgraded.added, "rectangle") && has(&upgraded.added, "traits rectangle"), "{:?}", upgraded.added);
    let mut changed = upgraded.changed.clone();
    changed.sort();
    assert_eq!(changed, ["traits integer +", "traits integer factorial", "traits point {}"]);
    let says = |world: &mut World| {
        [
            "5 factorial",
            "4 even",
            "3 own",
            "mine",
            "sum",
            "(1@2) ## (3@4)",
            "((reflect: traits integer) includesKey: 'gone')",
            "(list copyRemoveAll) addAll: 3",
        ]
        .map(|text| {
            world
                .run(&Source::new("<test>", text), NewlineRule::Bat)
                .map(|value| world.print_string(value))
                .unwrap_or_default()
        })
    };
    let renewed = says(&mut world);
    assert_eq!(renewed[..5], ["120", "'mine'", "'my own'", "3", "5050"]);
    assert_eq!(renewed[6..], ["false", "'mine too'"]);
    assert_eq!(renewed[5], "a rectangle((1@2)#(4@6))");
    assert!(matches!(world.upgrade(), Err(MomentError::NothingToUpgrade)));
    drop(world);
    let mut world = open(&path);
    assert_eq!(says(&mut world), renewed);
    // Taken back, it can be done again, either way.
    let back = world.undo_turn(Some(upgraded.turn)).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(back.turn.turn, upgraded.turn);
    assert_eq!(value(&mut world, "5 factorial"), "'an old factorial'");
    assert_eq!(value(&mut world, "(reflect: globals) includesKey: 'rectangle'"), "false");
    assert!(world.library_differs().expect("it can be read"));
    assert!(value(&mut world, "image upgrade").contains("the library is this program"));
    assert_eq!(says(&mut world), renewed);
    assert_eq!(world.vm.specials.real_selectors().count(), 0, "what the library redefined is standard");
    let proof = open_read(&path, world).verify().unwrap_or_else(|error| panic!("{error}"));
    assert!(proof.is_sound(), "{:?}", proof.lost);
}

/// The image of a world that is left.
fn open_read(path: &Path, world: World) -> World {
    drop(world);
    World::open(path, Access::Read, None, "ann").unwrap_or_else(|error| panic!("{error:?}"))
}

#[test]
fn an_upgrade_that_cannot_be_made_changes_nothing() {
    let (_folder, path) = born(&older());
    let mut world = open(&path);
    let mut broken = Library::own();
    broken.files.push(("broken.bat".to_string(), Rc::from("nil zork")));
    let error = world.upgrade_to(&broken).map(|_| ()).expect_err("the library fails");
    assert!(error.to_string().contains("zork"), "{error}");
    assert_eq!(value(&mut world, "5 factorial"), "'an old factorial'");
    assert!(world.upgrade().is_ok());
}
