//! The library a world is born from: its sources, and what they made, slot by slot.
//!
//! An image remembers what it was born from as a *census*: each object that names lead to, and of each slot a fingerprint of
//! what it held. So a later program can tell what its own library has changed since from what a person has.

use std::collections::HashMap;
use std::rc::Rc;

use crate::code::method::Tree;
use crate::image::birth::Birth;
use crate::image::birth::Counted;
use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::mirror::NewSlot;
use crate::object::value::Value;
use crate::syntax::ast::Method;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::primitive::primitives;

/// The library that travels in the program: names and texts in load order, gathered by the build script from `stdlib/boot`.
const OWN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The root of all names.
pub const LOBBY: &str = "lobby";

/// Sources of a library, in the order in which they are run.
#[derive(Clone, Debug)]
pub struct Library {
    pub files: Vec<(String, Rc<str>)>,
}

impl Library {
    /// The one that travels in the program.
    pub fn own() -> Library {
        Library { files: OWN.iter().map(|(name, text)| (name.to_string(), Rc::from(*text))).collect() }
    }

    /// What tells it from others.
    pub fn number(&self) -> [u8; 32] {
        let mut sum = blake3::Hasher::new();
        for (name, text) in &self.files {
            for part in [name.as_str(), text] {
                sum.update(&(part.len() as u64).to_le_bytes());
                sum.update(part.as_bytes());
            }
        }
        *sum.finalize().as_bytes()
    }

    /// The order of an awakening, for people: each file with the first sentence of what it says of itself.
    pub fn births(&self) -> Vec<String> {
        let first = "the first objects: lobby, globals, traits, mixins, defaultBehavior, nil, true, false".to_string();
        let about = |text: &str| {
            let comment = text.strip_prefix('"').and_then(|rest| rest.split('"').next()).unwrap_or("");
            let words: Vec<&str> = comment.split_whitespace().collect();
            let told = words.join(" ");
            told.split(". ").next().unwrap_or("").trim_end_matches('.').to_string()
        };
        let files = self.files.iter().map(|(name, text)| match about(text) {
            told if told.is_empty() => name.clone(),
            told => format!("{name}: {told}"),
        });
        std::iter::once(first).chain(files).collect()
    }
}

/// What an image is to remember of a machine that has just awakened with a library.
///
/// # Errors
/// [`Unreadable`] if it has a past, and that cannot be read.
pub fn birth(library: &Library, vm: &mut Vm) -> Result<Birth, Unreadable> {
    let (census, _) = census(vm)?;
    Ok(birth_of(library, census))
}

/// The same of a census that was taken.
pub fn birth_of(library: &Library, census: Vec<Counted>) -> Birth {
    Birth {
        library: library.number(),
        primitives: primitives().map(|primitive| primitive.name.to_string()).collect(),
        log: library.births(),
        census,
    }
}

/// Everything that names lead to from the lobby, nearest first, with the objects themselves.
///
/// # Errors
/// [`Unreadable`] if something cannot be read.
pub fn census(vm: &mut Vm) -> Result<(Vec<Counted>, Vec<Value>), Unreadable> {
    let lobby = vm.known("lobby");
    let mut names: HashMap<Value, String> = HashMap::from([(lobby, LOBBY.to_string())]);
    let mut objects = vec![lobby];
    let mut at = 0;
    while let Some(object) = objects.get(at).copied() {
        at += 1;
        vm.make_whole(object)?;
        let above = names.get(&object).cloned().unwrap_or_default();
        for slot in vm.heap.slots_of(object) {
            if has_slots(vm, slot.value) && !names.contains_key(&slot.value) {
                names.insert(slot.value, child(&above, slot.name.as_str()));
                objects.push(slot.value);
            }
        }
    }
    let mut counted = Vec::with_capacity(objects.len());
    for object in &objects {
        let path = names.get(object).cloned().unwrap_or_default();
        counted.push(Counted { path, slots: prints(vm, *object, &names)? });
    }
    Ok((counted, objects))
}

/// The path of what a slot leads to.
pub fn child(above: &str, slot: &str) -> String {
    if above == LOBBY { slot.to_string() } else { format!("{above} {slot}") }
}

/// Is it something a library names and gives slots?
fn has_slots(vm: &Vm, value: Value) -> bool {
    let kind = Obj::of(value).map_or_else(|| vm.heap.kind_of(value), |object| vm.heap.shape_of(object).0);
    matches!(kind, Kind::Slots | Kind::Vector | Kind::Bytes | Kind::Nil | Kind::True | Kind::False)
}

/// The objects of a census that an image still has, by their paths.
///
/// # Errors
/// [`Unreadable`] if one cannot be read.
pub fn found(vm: &mut Vm, paths: impl Iterator<Item = String>) -> Result<HashMap<String, Value>, Unreadable> {
    let mut found: HashMap<String, Value> = HashMap::new();
    for path in paths {
        let (above, name) = path.rsplit_once(' ').unwrap_or((LOBBY, &path));
        let value = if path == LOBBY {
            Some(vm.known("lobby"))
        } else {
            let holder = found.get(above).copied();
            holder.and_then(|holder| slot(vm, holder, name)).map(|slot| slot.value)
        };
        let Some(value) = value.filter(|value| has_slots(vm, *value)) else { continue };
        vm.make_whole(value)?;
        found.insert(path, value);
    }
    Ok(found)
}

/// The slot of this name of an object that has been read.
pub fn slot(vm: &Vm, holder: Value, name: &str) -> Option<NewSlot> {
    vm.heap.slots_of(holder).into_iter().find(|slot| slot.name.as_str() == name)
}

/// The fingerprints of an object's slots and of its annotation. `names` says what other objects are called.
///
/// # Errors
/// [`Unreadable`] if something in them cannot be read.
pub fn prints(vm: &mut Vm, object: Value, names: &HashMap<Value, String>) -> Result<Vec<(String, u64)>, Unreadable> {
    let mut found = Vec::new();
    if let Some(text) = vm.heap.maps.get(vm.heap.map_of(object)).annotation.clone() {
        found.push(("{}".to_string(), fingerprint(&text)));
    }
    for slot in vm.heap.slots_of(object) {
        let value = if slot.transient { "transient".to_string() } else { told(vm, slot.value, names, 0)? };
        let about = format!("{} {} {:?} {value}", slot.assignable, slot.parent, slot.annotations);
        found.push((slot.name.as_str().to_string(), fingerprint(&about)));
    }
    Ok(found)
}

fn fingerprint(text: &str) -> u64 {
    let sum = blake3::hash(text.as_bytes());
    let mut first = [0; 8];
    first.copy_from_slice(&sum.as_bytes()[..8]);
    u64::from_le_bytes(first)
}

/// A value in words that are the same in every world in which it is the same.
fn told(vm: &mut Vm, value: Value, names: &HashMap<Value, String>, depth: u32) -> Result<String, Unreadable> {
    if let Some(name) = names.get(&value) {
        return Ok(format!("at {name}"));
    }
    vm.make_whole(value)?;
    if let Some(method) = vm.method_tree(value)? {
        return Ok(format!("method {}", text_of(&method)));
    }
    if let Some(x) = vm.heap.as_float(value) {
        return Ok(format!("float {:x}", x.to_bits()));
    }
    if let Some(n) = value.as_int() {
        return Ok(format!("integer {n}"));
    }
    if let Some(big) = vm.heap.object_of_kind(value, Kind::BigInteger) {
        let digits: Vec<u64> = (0..big.length()).map(|index| big.word(index)).collect();
        return Ok(format!("integer {} {digits:x?}", big.has(NEGATIVE)));
    }
    if let Some(text) = vm.heap.string(value) {
        return Ok(format!("string {text}"));
    }
    if let Some(vector) = vm.heap.vector(value).filter(|_| depth < 4) {
        let elements = vector.elements().to_vec();
        let told: Result<Vec<String>, Unreadable> =
            elements.into_iter().map(|element| self::told(vm, element, names, depth + 1)).collect();
        return Ok(format!("vector {:?}", told?));
    }
    Ok(format!("some {:?}", vm.heap.kind_of(value)))
}

/// A method's arguments and text, wherever the arguments are written.
pub(in crate::world) fn text_of(method: &Rc<Method>) -> String {
    let names: Vec<&str> = method.body().arguments.iter().map(|argument| argument.name.as_str()).collect();
    let tree = Tree::Method(method.clone());
    let (source, span) = tree.place();
    format!("{names:?} {}", source.slice(span))
}
