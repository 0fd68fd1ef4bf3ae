//! A program whose library differs from the one in an image brings what its own has changed into the image, in one turn.
//!
//! Three things are compared, slot by slot: what the image's library once made (the census in its birth record), what this
//! program's library makes, and what the image holds now. What a person has changed stays as they have it.
//!
//! ```text
//!   once   program   image
//!   a      b         a        becomes b
//!   –      b         –        b is added
//!   a      –         a        is removed
//!   a      a         any      stays
//!   a      b         c        stays, and is named
//! ```

use std::collections::HashMap;
use std::collections::HashSet;

use crate::code::compile::Literals;
use crate::image::ImageError;
use crate::image::TurnFacts;
use crate::image::birth::Birth;
use crate::image::birth::Counted;
use crate::image::store::TurnKind;
use crate::object::kind::Kind;
use crate::object::layout::CANONICAL;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::mirror::NewSlot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::primitive::primitive_number;
use crate::world::boot;
use crate::world::driver::World;
use crate::world::library;
use crate::world::library::LOBBY;
use crate::world::library::Library;
use crate::world::moments::MomentError;

/// What an annotation is called among the slots of a census.
const ANNOTATION: &str = "{}";

/// What an upgrade did: paths of slots.
#[derive(Clone, Debug, Default)]
pub struct Upgraded {
    pub turn: u64,
    pub added: Vec<String>,
    pub changed: Vec<String>,
    pub removed: Vec<String>,
    /// What the program has otherwise but a person has changed; and what could not be brought over.
    pub kept: Vec<String>,
}

impl std::fmt::Display for Upgraded {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Upgraded { turn, added, changed, removed, kept } = self;
        let counts = [(added, "added"), (changed, "changed"), (removed, "removed")];
        let counts: Vec<String> = counts.iter().map(|(slots, what)| format!("{} {what}", slots.len())).collect();
        write!(f, "the library is this program's now (turn {turn}): {} slots", counts.join(", "))?;
        if !kept.is_empty() {
            write!(f, "; as you have it, though the program has it otherwise: {}", kept.join(", "))?;
        }
        Ok(())
    }
}

impl World {
    /// Does the program's library differ from the one in the image? No, if the world is in memory.
    ///
    /// # Errors
    /// The image cannot be read.
    pub fn library_differs(&self) -> Result<bool, ImageError> {
        Ok(self.birth()?.is_some_and(|birth| birth.library != Library::own().number()))
    }

    /// Primitives that the image's library was made for and the program does not have.
    ///
    /// # Errors
    /// The image cannot be read.
    pub fn primitives_missing(&self) -> Result<Vec<String>, ImageError> {
        let known = self.birth()?.map_or_else(Vec::new, |birth| birth.primitives);
        Ok(known.into_iter().filter(|name| primitive_number(Symbol::intern(name)) == 0).collect())
    }

    /// What was awakened when the image was born, in this order, for people.
    ///
    /// # Errors
    /// The image cannot be read.
    pub fn birth_log(&self) -> Result<Vec<String>, MomentError> {
        if self.image.is_none() {
            return Err(MomentError::NoImage);
        }
        Ok(self.birth()?.map_or_else(Vec::new, |birth| birth.log))
    }

    fn birth(&self) -> Result<Option<Birth>, ImageError> {
        self.image.as_ref().map_or(Ok(None), |image| image.birth())
    }

    /// Brings what the program's library has changed into the image, as one turn.
    ///
    /// # Errors
    /// [`MomentError`]; the world is as before.
    pub fn upgrade(&mut self) -> Result<Upgraded, MomentError> {
        self.upgrade_to(&Library::own())
    }

    /// The same with another library than the program's own.
    ///
    /// # Errors
    /// As for `upgrade`.
    pub fn upgrade_to(&mut self, library: &Library) -> Result<Upgraded, MomentError> {
        if self.image.is_none() {
            return Err(MomentError::NoImage);
        }
        let birth = self.birth()?.ok_or(MomentError::NoBirth)?;
        if birth.library == library.number() {
            return Err(MomentError::NothingToUpgrade);
        }
        let mut new = boot::awaken_with(library).map_err(|error| MomentError::Library(format!("{error:?}")))?;
        let unreadable = |unread: Unreadable| MomentError::Image(unread.into());
        let (census, objects) = library::census(&mut new).map_err(unreadable)?;
        self.vm.heap.open_savepoint();
        let merged = Merge::new(&mut self.vm, &mut new, &birth.census, &census, &objects).and_then(Merge::run);
        let mut done = match merged {
            Ok(done) => done,
            Err(unread) => {
                self.roll_back();
                return Err(unreadable(unread));
            }
        };
        self.vm.after_changes();
        self.vm.renew_standard(&done.methods);
        let birth = Birth { log: birth.log, ..library::birth_of(library, census) };
        let facts = TurnFacts { birth: Some(birth), ..self.facts(TurnKind::Upgrade, "") };
        match self.save(facts) {
            Ok(turn) => {
                done.upgraded.turn = turn.unwrap_or(0);
                Ok(done.upgraded)
            }
            Err(error) => {
                // What is standard is not logged.
                self.reopen()?;
                Err(MomentError::Image(error))
            }
        }
    }
}

/// What came of merging.
struct Merged {
    upgraded: Upgraded,
    /// Methods that came with the library.
    methods: HashSet<Value>,
}

/// The image's world and the program's, side by side.
struct Merge<'w> {
    vm: &'w mut Vm,
    new: &'w mut Vm,
    census: &'w [Counted],
    objects: &'w [Value],
    /// What each object of the program's world is called.
    new_names: HashMap<Value, String>,
    /// What stood in each slot once, by the path of its object.
    once: HashMap<&'w str, HashMap<&'w str, u64>>,
    /// The image's objects by the paths of the program's world, and of its library once; and what they are called by these.
    here: HashMap<String, Value>,
    names: HashMap<Value, String>,
    names_once: HashMap<Value, String>,
    done: Merged,
}

impl<'w> Merge<'w> {
    fn new(
        vm: &'w mut Vm,
        new: &'w mut Vm,
        once: &'w [Counted],
        census: &'w [Counted],
        objects: &'w [Value],
    ) -> Result<Merge<'w>, Unreadable> {
        let paths = |census: &[Counted]| census.iter().map(|counted| counted.path.clone()).collect::<Vec<_>>();
        let here = library::found(vm, paths(census).into_iter())?;
        let here_once = library::found(vm, paths(once).into_iter())?;
        let names_of = |census: &[Counted], found: &HashMap<String, Value>| {
            let mut names = HashMap::new();
            for Counted { path, .. } in census {
                if let Some(value) = found.get(path) {
                    names.entry(*value).or_insert_with(|| path.clone());
                }
            }
            names
        };
        let (names, names_once) = (names_of(census, &here), names_of(once, &here_once));
        let slots = |counted: &'w Counted| counted.slots.iter().map(|(name, print)| (name.as_str(), *print)).collect();
        Ok(Merge {
            new_names: objects.iter().zip(census).map(|(object, counted)| (*object, counted.path.clone())).collect(),
            once: once.iter().map(|counted| (counted.path.as_str(), slots(counted))).collect(),
            done: Merged { upgraded: Upgraded::default(), methods: HashSet::new() },
            vm,
            new,
            census,
            objects,
            here,
            names,
            names_once,
        })
    }

    fn run(mut self) -> Result<Merged, Unreadable> {
        for (counted, object) in self.census.iter().zip(self.objects) {
            // Neither there nor to be added: a person has removed it.
            if let Some(here) = self.here.get(&counted.path).copied() {
                self.object(counted, *object, here)?;
            }
        }
        Ok(self.done)
    }

    /// Merges the slots of one object.
    fn object(&mut self, counted: &Counted, object: Value, here: Value) -> Result<(), Unreadable> {
        let path = counted.path.as_str();
        let once = self.once.get(path).cloned().unwrap_or_default();
        let by_name = |prints: Vec<(String, u64)>| prints.into_iter().collect::<HashMap<String, u64>>();
        let now = by_name(library::prints(self.vm, here, &self.names)?);
        let now_once = by_name(library::prints(self.vm, here, &self.names_once)?);
        let as_once = |name: &str| now_once.get(name).copied() == once.get(name).copied();
        if !once.is_empty() && !once.keys().any(|name| as_once(name)) {
            self.done.upgraded.kept.push(shown(path));
            return Ok(());
        }
        for (name, print) in &counted.slots {
            let slot = shown(&library::child(path, name));
            if now.get(name) == Some(print) || once.get(name.as_str()) == Some(print) {
                continue;
            }
            if !as_once(name) {
                self.done.upgraded.kept.push(slot);
            } else if self.put(object, here, name)? {
                let is_new = !now.contains_key(name);
                if is_new { &mut self.done.upgraded.added } else { &mut self.done.upgraded.changed }.push(slot);
            } else {
                self.done.upgraded.kept.push(slot);
            }
        }
        let gone = once.keys().filter(|name| !counted.slots.iter().any(|(slot, _)| slot == *name));
        let mut gone: Vec<&str> = gone.filter(|name| now.contains_key(**name)).copied().collect();
        gone.sort_unstable();
        for name in gone {
            let removed = as_once(name) && name != ANNOTATION;
            if removed && self.vm.heap.remove_slot(here, Symbol::intern(name)).is_ok() {
                self.done.upgraded.removed.push(shown(&library::child(path, name)));
            } else {
                self.done.upgraded.kept.push(shown(&library::child(path, name)));
            }
        }
        Ok(())
    }

    /// Gives the image's object the slot that the program's has; false if its value cannot be brought over.
    fn put(&mut self, object: Value, here: Value, name: &str) -> Result<bool, Unreadable> {
        if name == ANNOTATION {
            let annotation = self.new.heap.maps.get(self.new.heap.map_of(object)).annotation.clone();
            return Ok(self.vm.heap.annotate(here, annotation).is_ok());
        }
        let Some(slot) = library::slot(self.new, object, name) else { return Ok(false) };
        let Some(value) = self.brought(slot.value)? else { return Ok(false) };
        Ok(self.vm.heap.add_slot(here, NewSlot { value, ..slot }).is_ok())
    }

    /// A value of the program's world in the image's: what has the same name there, or one made like it.
    fn brought(&mut self, value: Value) -> Result<Option<Value>, Unreadable> {
        if let Some(method) = self.new.method_tree(value)? {
            let method = self.vm.method(&method);
            self.done.methods.insert(method);
            return Ok(Some(method));
        }
        if let Some(x) = self.new.heap.as_float(value) {
            return Ok(Some(self.vm.heap.new_float(x)));
        }
        let Some(object) = Obj::of(value) else { return Ok(Some(value)) };
        if let Some(text) = self.new.heap.string(value) {
            let made =
                if object.has(CANONICAL) { Some(self.vm.intern(text)) } else { self.vm.heap.new_string(text).ok() };
            return Ok(made);
        }
        if self.new.heap.kind_of(value) == Kind::BigInteger {
            let digits: Vec<u64> = (0..object.length()).map(|index| object.word(index)).collect();
            return Ok(self.vm.heap.new_big_integer(object.has(NEGATIVE), &digits).ok());
        }
        let Some(path) = self.new_names.get(&value).cloned() else { return Ok(None) };
        if path == LOBBY {
            return Ok(Some(self.vm.known(LOBBY)));
        }
        if let Some(known) = self.here.get(&path) {
            return Ok(Some(*known));
        }
        let map = self.new.heap.maps.get(object.map());
        let made = match map.kind {
            // Its slots follow when its own turn comes.
            Kind::Slots => self.vm.heap.new_slots_object(map.capacity),
            Kind::Bytes => {
                let map = self.vm.heap.kind_map(Kind::Bytes);
                self.vm.heap.new_bytes(map, object.bytes()).unwrap_or(Value::NIL)
            }
            Kind::Vector => {
                let mut elements = Vec::new();
                for element in object.elements().to_vec() {
                    let Some(element) = self.brought(element)? else { return Ok(None) };
                    elements.push(element);
                }
                self.vm.vector_of(&elements)
            }
            _ => return Ok(None),
        };
        self.here.insert(path.clone(), made);
        self.names.insert(made, path);
        Ok(Some(made))
    }
}

/// A path as people say it: what is global needs no `globals`.
pub(in crate::world) fn shown(path: &str) -> String {
    path.strip_prefix("globals ").unwrap_or(path).to_string()
}
