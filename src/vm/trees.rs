//! What code is compiled from: the trees of methods and scripts, and the code each of them has now.
//!
//! A tree's number stands in its method object and in all code made from it. A method may have code of several kinds at
//! once: what it is called with now, and older code that activations and blocks still run.

use std::collections::HashMap;
use std::collections::HashSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::code::compile;
use crate::code::method::Code;
use crate::code::method::Tree;
use crate::code::rest::FunctionNotes;
use crate::code::rest::Notes;
use crate::code::rest::notes_of;
use crate::code::scope::RealSends;
use crate::code::verify::verify;
use crate::object::identity::Key;
use crate::object::kind::Kind;
use crate::object::value::Value;
use crate::syntax::ast::Body;
use crate::syntax::ast::Method;
use crate::text::source::Source;
use crate::vm::Vm;
use crate::vm::ghosts::Unreadable;
use crate::vm::interpreter::frame::code_at;

/// One tree.
#[derive(Debug)]
pub struct TreeRecord {
    /// Nothing while it has not been read from the image.
    pub tree: Option<Tree>,
    /// Its record in the image; 0 if it has none.
    pub key: Key,
    /// The identity hash that its method object has in the image; 0 if none, or if the record has not been read.
    pub hash: u32,
    /// The address of the code to call it with, once compiled.
    pub code: Option<u64>,
    /// Has a marking cycle met a method object with this number?
    pub marked: bool,
    /// The words by which a method is found, once they have been looked for.
    pub words: Option<Rc<[u32]>>,
    /// Calls counted by code that is gone.
    pub calls: u64,
    /// Control structures that have turned out to need the real send, by where their selectors start.
    pub real_sites: HashSet<u32>,
}

/// All trees and all code.
#[derive(Debug, Default)]
pub struct Trees {
    records: Vec<Option<TreeRecord>>,
    free: Vec<u32>,
    #[expect(clippy::vec_box, reason = "code never moves: frames and blocks hold its address")]
    pub(in crate::vm) codes: Vec<Box<Code>>,
    by_key: FxHashMap<Key, u32>,
    /// Notes made so far, by the address of the root's code.
    notes: HashMap<u64, Rc<Notes>>,
}

impl Trees {
    /// Takes in a tree; its number.
    pub fn add(&mut self, tree: Tree) -> u32 {
        self.add_record(Some(tree), 0)
    }

    /// The number of the tree in a record of the image; it is read when it is needed.
    pub fn unread(&mut self, key: Key) -> u32 {
        match self.by_key.get(&key) {
            Some(number) => *number,
            None => {
                let number = self.add_record(None, key);
                self.by_key.insert(key, number);
                number
            }
        }
    }

    /// Gives a tree its record; 0 takes it away.
    pub fn bind(&mut self, number: u32, key: Key) {
        if let Some(record) = self.get_mut(number) {
            let before = std::mem::replace(&mut record.key, key);
            self.by_key.remove(&before);
            if key != 0 {
                self.by_key.insert(key, number);
            }
        }
    }

    fn add_record(&mut self, tree: Option<Tree>, key: Key) -> u32 {
        let record = TreeRecord {
            tree,
            key,
            hash: 0,
            code: None,
            marked: true,
            words: None,
            calls: 0,
            real_sites: HashSet::new(),
        };
        match self.free.pop() {
            Some(number) => {
                self.records[number as usize] = Some(record);
                number
            }
            None => {
                self.records.push(Some(record));
                self.records.len() as u32 - 1
            }
        }
    }

    pub fn get(&self, number: u32) -> Option<&TreeRecord> {
        self.records.get(number as usize)?.as_ref()
    }

    pub fn get_mut(&mut self, number: u32) -> Option<&mut TreeRecord> {
        self.records.get_mut(number as usize)?.as_mut()
    }

    /// Has any method counted calls that nobody has asked for?
    pub fn counts_calls(&self) -> bool {
        self.codes.iter().any(|code| code.calls.get() > 0)
            || self.records.iter().flatten().any(|record| record.calls > 0)
    }

    /// How often a method that counts its calls was called since this was last asked.
    pub fn take_calls(&mut self, number: u32) -> u64 {
        let codes = self.codes.iter().filter(|code| code.tree == number).map(|code| code.calls.take()).sum::<u64>();
        codes + self.get_mut(number).map_or(0, |record| std::mem::take(&mut record.calls))
    }

    /// Every method is compiled anew when it is next called.
    pub fn forget_code(&mut self) {
        self.records.iter_mut().flatten().for_each(|record| record.code = None);
    }

    /// A marking cycle begins.
    pub fn unmark(&mut self) {
        for code in &mut self.codes {
            unmark(code);
        }
        self.records.iter_mut().flatten().for_each(|record| record.marked = false);
    }

    /// A marking cycle has ended: drops code that nothing runs and trees that no method object and no code refers to.
    pub fn drop_unmarked(&mut self) {
        for code in self.codes.iter().filter(|code| !code.marked && code.calls.get() > 0) {
            if let Some(Some(record)) = self.records.get_mut(code.tree as usize) {
                record.calls += code.calls.get();
            }
        }
        self.codes.retain(|code| code.marked);
        self.notes.clear();
        let in_use: HashSet<u32> = self.codes.iter().map(|code| code.tree).collect();
        for (number, place) in self.records.iter_mut().enumerate() {
            let Some(record) = place else { continue };
            if !record.marked {
                record.code = None;
                if !in_use.contains(&(number as u32)) {
                    self.by_key.remove(&record.key);
                    *place = None;
                    self.free.push(number as u32);
                }
            }
        }
    }
}

fn unmark(code: &mut Code) {
    code.marked = false;
    code.blocks.iter_mut().for_each(|block| unmark(block));
}

impl Vm {
    /// Has any method that was written for a message been called since the world last asked?
    pub fn has_counted_calls(&self) -> bool {
        self.trees.counts_calls()
    }

    /// The tree of a method object.
    ///
    /// # Errors
    /// [`Unreadable`] if it is in the image and cannot be read.
    pub fn method_tree(&mut self, value: Value) -> Result<Option<Rc<Method>>, Unreadable> {
        let Some(number) = self.tree_number(value) else { return Ok(None) };
        self.need_tree(number)?;
        Ok(self.tree_in_memory(value).cloned())
    }

    /// The same, if it need not be read from the image.
    pub fn tree_in_memory(&self, value: Value) -> Option<&Rc<Method>> {
        match self.trees.get(self.tree_number(value)?)?.tree.as_ref()? {
            Tree::Method(method) => Some(method),
            Tree::Script(..) => None,
        }
    }

    /// The number of a method object's tree.
    pub fn tree_number(&self, value: Value) -> Option<u32> {
        let method = self.heap.object_of_kind(value, Kind::Method)?;
        method.field(0).as_int().map(|number| number as u32)
    }

    /// The code of a method object, compiled now if it has not been; `None` for other values.
    pub(in crate::vm) fn method_code(&mut self, value: Value) -> Option<u64> {
        let number = self.tree_number(value)?;
        if let Some(code) = self.trees.get(number)?.code {
            return Some(code);
        }
        if let Err(Unreadable(why)) = self.need_tree(number) {
            let code = self.saying(&why, 0);
            self.trees.get_mut(number)?.code = Some(code);
            return Some(code);
        }
        let record = self.trees.get(number)?;
        let tree = record.tree.clone()?;
        let real = self.real_sends(record.real_sites.clone());
        let code = match compile::compile_tree(&tree, &real, false, self) {
            Ok(code) => code,
            Err(compile::TooLarge) => self.too_large(&tree),
        };
        let address = self.add_code(code, number);
        self.trees.get_mut(number)?.code = Some(address);
        Some(address)
    }

    /// Code for a method that cannot be compiled: it says so when it is run.
    fn too_large(&mut self, tree: &Tree) -> Box<Code> {
        let mut code = self.error_code(
            &tree.place().0.name.clone(),
            "this method has more locals or nested values than the machine has registers",
        );
        if let Tree::Method(method) = tree {
            code.argument_count = method.body().arguments.len() as u32;
            code.selector = method.selector;
        }
        code
    }

    /// Code that says that a method cannot be run, and why.
    fn saying(&mut self, why: &str, number: u32) -> u64 {
        let code = self.error_code("image", why);
        self.add_code(code, number)
    }

    fn error_code(&mut self, source: &str, why: &str) -> Box<Code> {
        let quoted = why.replace('\\', "\\\\").replace('\'', "\\'");
        let source = Source::new(source, format!("self error: '{quoted}'"));
        let body = crate::syntax::parse::parse_script(&source, crate::syntax::parse::NewlineRule::Bat)
            .map(|script| compile::script_body(&script.items))
            .unwrap_or_default();
        compile::compile_tree(&Tree::Script(source, body), &RealSends::default(), false, self)
            .unwrap_or_else(|_| unreachable!("one send always compiles"))
    }

    /// Keeps root code and tells its parts where they belong.
    fn add_code(&mut self, mut code: Box<Code>, tree: u32) -> u64 {
        let root = std::ptr::from_ref(&*code) as u64;
        set_root(&mut code, root, tree);
        if (cfg!(debug_assertions) || cfg!(feature = "stress"))
            && let Err(unsound) = verify(&code, self.primitive_count())
        {
            panic!("the compiler has made unsound code: {unsound}");
        }
        self.specials.adapt(&code);
        self.trees.codes.push(code);
        root
    }

    /// Compiles a script's items.
    pub fn compile_script(&mut self, source: &Rc<Source>, body: &Rc<Body>) -> Result<u64, compile::TooLarge> {
        let number = self.trees.add(Tree::Script(source.clone(), body.clone()));
        let code = self.code_with(number, self.real_sends(HashSet::new()))?;
        Ok(std::ptr::from_ref(code) as u64)
    }

    /// Code of a tree in which just these control structures are real sends: what there is, or compiled now.
    pub(in crate::vm) fn code_with<'a>(&mut self, number: u32, real: RealSends) -> Result<&'a Code, compile::TooLarge> {
        let known = self.trees.codes.iter().find(|code| code.tree == number && *code.real == real);
        if let Some(root) = known.map(|code| code.root) {
            self.revive_code(root);
            return Ok(code_at(root));
        }
        self.need_tree(number).map_err(|_| compile::TooLarge)?;
        let tree = self.trees.get(number).and_then(|record| record.tree.clone()).ok_or(compile::TooLarge)?;
        let code = compile::compile_tree(&tree, &real, false, self)?;
        Ok(code_at(self.add_code(code, number)))
    }

    /// What the registers of code hold where it can rest; `None` if there is nothing to say.
    pub(in crate::vm) fn notes_on(&mut self, code: &Code) -> Option<Rc<Notes>> {
        if let Some(notes) = self.trees.notes.get(&code.root) {
            return Some(notes.clone());
        }
        let tree = self.trees.get(code.tree)?.tree.clone()?;
        let notes = Rc::new(notes_of(&tree, &code.real).ok()?);
        self.trees.notes.insert(code.root, notes.clone());
        Some(notes)
    }

    /// Reads every text that has not been read; why those that cannot be read cannot.
    pub fn read_all_trees(&mut self) -> Vec<Unreadable> {
        let mut failed = Vec::new();
        let mut number = 0;
        while (number as usize) < self.trees.records.len() {
            failed.extend(self.need_tree(number).err());
            number += 1;
        }
        failed
    }

    /// What must not be compiled in place.
    pub(in crate::vm) fn real_sends(&self, sites: HashSet<u32>) -> RealSends {
        RealSends { sites, selectors: self.specials.real_selectors().collect() }
    }

    /// The code of everything compiled from a source of that name, as it stands (with what its sites have learned), as
    /// text: for tests and for reading.
    pub fn disassemble(&self, source: &str) -> String {
        let of_source = self.trees.codes.iter().filter(|code| code.source.name == source);
        of_source.map(|code| crate::code::disassemble::disassemble(code)).collect::<Vec<_>>().join("\n")
    }
}

/// The notes on one function of a root.
pub(in crate::vm) fn function_notes<'a>(notes: &'a Notes, code: &Code) -> Option<&'a FunctionNotes> {
    notes.get(&code.body)
}

fn set_root(code: &mut Code, root: u64, tree: u32) {
    code.root = root;
    code.tree = tree;
    code.blocks.iter_mut().for_each(|block| set_root(block, root, tree));
}
