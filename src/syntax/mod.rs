//! Text to tree and back.
//!
//! Knows nothing of objects or of running code: the tree is what a person wrote. `parse` is the way in, `print` the way
//! out, `ast` what both speak of, `format` how a text should look; the other modules are theirs.

pub mod ast;
pub mod format;
pub mod parse;
pub mod print;

mod build;
mod deferred;
mod explain;
mod foreign;
mod lexer;
mod literal;
mod mistake;
pub(crate) mod token;
