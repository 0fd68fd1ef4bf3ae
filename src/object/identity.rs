//! Persistent identities: which record of an image an object is, and the other way round. Objects that no image knows have
//! none and cost nothing.
//!
//! Identities are weak: when an object's cell is swept its identity is forgotten, and the record may come back as a new
//! ghost.

use rustc_hash::FxHashMap;

use crate::object::heap::Heap;
use crate::object::layout::MARK;
use crate::object::layout::OLD;
use crate::object::layout::Obj;
use crate::object::value::Value;

/// Keys in one page of the table by key.
const PAGE: usize = 1024;

/// The key of a record; 0 is none.
pub type Key = u64;

/// Where an old object lies: in a cell of a block, or in memory of its own at this address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::object) enum Spot {
    Cell { block: usize, cell: usize },
    Alone(u64),
}

/// From objects to keys, by block and cell, and back.
#[derive(Default)]
pub(in crate::object) struct Identities {
    blocks: Vec<Vec<Key>>,
    alone: FxHashMap<u64, Key>,
    pages: Vec<Option<Box<Page>>>,
    count: usize,
    bytes: usize,
}

/// The addresses of the objects of neighbouring keys.
struct Page {
    objects: [u64; PAGE],
    used: usize,
}

impl Identities {
    fn bind(&mut self, spot: Spot, object: Obj, key: Key) {
        let (number, at) = (key as usize / PAGE, key as usize % PAGE);
        if number >= self.pages.len() {
            self.pages.resize_with(number + 1, || None);
        }
        let bytes = &mut self.bytes;
        let page = self.pages[number].get_or_insert_with(|| {
            *bytes += size_of::<Page>();
            Box::new(Page { objects: [0; PAGE], used: 0 })
        });
        page.used += usize::from(page.objects[at] == 0);
        page.objects[at] = object.address();
        let before = match spot {
            Spot::Alone(address) => self.alone.insert(address, key).unwrap_or(0),
            Spot::Cell { block, cell } => {
                if block >= self.blocks.len() {
                    self.blocks.resize_with(block + 1, Vec::new);
                }
                let keys = &mut self.blocks[block];
                if cell >= keys.len() {
                    let had = keys.capacity();
                    keys.resize(cell + 1, 0);
                    self.bytes += (keys.capacity() - had) * size_of::<Key>();
                }
                std::mem::replace(&mut keys[cell], key)
            }
        };
        self.count += usize::from(before == 0);
    }

    /// The object here is gone.
    #[inline]
    pub(in crate::object) fn forget(&mut self, spot: Spot, address: u64) {
        let key = match spot {
            Spot::Alone(address) => self.alone.remove(&address).unwrap_or(0),
            Spot::Cell { block, cell } => {
                let keys = self.blocks.get_mut(block).and_then(|keys| keys.get_mut(cell));
                keys.map_or(0, std::mem::take)
            }
        };
        if key != 0 {
            self.forget_key(key, address);
        }
    }

    fn forget_key(&mut self, key: Key, address: u64) {
        self.count -= 1;
        let Some(slot) = self.pages.get_mut(key as usize / PAGE) else { return };
        let Some(page) = slot else { return };
        let object = &mut page.objects[key as usize % PAGE];
        // Its record may have come back as another object before this one was swept.
        if *object != address {
            return;
        }
        *object = 0;
        page.used -= 1;
        if page.used == 0 {
            *slot = None;
            self.bytes -= size_of::<Page>();
        }
    }

    /// The memory of a block is given back; its objects have been forgotten.
    pub(in crate::object) fn forget_block(&mut self, block: usize) {
        if let Some(keys) = self.blocks.get_mut(block) {
            self.bytes -= keys.capacity() * size_of::<Key>();
            *keys = Vec::new();
        }
    }

    fn key(&self, spot: Spot) -> Option<Key> {
        let key = match spot {
            Spot::Alone(address) => self.alone.get(&address).copied().unwrap_or(0),
            Spot::Cell { block, cell } => self.blocks.get(block).and_then(|keys| keys.get(cell)).copied().unwrap_or(0),
        };
        (key != 0).then_some(key)
    }

    fn object(&self, key: Key) -> Option<Obj> {
        let page = self.pages.get(key as usize / PAGE)?.as_ref()?;
        let address = page.objects[key as usize % PAGE];
        (address != 0).then(|| Obj::at(address))
    }

    /// What the tables take.
    pub(in crate::object) fn bytes(&self) -> usize {
        self.bytes
    }
}

impl Heap {
    /// Gives an old object its record.
    pub fn bind(&mut self, object: Obj, key: Key) {
        debug_assert!(object.has(OLD), "what has a record lives in old space");
        let spot = self.old.spot(object);
        self.old.identities.bind(spot, object, key);
    }

    /// Takes an object's record away.
    pub fn unbind(&mut self, object: Obj) {
        let spot = self.old.spot(object);
        self.old.identities.forget(spot, object.address());
    }

    /// The record of an object, if it has one.
    #[inline]
    pub fn key_of(&self, object: Obj) -> Option<Key> {
        // What is young has none; and only old space tells where an object lies.
        if object.has(OLD) { self.old.identities.key(self.old.spot(object)) } else { None }
    }

    /// The object of a record, if it is in memory.
    pub fn object_with_key(&self, key: Key) -> Option<Obj> {
        let object = self.old.identities.object(key)?;
        // Between the end of marking and its cell's sweep a dead object is still there.
        let dead = self.marking.is_none() && object.has(MARK) != self.mark_colour;
        (!dead).then_some(object)
    }

    /// Every ghost in memory, in the order of their records.
    pub fn ghosts(&self) -> Vec<Value> {
        let keys = 0..(self.old.identities.pages.len() * PAGE) as Key;
        let all = keys.filter_map(|key| self.object_with_key(key));
        all.map(Obj::value).filter(|value| self.is_ghost(*value)).collect()
    }

    /// How many objects have records.
    pub fn identities(&self) -> usize {
        self.old.identities.count
    }
}
