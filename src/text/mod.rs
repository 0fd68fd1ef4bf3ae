//! Data every layer may name; no behaviour of its own.

pub mod diagnostic;
pub mod source;
pub mod symbol;
