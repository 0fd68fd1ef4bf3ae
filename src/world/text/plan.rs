//! Where each object is written, in which file, in which order.
//!
//! Objects that a person made are reached from the slots that differ from the library's, nearest first; each is written where
//! it is first reached and named by that path elsewhere. What hangs below one slot of a name space is a file of its own. A
//! file comes after those it names objects of, as far as these do not need each other; what is left is tied at the end.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;
use std::collections::VecDeque;

use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::world::library::LOBBY;
use crate::world::text::shape;
use crate::world::text::shape::Shape;
use crate::world::text::shape::Shapes;
use crate::world::text::shape::Step;
use crate::world::text::survey::Survey;
use crate::world::upgrade::shown;

/// The folder of what was changed in the library's objects.
pub(in crate::world) const LIBRARY: &str = "library/";

/// Objects deeper than that in others are written before them: text can nest only so deep, and paths would grow long.
const DEEPEST: usize = 16;

/// Where an object is written.
#[derive(Clone, Copy, Debug)]
pub(in crate::world) struct Place {
    /// By whom it is held there, and where.
    pub holder: Value,
    pub step: Step,
    /// The statement it is written in.
    pub unit: usize,
    pub shape: Shape,
    depth: usize,
}

/// One statement of a text.
#[derive(Clone, Debug)]
pub(in crate::world) struct Unit {
    pub file: usize,
    pub gives: Gives,
}

#[derive(Clone, Debug)]
pub(in crate::world) enum Gives {
    /// A change of a library's object some of its slots: the number of the change, and theirs.
    Slots(usize, Vec<usize>),
    /// An object that is too deep in others: itself, and what it is called until it is where it belongs.
    Part(Value, String),
}

/// One file of a text.
#[derive(Clone, Debug)]
pub(in crate::world) struct FilePlan {
    pub path: String,
    /// In the order in which they are written.
    pub units: Vec<usize>,
}

/// The whole.
pub(in crate::world) struct Plan {
    pub places: HashMap<Value, Place>,
    pub units: Vec<Unit>,
    pub files: Vec<FilePlan>,
    /// The order of the files.
    pub order: Vec<usize>,
}

/// How often each object that a person made is held.
pub(in crate::world) fn count_holders(vm: &mut Vm, survey: &Survey) -> Result<HashMap<Value, u32>, Unreadable> {
    let mut held: HashMap<Value, u32> = HashMap::new();
    let roots = survey.changes.iter().flat_map(|change| &change.slots).filter(|slot| !shape::is_withheld(slot));
    let mut waiting: Vec<Value> = roots.map(|slot| slot.value).collect();
    while let Some(value) = waiting.pop() {
        if survey.names.contains_key(&value) || Obj::of(value).is_none() {
            continue;
        }
        let count = held.entry(value).or_insert(0);
        *count += 1;
        if *count > 1 {
            continue;
        }
        vm.make_whole(value)?;
        let slots = shape::own_slots(vm, value);
        waiting.extend(slots.iter().filter(|slot| !shape::is_withheld(slot)).map(|slot| slot.value));
        if let Some(vector) = vm.heap.vector(value) {
            waiting.extend(vector.elements());
        }
        if let Some(mirror) = vm.heap.object_of_kind(value, Kind::Mirror) {
            waiting.push(mirror.field(0));
        }
    }
    Ok(held)
}

/// Makes the plan.
pub(in crate::world) fn plan(vm: &mut Vm, survey: &Survey, shapes: &Shapes) -> Plan {
    let plan = Plan { places: HashMap::new(), units: Vec::new(), files: Vec::new(), order: Vec::new() };
    let mut planner = Planner { vm, survey, shapes, plan, folded: HashSet::new(), parts: Vec::new() };
    planner.roots();
    planner.walk();
    planner.arrange();
    planner.plan
}

struct Planner<'p, 's> {
    vm: &'p mut Vm,
    survey: &'s Survey,
    shapes: &'p Shapes<'s>,
    plan: Plan,
    /// Names of files, without regard to case.
    folded: HashSet<String>,
    /// Of each file, how many of its objects are too deep.
    parts: Vec<usize>,
}

impl Planner<'_, '_> {
    /// Places what stands in the library's own objects.
    fn roots(&mut self) {
        for (number, change) in self.survey.changes.iter().enumerate() {
            let mut among_others = Vec::new();
            for (index, slot) in change.slots.iter().enumerate() {
                let shape = self.new_shape(slot.value).filter(|_| !shape::is_withheld(slot));
                match (shape, folder_of(&change.path)) {
                    (None, _) => among_others.push(index),
                    (Some(shape), Some(folder)) if shape != Shape::Block => {
                        let file = self.file(format!("{folder}/{}", slot.name.as_str()));
                        let unit = self.unit(file, Gives::Slots(number, vec![index]));
                        self.put(
                            slot.value,
                            Place { holder: change.holder, step: Step::Slot(slot.name), unit, shape, depth: 0 },
                        );
                    }
                    (Some(_), _) => among_others.push(index),
                }
            }
            if among_others.is_empty() && change.annotation.is_none() {
                continue;
            }
            let file = self.file(format!("{LIBRARY}{}", shown(&change.path).replace(' ', ".")));
            let unit = self.unit(file, Gives::Slots(number, among_others.clone()));
            for index in among_others {
                let slot = &change.slots[index];
                if let Some(shape) = self.new_shape(slot.value).filter(|_| !shape::is_withheld(slot)) {
                    self.put(
                        slot.value,
                        Place { holder: change.holder, step: Step::Slot(slot.name), unit, shape, depth: 0 },
                    );
                }
            }
        }
    }

    /// The shape of an object that has no place yet; nothing for what needs none.
    fn new_shape(&mut self, value: Value) -> Option<Shape> {
        let is_placed = self.survey.names.contains_key(&value) || self.plan.places.contains_key(&value);
        if is_placed { None } else { self.shapes.of(self.vm, value) }
    }

    fn put(&mut self, value: Value, place: Place) {
        self.plan.places.insert(value, place);
    }

    fn file(&mut self, path: String) -> usize {
        let mut named = path.clone();
        let mut number = 1;
        // Some systems take names that differ in case for the same.
        while !self.folded.insert(named.to_lowercase()) {
            number += 1;
            named = format!("{path}~{number}");
        }
        self.plan.files.push(FilePlan { path: named, units: Vec::new() });
        self.parts.push(0);
        self.plan.files.len() - 1
    }

    fn unit(&mut self, file: usize, gives: Gives) -> usize {
        self.plan.units.push(Unit { file, gives });
        let unit = self.plan.units.len() - 1;
        self.plan.files[file].units.push(unit);
        unit
    }

    /// Places everything that the placed objects hold, nearest first.
    fn walk(&mut self) {
        let mut roots: Vec<Value> = self.plan.places.keys().copied().collect();
        let order = |place: &Place| {
            (
                place.unit,
                match place.step {
                    Step::Slot(name) => name.as_str(),
                    _ => "",
                },
            )
        };
        roots.sort_by_key(|root| order(&self.plan.places[root]));
        let mut waiting = VecDeque::from(roots);
        while let Some(holder) = waiting.pop_front() {
            let place = self.plan.places[&holder];
            for (step, value) in self.shapes.contents(self.vm, holder, place.shape) {
                let Some(shape) = self.new_shape(value) else { continue };
                let (unit, depth) = if place.depth < DEEPEST {
                    (place.unit, place.depth + 1)
                } else {
                    let file = self.plan.units[place.unit].file;
                    self.parts[file] += 1;
                    let name = format!("{} {}", self.plan.files[file].path, self.parts[file]);
                    (self.unit(file, Gives::Part(value, name)), 0)
                };
                self.put(value, Place { holder, step, unit, shape, depth });
                waiting.push_back(value);
            }
        }
    }

    /// Finds an order in which files come after those they need.
    fn arrange(&mut self) {
        // Within a file, what is found later is needed by what was found before.
        self.plan.files.iter_mut().for_each(|file| file.units.reverse());
        let count = self.plan.files.len();
        let mut needs: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); count];
        for unit in &self.plan.units {
            if let Gives::Slots(change, indexes) = &unit.gives {
                let slots = &self.survey.changes[*change].slots;
                let values = indexes.iter().map(|index| slots[*index].value);
                needs[unit.file].extend(values.filter_map(|value| self.file_of(value)));
            }
        }
        let placed: Vec<(Value, Place)> = self.plan.places.iter().map(|(value, place)| (*value, *place)).collect();
        for (value, place) in placed {
            let file = self.plan.units[place.unit].file;
            let held = self.shapes.contents(self.vm, value, place.shape);
            needs[file].extend(held.into_iter().filter_map(|(_, value)| self.file_of(value)));
        }
        let mut needed_by: Vec<Vec<usize>> = vec![Vec::new(); count];
        for (file, needs) in needs.iter_mut().enumerate() {
            needs.remove(&file);
            needs.iter().for_each(|need| needed_by[*need].push(file));
        }
        let mut missing: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
        // Changes of the library come late: until then its methods are as the text expects them.
        let key = |file: usize, plan: &Plan| {
            let path = &plan.files[file].path;
            (path.starts_with(LIBRARY), path.clone(), file)
        };
        let mut left: BTreeSet<(bool, String, usize)> = (0..count).map(|file| key(file, &self.plan)).collect();
        let mut ready: BTreeSet<(bool, String, usize)> =
            left.iter().filter(|(_, _, file)| missing[*file] == 0).cloned().collect();
        loop {
            let next = ready.pop_first().or_else(|| {
                // Files that need each other: one of these goes first, rather than one that needs them.
                let (_, _, mut file) = left.first()?.clone();
                let mut met = HashSet::new();
                while met.insert(file) {
                    let need = needs[file].iter().find(|need| left.contains(&key(**need, &self.plan)));
                    file = need.copied().unwrap_or(file);
                }
                Some(key(file, &self.plan))
            });
            let Some(next) = next else { break };
            left.remove(&next);
            self.plan.order.push(next.2);
            for file in &needed_by[next.2] {
                missing[*file] = missing[*file].saturating_sub(1);
                let key = key(*file, &self.plan);
                if missing[*file] == 0 && left.contains(&key) {
                    ready.insert(key);
                }
            }
        }
    }

    fn file_of(&self, value: Value) -> Option<usize> {
        self.plan.places.get(&value).map(|place| self.plan.units[place.unit].file)
    }
}

/// The folder of what stands in a name space.
fn folder_of(path: &str) -> Option<&'static str> {
    match path {
        LOBBY => Some("lobby"),
        "globals" => Some("globals"),
        "globals traits" => Some("traits"),
        "globals mixins" => Some("mixins"),
        _ => None,
    }
}
