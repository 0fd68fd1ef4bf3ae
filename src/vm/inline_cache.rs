//! What a send site has learned: for a map, what the selector means to objects of that map.
//!
//! A site is empty, monomorphic (the opcode says of which kind), polymorphic (up to eight maps) or megamorphic (one global
//! table). Each filled site is listed under its selector, so that a change of a slot empties exactly the sites that may
//! have to forget something; a change of parents empties all.

use crate::code::opcode::NO_MAP;
use crate::code::opcode::Op;
use crate::object::map::MapId;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::equality::Equalities;
use crate::vm::interpreter::frame::set_word_at;
use crate::vm::interpreter::frame::word_at;

/// Maps a polymorphic site tells apart.
const MAX_POLYMORPHIC: usize = 8;
/// Entries of the global table, a power of two.
const GLOBAL_ENTRIES: usize = 4096;
/// In a site's first word: it is listed under its selector.
const LISTED: u64 = 1 << 63;

/// What a selector means to the objects of one map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// A method: its code, and the holder for code that resends.
    Method,
    /// A method that is one primitive: its code.
    Primitive,
    /// An element of a vector; as `Primitive`.
    At,
    AtPut,
    /// Runs a block.
    Block,
    /// A constant: the value.
    Constant,
    /// Field `target` of the receiver.
    Field,
    /// Field `target` of the holder.
    HolderField,
    /// In the holder's overflow: its field in the lower half of `target`, the value's index in the upper one.
    Overflow,
    SetField,
    SetHolderField,
    /// Any other assignment: slot `target` of the holder.
    Assign,
    /// Nothing.
    NotFound,
}

/// A resolved send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub meaning: Meaning,
    /// A code address, a field number or a slot number.
    pub target: u64,
    /// The holder, or the constant. `UNSET` stands for the receiver.
    pub value: Value,
}

/// An entry of the global table.
#[derive(Clone, Copy, Debug)]
struct Known {
    map: MapId,
    selector: Symbol,
    version: u32,
    entry: Entry,
}

/// What a polymorphic site knows. The maps stand together, so that comparing them touches one line of the cache; the site
/// holds the address.
#[derive(Debug)]
pub struct Cases {
    pub maps: [u32; MAX_POLYMORPHIC],
    pub entries: [Entry; MAX_POLYMORPHIC],
    count: usize,
}

impl Cases {
    fn new() -> Box<Cases> {
        let nothing = Entry { meaning: Meaning::NotFound, target: 0, value: Value::NIL };
        Box::new(Cases { maps: [NO_MAP; MAX_POLYMORPHIC], entries: [nothing; MAX_POLYMORPHIC], count: 0 })
    }

    fn add(&mut self, map: MapId, entry: Entry) {
        self.maps[self.count] = map.0;
        self.entries[self.count] = entry;
        self.count += 1;
    }

    /// The meaning for a map.
    #[inline(always)]
    pub fn find(&self, map: u32) -> Option<&Entry> {
        self.maps.iter().position(|known| *known == map).map(|index| &self.entries[index])
    }
}

impl Meaning {
    /// The opcode of a site with this one meaning, if there is one.
    fn opcode(self) -> Option<Op> {
        Some(match self {
            Meaning::Method => Op::SendMethod,
            Meaning::Primitive => Op::SendPrimitive,
            Meaning::At => Op::SendAt,
            Meaning::AtPut => Op::SendAtPut,
            Meaning::Block => Op::SendBlock,
            Meaning::Constant => Op::SendConstant,
            Meaning::Field => Op::SendField,
            Meaning::HolderField => Op::SendHolderField,
            Meaning::SetField => Op::SendSetField,
            Meaning::Overflow | Meaning::SetHolderField | Meaning::Assign | Meaning::NotFound => return None,
        })
    }

    fn of(op: Op) -> Option<Meaning> {
        Some(match op {
            Op::SendMethod => Meaning::Method,
            Op::SendPrimitive => Meaning::Primitive,
            Op::SendAt => Meaning::At,
            Op::SendAtPut => Meaning::AtPut,
            Op::SendBlock => Meaning::Block,
            Op::SendConstant => Meaning::Constant,
            Op::SendField => Meaning::Field,
            Op::SendHolderField => Meaning::HolderField,
            Op::SendSetField => Meaning::SetField,
            _ => return None,
        })
    }
}

/// All caches of the machine.
#[derive(Debug)]
pub struct Caches {
    /// Sites by the number of their selector.
    sites: Vec<Vec<*mut u64>>,
    global: Vec<Option<Known>>,
    /// Counts how often a selector's meaning may have changed; entries of the global table bear the count.
    versions: Vec<u32>,
    /// Cases of polymorphic sites.
    #[expect(clippy::vec_box, reason = "sites hold the addresses")]
    cases: Vec<Box<Cases>>,
    free_cases: Vec<usize>,
    /// Sites that may refer to young objects.
    young: Vec<*mut u64>,
    pub(in crate::vm) equalities: Equalities,
    /// For tests and the differential engine: look everything up.
    pub off: bool,
    pub misses: u64,
}

impl Default for Caches {
    fn default() -> Caches {
        Caches {
            sites: Vec::new(),
            global: vec![None; GLOBAL_ENTRIES],
            versions: Vec::new(),
            cases: Vec::new(),
            free_cases: Vec::new(),
            young: Vec::new(),
            equalities: Equalities::default(),
            off: false,
            misses: 0,
        }
    }
}

/// The selector in a site.
pub fn site_selector(site: *mut u64) -> Symbol {
    Symbol::from_number(((word_at(site.wrapping_add(1)) & !LISTED) >> 32) as u32)
}

impl Caches {
    fn slot(map: MapId, selector: Symbol) -> usize {
        (map.0.wrapping_mul(0x9e37_79b1) ^ selector.number().wrapping_mul(0x85eb_ca6b)) as usize >> 7
            & (GLOBAL_ENTRIES - 1)
    }

    fn version(&self, selector: Symbol) -> u32 {
        self.versions.get(selector.number() as usize).copied().unwrap_or(0)
    }

    /// What the global table knows.
    #[inline]
    pub fn find(&self, map: MapId, selector: Symbol) -> Option<Entry> {
        match &self.global[Self::slot(map, selector)] {
            Some(known)
                if known.map == map && known.selector == selector && known.version == self.version(selector) =>
            {
                Some(known.entry)
            }
            _ => None,
        }
    }

    /// Teaches the global table.
    pub fn remember(&mut self, map: MapId, selector: Symbol, entry: Entry) {
        if !self.off {
            let version = self.version(selector);
            self.global[Self::slot(map, selector)] = Some(Known { map, selector, version, entry });
        }
    }

    /// Teaches a site: instruction address, map and meaning.
    pub fn fill(&mut self, site: *mut u64, map: MapId, entry: Entry) {
        let first = word_at(site);
        let op = Op::of(first);
        if self.off || op == Op::SendMegamorphic || op == Op::Resend || op == Op::SendLocal {
            return;
        }
        self.list(site);
        match (op, entry.meaning.opcode()) {
            (Op::Send, Some(new)) => {
                self.set_monomorphic(site, new, map, entry);
            }
            (Op::SendPolymorphic, _) => {
                let number = word_at(site.wrapping_add(3)) as usize >> 2;
                if self.cases[number].count >= MAX_POLYMORPHIC {
                    self.release_cases(site);
                    set_op(site, Op::SendMegamorphic);
                } else {
                    self.cases[number].add(map, entry);
                }
            }
            _ => self.make_polymorphic(site, op, map, entry),
        }
    }

    fn set_monomorphic(&mut self, site: *mut u64, op: Op, map: MapId, entry: Entry) {
        set_op(site, op);
        set_map(site, map.0);
        set_word_at(site.wrapping_add(2), entry.target);
        set_word_at(site.wrapping_add(3), entry.value.bits());
        if entry.value.is_pointer() {
            self.young.push(site);
        }
    }

    fn make_polymorphic(&mut self, site: *mut u64, op: Op, map: MapId, entry: Entry) {
        let number = match self.free_cases.pop() {
            Some(number) => number,
            None => {
                self.cases.push(Cases::new());
                self.cases.len() - 1
            }
        };
        let cases = &mut self.cases[number];
        if let Some(meaning) = Meaning::of(op) {
            let old = Entry {
                meaning,
                target: word_at(site.wrapping_add(2)),
                value: Value::from_bits(word_at(site.wrapping_add(3))),
            };
            cases.add(site_map(site), old);
        }
        cases.add(map, entry);
        let address = std::ptr::from_ref::<Cases>(cases) as u64;
        set_op(site, Op::SendPolymorphic);
        set_map(site, NO_MAP);
        set_word_at(site.wrapping_add(2), address);
        set_word_at(site.wrapping_add(3), Value::int(number as i64).bits());
    }

    fn release_cases(&mut self, site: *mut u64) {
        let number = word_at(site.wrapping_add(3)) as usize >> 2;
        *self.cases[number] = *Cases::new();
        self.free_cases.push(number);
        set_word_at(site.wrapping_add(2), 0);
        set_word_at(site.wrapping_add(3), Value::NIL.bits());
    }

    fn list(&mut self, site: *mut u64) {
        let word = word_at(site.wrapping_add(1));
        if word & LISTED == 0 {
            set_word_at(site.wrapping_add(1), word | LISTED);
            let selector = site_selector(site).number() as usize;
            if selector >= self.sites.len() {
                self.sites.resize_with(selector + 1, Vec::new);
            }
            self.sites[selector].push(site);
        }
    }

    /// Forgets what is known of this selector.
    pub fn forget_selector(&mut self, selector: Symbol) {
        self.equalities.forget_selector(selector);
        let number = selector.number() as usize;
        if number >= self.versions.len() {
            self.versions.resize(number + 1, 0);
        }
        self.versions[number] = self.versions[number].wrapping_add(1);
        if let Some(sites) = self.sites.get_mut(selector.number() as usize) {
            for site in std::mem::take(sites) {
                self.empty(site);
            }
        }
    }

    /// Forgets everything.
    pub fn forget_all(&mut self) {
        for selector in 0..self.sites.len() {
            for site in std::mem::take(&mut self.sites[selector]) {
                self.empty(site);
            }
        }
        self.global.fill(None);
        self.young.clear();
        self.equalities.forget();
    }

    fn empty(&mut self, site: *mut u64) {
        if Op::of(word_at(site)) == Op::SendPolymorphic {
            self.release_cases(site);
        }
        set_op(site, Op::Send);
        set_map(site, NO_MAP);
        set_word_at(site.wrapping_add(1), word_at(site.wrapping_add(1)) & !LISTED);
        set_word_at(site.wrapping_add(2), 0);
        set_word_at(site.wrapping_add(3), Value::NIL.bits());
    }

    /// Shows the collector the values that sites and tables hold; they are replaced if they move.
    pub fn visit(&mut self, mut visit: impl FnMut(&mut Value)) {
        for site in self.young.drain(..) {
            if Op::of(word_at(site)).is_send() && Op::of(word_at(site)) != Op::SendPolymorphic {
                let mut value = Value::from_bits(word_at(site.wrapping_add(3)));
                visit(&mut value);
                set_word_at(site.wrapping_add(3), value.bits());
            }
        }
        for cases in &mut self.cases {
            let count = cases.count;
            cases.entries[..count].iter_mut().for_each(|entry| visit(&mut entry.value));
        }
        for entry in self.global.iter_mut().flatten() {
            visit(&mut entry.entry.value);
        }
    }
}

/// The map a monomorphic site knows.
pub fn site_map(site: *mut u64) -> MapId {
    MapId(word_at(site.wrapping_add(1)) as u32)
}

fn set_map(site: *mut u64, map: u32) {
    let word = word_at(site.wrapping_add(1));
    set_word_at(site.wrapping_add(1), word & !0xffff_ffff | map as u64);
}

fn set_op(site: *mut u64, op: Op) {
    set_word_at(site, word_at(site) & !0xff | op as u64);
}
