mod bytecode;
mod corpus;
mod machine;
mod primitives;
mod syntax;
mod tidy;
