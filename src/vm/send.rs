//! Sends: what a selector means to a receiver, and doing it. Everything but the interpreter's fast paths comes here.

use crate::code::opcode::sort;
use crate::object::heap::Heap;
use crate::object::kind::Kind;
use crate::object::layout::Obj;
use crate::object::lookup::Found;
use crate::object::lookup::Lookup;
use crate::object::lookup::lookup;
use crate::object::lookup::lookup_above;
use crate::object::lookup::lookup_among;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::inline_cache::Entry;
use crate::vm::inline_cache::Meaning;
use crate::vm::interpreter::frame::code_at;
use crate::vm::primitive::Fault;

/// Distinguishes the maps of resends in the global table.
const ABOVE: u32 = 1 << 31;

/// A send under way: its window is in the running frame.
#[derive(Clone, Copy, Debug)]
pub struct Sending {
    /// Register where the window starts; the receiver is at +3, arguments from +4 on.
    pub window: usize,
    pub selector: Symbol,
    pub count: usize,
    /// Of what sort (`opcode::sort`).
    pub sort: u16,
    /// Of a directed resend, the parent's name.
    pub delegatee: Option<Symbol>,
    /// Of a resend, who holds the sending method.
    pub holder: Value,
}

/// Why a selector means nothing.
#[derive(Clone, Debug)]
pub enum Miss {
    NotFound,
    Ambiguous(Vec<Value>),
    /// The delegatee of a directed resend is no slot of the holder.
    NoParent,
    /// An object cannot be read from the image.
    Unreadable(Unreadable),
}

impl Vm {
    /// What `selector` means to `receiver`, from the global table or a fresh lookup.
    pub fn resolve(&mut self, receiver: Value, selector: Symbol) -> Result<(MapId, Entry, bool), Miss> {
        self.make_whole(receiver).map_err(Miss::Unreadable)?;
        let map = self.heap.map_of(receiver);
        if let Some(entry) = self.caches.find(map, selector) {
            return if entry.meaning == Meaning::NotFound { Err(Miss::NotFound) } else { Ok((map, entry, true)) };
        }
        self.caches.misses += 1;
        match lookup(&self.heap, receiver, selector) {
            Lookup::One(found) => {
                let entry = self.entry_of(receiver, found);
                if found.cacheable {
                    self.caches.remember(map, selector, entry);
                }
                Ok((map, entry, found.cacheable))
            }
            Lookup::None { cacheable } => {
                if cacheable {
                    let entry = Entry { meaning: Meaning::NotFound, target: 0, value: Value::NIL };
                    self.caches.remember(map, selector, entry);
                }
                Err(Miss::NotFound)
            }
            Lookup::Several(holders) => Err(Miss::Ambiguous(holders)),
        }
    }

    /// What a resend means: looked up above the method holder, or in one of its parents.
    fn resolve_resend(&mut self, sending: &Sending, receiver: Value) -> Result<Entry, Miss> {
        let map = self.heap.map_of(sending.holder);
        let Some(delegatee) = sending.delegatee else {
            let key = MapId(map.0 | ABOVE);
            if let Some(entry) = self.caches.find(key, sending.selector) {
                return if entry.meaning == Meaning::NotFound { Err(Miss::NotFound) } else { Ok(entry) };
            }
            return match lookup_above(&self.heap, sending.holder, sending.selector) {
                Lookup::One(found) => {
                    let entry = self.entry_of(receiver, found);
                    // A cycle of parents can lead back to the receiver, which the next send need not share.
                    if found.cacheable && found.holder != receiver {
                        self.caches.remember(key, sending.selector, entry);
                    }
                    Ok(entry)
                }
                Lookup::None { .. } => Err(Miss::NotFound),
                Lookup::Several(holders) => Err(Miss::Ambiguous(holders)),
            };
        };
        let shape = self.heap.maps.get(map);
        let Some(slot) = shape.find(delegatee) else { return Err(Miss::NoParent) };
        let parent = self.heap.read_place(sending.holder, shape.slot(slot).place);
        self.make_whole(parent).map_err(Miss::Unreadable)?;
        match lookup(&self.heap, parent, sending.selector) {
            Lookup::One(found) => Ok(self.entry_of(receiver, found)),
            Lookup::None { .. } => Err(Miss::NotFound),
            Lookup::Several(holders) => Err(Miss::Ambiguous(holders)),
        }
    }

    /// What the slot that was found means.
    fn entry_of(&mut self, receiver: Value, found: Found) -> Entry {
        let own = found.holder == receiver;
        let slot = self.heap.maps.get(found.map).slot(found.slot);
        match slot.place {
            Place::Map(value) => match self.method_code(value) {
                Some(code) => self.method_entry(receiver, code, found),
                None => Entry { meaning: Meaning::Constant, target: 0, value },
            },
            Place::Field(field) if own => Entry { meaning: Meaning::Field, target: field as u64, value: Value::UNSET },
            Place::Field(field) => Entry { meaning: Meaning::HolderField, target: field as u64, value: found.holder },
            Place::Overflow { field, index } => Entry {
                meaning: Meaning::Overflow,
                target: field as u64 | (index as u64) << 32,
                value: if own { Value::UNSET } else { found.holder },
            },
            Place::Cell(cell) => Entry { meaning: Meaning::HolderField, target: 0, value: cell },
            Place::Assigns(of) => match self.heap.maps.get(found.map).slot(of).place {
                Place::Field(field) if own && !slot.parent => self.assignment(of, found, Some(field), own),
                _ => self.assignment(of, found, None, own),
            },
        }
    }

    fn assignment(&self, of: u32, found: Found, field: Option<u32>, own: bool) -> Entry {
        let slot = self.heap.maps.get(found.map).slot(of);
        match (field, slot.place) {
            (Some(field), _) if !slot.parent => {
                Entry { meaning: Meaning::SetField, target: field as u64, value: Value::UNSET }
            }
            (_, Place::Cell(cell)) if !slot.parent => {
                Entry { meaning: Meaning::SetHolderField, target: 0, value: cell }
            }
            (_, Place::Field(field)) if !own && !slot.parent => {
                Entry { meaning: Meaning::SetHolderField, target: field as u64, value: found.holder }
            }
            _ => {
                let value = if own { Value::UNSET } else { found.holder };
                Entry { meaning: Meaning::Assign, target: of as u64, value }
            }
        }
    }

    fn method_entry(&mut self, receiver: Value, code: u64, found: Found) -> Entry {
        let own = found.holder == receiver;
        let holder = if own { Value::UNSET } else { found.holder };
        let code_ref = code_at(code);
        let meaning = match (code_ref.primitive_number, code_ref.primitive) {
            (0, _) | (_, None) => Meaning::Method,
            (_, Some(name)) => {
                let kind = self.heap.kind_of(receiver);
                match name.as_str() {
                    "_At:" if kind == Kind::Vector => Meaning::At,
                    "_At:Put:" if kind == Kind::Vector => Meaning::AtPut,
                    // `_BlockValueWithArguments:` is none of them: its argument is a vector of the block's.
                    "_BlockValue" if kind == Kind::Block => Meaning::Block,
                    name if name.starts_with("_BlockValue:") && kind == Kind::Block => Meaning::Block,
                    _ => Meaning::Primitive,
                }
            }
        };
        Entry { meaning, target: code, value: holder }
    }

    /// A send whose site did not know its receiver: looks up, teaches the site, and does it.
    pub fn send_from_site(&mut self, site: *mut u64, sending: Sending) {
        let receiver = self.frame().get(sending.window + 3);
        match self.resolve(receiver, sending.selector) {
            Ok((map, entry, cacheable)) => {
                if cacheable {
                    self.caches.fill(site, map, entry);
                }
                self.perform(entry, &sending);
            }
            Err(miss) => self.not_understood(miss, sending),
        }
    }

    /// A send without a site.
    pub fn send(&mut self, sending: Sending) {
        let receiver = self.frame().get(sending.window + 3);
        let resolved = match sending.sort {
            sort::RESEND | sort::DIRECTED => self.resolve_resend(&sending, receiver),
            _ => self.resolve(receiver, sending.selector).map(|(_, entry, _)| entry),
        };
        match resolved {
            Ok(entry) => self.perform(entry, &sending),
            Err(miss) => self.not_understood(miss, sending),
        }
    }

    /// A send to the implicit self with parents among the locals around it, which stand behind the arguments, the
    /// innermost scope's first; `shape` as in `Op::SendLocal`. What self has wins; a parent that holds nil, as one does
    /// before its initial value is computed, is passed over.
    pub fn send_through_locals(&mut self, sending: Sending, shape: u64) {
        let receiver = self.frame().get(sending.window + 3);
        match self.resolve(receiver, sending.selector) {
            Ok((_, entry, _)) => return self.perform(entry, &sending),
            Err(Miss::NotFound) => {}
            Err(miss) => return self.not_understood(miss, sending),
        }
        let count = shape as u16 as usize;
        let parents = self.frame().registers(sending.window + 4 + sending.count, count).to_vec();
        for parent in &parents {
            if let Err(unreadable) = self.make_whole(*parent) {
                return self.not_understood(Miss::Unreadable(unreadable), sending);
            }
        }
        let begins = |index: usize| index < 48 && shape >> (16 + index) & 1 == 1;
        let mut from = 0;
        while from < count {
            let to = (from + 1..count).find(|index| begins(*index)).unwrap_or(count);
            let scope: Vec<Value> = parents[from..to].iter().copied().filter(|parent| *parent != Value::NIL).collect();
            match lookup_among(&self.heap, &scope, sending.selector) {
                Lookup::One(found) => {
                    let entry = self.entry_of(receiver, found);
                    return self.perform(entry, &sending);
                }
                Lookup::Several(holders) => return self.not_understood(Miss::Ambiguous(holders), sending),
                Lookup::None { .. } => from = to,
            }
        }
        self.not_understood(Miss::NotFound, sending);
    }

    /// A send whose lookup begins at another object than the receiver.
    pub(in crate::vm) fn send_delegated(&mut self, window: usize, from: Value, selector: Symbol, count: usize) {
        let receiver = self.frame().get(window + 3);
        let sending = Sending { window, selector, count, sort: sort::DIRECTED, delegatee: None, holder: Value::NIL };
        if let Err(unreadable) = self.make_whole(from) {
            return self.not_understood(Miss::Unreadable(unreadable), sending);
        }
        match lookup(&self.heap, from, selector) {
            Lookup::One(found) => {
                let entry = self.entry_of(receiver, found);
                self.perform(entry, &sending);
            }
            Lookup::None { .. } => self.not_understood(Miss::NotFound, sending),
            Lookup::Several(holders) => self.not_understood(Miss::Ambiguous(holders), sending),
        }
    }

    /// Does what an entry says: writes the result or pushes an activation.
    pub fn perform(&mut self, entry: Entry, sending: &Sending) {
        let window = sending.window;
        let receiver = self.frame().get(window + 3);
        let holder = if entry.value == Value::UNSET { receiver } else { entry.value };
        match entry.meaning {
            Meaning::Method => self.activate(entry.target, sending, holder),
            Meaning::Primitive | Meaning::At | Meaning::AtPut | Meaning::Block => {
                let code = code_at(entry.target);
                if code.argument_count as usize != sending.count {
                    return self.activate(entry.target, sending, holder);
                }
                let number = code.primitive_number as usize - 1;
                let arguments = self.frame().registers(window + 3, sending.count + 1);
                if !self.arguments_whole(arguments) {
                    return;
                }
                match (self.functions[number])(self, arguments) {
                    Ok(value) => self.frame().set(window, value),
                    Err(Fault::Stop) => self.stop_requested(window),
                    Err(Fault::Activate) => self.activate_requested(window),
                    Err(_) => self.activate(entry.target, sending, holder),
                }
            }
            Meaning::Constant => self.frame().set(window, entry.value),
            Meaning::Field | Meaning::HolderField => {
                let value = read_field(&self.heap, holder, entry.target as u32);
                self.frame().set(window, value);
            }
            Meaning::Overflow => {
                let place = Place::Overflow { field: entry.target as u32, index: (entry.target >> 32) as u32 };
                self.frame().set(window, self.heap.read_place(holder, place));
            }
            Meaning::SetField | Meaning::SetHolderField | Meaning::Assign => {
                let value = self.frame().get(window + 4);
                match (entry.meaning, Obj::of(holder)) {
                    (Meaning::Assign, _) => {
                        // It may be a parent, and parents are whole.
                        if !self.whole_or_fail(value) {
                            return;
                        }
                        self.heap.assign(holder, entry.target as u32, value);
                        self.after_changes();
                    }
                    (_, Some(object)) => self.heap.store(object, entry.target as usize, value),
                    (_, None) => {}
                }
                self.frame().set(window, receiver);
            }
            Meaning::NotFound => self.not_understood(Miss::NotFound, *sending),
        }
    }

    /// Activates a method for a send whose receiver and arguments are in the window.
    fn activate(&mut self, code: u64, sending: &Sending, holder: Value) {
        let wanted = code_at(code).argument_count as usize;
        if wanted != sending.count {
            return self.arity_mismatch(*sending);
        }
        self.push_frame(sending.window, code, holder);
    }

    /// Empties the caches that changes of owned maps concern.
    pub fn after_changes(&mut self) {
        if !self.heap.maps.changes.any() {
            return;
        }
        let changes = std::mem::take(&mut self.heap.maps.changes);
        if changes.parents {
            self.caches.forget_all();
            self.check_specials(None);
        } else {
            for name in &changes.names {
                self.caches.forget_selector(*name);
            }
            self.check_specials(Some(&changes.names));
        }
    }
}

fn read_field(heap: &Heap, holder: Value, field: u32) -> Value {
    heap.read_place(holder, Place::Field(field))
}
