mod bytecode;
mod corpus;
mod expectation;
mod language;
mod machine;
mod primitives;
mod syntax;
mod tidy;
