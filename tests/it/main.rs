// Cruel mode empties the sites all the time: there is nothing learned to record.
#[cfg(not(feature = "stress"))]
mod bytecode;
mod corpus;
mod expectation;
mod language;
mod machine;
mod primitives;
mod report;
mod store;
mod syntax;
mod tidy;
