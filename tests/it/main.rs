mod agree;
// Cruel mode empties the sites all the time: there is nothing learned to record.
mod blob;
#[cfg(not(feature = "stress"))]
mod bytecode;
mod canonical;
mod command;
mod corpus;
mod exchange;
mod expectation;
mod golden;
mod history;
mod image;
mod language;
mod machine;
mod memory;
mod outbox;
mod outside;
mod primitives;
mod program;
mod report;
mod store;
mod store_disk;
mod store_file;
mod syntax;
mod tidy;
mod upgrade;
mod verify;
