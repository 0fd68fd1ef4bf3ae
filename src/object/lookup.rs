//! Message lookup: from a receiver's map and a selector to one slot, none, or several.
//!
//! Follows the Self handbook, langref "The lookup algorithm", with docs/language.md: a match whose holder delegates to the
//! holder of another match dominates it. It runs no code of the language, so the compiler, the caches and mirrors may all
//! call it; it recurses nowhere, so a parent chain may be as long as memory allows.

use std::collections::HashSet;

use crate::object::heap::Heap;
use crate::object::map::MapId;
use crate::object::slot::Place;
use crate::object::value::Value;
use crate::text::symbol::Symbol;

/// What a lookup found.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    None {
        cacheable: bool,
    },
    One(Found),
    /// Several different slots, none of which dominates; their holders.
    Several(Vec<Value>),
}

/// One slot and who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    pub holder: Value,
    /// The holder's map.
    pub map: MapId,
    /// Index of the slot in that map.
    pub slot: u32,
    /// False if the way led through a parent that no cache can watch.
    pub cacheable: bool,
}

/// Looks `selector` up in `receiver`: its own slots first, then its parents'.
pub fn lookup(heap: &Heap, receiver: Value, selector: Symbol) -> Lookup {
    let map = heap.map_of(receiver);
    if let Some(slot) = heap.maps.get(map).find(selector) {
        return Lookup::One(Found { holder: receiver, map, slot, cacheable: true });
    }
    lookup_above(heap, receiver, selector)
}

/// Looks `selector` up in the parents of `holder` only, as a resend does.
pub fn lookup_above(heap: &Heap, holder: Value, selector: Symbol) -> Lookup {
    let mut cacheable = true;
    // The common case is a chain: one parent each, no set to keep.
    let mut at = holder;
    let mut steps = 0u32;
    loop {
        let map = heap.maps.get(heap.map_of(at));
        let [parent] = map.parents() else { break };
        let place = map.slot(*parent).place;
        cacheable &= matches!(place, Place::Map(_));
        at = heap.read_place(at, place);
        if at == holder {
            // A cycle: what the holder itself has is not above it.
            return Lookup::None { cacheable };
        }
        let map = heap.map_of(at);
        if let Some(slot) = heap.maps.get(map).find(selector) {
            return Lookup::One(Found { holder: at, map, slot, cacheable });
        }
        steps += 1;
        if steps > 64 {
            // Long, or a cycle: the general walk notices.
            at = holder;
            break;
        }
    }
    let mut pending: Vec<Value> = Vec::new();
    push_parents(heap, at, &mut pending, &mut cacheable);
    lookup_in_set(heap, HashSet::from([holder, at]), pending, selector, cacheable)
}

/// Looks `selector` up in several objects as if one object had them as parents, in this order.
pub fn lookup_among(heap: &Heap, parents: &[Value], selector: Symbol) -> Lookup {
    let pending = parents.iter().rev().copied().collect();
    lookup_in_set(heap, HashSet::new(), pending, selector, false)
}

/// The general walk over all parents, each object once: those pending, the last one first, but not those seen.
fn lookup_in_set(
    heap: &Heap,
    mut seen: HashSet<Value>,
    mut pending: Vec<Value>,
    selector: Symbol,
    mut cacheable: bool,
) -> Lookup {
    let mut matches: Vec<Found> = Vec::new();
    while let Some(at) = pending.pop() {
        if !seen.insert(at) {
            continue;
        }
        let map = heap.map_of(at);
        match heap.maps.get(map).find(selector) {
            Some(slot) => matches.push(Found { holder: at, map, slot, cacheable }),
            None => push_parents(heap, at, &mut pending, &mut cacheable),
        }
    }
    if matches.len() > 1 {
        matches = undominated(heap, matches, &mut cacheable);
    }
    match matches.as_mut_slice() {
        [] => Lookup::None { cacheable },
        [found] => {
            found.cacheable = cacheable;
            Lookup::One(*found)
        }
        several => Lookup::Several(several.iter().map(|found| found.holder).collect()),
    }
}

/// Pushes the parents of `at` so that the first is popped first.
fn push_parents(heap: &Heap, at: Value, pending: &mut Vec<Value>, cacheable: &mut bool) {
    let map = heap.maps.get(heap.map_of(at));
    for parent in map.parents().iter().rev() {
        let place = map.slot(*parent).place;
        *cacheable &= matches!(place, Place::Map(_));
        pending.push(heap.read_place(at, place));
    }
}

/// Leaves out each match that another one overrides: A beats B if B is reachable from A and A is not reachable from B.
fn undominated(heap: &Heap, matches: Vec<Found>, cacheable: &mut bool) -> Vec<Found> {
    let above: Vec<HashSet<Value>> = matches.iter().map(|found| ancestors(heap, found.holder, cacheable)).collect();
    let beaten = |b: usize| {
        (0..matches.len())
            .any(|a| a != b && above[a].contains(&matches[b].holder) && !above[b].contains(&matches[a].holder))
    };
    (0..matches.len()).filter(|b| !beaten(*b)).map(|b| matches[b]).collect()
}

/// Every object reachable from `holder` through parents; `holder` itself only by a cycle.
fn ancestors(heap: &Heap, holder: Value, cacheable: &mut bool) -> HashSet<Value> {
    let mut seen = HashSet::new();
    let mut pending = Vec::new();
    push_parents(heap, holder, &mut pending, cacheable);
    while let Some(at) = pending.pop() {
        if seen.insert(at) {
            push_parents(heap, at, &mut pending, cacheable);
        }
    }
    seen
}

/// Every name that `receiver` understands, nearest first, each once.
pub fn understood(heap: &Heap, receiver: Value) -> Vec<Symbol> {
    let mut ignored = true;
    let mut names = Vec::new();
    let mut known = HashSet::new();
    let mut seen = HashSet::new();
    let mut pending = vec![receiver];
    while let Some(at) = pending.pop() {
        if seen.insert(at) {
            let map = heap.maps.get(heap.map_of(at));
            names.extend(map.slots().iter().map(|slot| slot.name).filter(|name| known.insert(*name)));
            push_parents(heap, at, &mut pending, &mut ignored);
        }
    }
    names
}
