//! Reading what is not in memory yet: ghosts and the trees of methods. The image stands behind [`Backing`].

use crate::code::method::Tree;
use crate::object::identity::Key;
use crate::object::layout::Obj;
use crate::object::value::Value;
use crate::vm::Failure;
use crate::vm::Vm;

/// A record that cannot be read: what is lost and why, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

/// Where ghosts and trees come from.
pub trait Backing {
    /// Fills a ghost, and whatever must be whole with it.
    ///
    /// # Errors
    /// [`Unreadable`]; the ghost stays one.
    fn fill(&mut self, vm: &mut Vm, ghost: Obj) -> Result<(), Unreadable>;

    /// The tree in this record, and the identity hash of its method object; 0 if it has none.
    ///
    /// # Errors
    /// [`Unreadable`].
    fn tree(&mut self, vm: &mut Vm, key: Key) -> Result<(Tree, u32), Unreadable>;
}

impl Vm {
    /// Makes sure that a value is no ghost.
    ///
    /// # Errors
    /// [`Unreadable`] if its record cannot be read.
    #[inline]
    pub fn make_whole(&mut self, value: Value) -> Result<(), Unreadable> {
        if self.heap.is_ghost(value) { self.read_ghost(value) } else { Ok(()) }
    }

    #[cold]
    fn read_ghost(&mut self, value: Value) -> Result<(), Unreadable> {
        let Some(ghost) = Obj::of(value) else { return Ok(()) };
        let filled = self.with_backing(|backing, vm| backing.fill(vm, ghost));
        // What only reads allocates nothing that would ask for it.
        if self.heap.wants_to_give_back() {
            self.heap.request_collection();
        }
        filled
    }

    /// The same; if it cannot be, the running process fails, and the answer is false.
    pub(in crate::vm) fn whole_or_fail(&mut self, value: Value) -> bool {
        match self.make_whole(value) {
            Ok(()) => true,
            Err(Unreadable(why)) => {
                self.fail(Failure::Machine(why));
                false
            }
        }
    }

    /// The same for every argument of a primitive.
    #[inline(always)]
    pub(in crate::vm) fn arguments_whole(&mut self, arguments: &[Value]) -> bool {
        self.backing.is_none()
            || arguments.iter().all(|value| !self.heap.is_ghost(*value) || self.whole_or_fail(*value))
    }

    /// Makes sure that the tree with this number has been read.
    pub(in crate::vm) fn need_tree(&mut self, number: u32) -> Result<(), Unreadable> {
        let Some(record) = self.trees.get(number) else { return Ok(()) };
        if record.tree.is_some() {
            return Ok(());
        }
        let key = record.key;
        let tree = self.with_backing(|backing, vm| backing.tree(vm, key))?;
        self.set_tree(number, tree);
        Ok(())
    }

    /// The identity hash of a value. That of a method may stand in a record that has not been read.
    ///
    /// # Errors
    /// [`Unreadable`] if it cannot be.
    pub fn identity_hash(&mut self, value: Value) -> Result<u32, Unreadable> {
        if let Some(number) = self.tree_number(value) {
            self.need_tree(number)?;
        }
        Ok(self.heap.identity_hash(value))
    }

    fn with_backing<T>(
        &mut self,
        act: impl FnOnce(&mut dyn Backing, &mut Vm) -> Result<T, Unreadable>,
    ) -> Result<T, Unreadable> {
        let Some(mut backing) = self.backing.take() else {
            return Err(Unreadable("an object has no image to be read from".to_string()));
        };
        let result = act(&mut *backing, self);
        self.backing = Some(backing);
        result
    }
}
