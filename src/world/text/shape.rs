//! What an object consists of, as its text shows it: a list by its elements, a dictionary by its keys and values, anything
//! else by its slots.

use std::collections::HashMap;

use crate::code::rest::Role;
use crate::image::past::secret::is_secret;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::mirror::NewSlot;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::world::text::survey::Survey;

/// The slots of what finds its keys by their hashes; see `stdlib/collection/hashed.bat`.
pub(in crate::world) const TABLE: [&str; 6] = ["index", "hashes", "keyVector", "valueVector", "used", "count"];

/// How an object is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::world) enum Shape {
    /// By its slots.
    Slots,
    /// By its slots, those of its hash table without gaps and without what follows from the keys.
    Table,
    /// Like the library's own: by its elements.
    List,
    Dictionary,
    Set,
    Vector,
    Bytes,
    Mirror,
    Block,
}

/// The way from an object to one that it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::world) enum Step {
    Slot(Symbol),
    /// Of a vector.
    Element(usize),
    /// Of a list.
    Item(usize),
    /// Of a set or dictionary, in order of arrival; and the value there.
    Key(usize),
    Entry(usize),
    /// What a mirror looks at.
    Reflectee,
}

/// The value of such a slot stays here: it is made anew in each world, or is nobody else's business.
pub(in crate::world) fn is_withheld(slot: &NewSlot) -> bool {
    slot.transient || is_secret(&slot.annotations)
}

/// An object's slots, without those that everything of its kind has.
pub(in crate::world) fn own_slots(vm: &Vm, value: Value) -> Vec<NewSlot> {
    let kind = vm.heap.kind_of(value);
    if kind != Kind::Slots && has_usual_slots(vm, value, kind) { Vec::new() } else { vm.heap.slots_of(value) }
}

/// Has it just the slots that a new object of its kind has?
pub(in crate::world) fn has_usual_slots(vm: &Vm, value: Value, kind: Kind) -> bool {
    let (own, usual) = (vm.heap.maps.get(vm.heap.map_of(value)), vm.heap.maps.get(vm.heap.kind_map(kind)));
    let alike = own.slots().len() == usual.slots().len() && own.annotation.is_none();
    alike
        && own.slots().iter().zip(usual.slots()).all(|(own, usual)| {
            own.name == usual.name && own.place == usual.place && own.assignable == usual.assignable
        })
}

/// The text of a block that means the same wherever it is evaluated with self = lobby: one that has captured nothing.
pub(in crate::world) fn block_text(vm: &mut Vm, value: Value) -> Option<String> {
    let block = vm.heap.object_of_kind(value, Kind::Block)?;
    let (_, _, _, captures) = vm.block_in_source_terms(block).ok()?;
    let lobby = vm.known("lobby");
    let is_free = captures.iter().enumerate().all(|(index, role)| match role {
        Role::Receiver => block.field(1 + index) == lobby,
        Role::Float(_) => true,
        _ => false,
    });
    is_free.then(|| vm.block_source(block).to_string())
}

/// Tells shapes: knows which objects are held from one place only.
pub(in crate::world) struct Shapes<'s> {
    pub survey: &'s Survey,
    /// How often each object is held.
    pub held: HashMap<Value, u32>,
}

impl Shapes<'_> {
    /// The shape of an object; nothing if it cannot be said, or is a value that is written wherever it is held.
    pub(in crate::world) fn of(&self, vm: &mut Vm, value: Value) -> Option<Shape> {
        Obj::of(value)?;
        Some(match vm.heap.kind_of(value) {
            Kind::Slots if self.is_list(vm, value) => Shape::List,
            Kind::Slots => match self.table(vm, value) {
                None => Shape::Slots,
                Some(_) if self.is_copy_of(vm, value, "globals dictionary") => Shape::Dictionary,
                Some(_) if self.is_copy_of(vm, value, "globals set") => Shape::Set,
                Some(_) => Shape::Table,
            },
            Kind::Vector => Shape::Vector,
            Kind::Bytes => Shape::Bytes,
            Kind::Mirror => Shape::Mirror,
            Kind::Block => block_text(vm, value).map(|_| Shape::Block)?,
            _ => return None,
        })
    }

    /// What an object of this shape holds, in the order in which its text has it.
    pub(in crate::world) fn contents(&self, vm: &Vm, value: Value, shape: Shape) -> Vec<(Step, Value)> {
        let slots = |without: &[&str]| -> Vec<(Step, Value)> {
            let slots = own_slots(vm, value).into_iter();
            slots
                .filter(|slot| !is_withheld(slot) && !without.contains(&slot.name.as_str()))
                .map(|slot| (Step::Slot(slot.name), slot.value))
                .collect()
        };
        let entries = || self.table(vm, value).unwrap_or_default().into_iter().enumerate();
        match shape {
            Shape::Slots | Shape::Bytes | Shape::Block => slots(&[]),
            Shape::Table => {
                let keyed =
                    entries().flat_map(|(index, [key, entry])| [(Step::Key(index), key), (Step::Entry(index), entry)]);
                keyed.chain(slots(&TABLE)).collect()
            }
            Shape::Dictionary => entries()
                .flat_map(|(index, [key, entry])| [(Step::Key(index), key), (Step::Entry(index), entry)])
                .collect(),
            Shape::Set => entries().map(|(index, [key, _])| (Step::Key(index), key)).collect(),
            Shape::List => {
                let elements = list_elements(vm, value).unwrap_or_default().iter();
                elements.enumerate().map(|(index, element)| (Step::Item(index), *element)).collect()
            }
            Shape::Vector => {
                let elements = Obj::of(value).map(|vector| vector.elements().iter().enumerate());
                let elements = elements.into_iter().flatten().map(|(index, element)| (Step::Element(index), *element));
                elements.chain(slots(&[])).collect()
            }
            Shape::Mirror => {
                let reflectee = Obj::of(value).map(|mirror| (Step::Reflectee, mirror.field(0)));
                reflectee.into_iter().chain(slots(&[])).collect()
            }
        }
    }

    fn is_list(&self, vm: &Vm, value: Value) -> bool {
        self.is_copy_of(vm, value, "globals list")
            && self.is_private(vm, value, "contents")
            && list_elements(vm, value).is_some()
    }

    /// The keys and values of what has a hash table, in order of arrival. Nothing if its parts do not fit together.
    pub(in crate::world) fn table(&self, vm: &Vm, value: Value) -> Option<Vec<[Value; 2]>> {
        let map = vm.heap.maps.get(vm.heap.map_of(value));
        let is_plain = |name: &&str| {
            map.find(Symbol::intern(name))
                .map(|index| map.slot(index))
                .is_some_and(|slot| slot.assignable && !slot.parent && !slot.transient && slot.annotations.is_empty())
        };
        if !TABLE.iter().all(is_plain) || !TABLE[..4].iter().all(|name| self.is_private(vm, value, name)) {
            return None;
        }
        let vector = |name: &str| vm.heap.vector(part(vm, value, name)?).map(Obj::elements);
        let (hashes, keys, values) = (vector("hashes")?, vector("keyVector")?, vector("valueVector")?);
        let used = usize::try_from(part(vm, value, "used")?.as_int()?).ok()?;
        let count = usize::try_from(part(vm, value, "count")?.as_int()?).ok()?;
        if used > hashes.len() || used > keys.len() {
            return None;
        }
        let mut entries = Vec::with_capacity(count.min(used));
        for entry in 0..used {
            if hashes[entry].as_int()? >= 0 {
                entries.push([keys[entry], values.get(entry).copied().unwrap_or(Value::NIL)]);
            }
        }
        (entries.len() == count).then_some(entries)
    }

    /// Is the vector in this slot known to nobody else, or the library's empty one?
    fn is_private(&self, vm: &Vm, value: Value, name: &str) -> bool {
        let Some(part) = part(vm, value, name) else { return false };
        if self.survey.by_path.get("globals vector") == Some(&part) {
            return true;
        }
        let is_bare = vm.heap.vector(part).is_some() && has_usual_slots(vm, part, Kind::Vector);
        is_bare && !self.survey.names.contains_key(&part) && self.held.get(&part).copied().unwrap_or(0) <= 1
    }

    /// Has it the slots of the library's object at a path, with the same constants?
    fn is_copy_of(&self, vm: &Vm, value: Value, path: &str) -> bool {
        let Some(model) = self.survey.by_path.get(path).copied() else { return false };
        if self.survey.changes.iter().any(|change| change.holder == model) {
            return false;
        }
        let annotation = |value: Value| vm.heap.maps.get(vm.heap.map_of(value)).annotation.as_deref();
        let same_annotation = annotation(value) == annotation(model);
        let (own, model) = (vm.heap.slots_of(value), vm.heap.slots_of(model));
        let alike = |(own, model): (&NewSlot, &NewSlot)| {
            let sort = |slot: &NewSlot| (slot.name, slot.assignable, slot.parent, slot.transient);
            let fixed = model.assignable && !model.parent;
            sort(own) == sort(model) && own.annotations == model.annotations && (fixed || own.value == model.value)
        };
        same_annotation && own.len() == model.len() && own.iter().zip(&model).all(alike)
    }
}

/// The value of a slot.
fn part(vm: &Vm, value: Value, name: &str) -> Option<Value> {
    let map = vm.heap.maps.get(vm.heap.map_of(value));
    let slot = map.slot(map.find(Symbol::intern(name))?);
    Some(vm.heap.read_place(value, slot.place))
}

fn list_elements<'a>(vm: &Vm, list: Value) -> Option<&'a [Value]> {
    let number = |name: &str| part(vm, list, name)?.as_int().and_then(|number| usize::try_from(number).ok());
    let (start, size) = (number("start")?, number("size")?);
    vm.heap.vector(part(vm, list, "contents")?)?.elements().get(start..start.checked_add(size)?)
}
