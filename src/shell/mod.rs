//! What a person or a script calls: the command line and the prompt. Only this layer prints.

pub mod becoming;
pub mod check;
pub mod command;
pub mod doctor;
pub mod editing;
pub mod entry;
pub mod fmt;
pub mod image;
pub mod output;
pub mod past;
pub mod place;
pub mod progress;
pub mod prompt;
pub mod report;
pub mod script;
pub mod whose;
