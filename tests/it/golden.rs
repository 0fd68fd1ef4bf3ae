//! Images of every format there was: each can be opened, is sound, shows its earlier moments, and goes on.

use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use batos::image::store::Access;
use batos::image::store::Store;
use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;
use batos::world::library::Library;

const LIBRARY: &str = include_str!("../image/golden/library.txt");
const TURNS: &str = include_str!("../image/golden/turns.txt");

/// Names the file to make.
const NEW: &str = "BATOS_GOLDEN";

/// What is asked of each image in its present, and what it gives. Each is a turn, kept in a copy.
const ASKED: &[(&str, i64)] = &[
    ("a double", 8),
    ("a me _Eq: a. 3", 3),
    ("[ (a me _Eq: a) _Eq: true. a me n ] value", 4),
    ("big - 123456789012345678901234567887", 3),
    ("(many _At: 98) + ((many _At: 99) n)", 11),
    ("(bytes _ByteAt: 699) + (bytes _ByteSize)", 709),
    ("text _StringSize", 6),
    ("reader value", 15),
    ("counter value: 2", 17),
    ("reader value", 17),
    ("(mirror _MirrorReflectee) double", 8),
    ("[ worker _ProcessResume: nil. _ProcessThis _ProcessYield. got ] value", 20),
    ("got", 20),
    ("[ a n: 21. a double ] value", 42),
    ("a double", 42),
];

fn images() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/image/golden");
    let files = std::fs::read_dir(folder).expect("listed").map(|entry| entry.expect("listed").path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "redb")).collect()
}

fn open(path: &Path, access: Access, moment: Option<u64>) -> World {
    World::open(path, access, moment, "golden").unwrap_or_else(|error| panic!("{}: {error:?}", path.display()))
}

fn number(world: &mut World, text: &str) -> i64 {
    let value = world.run(&Source::new("<golden>", text), NewlineRule::Bat);
    let value = value.unwrap_or_else(|error| panic!("{text}: {error:?}"));
    value.as_int().unwrap_or_else(|| panic!("{text}: {value:?}"))
}

#[test]
fn images_of_every_format_are_opened_read_and_gone_on_with() {
    let images = images();
    assert!(!images.is_empty());
    for image in images {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("copy.redb");
        std::fs::copy(&image, &path).expect("it is copied");
        let mut looked = open(&path, Access::Read, None);
        let proof = looked.verify().unwrap_or_else(|error| panic!("{error}"));
        assert!(proof.is_sound(), "{}: {:?} {:?}", image.display(), proof.store.damage, proof.lost);
        assert!(!looked.birth_log().unwrap_or_else(|error| panic!("{error}")).is_empty());
        drop(looked);
        let mut store = Store::open(&path, Access::Write).expect("it opens");
        assert!(store.is_foreign().expect("it can be read"), "it was made elsewhere");
        store.adopt("golden", 1).expect("it is adopted");
        let named = store.snapshot_named("last").expect("it was named").turn;
        drop(store);
        assert_eq!(number(&mut open(&path, Access::Read, Some(named - 1)), "a double"), 6);
        for (program, expected) in ASKED {
            // Left and entered again each time.
            assert_eq!(
                number(&mut open(&path, Access::Write, None), program),
                *expected,
                "{}: {program}",
                image.display()
            );
        }
        let proof = open(&path, Access::Read, None).verify().unwrap_or_else(|error| panic!("{error}"));
        assert!(proof.is_sound(), "{}: {:?} {:?}", image.display(), proof.store.damage, proof.lost);
    }
}

/// Not a test: makes a golden image of the present format.
#[test]
#[ignore = "makes a golden image; see tests/image/golden/README.md"]
fn make() {
    let Some(path) = std::env::var_os(NEW).map(PathBuf::from) else { return };
    let library = Library { files: vec![("golden/library.txt".to_string(), Rc::from(LIBRARY))] };
    let mut world = World::create_with(&path, "golden", &library).unwrap_or_else(|error| panic!("{error:?}"));
    for line in TURNS.lines().filter(|line| !line.is_empty() && !line.starts_with('"')) {
        let ran = world.run(&Source::new("turns.txt", line), NewlineRule::Bat);
        ran.map(|_| ()).unwrap_or_else(|error| panic!("{line}: {error:?}"));
    }
    world.snapshot("last").unwrap_or_else(|error| panic!("{error}"));
    drop(world);
    let mut store = Store::open(&path, Access::Write).expect("it opens");
    // All turns stay; the file is written densely.
    store.pack(batos::image::store::Policy::EVERYTHING).expect("it is packed");
    store.close().expect("it closes");
}
