//! Puts the machine, the library and the outside together. It knows nothing of terminals.

pub mod asks;
pub mod boot;
pub mod driver;
pub mod library;
pub mod look;
pub mod minds;
pub mod moments;
pub mod outbox;
mod outside;
pub mod standing;
pub mod text;
pub mod upgrade;
