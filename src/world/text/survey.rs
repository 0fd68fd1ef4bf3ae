//! How a world differs from its library, slot by slot: what a person added, changed and removed.
//!
//! An object of the world is the library's own if it stands where the library puts one, and is of the same sort. So an object
//! that was put in the place of another is told as that one, changed; the world that comes of it is the same.

use std::collections::HashMap;
use std::rc::Rc;

use crate::image::birth::Counted;
use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::mirror::NewSlot;
use crate::object::slot::Place;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::world::library;
use crate::world::library::LOBBY;
use crate::world::text::shape;

/// One of the library's objects that is not as it was born.
pub(in crate::world) struct Change {
    pub holder: Value,
    pub path: String,
    /// Added or changed, by name.
    pub slots: Vec<NewSlot>,
    pub removed: Vec<Symbol>,
    /// Its annotation, if that was changed.
    pub annotation: Option<Option<Rc<str>>>,
}

/// The library's objects in a world, and what is different there.
pub(in crate::world) struct Survey {
    /// What each is called.
    pub names: HashMap<Value, String>,
    pub by_path: HashMap<String, Value>,
    /// In the order of their paths, shorter ones first.
    pub changes: Vec<Change>,
    /// What is different and cannot be said.
    pub unsaid: Vec<String>,
}

/// Compares a world with one that has just awakened.
///
/// # Errors
/// [`Unreadable`] if something in the world's image cannot be read.
pub(in crate::world) fn survey(vm: &mut Vm, new: &mut Vm) -> Result<Survey, Unreadable> {
    let (census, objects) = library::census(new)?;
    let mut comparing = Comparing {
        names_new: objects.iter().zip(&census).map(|(object, counted)| (*object, counted.path.clone())).collect(),
        names: HashMap::new(),
        by_path: HashMap::new(),
        vm,
        new,
    };
    comparing.find(&census, &objects)?;
    let mut changes = Vec::new();
    for (counted, object) in census.iter().zip(&objects) {
        if let Some(here) = comparing.by_path.get(&counted.path).copied() {
            changes.extend(comparing.change(&counted.path, *object, here)?);
        }
    }
    changes.sort_by_cached_key(|change| (words(&change.path), change.path.clone()));
    let Comparing { names, by_path, .. } = comparing;
    let unsaid = strange_behaviour(vm, &names);
    Ok(Survey { names, by_path, changes, unsaid })
}

/// How long a path is; the lobby comes before all.
fn words(path: &str) -> usize {
    if path == LOBBY { 0 } else { path.split(' ').count() }
}

/// What the machine makes itself finds its behaviour by no name: it is to be where the library has it.
fn strange_behaviour(vm: &Vm, names: &HashMap<Value, String>) -> Vec<String> {
    let mut strange = Vec::new();
    for (kind, map) in vm.heap.kind_maps() {
        let map = vm.heap.maps.get(map);
        let parents = map.parents().iter().map(|index| map.slot(*index));
        let lost = parents.filter(|slot| matches!(slot.place, Place::Map(value) if !names.contains_key(&value)));
        strange.extend(lost.map(|slot| format!("that the {} of each {kind:?} has been replaced", slot.name.as_str())));
    }
    strange
}

struct Comparing<'w> {
    vm: &'w mut Vm,
    new: &'w mut Vm,
    names_new: HashMap<Value, String>,
    names: HashMap<Value, String>,
    by_path: HashMap<String, Value>,
}

impl Comparing<'_> {
    /// Finds the library's objects.
    fn find(&mut self, census: &[Counted], objects: &[Value]) -> Result<(), Unreadable> {
        for (Counted { path, .. }, object) in census.iter().zip(objects) {
            let here = if path == LOBBY {
                Some(self.vm.known(LOBBY))
            } else {
                let (above, name) = path.rsplit_once(' ').unwrap_or((LOBBY, path));
                let holder = self.by_path.get(above).copied();
                holder.and_then(|holder| library::slot(self.vm, holder, name)).map(|slot| slot.value)
            };
            let Some(here) = here else { continue };
            self.vm.make_whole(here)?;
            let of_a_sort = self.new.heap.kind_of(*object) == self.vm.heap.kind_of(here);
            // What is no object is the same in every world.
            let itself = Obj::of(*object).is_some() || *object == here;
            if of_a_sort && itself && !self.names.contains_key(&here) {
                self.names.insert(here, path.clone());
                self.by_path.insert(path.clone(), here);
            }
        }
        for (Counted { path, .. }, object) in census.iter().zip(objects) {
            let Some(here) = self.by_path.get(path).copied() else { continue };
            if !self.same_elements(*object, here)? {
                self.names.remove(&here);
                self.by_path.remove(path);
            }
        }
        Ok(())
    }

    fn change(&mut self, path: &str, object: Value, here: Value) -> Result<Option<Change>, Unreadable> {
        let annotation_of = |vm: &Vm, value: Value| vm.heap.maps.get(vm.heap.map_of(value)).annotation.clone();
        let (once, now) = (annotation_of(self.new, object), annotation_of(self.vm, here));
        let annotation = (once != now).then_some(now);
        let born: HashMap<Symbol, NewSlot> =
            self.new.heap.slots_of(object).into_iter().map(|slot| (slot.name, slot)).collect();
        let mut slots = Vec::new();
        let mut removed: Vec<Symbol> = born.keys().copied().collect();
        for slot in self.vm.heap.slots_of(here) {
            removed.retain(|name| *name != slot.name);
            let same = match born.get(&slot.name) {
                Some(born) => self.same_slot(born, &slot)?,
                None => false,
            };
            if !same {
                slots.push(slot);
            }
        }
        slots.sort_by_key(|slot| slot.name.as_str());
        removed.sort_by_key(|name| name.as_str());
        let is_changed = annotation.is_some() || !slots.is_empty() || !removed.is_empty();
        Ok(is_changed.then(|| Change { holder: here, path: path.to_string(), slots, removed, annotation }))
    }

    fn same_slot(&mut self, born: &NewSlot, here: &NewSlot) -> Result<bool, Unreadable> {
        let sort = |slot: &NewSlot| (slot.assignable, slot.parent, slot.transient);
        let alike = sort(born) == sort(here) && born.annotations == here.annotations;
        Ok(alike && (shape::is_withheld(here) || self.same(born.value, here.value, 0)?))
    }

    /// Is a value of the world what one of the library was?
    fn same(&mut self, born: Value, here: Value, depth: u32) -> Result<bool, Unreadable> {
        if let Some(path) = self.names_new.get(&born) {
            return Ok(self.names.get(&here) == Some(path));
        }
        if self.names.contains_key(&here) {
            return Ok(false);
        }
        self.vm.make_whole(here)?;
        let kind = self.new.heap.kind_of(born);
        if kind != self.vm.heap.kind_of(here) {
            return Ok(false);
        }
        Ok(match kind {
            Kind::SmallInteger => born == here,
            Kind::Float => {
                self.new.heap.as_float(born).map(f64::to_bits) == self.vm.heap.as_float(here).map(f64::to_bits)
            }
            Kind::BigInteger => big_digits(born) == big_digits(here),
            Kind::String => self.new.heap.string(born) == self.vm.heap.string(here),
            Kind::Method => {
                let (born, here) = (self.new.method_tree(born)?, self.vm.method_tree(here)?);
                born.as_ref().map(library::text_of) == here.as_ref().map(library::text_of)
            }
            Kind::Block => shape::block_text(self.new, born) == shape::block_text(self.vm, here),
            Kind::Vector if depth < 4 => self.same_elements(born, here)?,
            _ => false,
        })
    }

    /// Are all elements the same? Of what has none they are.
    fn same_elements(&mut self, born: Value, here: Value) -> Result<bool, Unreadable> {
        let kind = self.new.heap.kind_of(born);
        let (Some(born), Some(here)) = (Obj::of(born), Obj::of(here)) else { return Ok(true) };
        match kind {
            Kind::Bytes => Ok(born.bytes() == here.bytes()),
            Kind::Vector => {
                let (born, here) = (born.elements().to_vec(), here.elements().to_vec());
                if born.len() != here.len() {
                    return Ok(false);
                }
                for (born, here) in born.into_iter().zip(here) {
                    if !self.same(born, here, 1)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(true),
        }
    }
}

/// A big integer's sign and digits.
fn big_digits(value: Value) -> Option<(bool, Vec<u64>)> {
    Obj::of(value).map(|big| (big.has(NEGATIVE), (0..big.length()).map(|index| big.word(index)).collect()))
}
