//! What was, and what became of it: moments of a world read from its records alone, without a machine.

pub mod difference;
pub mod forget;
pub mod history;
pub(in crate::image) mod moment;
mod names;
mod record;
mod rewrite;
pub mod secret;
