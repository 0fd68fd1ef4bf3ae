//! What a person or a script calls: the command line and the prompt.

pub mod command;
