//! Interned names: selectors, slot names, annotations' keys. Equal names are equal numbers.

use std::fmt;
use std::sync::OnceLock;
use std::sync::RwLock;

use rustc_hash::FxHashMap;

/// An interned name. Comparison is one integer compare; the text lives as long as the program.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(u32);

#[derive(Default)]
struct Table {
    names: Vec<&'static str>,
    numbers: FxHashMap<&'static str, u32>,
}

fn table() -> &'static RwLock<Table> {
    static TABLE: OnceLock<RwLock<Table>> = OnceLock::new();
    TABLE.get_or_init(Default::default)
}

impl Symbol {
    /// The symbol spelled `name`.
    pub fn intern(name: &str) -> Symbol {
        if let Some(number) = table().read().expect("the symbol table is never poisoned").numbers.get(name) {
            return Symbol(*number);
        }
        let mut table = table().write().expect("the symbol table is never poisoned");
        if let Some(number) = table.numbers.get(name) {
            return Symbol(*number);
        }
        // Names are few and live as long as the world that uses them; leaking makes `as_str` free.
        let name: &'static str = Box::leak(name.into());
        let number = table.names.len() as u32;
        table.names.push(name);
        table.numbers.insert(name, number);
        Symbol(number)
    }

    /// The symbol spelled `name`, if anything is called so yet: to ask about a name without keeping it for ever.
    pub fn existing(name: &str) -> Option<Symbol> {
        table().read().expect("the symbol table is never poisoned").numbers.get(name).copied().map(Symbol)
    }

    /// How many names there are: every number below is one.
    pub fn count() -> usize {
        table().read().expect("the symbol table is never poisoned").names.len()
    }

    /// The spelling.
    pub fn as_str(self) -> &'static str {
        table().read().expect("the symbol table is never poisoned").names[self.0 as usize]
    }

    /// The number behind the name; dense from 0, so tables can be indexed by it.
    pub fn number(self) -> u32 {
        self.0
    }

    /// The symbol with this number, which must have come from [`Symbol::number`].
    pub fn from_number(number: u32) -> Symbol {
        Symbol(number)
    }

    /// How many arguments a message with this selector takes: colons of a keyword, 1 for an operator, else 0.
    pub fn arity(self) -> usize {
        let name = self.as_str();
        if name.starts_with(|c: char| c.is_alphabetic() || c == '_') {
            name.bytes().filter(|b| *b == b':').count()
        } else {
            1
        }
    }

    /// For `x`, the selector `x:` that assigns it.
    pub fn setter(self) -> Symbol {
        Symbol::intern(&format!("{}:", self.as_str()))
    }
}

impl fmt::Debug for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
