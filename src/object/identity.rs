//! Persistent identities: which record of an image an object is, and the other way round. Objects that no image knows have
//! none and cost nothing.
//!
//! Identities are weak: when an object's cell is swept its identity is forgotten, and the record may come back as a new
//! ghost.

use rustc_hash::FxHashMap;

use crate::object::heap::Heap;
use crate::object::layout::MARK;
use crate::object::layout::Obj;
use crate::object::value::Value;

/// Keys in one page of the table by key.
const PAGE: usize = 1024;

/// The key of a record; 0 is none.
pub type Key = u64;

/// Both tables.
#[derive(Default)]
pub(in crate::object) struct Identities {
    keys: FxHashMap<u64, Key>,
    pages: Vec<Option<Box<[u64; PAGE]>>>,
}

impl Identities {
    fn bind(&mut self, object: Obj, key: Key) {
        let (page, at) = (key as usize / PAGE, key as usize % PAGE);
        if page >= self.pages.len() {
            self.pages.resize_with(page + 1, || None);
        }
        self.pages[page].get_or_insert_with(|| Box::new([0; PAGE]))[at] = object.address();
        self.keys.insert(object.address(), key);
    }

    /// The object at this address is gone.
    #[inline]
    pub(in crate::object) fn forget(&mut self, address: u64) {
        if self.keys.is_empty() {
            return;
        }
        if let Some(key) = self.keys.remove(&address)
            && let Some(Some(page)) = self.pages.get_mut(key as usize / PAGE)
        {
            let at = &mut page[key as usize % PAGE];
            if *at == address {
                *at = 0;
            }
        }
    }

    fn object(&self, key: Key) -> Option<Obj> {
        let page = self.pages.get(key as usize / PAGE)?.as_ref()?;
        let address = page[key as usize % PAGE];
        (address != 0).then(|| Obj::at(address))
    }
}

impl Heap {
    /// Gives an old object its record.
    pub fn bind(&mut self, object: Obj, key: Key) {
        debug_assert!(object.has(crate::object::layout::OLD), "what has a record lives in old space");
        self.old.identities.bind(object, key);
    }

    /// Takes an object's record away.
    pub fn unbind(&mut self, object: Obj) {
        self.old.identities.forget(object.address());
    }

    /// The record of an object, if it has one.
    #[inline]
    pub fn key_of(&self, object: Obj) -> Option<Key> {
        self.old.identities.keys.get(&object.address()).copied()
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
        let mut keys: Vec<Key> = self.old.identities.keys.values().copied().collect();
        keys.sort_unstable();
        let all = keys.into_iter().filter_map(|key| self.object_with_key(key));
        all.map(Obj::value).filter(|value| self.is_ghost(*value)).collect()
    }

    /// How many objects have records.
    pub fn identities(&self) -> usize {
        self.old.identities.keys.len()
    }
}
