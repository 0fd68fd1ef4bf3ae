mod corpus;
mod syntax;
mod tidy;
