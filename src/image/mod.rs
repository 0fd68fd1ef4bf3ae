//! What outlives the program: records in one file with their whole history, and large files beside it.

pub mod blob;
pub mod store;
