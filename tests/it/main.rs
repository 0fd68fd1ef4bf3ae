mod corpus;
mod syntax;
