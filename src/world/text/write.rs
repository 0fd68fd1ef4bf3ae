//! The text itself: statements that make a new world what this one is.

use std::collections::HashSet;
use std::fmt::Write;
use std::rc::Rc;

use num_bigint::BigInt;
use num_bigint::BigUint;
use num_bigint::Sign;

use crate::image::past::secret::is_secret;
use crate::object::kind::Kind;
use crate::object::layout::NEGATIVE;
use crate::object::layout::Obj;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::mirror::NewSlot;
use crate::object::value::Value;
use crate::syntax::ast::Method;
use crate::syntax::print::float_literal;
use crate::syntax::print::string_literal;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::world::library::LOBBY;
use crate::world::text::plan::Gives;
use crate::world::text::plan::LIBRARY;
use crate::world::text::plan::Plan;
use crate::world::text::shape;
use crate::world::text::shape::Shape;
use crate::world::text::shape::Shapes;
use crate::world::text::shape::Step;
use crate::world::text::shape::TABLE;
use crate::world::text::survey::Survey;
use crate::world::upgrade::shown;

/// Hexadecimal digits on a line.
const HEX_LINE: usize = 96;
/// So many equal elements are said at once.
const FILLED: usize = 8;

/// A world's files, in the order in which they are to be run: names and texts.
pub(in crate::world) struct Written {
    pub files: Vec<(String, String)>,
    /// How many objects that a person made.
    pub objects: usize,
    /// What the text does not have, with the place of each.
    pub left_out: Vec<String>,
}

/// Writes a world down.
///
/// # Errors
/// [`Unreadable`] if something in its image cannot be read.
pub(in crate::world) fn write(vm: &mut Vm, plan: &Plan, shapes: &Shapes) -> Result<Written, Unreadable> {
    let survey = shapes.survey;
    let done = vec![false; plan.units.len()];
    let left_out = survey.unsaid.clone();
    let mut writer = Writer { vm, survey, plan, shapes, done, ties: Vec::new(), rehashed: Vec::new(), left_out };
    let mut files = Vec::new();
    for file in plan.order.iter().map(|number| &plan.files[*number]) {
        let mut text = String::new();
        for unit in &file.units {
            writer.unit(*unit, &mut text)?;
            writer.done[*unit] = true;
        }
        files.push((format!("{}.bat", file.path), text));
    }
    let (ties, removals) = (writer.ties()?, writer.removals());
    for (name, text) in [("ties.bat", ties), ("removed.bat", removals)] {
        if !text.is_empty() {
            files.push((name.to_string(), text));
        }
    }
    let mut left_out = writer.left_out;
    left_out.sort();
    Ok(Written { files, objects: plan.places.len(), left_out })
}

/// One place that can be written once everything is there.
struct Tie {
    holder: Value,
    step: Step,
    value: Value,
}

struct Writer<'p, 's> {
    vm: &'p mut Vm,
    survey: &'s Survey,
    plan: &'p Plan,
    shapes: &'p Shapes<'s>,
    /// Which statements have been written.
    done: Vec<bool>,
    ties: Vec<Tie>,
    /// What is to find its keys anew when these are whole.
    rehashed: Vec<Value>,
    left_out: Vec<String>,
}

impl Writer<'_, '_> {
    fn unit(&mut self, number: usize, out: &mut String) -> Result<(), Unreadable> {
        match self.plan.units[number].gives.clone() {
            Gives::Part(value, name) => {
                let shape = self.plan.places[&value].shape;
                let text = self.object(value, shape, 0)?;
                let _ = writeln!(out, "{} at: {} Put: {text}.", self.name_of("globals parts"), quoted(&name));
            }
            Gives::Slots(change, indexes) => {
                let survey = self.survey;
                let change = &survey.changes[change];
                let slots: Vec<NewSlot> = indexes.iter().map(|index| change.slots[*index].clone()).collect();
                let _ = writeln!(out, "{} _AddSlots: (|", self.name(change.holder));
                // An object with a file of its own says nothing about its holder.
                if let Some(text) = change.annotation.as_ref().filter(|_| self.is_in_library(number)) {
                    let _ = writeln!(out, "    {{}} = {}.", quoted(text.as_deref().unwrap_or("")));
                }
                self.slots(change.holder, &slots, 1, out)?;
                out.push_str("|).\n");
                // Who has a hash table of other keys finds them by other hashes.
                if slots.iter().any(|slot| TABLE.contains(&slot.name.as_str())) && self.has_table(change.holder) {
                    self.rehashed.push(change.holder);
                }
            }
        }
        Ok(())
    }

    fn has_table(&self, value: Value) -> bool {
        let slots = self.vm.heap.slots_of(value);
        TABLE.iter().all(|name| slots.iter().any(|slot| slot.name.as_str() == *name))
    }

    fn is_in_library(&self, unit: usize) -> bool {
        self.plan.files[self.plan.units[unit].file].path.starts_with(LIBRARY)
    }

    /// Slots, each on lines of its own.
    fn slots(&mut self, holder: Value, slots: &[NewSlot], indent: usize, out: &mut String) -> Result<(), Unreadable> {
        for slot in slots {
            let text = self.slot(holder, slot, indent)?;
            let _ = writeln!(out, "{:width$}{text}", "", width = indent * 4);
        }
        Ok(())
    }

    /// A slot with its annotations, its period, and what is to be said of it.
    fn slot(&mut self, holder: Value, slot: &NewSlot, indent: usize) -> Result<String, Unreadable> {
        let name = slot.name.as_str();
        let mut about = String::new();
        let method = self.vm.method_tree(slot.value)?.filter(|_| !slot.assignable && !slot.parent);
        let inside = if let Some(method) = method {
            method_slot(name, &method)
        } else {
            let value = if is_secret(&slot.annotations) {
                about = "  \"secret: not exported\"".to_string();
                self.name(Value::NIL)
            } else if slot.transient {
                self.name(Value::NIL)
            } else {
                let (text, why_not) = self.value(slot.value, holder, Step::Slot(slot.name), indent)?;
                about = remark(why_not);
                text
            };
            let (star, sign) = (if slot.parent { "*" } else { "" }, if slot.assignable { "<-" } else { "=" });
            format!("{name}{star} {sign} {}", open_text(&value))
        };
        let mut annotations: Vec<&str> = slot.annotations.iter().map(|text| &**text).collect();
        if slot.transient && !annotations.contains(&"Transient") {
            annotations.push("Transient");
        }
        if annotations.is_empty() {
            return Ok(format!("{inside}.{about}"));
        }
        let open: String = annotations.iter().map(|text| format!("{{ {} ", quoted(text))).collect();
        Ok(format!("{open}{inside}{}{about}", " }".repeat(annotations.len())))
    }

    /// What an expression for a value is where it is held, and why there is none: then it is nil.
    fn value(
        &mut self,
        value: Value,
        holder: Value,
        step: Step,
        indent: usize,
    ) -> Result<(String, Option<String>), Unreadable> {
        if let Some(text) = self.literal(value) {
            return Ok((text, None));
        }
        let Some(place) = self.plan.places.get(&value).copied() else {
            let what = self.unsayable(value);
            let place = self.told(holder, step);
            self.left_out.push(format!("{place}: {what}"));
            return Ok((self.name(Value::NIL), Some(what)));
        };
        let is_here = place.holder == holder && place.step == step;
        let is_part = matches!(self.plan.units[place.unit].gives, Gives::Part(part, _) if part == value);
        if is_here && !is_part {
            let needs_later = place.shape == Shape::Mirror && !self.reflectee_is_there(value);
            if !needs_later {
                return Ok((self.object(value, place.shape, indent)?, None));
            }
        } else if self.done[place.unit] {
            return Ok((self.path(value), None));
        }
        self.ties.push(Tie { holder, step, value });
        Ok((self.name(Value::NIL), None))
    }

    /// Can a mirror be made here? What it looks at must be there already, or be made with it.
    fn reflectee_is_there(&mut self, mirror: Value) -> bool {
        let reflectee = Obj::of(mirror).map_or(Value::NIL, |mirror| mirror.field(0));
        match self.plan.places.get(&reflectee) {
            Some(place) => self.done[place.unit] || place.holder == mirror,
            None => true,
        }
    }

    /// What can be said wherever it is: numbers, strings, what the library names.
    fn literal(&self, value: Value) -> Option<String> {
        if self.survey.names.contains_key(&value) {
            return Some(self.name(value));
        }
        if let Some(number) = value.as_int() {
            return Some(number.to_string());
        }
        if let Some(number) = self.vm.heap.as_float(value) {
            return Some(if number.is_nan() { "(1e999 - 1e999)".to_string() } else { float_literal(number) });
        }
        if let Some(text) = self.vm.heap.string(value) {
            return Some(quoted(text));
        }
        self.vm.heap.object_of_kind(value, Kind::BigInteger).map(|big| {
            let bytes: Vec<u8> = (0..big.length()).flat_map(|index| big.word(index).to_le_bytes()).collect();
            let sign = if big.has(NEGATIVE) { Sign::Minus } else { Sign::Plus };
            BigInt::from_biguint(sign, BigUint::from_bytes_le(&bytes)).to_string()
        })
    }

    fn unsayable(&mut self, value: Value) -> String {
        match self.vm.heap.kind_of(value) {
            Kind::Process => "a process",
            Kind::Block => "a block that uses what was around it when it was made",
            Kind::Method => "a method that is no slot's",
            _ => "something that no text can say",
        }
        .to_string()
    }

    /// An object, where it is made.
    fn object(&mut self, value: Value, shape: Shape, indent: usize) -> Result<String, Unreadable> {
        let made = match shape {
            Shape::Slots => return self.literal_object(value, indent),
            Shape::Table => return self.table_object(value, indent),
            Shape::Block => return Ok(shape::block_text(self.vm, value).unwrap_or_default()),
            Shape::List => self.elements(value, shape, indent, "asList", "list copyRemoveAll")?,
            Shape::Dictionary | Shape::Set => {
                let found_at_once = !self.must_rehash(value);
                if !found_at_once {
                    self.rehashed.push(value);
                }
                match (shape, found_at_once) {
                    (Shape::Set, true) => self.elements(value, shape, indent, "asSet", "set copyRemoveAll")?,
                    (Shape::Set, false) => self.elements(value, shape, indent, "asSetToRehash", "set copyRemoveAll")?,
                    (_, true) => self.elements(value, shape, indent, "asDictionary", "dictionary copyRemoveAll")?,
                    (_, false) => {
                        self.elements(value, shape, indent, "asDictionaryToRehash", "dictionary copyRemoveAll")?
                    }
                }
            }
            Shape::Vector => self.vector(value, indent)?,
            Shape::Bytes => bytes_text(Obj::of(value).map_or(&[], Obj::bytes)),
            Shape::Mirror => {
                let reflectee = Obj::of(value).map_or(Value::NIL, |mirror| mirror.field(0));
                let (text, _) = self.value(reflectee, value, Step::Reflectee, indent)?;
                format!("{text} _Mirror")
            }
        };
        let slots = shape::own_slots(self.vm, value);
        let annotation = self.annotation(value);
        if matches!(shape, Shape::Vector | Shape::Bytes | Shape::Mirror) && !self.has_usual_slots(value) {
            let mut text = format!("({made} _Define: ");
            text.push_str(&self.slots_literal(value, &slots, annotation, indent)?);
            text.push(')');
            return Ok(text);
        }
        Ok(made)
    }

    fn has_usual_slots(&self, value: Value) -> bool {
        shape::has_usual_slots(self.vm, value, self.vm.heap.kind_of(value))
    }

    fn annotation(&self, value: Value) -> Option<Rc<str>> {
        self.vm.heap.maps.get(self.vm.heap.map_of(value)).annotation.clone()
    }

    fn literal_object(&mut self, value: Value, indent: usize) -> Result<String, Unreadable> {
        let (slots, annotation) = (self.vm.heap.slots_of(value), self.annotation(value));
        self.slots_literal(value, &slots, annotation, indent)
    }

    fn slots_literal(
        &mut self,
        value: Value,
        slots: &[NewSlot],
        annotation: Option<Rc<str>>,
        indent: usize,
    ) -> Result<String, Unreadable> {
        if slots.is_empty() && annotation.is_none() {
            return Ok("()".to_string());
        }
        let mut text = String::from("(|\n");
        if let Some(annotation) = annotation {
            let _ = writeln!(text, "{:width$}{{}} = {}.", "", quoted(&annotation), width = (indent + 1) * 4);
        }
        self.slots(value, slots, indent + 1, &mut text)?;
        let _ = write!(text, "{:width$}|)", "", width = indent * 4);
        Ok(text)
    }

    /// What has a hash table among its slots: that is written without gaps and found anew.
    fn table_object(&mut self, value: Value, indent: usize) -> Result<String, Unreadable> {
        let entries = self.shapes.table(self.vm, value).unwrap_or_default();
        let stores_values = entries.iter().any(|[_, entry]| !entry.is_nil());
        self.rehashed.push(value);
        let mut text = String::from("(|\n");
        let width = (indent + 1) * 4;
        if let Some(annotation) = self.annotation(value) {
            let _ = writeln!(text, "{:width$}{{}} = {}.", "", quoted(&annotation));
        }
        for slot in self.vm.heap.slots_of(value) {
            let name = slot.name.as_str();
            let steps = match name {
                "keyVector" => Some(Step::Key as fn(usize) -> Step),
                "valueVector" if stores_values => Some(Step::Entry as fn(usize) -> Step),
                _ => None,
            };
            if let Some(step) = steps {
                let column = usize::from(name == "valueVector");
                let held: Vec<(Step, Value)> =
                    entries.iter().enumerate().map(|(index, entry)| (step(index), entry[column])).collect();
                let vector = self.chain(value, &held, indent + 1, "asVector", "vector copySize: 0")?;
                let _ = writeln!(text, "{:width$}{name} <- {vector}.", "");
            } else if matches!(name, "used" | "count") {
                let _ = writeln!(text, "{:width$}{name} <- {}.", "", entries.len());
            } else if TABLE.contains(&name) {
                let _ = writeln!(text, "{:width$}{name} <- {}.", "", self.name_of("globals vector"));
            } else {
                self.slots(value, &[slot], indent + 1, &mut text)?;
            }
        }
        let _ = write!(text, "{:width$}|)", "", width = indent * 4);
        Ok(text)
    }

    /// Is a key not yet what it will be when it is first written, so that it cannot be found by it?
    fn must_rehash(&mut self, value: Value) -> bool {
        let entries = self.shapes.table(self.vm, value).unwrap_or_default();
        entries.iter().any(|[key, _]| self.literal(*key).is_none())
    }

    fn vector(&mut self, value: Value, indent: usize) -> Result<String, Unreadable> {
        let elements = Obj::of(value).map_or(&[][..], Obj::elements);
        if let Some(first) = elements.first()
            && elements.len() >= FILLED
            && elements.iter().all(|element| element == first)
            && let Some(text) = self.literal(*first)
        {
            return Ok(format!(
                "({} copySize: {} FillingWith: {text})",
                self.name_of("globals vector"),
                elements.len()
            ));
        }
        let held: Vec<(Step, Value)> =
            elements.iter().enumerate().map(|(index, element)| (Step::Element(index), *element)).collect();
        self.chain(value, &held, indent, "asVector", "vector copySize: 0")
    }

    fn elements(
        &mut self,
        value: Value,
        shape: Shape,
        indent: usize,
        made: &str,
        empty: &str,
    ) -> Result<String, Unreadable> {
        let held = self.shapes.contents(self.vm, value, shape);
        self.chain(value, &held, indent, made, empty)
    }

    /// What a collection holds, an element or an entry to a line.
    fn chain(
        &mut self,
        holder: Value,
        held: &[(Step, Value)],
        indent: usize,
        made: &str,
        empty: &str,
    ) -> Result<String, Unreadable> {
        if held.is_empty() {
            let (kind, message) = empty.split_once(' ').unwrap_or((empty, ""));
            return Ok(format!("({} {message})", self.name_of(&format!("globals {kind}"))));
        }
        let mut text = format!("({}", self.name_of("globals elements"));
        for (step, value) in held {
            let is_value_of_key = matches!(step, Step::Entry(_)) && made.starts_with("asDictionary");
            if is_value_of_key {
                text.push(' ');
            } else {
                let _ = write!(text, "\n{:width$}", "", width = (indent + 1) * 4);
            }
            let (element, why_not) = self.value(*value, holder, *step, indent + 1)?;
            let _ = write!(text, "& {element}{}", remark(why_not));
        }
        let _ = write!(text, ") {made}");
        Ok(text)
    }

    /// What was left open: references forward and in circles, and keys.
    fn ties(&mut self) -> Result<String, Unreadable> {
        let mut text = String::new();
        let mut ties = std::mem::take(&mut self.ties);
        // A mirror that had to wait is itself made here, before others are told of it.
        ties.sort_by_key(|tie| {
            let place = &self.plan.places[&tie.value];
            !(place.holder == tie.holder && place.step == tie.step && place.shape == Shape::Mirror)
        });
        for Tie { holder, step, value } in ties {
            let place = self.plan.places[&value];
            let is_late = place.holder == holder && place.step == step && place.shape == Shape::Mirror;
            let value = if is_late { self.object(value, place.shape, 0)? } else { self.path(value) };
            let holder_path = self.path(holder);
            let _ = match step {
                Step::Slot(name) => match self.vm.heap.slots_of(holder).iter().find(|slot| slot.name == name) {
                    Some(slot) if slot.assignable => {
                        writeln!(text, "{holder_path} {}: {value}.", name.as_str())
                    }
                    Some(slot) => {
                        let star = if slot.parent { "*" } else { "" };
                        let open: String =
                            slot.annotations.iter().map(|text| format!("{{ {} ", quoted(text))).collect();
                        let close = " }".repeat(slot.annotations.len());
                        writeln!(
                            text,
                            "{holder_path} _AddSlots: (| {open}{}{star} = {}{close} |).",
                            name.as_str(),
                            open_text(&value)
                        )
                    }
                    None => Ok(()),
                },
                Step::Element(index) => writeln!(text, "{holder_path} _At: {index} Put: {value}."),
                Step::Item(index) => writeln!(text, "{holder_path} contents _At: {index} Put: {value}."),
                Step::Key(index) => writeln!(text, "{holder_path} keyVector _At: {index} Put: {value}."),
                Step::Entry(index) => writeln!(text, "{holder_path} valueVector _At: {index} Put: {value}."),
                Step::Reflectee => Ok(()),
            };
        }
        for table in self.inner_first() {
            let _ = writeln!(text, "{} rehash.", self.path(table));
        }
        if self.plan.units.iter().any(|unit| matches!(unit.gives, Gives::Part(..))) {
            let _ = writeln!(text, "{} removeAll.", self.name_of("globals parts"));
        }
        Ok(text)
    }

    /// The tables that are to find their keys anew, each after those that its keys' hashes may follow from.
    fn inner_first(&self) -> Vec<Value> {
        let wanted: HashSet<Value> = self.rehashed.iter().copied().collect();
        let mut seen = HashSet::new();
        let mut ordered = Vec::new();
        let mut waiting: Vec<(Value, bool)> = self.rehashed.iter().rev().map(|table| (*table, false)).collect();
        while let Some((value, is_done)) = waiting.pop() {
            if is_done {
                ordered.extend(wanted.get(&value));
            } else if seen.insert(value) {
                waiting.push((value, true));
                if let Some(place) = self.plan.places.get(&value) {
                    let held = self.shapes.contents(self.vm, value, place.shape).into_iter();
                    waiting.extend(
                        held.map(|(_, held)| (held, false)).filter(|(held, _)| self.plan.places.contains_key(held)),
                    );
                }
            }
        }
        ordered
    }

    fn removals(&self) -> String {
        let mut text = String::new();
        for change in &self.survey.changes {
            for name in &change.removed {
                let _ = writeln!(text, "{} _RemoveSlot: {}.", self.name(change.holder), quoted(name.as_str()));
            }
        }
        text
    }

    /// An expression for an object that has been written.
    fn path(&self, value: Value) -> String {
        let Some(place) = self.plan.places.get(&value) else { return self.name(value) };
        if let Gives::Part(part, name) = &self.plan.units[place.unit].gives
            && *part == value
        {
            return format!("({} at: {})", self.name_of("globals parts"), quoted(name));
        }
        let holder = self.path(place.holder);
        match place.step {
            // What the lobby itself holds is found by its name alone.
            Step::Slot(name) if place.holder == self.vm.known(LOBBY) => name.as_str().to_string(),
            Step::Slot(name) => format!("{holder} {}", name.as_str()),
            Step::Element(index) => format!("({holder} _At: {index})"),
            Step::Item(index) => format!("({holder} contents _At: {index})"),
            Step::Key(index) => format!("({holder} keyVector _At: {index})"),
            Step::Entry(index) => format!("({holder} valueVector _At: {index})"),
            Step::Reflectee => format!("{holder} _MirrorReflectee"),
        }
    }

    /// What one of the library's objects is called.
    fn name(&self, value: Value) -> String {
        self.survey.names.get(&value).map_or_else(|| "nil".to_string(), |path| self.name_of(path))
    }

    /// The same by its path. `globals` is left out if the lobby finds the same without.
    fn name_of(&self, path: &str) -> String {
        let path = if path == LOBBY { "globals lobby" } else { path };
        let short = shown(path);
        let first = short.split(' ').next().unwrap_or(&short);
        let found = Symbol::existing(first).map(|name| lookup(&self.vm.heap, self.vm.known(LOBBY), name));
        let is_global = matches!(found, Some(Lookup::One(found)) if found.holder == self.vm.known("globals"));
        if is_global || short == path { short } else { path.to_string() }
    }

    /// A place as people say it.
    fn told(&self, holder: Value, step: Step) -> String {
        let of_lobby = holder == self.vm.known(LOBBY);
        let holder = self.path(holder);
        match step {
            Step::Slot(name) if of_lobby => name.as_str().to_string(),
            Step::Slot(name) => format!("{holder} {}", name.as_str()),
            Step::Element(index) | Step::Item(index) | Step::Entry(index) => format!("{holder} at: {index}"),
            Step::Key(index) => format!("the key {index} of {holder}"),
            Step::Reflectee => format!("what {holder} looks at"),
        }
    }
}

/// A method in a slot of this name, its text as it stands.
fn method_slot(name: &str, method: &Rc<Method>) -> String {
    let text = method.source.0.slice(method.span);
    let arguments = &method.body().arguments;
    let is_inside = |at: u32| method.span.start <= at && at < method.span.end;
    if arguments.is_empty() || arguments.iter().any(|argument| is_inside(argument.span.start)) {
        return format!("{name} = {text}");
    }
    let mut head = String::new();
    let mut arguments = arguments.iter().map(|argument| argument.name.as_str());
    for part in name.split_inclusive(':') {
        let separator = if head.is_empty() { "" } else { " " };
        let _ = write!(head, "{separator}{part} {}", arguments.next().unwrap_or(""));
    }
    format!("{head} = {text}")
}

/// What is said where something is left out.
fn remark(why_not: Option<String>) -> String {
    why_not.map_or(String::new(), |why| format!("  \"not exported: {why}\""))
}

/// A value as it stands right of `=`, where one pair of parentheses around all of it would be a method.
fn open_text(text: &str) -> &str {
    let is_object = text.starts_with("(|") || text == "()";
    text.strip_prefix('(').and_then(|inside| inside.strip_suffix(')')).filter(|_| !is_object).unwrap_or(text)
}

/// A string, its lines on lines.
fn quoted(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(string_literal).collect();
    let inside: Vec<&str> = lines.iter().map(|line| &line[1..line.len() - 1]).collect();
    format!("'{}'", inside.join("\n"))
}

/// Bytes by their hexadecimal digits.
fn bytes_text(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for (index, byte) in bytes.iter().enumerate() {
        if index > 0 && (index * 2).is_multiple_of(HEX_LINE) {
            digits.push_str("\\\n");
        }
        let _ = write!(digits, "{byte:02x}");
    }
    format!("'{digits}' hexAsByteVector")
}
