//! Worlds as text: what is written makes the same world again.

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;

use batos::syntax::parse::NewlineRule;
use batos::text::source::Source;
use batos::world::driver::World;
use batos::world::text::ExportError;
use batos::world::text::ImportError;
use proptest::prelude::Strategy;
use proptest::prop_oneof;
use proptest::proptest;
use tempfile::TempDir;

use crate::corpus;

fn new_folder() -> TempDir {
    tempfile::tempdir().expect("a folder for the text")
}

fn new_world() -> World {
    World::new().unwrap_or_else(|error| panic!("{error:?}"))
}

fn run(world: &mut World, name: &str, program: &str) {
    world.run(&Source::new(name, program), NewlineRule::Bat).unwrap_or_else(|error| panic!("{program}: {error:?}"));
}

fn value(world: &mut World, program: &str) -> String {
    let value = world.run(&Source::new("<test>", program), NewlineRule::Bat);
    let value = value.unwrap_or_else(|error| panic!("{program}: {error:?}"));
    world.print_string(value)
}

/// A world's text, its files one after the other in the order of its index, and what was left out.
fn exported(world: &mut World, folder: &Path) -> (String, Vec<String>) {
    let done = world.export_to(folder).unwrap_or_else(|error| panic!("{error}"));
    let index = std::fs::read_to_string(folder.join("index")).expect("there is an index");
    let mut text = String::new();
    for name in index.lines().skip(1).take_while(|line| *line != "end") {
        let file = std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        let _ = write!(text, "--- {name}\n{file}");
    }
    (text, done.left_out)
}

/// Writes a world, makes one from the text, writes that: the same text. The new world.
fn goes_round(world: &mut World) -> World {
    let (one, two) = (new_folder(), new_folder());
    let (text, _) = exported(world, one.path());
    let mut again = new_world();
    again.import_from(one.path()).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let (text_again, left_out) = exported(&mut again, two.path());
    // What no text can say is not there to be left out again.
    assert_eq!(without_remarks(&text), text_again);
    assert_eq!(left_out, Vec::<String>::new());
    again
}

fn without_remarks(text: &str) -> String {
    let mut parts = text.split("  \"not exported");
    let first = parts.next().unwrap_or_default().to_string();
    parts.fold(first, |all, part| all + part.split_once('"').map_or("", |(_, rest)| rest))
}

#[test]
fn a_small_world_has_this_text() {
    corpus::check(&corpus::folder("text"), &["bat"], "text", |name, bytes| {
        let mut world = new_world();
        run(&mut world, name, &String::from_utf8(bytes).expect("UTF-8"));
        goes_round(&mut world);
        exported(&mut world, new_folder().path()).0
    });
}

#[test]
fn the_small_world_made_anew_gives_the_same_answers() {
    let mut world = new_world();
    let program = std::fs::read_to_string(corpus::folder("text").join("small.bat")).expect("it is there");
    run(&mut world, "small.bat", &program);
    let mut again = goes_round(&mut world);
    for program in [
        "account friend friend _Eq: account",
        "account friend balance",
        "(account copy deposit: 7) balance",
        "account copy from: 3 To: 4",
        "account copy at: 3 Put: 4",
        "account name",
        "account m: 3",
        "account token isNil",
        "account cache isNil",
        "(reflect: account) comment",
        "((reflect: account) at: 'balance') categories",
        "numbers big + numbers bigger",
        "numbers minus",
        "numbers inf",
        "numbers zero printString",
        "blocks next value: 4",
        "blocks empty value",
        "blocks of _Eq: vector",
        "people size",
        "(people at: 0) _Eq: people",
        "(people at: 1)",
        "(table at: 3) _Eq: table",
        "(table at: 'a') _Eq: account",
        "(table at: 'b') x",
        "table size",
        "chosen includes: account",
        "chosen includes: traits account",
        "chosen includes: lobby",
        "holes label",
        "holes size",
        "bytes",
        "look reflectee _Eq: account",
        "odd",
        "(ring next) down _Eq: ring",
        "(ring next) same _Eq: ring",
        "account later _Eq: ring next",
        "set isMine",
        "4 double",
        "4 factorial",
        "[ 4 even ] onError: [| :e | e kind ]",
        "(reflect: traits point) comment",
        "point3 z _Eq: account",
        "mixins named name",
        "greet",
        "parts size",
    ] {
        // The first world may not know a table's numbers.
        let expected = if program == "account token isNil" || program == "account cache isNil" {
            "true".to_string()
        } else {
            value(&mut world, program)
        };
        assert_eq!(value(&mut again, program), expected, "{program}");
    }
}

#[test]
fn a_new_world_has_no_text() {
    let folder = new_folder();
    assert_eq!(exported(&mut new_world(), folder.path()), (String::new(), Vec::new()));
}

#[test]
fn nobody_is_sent_anything() {
    let mut world = new_world();
    // Everything it is sent, it answers with an error; so do its parents, and a list of it.
    run(
        &mut world,
        "<test>",
        "| deaf = (| doesNotUnderstand: m = ( _Exit: 3 ). printString = ( _Exit: 3 ). hash = ( _Exit: 3 ). = x = ( _Exit: 3 ).
             size = ( _Exit: 3 ). do: b = ( _Exit: 3 ). contents <- 3. & x = ( _Exit: 3 ). appendToCollector: c = ( _Exit: 3 ) |).
           wrong <- nil |.
         wrong: list copyRemoveAll. wrong add: deaf.
         traits vector _AddSlots: (| do: b = ( _Exit: 3 ). size = ( _Exit: 3 ) |).
         traits list _AddSlots: (| do: b = ( _Exit: 3 ). at: i = ( _Exit: 3 ) |).
         traits string _AddSlots: (| size = ( _Exit: 3 ) |)",
    );
    let (text, left_out) = exported(&mut world, new_folder().path());
    assert!(text.contains("deaf = (|") && text.contains("& deaf) asList"), "{text}");
    assert_eq!(left_out, Vec::<String>::new());
    // Such a library comes last, so that the rest can be read.
    goes_round(&mut world);
}

#[test]
fn what_no_text_can_say_is_named() {
    let mut world = new_world();
    run(
        &mut world,
        "<test>",
        "| job <- nil. counter <- nil. held <- nil. made <- nil |.
         job: [ process suspend ] fork. counter: [| n <- 0 | [ n: n + 1 ] ] value.
         held: (list copyRemoveAll add: job).
         made: ((reflect: traits point) contentsAt: 'transpose') reflectee",
    );
    let (text, left_out) = exported(&mut world, new_folder().path());
    let block = "a block that uses what was around it when it was made";
    assert_eq!(
        left_out,
        ["counter", "held at: 0", "job", "made"].map(|place| match place {
            "counter" => format!("counter: {block}"),
            "made" => "made: a method that is no slot's".to_string(),
            place => format!("{place}: a process"),
        })
    );
    assert!(text.contains(&format!("counter <- nil.  \"not exported: {block}\"")), "{text}");
    let mut again = goes_round(&mut world);
    assert_eq!(value(&mut again, "counter isNil && [ held size = 1 ]"), "true");
}

#[test]
fn secrets_are_never_written() {
    let mut world = new_world();
    run(&mut world, "<test>", "| {'Secret' key = 'open sesame'. {'Secret' box = (| inside = 'a pearl' |)} } |");
    let (text, _) = exported(&mut world, new_folder().path());
    assert!(!text.contains("sesame") && !text.contains("pearl"), "{text}");
    assert!(text.contains("{ 'Secret' key = nil }  \"secret: not exported\""), "{text}");
    goes_round(&mut world);
}

#[test]
fn what_is_deep_and_what_is_large_takes_its_time_once() {
    let mut world = new_world();
    run(
        &mut world,
        "<test>",
        "| chain <- nil. many <- nil. same <- nil |.
         1 to: 2000 Do: [| :i. link | link: (| next <- nil. n <- 0. again <- nil |) _Clone.
             link n: i. link next: chain. link again: chain. chain: link ].
         many: ((0 to: 99999) asVector copyMappedBy: [| :i | i * 3 ]).
         same: (vector copySize: 1000000 FillingWith: 'x')",
    );
    let mut again = goes_round(&mut world);
    for (program, expected) in [
        ("[| c. n <- 0 | c: chain. [ c _Eq: nil ] whileFalse: [ n: n + c n. c: c next ]. n ] value", "2001000"),
        ("chain next next again _Eq: chain next next next", "true"),
        ("(many at: 77777) printString", "'233331'"),
        ("same size", "1000000"),
        ("parts size", "0"),
    ] {
        assert_eq!(value(&mut again, program), expected, "{program}");
    }
}

#[test]
fn an_earlier_text_is_replaced_and_what_else_is_there_stays() {
    let mut world = new_world();
    let folder = new_folder();
    run(&mut world, "<test>", "traits _AddSlots: (| one = (| x = 1 |) |). | two = (| x = 2 |) |");
    exported(&mut world, folder.path());
    std::fs::write(folder.path().join("README"), "mine").expect("it can be written");
    run(&mut world, "<test>", "traits _RemoveSlot: 'one'. | two = (| x = 3 |) |");
    exported(&mut world, folder.path());
    let there = |name: &str| folder.path().join(name).exists();
    assert!(there("README") && there("lobby/two.bat") && !there("traits"));
}

#[test]
fn names_that_differ_in_case_have_files_of_their_own() {
    let mut world = new_world();
    run(&mut world, "<test>", "| abC = (| x = 1 |). aBc = (| x = 2 |). abC_ = (| x = 3 |) |");
    let (text, _) = exported(&mut world, new_folder().path());
    assert!(text.contains("--- lobby/aBc.bat\n") && text.contains("--- lobby/abC~2.bat\n"), "{text}");
    let mut again = goes_round(&mut world);
    assert_eq!(value(&mut again, "(abC x & aBc x & abC_ x) asVector"), "a vector(1, 2, 3)");
}

#[test]
fn an_import_that_fails_leaves_the_world_as_it_was() {
    let folder = new_folder();
    let mut world = new_world();
    run(&mut world, "<test>", "| first = (| x = 1 |). second = (| x = 2 |) |");
    exported(&mut world, folder.path());
    let file = folder.path().join("lobby/second.bat");
    std::fs::write(&file, "lobby _AddSlots: (|\n    second = 3 zork.\n|).\n").expect("it can be written");
    let mut other = new_world();
    let error = other.import_from(folder.path()).expect_err("it fails");
    assert!(error.to_string().contains("second.bat, line 2: 3 does not understand 'zork'"), "{error}");
    assert_eq!(value(&mut other, "(lobby _Mirror includesKey: 'first')"), "false");
    std::fs::write(&file, "lobby _AddSlots: (| second = 3 ").expect("it can be written");
    assert!(matches!(other.import_from(folder.path()), Err(ImportError::Syntax(_))));
    // Nothing outside is touched.
    std::fs::write(&file, "(file at: 'x') contents: 'y'").expect("it can be written");
    let error = other.import_from(folder.path()).expect_err("it fails").to_string();
    assert!(error.contains("may not"), "{error}");
}

#[test]
fn a_library_of_another_program_is_renewed_first() {
    let folder = new_folder();
    let mut library = batos::world::library::Library::own();
    library.files.push(("older.bat".to_string(), std::rc::Rc::from("traits integer _AddSlots: (| gone = ( 1 ) |)")));
    let path = folder.path().join("world.redb");
    let mut world = World::create_with(&path, "ann", &library).unwrap_or_else(|error| panic!("{error:?}"));
    let text = folder.path().join("text");
    assert!(matches!(world.export_to(&text), Err(ExportError::OtherLibrary)));
    world.upgrade().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(exported(&mut world, &text).0, "");
}

#[test]
fn a_world_exports_and_imports_itself() {
    let folder = new_folder();
    let text = folder.path().join("text").display().to_string();
    let mut world = new_world();
    run(&mut world, "<test>", "| one = (| x = 1 |) |");
    let told = value(&mut world, &format!("image exportTo: '{text}'"));
    assert_eq!(told, format!("'wrote 1 object to 1 file in {text}'"));
    let mut other = new_world();
    assert_eq!(value(&mut other, &format!("image import: '{text}'")), format!("'1 files of {text} are in the world'"));
    assert_eq!(value(&mut other, "one x"), "1");
    let failed = value(&mut other, "[ image exportTo: '/dev/null' ] onError: [| :e | e text ]");
    assert_eq!(failed, "'/dev/null is a file, not a folder'");
}

/// One thing that a generated program does to a world.
#[derive(Clone, Debug)]
enum Deed {
    /// Makes an object in a name space.
    Make { space: usize, name: usize },
    /// Gives an object a slot.
    Slot { object: (usize, usize), slot: usize, sort: usize, value: Held },
    /// Does something to the library.
    Library(usize),
}

#[derive(Clone, Debug)]
enum Held {
    Plain(usize),
    Object(usize, usize),
    Through(usize, usize, usize),
    Fresh(Box<Held>),
    Several(usize, Vec<Held>),
}

const SPACES: [&str; 3] = ["lobby", "traits", "globals"];
const PLAIN: [&str; 12] = [
    "3",
    "-17",
    "'it\\'s\n\\\\n'",
    "2.5e-7",
    "nil",
    "true",
    "lobby",
    "traits point",
    "99999999999999999999",
    "''",
    "[| :x | x ]",
    "vector",
];
const LIBRARY: [&str; 6] = [
    "traits integer _AddSlots: (| double = ( self + self ) |)",
    "traits collection _RemoveSlot: 'isEmpty'",
    "globals _AddSlots: (| point = 3 |)",
    "traits list _AddSlots: (| {} = 'Comment: mine' |)",
    "globals _AddSlots: (| set = globals dictionary |)",
    "traits point _AddSlots: (| x* <- nil. hint = 'a' |)",
];

fn object_path(space: usize, name: usize) -> String {
    match space {
        1 => format!("globals traits n{name}"),
        2 => format!("globals g{name}"),
        _ => format!("n{name}"),
    }
}

fn held_text(held: &Held) -> String {
    match held {
        Held::Plain(index) => format!("({})", PLAIN[*index]),
        Held::Object(space, name) => object_path(*space, *name),
        // It may have no such slot.
        Held::Through(space, name, slot) => {
            let object = object_path(*space, *name);
            format!("({object} _Mirror _MirrorContentsAt: 's{slot}' IfFail: [ nil _Mirror ]) _MirrorReflectee")
        }
        Held::Fresh(inner) => format!("(| inside <- {} |)", slot_text(inner)),
        Held::Several(sort, all) => {
            let texts: Vec<String> = all.iter().map(|held| format!(" & ({})", slot_text(held))).collect();
            let made = match sort {
                1 => "asList",
                2 => "asSet",
                3 => "asDictionary",
                _ => "asVector",
            };
            let even = if *sort == 3 && all.len() % 2 == 1 { " & 1" } else { "" };
            let all = texts.concat();
            if all.is_empty() { "vector copySize: 2".into() } else { format!("(globals elements{all}{even}) {made}") }
        }
    }
}

/// The same where one pair of parentheses would be a method.
fn slot_text(held: &Held) -> String {
    match held {
        Held::Plain(index) => PLAIN[*index].to_string(),
        held => held_text(held),
    }
}

fn deed_text(deed: &Deed) -> String {
    match deed {
        Deed::Make { space, name } => {
            let letter = if *space == 2 { "g" } else { "n" };
            format!("{} _AddSlots: (| {letter}{name} = (| parent* = globals traits clonable |) |)", SPACES[*space])
        }
        Deed::Slot { object, slot, sort, value } => {
            let text = slot_text(value);
            let (before, sign, after) = match sort {
                0 => (format!("s{slot}"), "<-", ""),
                1 => (format!("s{slot}"), "=", ""),
                2 => (format!("p{slot}*"), "=", ""),
                3 => (format!("p{slot}*"), "<-", ""),
                4 => (format!("{{'Comment: it\\'s' s{slot}"), "<-", "}"),
                _ => {
                    return format!(
                        "{} _AddSlots: (| m{slot}: a With: b = ( a ).  |)",
                        object_path(object.0, object.1)
                    );
                }
            };
            format!("{} _AddSlots: (| {before} {sign} {text}{after} |)", object_path(object.0, object.1))
        }
        Deed::Library(index) => LIBRARY[*index].to_string(),
    }
}

fn held() -> impl Strategy<Value = Held> {
    let leaf = prop_oneof![
        (0..PLAIN.len()).prop_map(Held::Plain),
        (0..3usize, 0..4usize).prop_map(|(space, name)| Held::Object(space, name)),
        (0..3usize, 0..4usize, 0..4usize).prop_map(|(space, name, slot)| Held::Through(space, name, slot)),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|held| Held::Fresh(Box::new(held))),
            (0..4usize, proptest::collection::vec(inner, 0..4)).prop_map(|(sort, all)| Held::Several(sort, all)),
        ]
    })
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        1 => (0..3usize, 0..4usize).prop_map(|(space, name)| Deed::Make { space, name }),
        8 => ((0..3usize, 0..4usize), 0..4usize, 0..6usize, held())
            .prop_map(|(object, slot, sort, value)| Deed::Slot { object, slot, sort, value }),
        1 => (0..LIBRARY.len()).prop_map(Deed::Library),
    ]
}

/// What the slots of a generated world hold, as far as words can tell: numbers and texts, and who is whom.
fn answers(world: &mut World) -> Vec<String> {
    let mut reached = Vec::new();
    for (space, name) in (0..3).flat_map(|space| (0..4).map(move |name| (space, name))) {
        let object = object_path(space, name);
        for slot in (0..4).flat_map(|slot| [format!("s{slot}"), format!("p{slot}")]) {
            reached.push(format!(
                "(({object} _Mirror _MirrorContentsAt: '{slot}' IfFail: [ 'none' _Mirror ]) _MirrorReflectee)"
            ));
        }
    }
    let program = format!(
        "[| all. out | all: (globals elements & {}) asList contents. out: globals list copyRemoveAll.
           0 upTo: {} Do: [| :i. x. first | x: (all _At: i). first: 0. [ (all _At: first) _Eq: x ] whileFalse: [ first: first + 1 ].
             out add: first. out add: x _Mirror kind.
             ((x _Mirror kind = 'smallInt') || [ (x _Mirror kind = 'string') || [ x _Mirror kind = 'vector' ] ])
                 ifTrue: [ out add: (x _Mirror kind = 'vector' ifTrue: [ x _Size ] False: [ x ]) ] ].
           out asVector ] value",
        reached.join(" & "),
        reached.len()
    );
    // Strings that are equal need not be identical, and are not told apart.
    vec![value(world, &program)]
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..proptest::prelude::ProptestConfig::with_cases(cases()) })]
    #[test]
    fn generated_worlds_go_round(deeds in proptest::collection::vec(deed(), 1..30)) {
        let mut world = new_world();
        for (space, name) in (0..3).flat_map(|space| (0..4).map(move |name| (space, name))) {
            run(&mut world, "<made>", &deed_text(&Deed::Make { space, name }));
        }
        let run = |deed| world.run(&Source::new("<deed>", deed_text(deed)), NewlineRule::Bat);
        // What the library refuses is no part of the world: such as a set of what has no hash.
        let refused = deeds.iter().map(run).filter(Result::is_err).count();
        assert!(refused <= 2 + deeds.len() / 2, "{refused} of {deeds:?}");
        let mut again = goes_round(&mut world);
        assert_eq!(answers(&mut world), answers(&mut again));
    }
}

fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}

/// The program itself, as a shell meets it.
struct Shell {
    folder: TempDir,
}

impl Shell {
    fn new() -> Shell {
        Shell { folder: new_folder() }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn batos(&self, image: &str, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_batos"));
        command.current_dir(self.folder.path()).args(["--image", image]).args(words).output().expect("the program runs")
    }

    fn said(&self, image: &str, words: &[&str]) -> String {
        let output = self.batos(image, words);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_string()
    }

    /// What is said of a mistake, with the status.
    fn refused(&self, image: &str, words: &[&str]) -> (i32, String) {
        let output = self.batos(image, words);
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let told = String::from_utf8_lossy(&output.stderr);
        (output.status.code().unwrap_or(-1), told.trim_end().trim_start_matches("batos: ").to_string())
    }
}

#[test]
fn a_world_goes_from_one_image_to_another() {
    let shell = Shell::new();
    shell.said("a.redb", &["eval", "| account = (| parent* = traits clonable. balance <- 0 |) |. account balance: 10"]);
    assert_eq!(shell.said("a.redb", &["image", "export", "bank"]), "wrote 1 object to 1 file in bank");
    let text = std::fs::read_to_string(shell.path("bank/lobby/account.bat")).expect("it is there");
    assert_eq!(
        text,
        "lobby _AddSlots: (|\n    account = (|\n        parent* = traits clonable.\n        balance <- 10.\n    |).\n|).\n"
    );
    assert_eq!(shell.said("b.redb", &["image", "import", "bank"]), "b.redb has the world of bank (1 files)");
    assert_eq!(shell.said("b.redb", &["eval", "account balance"]), "10");
    assert!(shell.said("b.redb", &["image", "verify"]).contains("is sound"));
    // What was brought in is a turn that can be taken back.
    assert!(shell.said("b.redb", &["image", "undo"]).contains("import"));
    assert_eq!(shell.said("b.redb", &["image", "import", "bank", "--into"]), "b.redb has the world of bank (1 files)");
    assert_eq!(shell.said("b.redb", &["eval", "account balance"]), "10");
    let json = shell.said("a.redb", &["image", "export", "bank", "--json"]);
    assert_eq!(json, r#"{"files":1,"folder":"bank","left_out":[],"objects":1}"#);
}

#[test]
fn what_is_left_out_is_said() {
    let shell = Shell::new();
    shell.said("a.redb", &["eval", "| job <- nil |. job: [ process suspend ] fork"]);
    let output = shell.batos("a.redb", &["image", "export", "text"]);
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "batos: left out: job: a process\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "wrote 0 objects to 1 file in text; one thing was left out\n");
}

#[test]
fn folders_that_cannot_be_used_are_named() {
    let shell = Shell::new();
    shell.said("a.redb", &["image", "new"]);
    std::fs::create_dir(shell.path("full")).expect("a folder");
    std::fs::write(shell.path("full/x"), "").expect("a file");
    for (command, folder, told) in [
        ("export", "full", "full is not empty and holds no earlier export; name another folder"),
        ("export", "full/x", "full/x is a file, not a folder"),
        ("export", "full/x/y", "full/x/y is a file, not a folder"),
        ("export", "/proc/none", "cannot make /proc/none: it is not there"),
        ("import", "full", "full holds no export: there is no 'index' in it"),
        ("import", "full/x", "full/x is a file, not a folder"),
        ("import", "none", "cannot read none: it is not there"),
    ] {
        let image = if command == "export" { "a.redb" } else { "new.redb" };
        assert_eq!(shell.refused(image, &["image", command, folder]), (1, told.to_string()), "{command} {folder}");
    }
    let told = "a.redb exists; name another image, or bring the text into it with --into";
    assert_eq!(shell.refused("a.redb", &["image", "import", "full"]), (1, told.to_string()));
    assert!(!shell.path("new.redb").exists());
}

#[test]
fn a_damaged_text_makes_no_image() {
    let shell = Shell::new();
    shell.said("a.redb", &["eval", "| one = (| x = 1 |). two = (| x = 2 |) |"]);
    let restore = || shell.said("a.redb", &["image", "export", "text"]);
    restore();
    let two = shell.path("text/lobby/two.bat");
    let index = shell.path("text/index");
    let import = || {
        let refused = shell.refused("b.redb", &["image", "import", "text"]);
        assert!(!shell.path("b.redb").exists(), "{}", refused.1);
        refused
    };
    std::fs::write(&two, "lobby _AddSlots: (|\n    two = (| x = 2 |\n").expect("it can be written");
    let (status, told) = import();
    assert_eq!(status, 2);
    assert!(told.starts_with("text is no text of a world:\n") && told.contains("text/lobby/two.bat:2:"), "{told}");
    std::fs::write(&two, b"'\xff'").expect("it can be written");
    assert!(import().1.contains("byte 1 (0xFF) is not UTF-8"));
    std::fs::write(&two, "two zork").expect("it can be written");
    let (status, told) = import();
    assert_eq!(status, 1);
    assert!(told.starts_with("text cannot be brought in:\n") && told.contains("text/lobby/two.bat:1:1"), "{told}");
    std::fs::remove_file(&two).expect("it is there");
    assert_eq!(import(), (1, "cannot read text/lobby/two.bat: it is not there".to_string()));
    restore();
    for (text, told) in [
        ("batos text 1\nlobby/one.bat\n", "text/index is cut short: its last line is not 'end'"),
        ("", "text/index begins with '', not with 'batos text 1': another program made it"),
        (
            "batos text 2\nend\n",
            "text/index begins with 'batos text 2', not with 'batos text 1': another program made it",
        ),
        ("batos text 1\n../a.bat\nend\n", "text/index: '../a.bat' names no file in this folder"),
    ] {
        std::fs::write(&index, text).expect("it can be written");
        assert_eq!(import(), (1, told.to_string()));
    }
}
