//! Puts the machine, the library and the outside together. It knows nothing of terminals.

pub mod asks;
pub mod boot;
pub mod driver;
pub mod library;
pub mod moments;
mod outside;
pub mod outbox;
pub mod upgrade;
