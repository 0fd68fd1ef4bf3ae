//! Which keys the machine can hash and compare itself: those to which `hash` and `=` mean methods that are one primitive
//! each, of a pair it knows. Both are looked up like any message, so whoever redefines one of them is obeyed; what is
//! found for a map is kept until one of the two selectors may mean something else.

use crate::code::method::Code;
use crate::object::kind::Kind;
use crate::object::map::MapId;
use crate::object::value::Value;
use crate::text::symbol::Symbol;
use crate::vm::Vm;
use crate::vm::inline_cache::Meaning;
use crate::vm::interpreter::frame::code_at;

/// Maps remembered, a power of two.
const REMEMBERED: usize = 32;

/// How keys of one map are hashed and compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::vm) enum Equality {
    /// By sending `hash` and `=`.
    Sent,
    /// By identity.
    Identity,
    /// As small integers; big ones are sent.
    Integer,
    Float,
    Text,
}

/// What has been found out.
#[derive(Debug)]
pub(in crate::vm) struct Equalities {
    known: [Option<(MapId, Equality)>; REMEMBERED],
    hash: Symbol,
    equal: Symbol,
}

impl Default for Equalities {
    fn default() -> Equalities {
        Equalities { known: [None; REMEMBERED], hash: Symbol::intern("hash"), equal: Symbol::intern("=") }
    }
}

impl Equalities {
    /// Forgets what it knows if it was learned from this selector.
    pub(in crate::vm) fn forget_selector(&mut self, selector: Symbol) {
        if selector == self.hash || selector == self.equal {
            self.forget();
        }
    }

    pub(in crate::vm) fn forget(&mut self) {
        self.known = [None; REMEMBERED];
    }
}

impl Vm {
    /// How this key is hashed and compared.
    #[inline]
    pub(in crate::vm) fn equality_of(&mut self, key: Value) -> Equality {
        let map = self.heap.map_of(key);
        match self.caches.equalities.known[map.0 as usize % REMEMBERED] {
            Some((known, equality)) if known == map => equality,
            _ => self.find_equality(key, map),
        }
    }

    /// The same, if it is remembered.
    #[inline(always)]
    pub(in crate::vm) fn known_equality(&self, key: Value) -> Option<Equality> {
        let map = self.heap.map_of(key);
        let known = self.caches.equalities.known[map.0 as usize % REMEMBERED];
        known.filter(|(known, _)| *known == map).map(|(_, equality)| equality)
    }

    #[cold]
    fn find_equality(&mut self, key: Value, map: MapId) -> Equality {
        let (hash, equal) = (self.caches.equalities.hash, self.caches.equalities.equal);
        let (Some((hash, sure)), Some((equal, also_sure))) =
            (self.one_primitive(key, hash), self.one_primitive(key, equal))
        else {
            return Equality::Sent;
        };
        let equality = match (hash.as_str(), equal.as_str(), self.heap.kind_of(key)) {
            ("_IntHash", "_IntEQ:", Kind::SmallInteger) => Equality::Integer,
            ("_FloatHash", "_FloatEQ:", Kind::Float) => Equality::Float,
            ("_StringHash", "_StringEQ:", Kind::String) => Equality::Text,
            ("_IdentityHash", "_Eq:", _) => Equality::Identity,
            _ => Equality::Sent,
        };
        if sure && also_sure && !self.caches.off {
            self.caches.equalities.known[map.0 as usize % REMEMBERED] = Some((map, equality));
        }
        equality
    }

    /// The primitive that a selector comes to, and whether that holds for all objects of the map.
    pub(in crate::vm) fn one_primitive(&mut self, receiver: Value, selector: Symbol) -> Option<(Symbol, bool)> {
        let (_, entry, cacheable) = self.resolve(receiver, selector).ok()?;
        let code: &Code = match entry.meaning {
            Meaning::Primitive => code_at(entry.target),
            _ => return None,
        };
        let takes = code.argument_count as usize == selector.arity();
        code.primitive.filter(|_| takes).map(|name| (name, cacheable))
    }
}
