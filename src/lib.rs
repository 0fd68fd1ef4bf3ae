//! BAT OS: a living world of prototype objects that keeps itself.
//!
//! Read the modules in this order; each may use those above it and knows nothing of those below (`src/README.md`).

pub mod text;

pub mod syntax;

pub mod object;

pub mod code;

pub mod vm;

pub mod image;

pub mod world;

pub mod shell;
