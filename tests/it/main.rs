// Cruel mode empties the sites all the time: there is nothing learned to record.
#[cfg(not(feature = "stress"))]
mod bytecode;
mod corpus;
mod expectation;
mod history;
mod language;
mod machine;
mod primitives;
mod store;
mod report;
mod syntax;
mod tidy;
