//! The object model: values, maps, the heap, the write barrier, savepoints, the collector, lookup and mirrors.
//!
//! It knows nothing of code, processes or files; what it needs from above (the roots) comes through
//! [`collect::Roots`].

pub mod barrier;
pub mod collect;
pub mod ghost;
mod give_back;
pub mod heap;
pub mod identity;
pub mod kind;
pub mod layout;
pub mod lookup;
pub mod map;
pub mod mirror;
pub mod old_space;
pub mod savepoint;
pub mod slot;
pub mod template;
pub mod value;
mod widen;
